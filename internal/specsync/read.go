package specsync

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// Document is a full OpenAPI document. Only what is asked for is expanded, so a fault in another product's part
// of it does not stop us.
type Document struct {
	root   *yaml.Node
	budget int // nodes that may still be expanded: aliases can make a small file enormous
}

// maxNodes bounds an expanded slice. Ours has four hundred nodes, the whole document two hundred thousand.
const maxNodes = 1_000_000

// Parse reads an OpenAPI 3 document, written as YAML or as JSON.
func Parse(data []byte) (*Document, error) {
	root, err := parseTree(data)
	if err != nil {
		return nil, err
	}
	doc := &Document{root: root, budget: maxNodes}
	if deref(root).Kind != yaml.MappingNode {
		return nil, errors.New("not an OpenAPI document: its top level is not a mapping; check that SPEC names the document itself")
	}
	version, err := doc.expand("openapi")
	switch {
	case err != nil:
		return nil, err
	case version == nil && doc.has("swagger"):
		return nil, errors.New("a Swagger 2 document, not OpenAPI 3; look for the vendor's OpenAPI 3 file")
	case version == nil:
		return nil, errors.New(`not an OpenAPI document: it has no "openapi" key; check that SPEC names the document itself`)
	case !strings.HasPrefix(version.Text, "3."):
		return nil, fmt.Errorf("OpenAPI version %q is not 3.x, which is all that specsync reads", version.Text)
	}
	for _, key := range []string{"info", "paths"} {
		if !doc.has(key) {
			return nil, fmt.Errorf("not a whole OpenAPI document: %q is missing; fetch it again", key)
		}
	}
	if n := doc.dangling(); n > mostDangling {
		return nil, fmt.Errorf("not a whole OpenAPI document: %d references lead to components that are not there, so its end is probably lost; fetch it again", n)
	}
	return doc, nil
}

// mostDangling is how many references of other parts of the document may lead nowhere: a few are the vendor's own mistakes, many are a
// document that was cut at the end of a line, which is still valid YAML.
const mostDangling = 5

// dangling counts the components that are referred to and are not there.
func (d *Document) dangling() int {
	missing := map[string]bool{}
	var visit func(*yaml.Node)
	visit = func(n *yaml.Node) { // an alias need not be followed: what it stands for is visited where it is written
		for i, child := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				name, local := strings.CutPrefix(n.Content[i+1].Value, "#/components/")
				if section, key, ok := strings.Cut(name, "/"); child.Value == "$ref" && local && ok && !strings.ContainsAny(key, "/~%") {
					missing[section+"/"+key] = true
				}
			}
			visit(child)
		}
	}
	visit(d.root)
	for name := range missing {
		section, key, _ := strings.Cut(name, "/")
		if found, err := d.find("components", section, key); err != nil || found != nil {
			delete(missing, name)
		}
	}
	return len(missing)
}

func parseTree(data []byte) (*yaml.Node, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	switch start := bytes.TrimSpace(data); {
	case len(start) == 0:
		return nil, errors.New("the document is empty")
	case start[0] == '<':
		return nil, errors.New("HTML or XML, not YAML or JSON: probably a page about the document; give the address of the document itself")
	case !utf8.Valid(data):
		return nil, errors.New("neither YAML nor JSON in UTF-8; is it compressed?")
	case start[0] == '{' && json.Valid(start):
		return parseJSON(start)
	}
	return parseYAML(data)
}

func parseYAML(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var file, more yaml.Node
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("not valid YAML, or cut off: %w", err)
	}
	switch err := decoder.Decode(&more); {
	case err == nil:
		return nil, errors.New("the file holds more than one YAML document; keep the OpenAPI one")
	case err != io.EOF:
		return nil, fmt.Errorf("not valid YAML after the first document: %w", err)
	}
	return file.Content[0], nil
}

// parseJSON builds the same tree from JSON. A YAML reader would do for most of it, but not for surrogate pairs.
func parseJSON(data []byte) (*yaml.Node, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return jsonValue(decoder)
}

func jsonValue(decoder *json.Decoder) (*yaml.Node, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case json.Delim:
		node := &yaml.Node{Kind: yaml.MappingNode}
		if v == '[' {
			node.Kind = yaml.SequenceNode
		}
		for decoder.More() { // a mapping's keys come as values of their own, as in yaml.Node
			item, err := jsonValue(decoder)
			if err != nil {
				return nil, err
			}
			node.Content = append(node.Content, item)
		}
		_, err := decoder.Token()
		return node, err
	case string:
		return &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: v}, nil
	case nil:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: "null"}, nil
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(v)}, nil
	}
}
