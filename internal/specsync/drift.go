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
func UpstreamDrift(ctx context.Context, root, spec string, generate Generator) (*Drift, error) {
	entries, err := ReadEntries(filepath.Join(root, operationsFile))
	if err != nil {
		return nil, err
	}
	operations := operationsOf(entries)
	path := filepath.Join(root, sliceFile)
	vendored, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	old, err := Cut(vendored, operations)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; or run make sync, if the list of operations is newer than the slice", path, err)
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
	if len(there) == 0 {
		drift.Go.Trouble = "generation fails: no operation of the slice is left"
	} else if len(drift.Findings) > 0 {
		drift.Go, err = goEffect(root, new, follow(entries, twins), generate)
	}
	return drift, err
}

// checkSuccessor checks our own contract with the successor API, where the module has one.
func checkSuccessor(path string, slice *Node, upstream *Node) ([]*Finding, error) {
	contract, err := readDocument(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return Consumer(contract, slice, upstream)
}

// findTwins looks every operation of the slice up in the document. It also lists those that are there.
func findTwins(doc *Node, slice *Node, operations []Operation) (twins []Twin, there []Operation) {
	for _, o := range operations {
		twin := Twin{o, twinOf(doc, o, slice.Str("paths", o.Path, o.Method, "operationId"))}
		if twins = append(twins, twin); twin.New != (Operation{}) {
			there = append(there, twin.New)
		}
	}
	return twins, there
}

// twin finds an operation at its address, whatever the template's names, or else by its operationId.
func twinOf(doc *Node, o Operation, id string) Operation {
	if item, err := pathItem(doc, o); err == nil && item.Get(o.Method) != nil {
		return o
	}
	sameAddress := func(a Operation) bool { return a.Method == o.Method && templateNames(o.Path, a.Path) != nil }
	sameID := func(a Operation) bool {
		return id != "" && doc.Str("paths", a.Path, a.Method, "operationId") == id
	}
	all := doc.Operations()
	for _, is := range []func(Operation) bool{sameAddress, sameID} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i]
		}
	}
	return Operation{}
}
