package specsync

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gcoresg/gcoresg/internal/prepare"
)

// advise adds to the error of an operation that is gone which line of api/operations.yaml would take in the one that
// looks like its successor: the one at the same path but for the names of parameters, or else the one with the same
// body and answer.
func advise(err error, entries []Entry, sliceFile string, upstream *Node) error {
	var gone *GoneError
	if !errors.As(err, &gone) {
		return err
	}
	method, path := gone.Operation.Method, gone.Operation.Path
	unnamed := func(path string) string { return braces.ReplaceAllString(path, "{}") }
	likeness := "which differs in the names of its parameters only"
	alike := filter(gone.Nearest, func(o Operation) bool { return o.Method == method && unnamed(o.Path) == unnamed(path) })
	if len(alike) == 0 {
		likeness = "which has the same body and the same answer"
		slice, err := readDocument(sliceFile)
		if err != nil {
			return gone
		}
		paths, err := prepare.Alike(slice.source, upstream.source, method, path)
		if err != nil {
			return gone
		}
		alike = filter(gone.Nearest, func(o Operation) bool { return o.Method == method && slices.Contains(paths, o.Path) })
	}
	if len(alike) == 0 {
		return gone
	}
	line := "- " + alike[0].String()
	for _, e := range entries {
		if e.Operation == gone.Operation && e.Name != "" {
			line += ": " + e.Name
		}
	}
	gone.Advice = fmt.Sprintf("; it has %s, %s. If that is its successor, write this line into api/operations.yaml "+
		"in place of the old one: %s", alike[0], likeness, line)
	return err
}
