package specsync

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// The files of the module that specsync reads and writes, relative to its root.
const (
	sliceFile      = "api/cloud_api.yaml"
	readmeFile     = "api/README.md"
	operationsFile = "api/operations.yaml"
	successorFile  = "api/successor_api.yaml"
)

// Sync cuts the module's operations out of the document at spec and rewrites the slice and its provenance under
// root. It returns a sentence that says what it did. On any error both files are as they were.
func Sync(ctx context.Context, root, spec string) (string, error) {
	operations, err := ReadOperations(filepath.Join(root, operationsFile))
	if err != nil {
		return "", err
	}
	slice, err := loadSlice(ctx, spec, operations)
	if err != nil {
		return "", err
	}
	text, err := Render(slice)
	if err != nil {
		return "", err
	}
	readme, err := os.ReadFile(filepath.Join(root, readmeFile))
	if err != nil {
		return "", err
	}
	origin := provenanceOf(slice, text, spec)
	recorded, err := origin.record(string(readme))
	if err != nil {
		return "", err
	}
	changed, err := replaceFiles(
		file{filepath.Join(root, sliceFile), string(text)},
		file{filepath.Join(root, readmeFile), recorded})
	if err != nil {
		return "", err
	}
	if !changed {
		return fmt.Sprintf("%s is at version %s already; nothing written\n", sliceFile, origin.version), nil
	}
	return fmt.Sprintf("%s is now at version %s; run go generate ./... and the tests next\n", sliceFile, origin.version), nil
}

func loadSlice(ctx context.Context, spec string, operations []Operation) (*Node, error) {
	doc, err := loadDocument(ctx, spec)
	if err != nil {
		return nil, err
	}
	slice, err := Cut(doc, operations)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	return slice, nil
}

func loadDocument(ctx context.Context, spec string) (*Document, error) {
	data, err := Load(ctx, spec)
	if err != nil {
		return nil, err
	}
	doc, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; set SPEC to the full OpenAPI document", spec, err)
	}
	return doc, nil
}

type file struct{ path, text string }

// replaceFiles writes each file that differs under a temporary name, and renames them once all are written. It
// reports whether any differed.
func replaceFiles(files ...file) (changed bool, err error) {
	type rename struct{ from, to string }
	var renames []rename
	defer func() {
		for _, r := range renames {
			err = errors.Join(err, ignoreMissing(os.Remove(r.from)))
		}
	}()
	for _, f := range files {
		old, err := os.ReadFile(f.path)
		if err == nil && string(old) == f.text {
			continue
		}
		temporary := f.path + ".new"
		renames = append(renames, rename{temporary, f.path})
		if err := os.WriteFile(temporary, []byte(f.text), 0o644); err != nil {
			return false, err
		}
	}
	for _, r := range renames {
		if err := os.Rename(r.from, r.to); err != nil {
			return false, err
		}
	}
	return len(renames) > 0, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
