package prepare

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Successor makes the document that oapi-codegen reads out of our own description of the successor API. A reference
// into the vendored slice is left to its x-go-type, so that the client does not depend on where the slice has the
// schema.
func Successor(path string) (document []byte, operations []Described, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	doc, err := parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, schema := range asObject(get(doc, "components", "schemas")) {
		if ref := refOf(schema); ref != "" && !strings.HasPrefix(ref, "#") {
			delete(asObject(schema), "$ref")
		}
	}
	for route, item := range asObject(get(doc, "paths")) {
		for _, method := range methods {
			if operation := get(item, method); operation != nil {
				named := Operation{strings.ToUpper(method), route, asText(get(operation, "operationId"))}
				operations = append(operations, Described{Operation: named})
			}
		}
	}
	slices.SortFunc(operations, byPathAndMethod)
	document, err = json.Marshal(doc)
	return document, operations, err
}

// Only returns the prepared document with one operation.
func (p *Prepared) Only(o Operation) ([]byte, error) {
	var doc object
	if err := json.Unmarshal(p.Document, &doc); err != nil {
		return nil, err
	}
	method := strings.ToLower(o.Method)
	doc["paths"] = object{o.Path: object{method: get(doc, "paths", o.Path, method)}}
	return json.Marshal(doc)
}
