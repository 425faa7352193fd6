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
	paths := n.Get("paths")
	if paths == nil {
		return nil
	}
	for i, path := range paths.Keys {
		for _, method := range paths.Items[i].Keys {
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

// nearest orders operations by how much they are like o: by their paths, another method counting as one letter.
func nearest(o Operation, all []Operation) []Operation {
	distance := func(other Operation) int {
		letters := lettersBetween(o.Path, other.Path)
		if o.Method != other.Method {
			letters++
		}
		return letters
	}
	return slices.SortedFunc(slices.Values(all), func(a, b Operation) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), strings.Compare(a.String(), b.String()))
	})
}

// lettersBetween counts the letters of the longer text that stand between the beginning and the end that both share.
func lettersBetween(a, b string) int {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b))
}
