package specsync

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Operation names one operation of a document.
type Operation struct{ Method, Path string }

// String writes the operation as in api/operations.yaml.
func (o Operation) String() string { return strings.ToUpper(o.Method) + " " + o.Path }

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Operations lists every operation of the document.
func (n *Node) Operations() []Operation {
	var all []Operation
	for i, path := range n.Get("paths").keys() {
		for _, method := range n.Get("paths").Items[i].keys() {
			if slices.Contains(methods, method) {
				all = append(all, Operation{method, path})
			}
		}
	}
	return all
}

// GoneError says that the document lacks an operation of the list.
type GoneError struct {
	Operation Operation
	Nearest   []Operation // what the document has, the most alike first
	Advice    string      // the line that takes its successor in, where one is likely
}

func (e *GoneError) Error() string {
	text := fmt.Sprintf("the document has no operation %s", e.Operation)
	if e.Advice != "" {
		return text + e.Advice
	}
	for i, o := range e.Nearest[:min(3, len(e.Nearest))] {
		text += []string{"; the nearest it has: ", ", ", ", "}[i] + o.String()
	}
	return text + ". Name its successor in api/operations.yaml, or stay with the present slice"
}

// nearest orders operations by how much they are like o: by the path's parts, another method counting as a small
// change, then by the path's letters.
func nearest(o Operation, all []Operation) []Operation {
	distance := func(other Operation, separator string) int {
		return editDistance(strings.Split(o.Path, separator), strings.Split(other.Path, separator))
	}
	parts := map[Operation]int{}
	for _, other := range all {
		parts[other] = 3 * distance(other, "/")
		if other.Method != o.Method {
			parts[other]++
		}
	}
	return slices.SortedFunc(slices.Values(all), func(a, b Operation) int {
		return cmp.Or(cmp.Compare(parts[a], parts[b]), cmp.Compare(distance(a, ""), distance(b, "")),
			strings.Compare(a.String(), b.String()))
	})
}

// editDistance counts the insertions, removals and replacements that turn a into b.
func editDistance(a, b []string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
