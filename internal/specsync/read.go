package specsync

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
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
		return nil, errors.New("not an OpenAPI document: its top level is not a mapping; does SPEC name the document itself?")
	}
	version, err := doc.expand("openapi")
	switch {
	case err != nil:
		return nil, err
	case version == nil && doc.has("swagger"):
		return nil, errors.New("a Swagger 2 document, not OpenAPI 3; look for the vendor's OpenAPI 3 file")
	case version == nil:
		return nil, errors.New(`not an OpenAPI document: it has no "openapi" key; does SPEC name the document itself?`)
	case !strings.HasPrefix(version.Text, "3."):
		return nil, fmt.Errorf("OpenAPI version %q is not 3.x, which is all that specsync reads", version.Text)
	}
	for _, key := range append(doc.keys(), "info", "paths") {
		switch value, err := doc.find(key); {
		case err != nil:
			return nil, err
		case value == nil:
			return nil, fmt.Errorf("not a whole OpenAPI document: %q is missing; fetch it again", key)
		}
	}
	if n := doc.dangling(); n > mostDangling {
		return nil, fmt.Errorf("not a whole OpenAPI document: %d references lead to components that are not there, "+
			"so its end is probably lost; fetch it again", n)
	}
	if !endsLine(data) && !doc.ends() {
		return nil, errors.New("the last line has no end, so the rest is probably lost; fetch it again")
	}
	return doc, nil
}

func parseTree(data []byte) (*yaml.Node, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	switch start, what := bytes.TrimSpace(data), binary(data); {
	case what != "":
		return nil, errors.New(what)
	case len(start) == 0:
		return nil, errors.New("the document is empty")
	case start[0] == '<':
		return nil, errors.New("HTML or XML, not YAML or JSON: a page about the document perhaps; give its own address")
	case start[0] == '{' && json.Valid(start):
		data = fromJSON(start)
	case bytes.HasPrefix(start, []byte("%YAML 1.2")): // the library knows most of it and refuses the line
		data = bytes.Replace(data, []byte("1.2"), []byte("1.1"), 1)
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

// surrogates finds the pairs by which JSON escapes letters beyond 16 bits, which YAML does not know.
var surrogates = regexp.MustCompile(`\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// fromJSON writes JSON so that a YAML reader understands it.
func fromJSON(data []byte) []byte {
	var compact bytes.Buffer
	_ = json.Compact(&compact, data) // without tabs; it was found to be valid
	return surrogates.ReplaceAllFunc(compact.Bytes(), func(escape []byte) []byte {
		if len(escape) < 12 {
			return escape // a backslash
		}
		high, _ := strconv.ParseUint(string(escape[2:6]), 16, 16)
		low, _ := strconv.ParseUint(string(escape[8:]), 16, 16)
		return utf8.AppendRune(nil, utf16.DecodeRune(rune(high), rune(low)))
	})
}
