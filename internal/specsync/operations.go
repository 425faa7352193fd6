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
func (d *Document) Operations() []Operation {
	var all []Operation
	for _, path := range d.keys("paths") {
		for _, method := range d.keys("paths", path) {
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
	Nearest   []Operation // what the document has that resembles it, nearest first
	Advice    string      // the line that takes its successor in, where one is likely
}

func (e *GoneError) Error() string {
	text := fmt.Sprintf("the document has no operation %s", e.Operation)
	if e.Advice != "" {
		return text + e.Advice
	}
	if len(e.Nearest) > 0 {
		names := make([]string, len(e.Nearest))
		for i, o := range e.Nearest {
			names[i] = o.String()
		}
		text += "; the nearest it has: " + strings.Join(names, ", ")
	}
	return text + ". Name its successor in api/operations.yaml, or stay with the present slice"
}

// nearest returns the three operations most like o: by the path's text, another method counting as a small change.
func (d *Document) nearest(o Operation) []Operation {
	all := d.Operations()
	distance := map[Operation]int{}
	for _, candidate := range all {
		distance[candidate] = 3 * editDistance(strings.Split(o.Path, "/"), strings.Split(candidate.Path, "/"))
		if candidate.Method != o.Method {
			distance[candidate]++
		}
	}
	slices.SortFunc(all, func(a, b Operation) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]),
			cmp.Compare(editDistance(strings.Split(o.Path, ""), strings.Split(a.Path, "")),
				editDistance(strings.Split(o.Path, ""), strings.Split(b.Path, ""))),
			cmp.Compare(a.String(), b.String()))
	})
	return all[:min(3, len(all))]
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
