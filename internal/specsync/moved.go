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
	o, likeness := gone.Operation, "which differs in the names of its parameters only"
	alike := filter(gone.Nearest, func(other Operation) bool {
		return other.Method == o.Method && templateNames(o.Path, other.Path) != nil
	})
	if slice, err := readDocument(sliceFile); err == nil && len(alike) == 0 {
		likeness = "which has the same body and the same answer"
		paths, _ := prepare.Alike(slice.source, upstream.source, o.Method, o.Path)
		alike = filter(gone.Nearest, func(other Operation) bool {
			return other.Method == o.Method && slices.Contains(paths, other.Path)
		})
	}
	if len(alike) == 0 {
		return err
	}
	line := "- " + alike[0].String()
	for _, e := range entries {
		if e.Operation == o && e.Name != "" {
			line += ": " + e.Name
		}
	}
	gone.Advice = fmt.Sprintf("; it has %s, %s. If that is its successor, write this line into api/operations.yaml "+
		"in place of the old one: %s", alike[0], likeness, line)
	return err
}
