package gcoresg

import (
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// operationOf finds the operation of a request by its method and its path below the base URL, or nil. Where two routes match, the
// table has the one with a literal segment first, as OpenAPI wants: it is sorted, and a brace sorts after letters and digits.
func operationOf(method, path string) *gen.Operation {
	for _, op := range gen.Operations {
		if op.Method == method && matches(op.Route, path) {
			return op
		}
	}
	return nil
}

// matches compares segment by segment; a segment in braces stands for any that is not empty.
func matches(route, path string) bool {
	for {
		want, routeRest, moreRoute := strings.Cut(route, "/")
		have, pathRest, morePath := strings.Cut(path, "/")
		parameter := strings.HasPrefix(want, "{")
		if moreRoute != morePath || !parameter && want != have || parameter && have == "" {
			return false
		}
		if !moreRoute {
			return true
		}
		route, path = routeRest, pathRest
	}
}

func routeOf(op *gen.Operation) string {
	if op == nil {
		return "(a path that the document does not have)"
	}
	return op.Route
}
