package specsync

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// Parse reads an OpenAPI 3 document, written as YAML or as JSON.
func Parse(data []byte) (*Node, error) {
	root, err := parseTree(data)
	if err != nil {
		return nil, err
	}
	doc := expand(root)
	switch version := doc.Get("openapi"); {
	case doc.Kind != Mapping:
		return nil, errors.New("not an OpenAPI document: its top level is not a mapping; does SPEC name the document itself?")
	case version.Err() != nil:
		return nil, version.Err()
	case version == nil && doc.Get("swagger") != nil:
		return nil, errors.New("a Swagger 2 document, not OpenAPI 3; look for the vendor's OpenAPI 3 file")
	case version == nil:
		return nil, errors.New(`not an OpenAPI document: it has no "openapi" key; does SPEC name the document itself?`)
	case !strings.HasPrefix(version.Text, "3."):
		return nil, fmt.Errorf("OpenAPI version %q is not 3.x, which is all that specsync reads", version.Text)
	}
	for _, key := range append(slices.Clone(doc.Keys), "info", "paths") {
		switch value := doc.Get(key); {
		case value.Err() != nil:
			return nil, value.Err()
		case value == nil:
			return nil, fmt.Errorf("not a whole OpenAPI document: %q is missing; fetch it again", key)
		}
	}
	if n := dangling(doc); n > mostDangling {
		return nil, fmt.Errorf("not a whole OpenAPI document: %d references lead to components that are not there, "+
			"so its end is probably lost; fetch it again", n)
	}
	if !endsLine(data) && !ends(doc) {
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

// surrogates finds the pairs by which JSON escapes letters beyond 16 bits, which YAML does not know, and backslashes,
// which begin none.
var surrogates = regexp.MustCompile(`\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// fromJSON writes JSON so that a YAML reader understands it.
func fromJSON(data []byte) []byte {
	var compact bytes.Buffer
	_ = json.Compact(&compact, data) // without tabs and line ends; it was found to be valid
	return surrogates.ReplaceAllFunc(compact.Bytes(), func(escape []byte) []byte {
		var letter string
		if err := json.Unmarshal(slices.Concat([]byte(`"`), escape, []byte(`"`)), &letter); err != nil || letter == `\` {
			return escape
		}
		return []byte(letter)
	})
}
