package specsync

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// The files of the module that specsync reads and writes, relative to its root.
const (
	sliceFile      = "api/cloud_api.yaml"
	readmeFile     = "api/README.md"
	operationsFile = "api/operations.yaml"
	successorFile  = "api/successor_api.yaml"
)

// Sync cuts the module's operations out of the document at spec and rewrites the slice and its provenance under root,
// names the operations that have no Go name yet, and points our contract with the successor API to the slice's rule.
// It returns what it did in sentences. On any error all files are as they were.
func Sync(ctx context.Context, root, spec string) (string, error) {
	list := filepath.Join(root, operationsFile)
	entries, err := ReadEntries(list)
	if err != nil {
		return "", err
	}
	doc, err := loadDocument(ctx, spec)
	if err != nil {
		return "", err
	}
	slice, err := Cut(doc, operationsOf(entries))
	if err != nil {
		return "", fmt.Errorf("%s: %w", spec, advise(err, entries, filepath.Join(root, sliceFile), doc))
	}
	text, err := Render(slice)
	if err != nil {
		return "", err
	}
	readme, err := os.ReadFile(filepath.Join(root, readmeFile))
	if err != nil {
		return "", err
	}
	recorded, err := provenanceOf(slice, text, spec).record(string(readme))
	if err != nil {
		return "", err
	}
	lines, err := os.ReadFile(list)
	if err != nil {
		return "", err
	}
	pinned, named := pin(entries, slice, string(lines))
	successor := filepath.Join(root, successorFile)
	contract, err := followSuccessor(successor, entries, slice)
	if err != nil {
		return "", err
	}
	texts := map[string]string{
		filepath.Join(root, sliceFile): string(text), filepath.Join(root, readmeFile): recorded, list: pinned}
	if contract != "" {
		texts[successor] = contract
	}
	changed, err := replaceFiles(texts)
	if err != nil {
		return "", err
	}
	version := slice.Str("info", "version")
	if !changed {
		return fmt.Sprintf("%s is at version %s already; nothing written\n", sliceFile, version), nil
	}
	said := ""
	for _, e := range named {
		said += fmt.Sprintf("%s is named %s; to name it otherwise, edit %s before you generate\n",
			e.Operation, e.Name, operationsFile)
	}
	return said + fmt.Sprintf("%s is now at version %s; run go generate ./... and the tests next\n",
		sliceFile, version), nil
}

// Unsynced says which lines of the list make sync has not taken in yet, without the full document.
func Unsynced(root string) (findings []string, err error) {
	entries, err := ReadEntries(filepath.Join(root, operationsFile))
	if err != nil {
		return nil, err
	}
	doc, err := readDocument(filepath.Join(root, sliceFile))
	if err != nil {
		return nil, err
	}
	present := doc.Operations()
	listed := operationsOf(entries)
	for _, e := range entries {
		if !e.LeftOut && !slices.Contains(present, e.Operation) {
			findings = append(findings, fmt.Sprintf("%s lists %s, which %s does not have; run: make sync",
				operationsFile, e.Operation, sliceFile))
		} else if e.Name == "" {
			findings = append(findings, fmt.Sprintf("%s has no name for %s; run: make sync, which writes one there",
				operationsFile, e.Operation))
		}
	}
	for _, o := range present {
		if !slices.Contains(listed, o) {
			findings = append(findings, fmt.Sprintf("%s has %s, which %s does not list; run: make sync",
				sliceFile, o, operationsFile))
		}
	}
	return findings, nil
}

func readDocument(path string) (*Node, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return doc, nil
}

func loadDocument(ctx context.Context, spec string) (*Node, error) {
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

// replaceFiles writes each file whose text differs under a temporary name, and renames them once all are written. It
// reports whether any differed.
func replaceFiles(texts map[string]string) (changed bool, err error) {
	const temporary = ".new"
	var differ []string
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		if old, err := os.ReadFile(path); err == nil && string(old) == texts[path] {
			continue
		}
		differ = append(differ, path)
		defer os.Remove(path + temporary) // where it is left over
		if err := os.WriteFile(path+temporary, []byte(texts[path]), 0o644); err != nil {
			return false, err
		}
	}
	for _, path := range differ {
		if err := os.Rename(path+temporary, path); err != nil {
			return false, err
		}
	}
	return len(differ) > 0, nil
}
