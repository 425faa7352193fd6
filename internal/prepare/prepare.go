package prepare

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Prepared is what the generator works on.
type Prepared struct {
	Document   []byte // for oapi-codegen, as JSON
	Server     string // that serves the operations
	Operations []Described
	Fields     map[string][]Field // of Rule and RuleSpec
}

// Described is an operation with what the document and the overlay say of it.
type Described struct {
	Operation
	Server string  // where it is another than that of the document
	Notice *Notice // nil where it is not deprecated
}

// Prepare makes the document that oapi-codegen reads out of the slice: the listed operations, under the names of the
// list, with the overlay's changes.
func Prepare(slice []byte, listed []Operation, overlay string) (*Prepared, error) {
	doc, err := parse(slice)
	if err != nil {
		return nil, err
	}
	if doc, err = normalize(doc); err != nil {
		return nil, err
	}
	b := newTypeBuilder(doc)
	operations, err := b.operations(doc, listed)
	if err != nil {
		return nil, err
	}
	members, err := assignRoles(operations)
	if err != nil {
		return nil, err
	}
	classify(slices.Collect(maps.Values(b.types)))
	e := &emitter{namer: newNamer(operations), members: members, first: map[string]*use{}, schemas: object{}}
	emitted := e.document(doc, operations)
	prepared := &Prepared{Fields: map[string][]Field{}}
	for _, role := range []string{roleRule, roleSpec} {
		prepared.Fields[role] = e.first[role].describe(role == roleSpec)
	}
	if doc, err = applyOverlay(emitted, overlay); err != nil {
		return nil, err
	}
	nameConstants(doc)
	if err := checkNames(doc); err != nil {
		return nil, err
	}
	if err := prepared.describe(doc, operations); err != nil {
		return nil, err
	}
	prepared.Document, err = json.MarshalIndent(doc, "", " ")
	return prepared, err
}

// describe gives the deprecated operations their notice, and lists what is said of each operation.
func (p *Prepared) describe(doc object, operations []*operation) error {
	p.Server = serverOf(doc)
	for _, o := range operations {
		operation := asObject(get(doc, "paths", o.Path, strings.ToLower(o.Method)))
		notice, err := giveNotice(operation, o.Path)
		if err != nil {
			return fmt.Errorf("%s: %w", o, err)
		}
		server := serverOf(operation)
		p.Server = cmp.Or(p.Server, server)
		delete(operation, "servers")
		if server == p.Server {
			server = ""
		}
		p.Operations = append(p.Operations, Described{o.Operation, server, notice})
	}
	if p.Server == "" {
		return errors.New("api/cloud_api.yaml names no server, neither for all operations nor for one of ours; " +
			"the client needs one")
	}
	slices.SortFunc(p.Operations, byPathAndMethod)
	return nil
}

// serverOf returns the first server that a document or an operation names, or "".
func serverOf(owner object) string {
	for _, server := range asList(owner["servers"]) {
		return strings.TrimRight(asText(get(server, "url")), "/")
	}
	return ""
}

func byPathAndMethod(a, b Described) int {
	return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
}
