package specsync

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gcoresg/gcoresg/internal/prepare"
)

// advise adds to the error of an operation that is gone which line of api/operations.yaml would take in the one that
// looks like its successor: the one at the same path but for the names of parameters, or else the one with the same
// body and answer.
func advise(err error, entries []Entry, sliceFile string, upstream *Document) error {
	var gone *GoneError
	if !errors.As(err, &gone) {
		return err
	}
	name := ""
	for _, e := range entries {
		if e.Operation == gone.Operation {
			name = e.Name
		}
	}
	all := upstream.Operations()
	at := slices.IndexFunc(all, func(o Operation) bool {
		return o.Method == gone.Operation.Method && braces.ReplaceAllString(o.Path, "{}") == braces.ReplaceAllString(gone.Operation.Path, "{}")
	})
	likeness := "which differs in the names of its parameters only"
	if at < 0 {
		likeness = "which has the same body and the same answer"
		slice, err := readDocument(sliceFile)
		if err != nil {
			return gone
		}
		alike, err := prepare.Alike(slice.root, upstream.root, gone.Operation.Method, gone.Operation.Path)
		if err != nil || len(alike) == 0 {
			return gone
		}
		if near := upstream.nearestOf(gone.Operation, alike); near != (Operation{}) {
			at = slices.Index(all, near)
		}
	}
	line := "- " + all[at].String()
	if name != "" {
		line += ": " + name
	}
	gone.Advice = fmt.Sprintf("; it has %s, %s. If that is its successor, write this line into api/operations.yaml "+
		"in place of the old one: %s", all[at], likeness, line)
	return err
}

// nearestOf returns the operation of the given method and paths that is most like o.
func (d *Document) nearestOf(o Operation, paths []string) Operation {
	best, least := Operation{}, -1
	for _, path := range paths {
		distance := editDistance(strings.Split(o.Path, "/"), strings.Split(path, "/"))
		if least < 0 || distance < least {
			best, least = Operation{o.Method, path}, distance
		}
	}
	return best
}
