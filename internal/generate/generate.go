// Package generate makes every generated file of the module, in memory: make generate writes them, make drift
// compares them.
package generate

import (
	"bytes"
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
			return nil, fmt.Errorf("%s: %s has no Go name yet; run make sync, which writes one beside it",
				operations, e.Operation)
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
	declared, err := declarations(client)
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
	files := []File{{"gen/client.gen.go", client}}
	add := func(path string, content []byte, fault error) {
		files, err = append(files, File{path, content}), errors.Join(err, fault)
	}
	table, fault := operationsTable("gen", "Operation", prepared, root, slice, overlay, operations)
	add("gen/operations.gen.go", table, fault)
	add("gen/printing.gen.go", []byte(printing), nil)
	add("gen/successor/client.gen.go", successorClient, nil)
	table, fault = operationsTable("successor", "gen.Operation",
		&prepare.Prepared{Operations: described}, root, successorDocument)
	add("gen/successor/operations.gen.go", table, fault)
	parent, fault := parentOf(declared)
	add("gen/parent.gen.go", parent, fault)
	aliases, fault := aliasesOf(declared, prepared.Fields)
	add("aliases.gen.go", aliases, fault)
	return files, err
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
	return client, compiles(client)
}

// blame finds the operations of which oapi-codegen makes no client that compiles, even alone.
func blame(root string, prepared *prepare.Prepared) error {
	var faults []error
	for _, o := range prepared.Operations {
		alone, err := prepared.Only(o.Operation)
		if err == nil {
			_, err = clientOf(root, config, alone)
		}
		if err != nil {
			reason, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "oapi-codegen: exit status 1\n"), "\n")
			faults = append(faults, fmt.Errorf("oapi-codegen cannot generate %s %s: %s; mend it in %s, or leave it out: "+
				"write \"- %s %s: %s\" into %s", o.Method, o.Path, reason, overlay, o.Method, o.Path, specsync.LeftOut, operations))
		}
	}
	return errors.Join(faults...)
}
