package specsync

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
)

// Drift is what separates the vendored slice from upstream's document.
type Drift struct {
	Vendored, Upstream string // the versions
	Findings           []*Finding
	Successor          []*Finding // what api/successor_api.yaml relies on and upstream no longer has
	Go                 GoEffect
}

// UpstreamDrift compares the vendored slice of the module at root with the same cut of the document at spec, and the
// Go API with the one that would be generated. It writes nothing under root.
func UpstreamDrift(ctx context.Context, root, spec string) (*Drift, error) {
	operations, err := ReadOperations(filepath.Join(root, operationsFile))
	if err != nil {
		return nil, err
	}
	old, err := readSlice(filepath.Join(root, sliceFile), operations)
	if err != nil {
		return nil, err
	}
	doc, err := loadDocument(ctx, spec)
	if err != nil {
		return nil, err
	}
	twins, there := findTwins(doc, old, operations)
	new, err := Cut(doc, there)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	drift := &Drift{
		Vendored: old.Str("info", "version"),
		Upstream: new.Str("info", "version"),
		Findings: Compare(old, new, twins),
	}
	if drift.Successor, err = checkSuccessor(filepath.Join(root, successorFile), old, doc); err != nil {
		return nil, err
	}
	switch {
	case len(there) == 0:
		drift.Go.Trouble = "generation fails: no operation of the slice is left"
	case len(drift.Findings) > 0:
		if drift.Go, err = goEffect(ctx, root, new, twins); err != nil {
			return nil, err
		}
	}
	return drift, nil
}

// checkSuccessor checks our own contract with the successor API, where the module has one.
func checkSuccessor(path string, slice *Node, upstream *Document) ([]*Finding, error) {
	doc, err := readDocument(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	contract, err := doc.expand()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return Consumer(contract, slice, upstream)
}

// readSlice reads the vendored slice, cut by today's list of operations.
func readSlice(path string, operations []Operation) (*Node, error) {
	doc, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	slice, err := Cut(doc, operations)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; or run make sync, if the list of operations is newer than the slice", path, err)
	}
	return slice, nil
}

// findTwins looks every operation of the slice up in the document: at its address, whatever the template's names, or
// else by its operationId. It also lists those that are there.
func findTwins(doc *Document, slice *Node, operations []Operation) (twins []Twin, there []Operation) {
	all := doc.Operations()
	for _, o := range operations {
		twin := Twin{Old: o}
		if _, err := (&cutter{doc: doc}).pathItem(o); err == nil {
			twin.New = o
		}
		id := slice.Str("paths", o.Path, o.Method, "operationId")
		for _, is := range []func(Operation) bool{
			func(a Operation) bool { return a.Method == o.Method && templateNames(o.Path, a.Path) != nil },
			func(a Operation) bool {
				named, err := doc.expand("paths", a.Path, a.Method, "operationId")
				return id != "" && err == nil && named != nil && named.Text == id
			},
		} {
			if i := slices.IndexFunc(all, is); i >= 0 && twin.New == (Operation{}) {
				twin.New = all[i]
			}
		}
		if twin.New != (Operation{}) {
			there = append(there, twin.New)
		}
		twins = append(twins, twin)
	}
	return twins, there
}
