// Package generate makes every generated file of the module, in memory: make generate writes them, make drift
// compares them.
package generate

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gcoresg/gcoresg/internal/prepare"
	"github.com/gcoresg/gcoresg/internal/specsync"
)

// The files that generation reads, below the module's root.
const (
	slice      = "api/cloud_api.yaml"
	overlay    = "api/overlay.yaml"
	operations = "api/operations.yaml"
	config     = "oapi-codegen.yaml"

	successorDocument = "api/successor_api.yaml"
	successorConfig   = "api/successor.oapi-codegen.yaml"
)

// File is a generated file: its path below the root, and its content.
type File struct {
	Path    string
	Content []byte
}

// Prepare makes the document that oapi-codegen reads.
func Prepare(root string) (*prepare.Prepared, error) {
	data, err := os.ReadFile(filepath.Join(root, slice))
	if err != nil {
		return nil, err
	}
	entries, err := specsync.ReadEntries(filepath.Join(root, operations))
	if err != nil {
		return nil, err
	}
	var listed []prepare.Operation
	for _, e := range entries {
		if e.Name == "" {
			return nil, fmt.Errorf("%s: %s has no Go name yet; run make sync, which writes one beside it", operations, e.Operation)
		}
		if !e.LeftOut {
			listed = append(listed, prepare.Operation{Method: strings.ToUpper(e.Method), Path: e.Path, Name: e.Name})
		}
	}
	return prepare.Prepare(data, listed, filepath.Join(root, overlay))
}

// Files makes all generated files of the module at root. It writes nothing there.
func Files(root string) ([]File, error) {
	prepared, err := Prepare(root)
	if err != nil {
		return nil, err
	}
	client, err := clientOf(root, config, prepared.Document)
	if err != nil {
		return nil, errors.Join(err, blame(root, prepared))
	}
	sources, err := sums(root, slice, overlay, operations)
	if err != nil {
		return nil, err
	}
	table, err := operationsTable("gen", prepared, sources)
	if err != nil {
		return nil, err
	}
	aliases, err := aliasesOf(client, prepared.Fields)
	if err != nil {
		return nil, err
	}
	parent, err := parentOf(client)
	if err != nil {
		return nil, err
	}
	successor, described, err := prepare.Successor(filepath.Join(root, successorDocument))
	if err != nil {
		return nil, err
	}
	successorClient, err := clientOf(root, successorConfig, successor)
	if err != nil {
		return nil, err
	}
	if sources, err = sums(root, successorDocument); err != nil {
		return nil, err
	}
	successorTable, err := operationsTable("successor", &prepare.Prepared{Operations: described}, sources)
	return []File{
		{"gen/client.gen.go", client}, {"gen/operations.gen.go", table}, {"gen/printing.gen.go", []byte(printing)},
		{"gen/parent.gen.go", parent}, {"aliases.gen.go", aliases},
		{"gen/successor/client.gen.go", successorClient}, {"gen/successor/operations.gen.go", successorTable},
	}, err
}

// clientOf runs oapi-codegen on a document. It is run as a command, because as a library it writes our module's
// version into the header.
func clientOf(root, config string, document []byte) ([]byte, error) {
	file, err := os.CreateTemp("", "prepared-*.json")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(document)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	command := exec.Command("go", "tool", "oapi-codegen", "-config", config, file.Name())
	command.Dir = root
	var complaint bytes.Buffer
	command.Stderr = &complaint
	client, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("oapi-codegen: %w\n%.2000s", err, bytes.TrimSpace(complaint.Bytes()))
	}
	return client, nil
}

// blame finds the operations that oapi-codegen cannot generate even alone.
func blame(root string, prepared *prepare.Prepared) error {
	var faults []error
	for _, o := range prepared.Operations {
		alone, err := prepared.Only(o.Operation)
		if err == nil {
			_, err = clientOf(root, config, alone)
		}
		if err != nil {
			reason, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "oapi-codegen: exit status 1\n"), "\n")
			faults = append(faults, fmt.Errorf("oapi-codegen cannot generate %s %s: %s; to leave it out, write \"- %s %s: %s\" into %s",
				o.Method, o.Path, reason, o.Method, o.Path, specsync.LeftOut, operations))
		}
	}
	return errors.Join(faults...)
}

// sums names the files and their sha256, so that the drift check sees every byte of them, comments too.
func sums(root string, paths ...string) (lines []string, err error) {
	for _, path := range paths {
		data, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s, sha256 %x", path, sha256.Sum256(data)))
	}
	return lines, nil
}
