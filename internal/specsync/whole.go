package specsync

import (
	"bytes"
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// mostDangling is how many references of other parts of the document may lead nowhere: a few are the vendor's own
// mistakes, many are a document that was cut at the end of a line, which is still valid YAML.
const mostDangling = 5

// dangling counts the components that are referred to and are not there.
func dangling(doc *Node) int {
	missing := map[string]bool{}
	var visit func(*yaml.Node)
	visit = func(n *yaml.Node) { // an alias need not be followed: what it stands for is visited where it is written
		for i, child := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 && child.Value == "$ref" {
				keys, err := parseReference(n.Content[i+1].Value)
				if err == nil && len(keys) == 3 && keys[0] == "components" && doc.Get(keys...) == nil {
					missing[pointer(keys...)] = true
				}
			}
			visit(child)
		}
	}
	visit(doc.source)
	return len(missing)
}

// endsLine reports whether the last line has an end, or the document one of its own, as flow style and JSON have.
func endsLine(data []byte) bool {
	start := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	return bytes.HasSuffix(data, []byte("\n")) || bytes.HasSuffix(data, []byte("\n...")) || start[0] == '{'
}

// ends reports whether the parts that writers put last are whole. A block-style document that lost its end still
// parses, and many an editor leaves out the end of the last line.
func ends(doc *Node) bool {
	security := doc.Get("security")
	if security == nil || dangling(doc) > 0 {
		return false
	}
	for _, name := range schemeNames(security) {
		scheme := doc.Get("components", "securitySchemes", name)
		kind := scheme.Str("type")
		if kind == "" || kind == "apiKey" && (scheme.Str("in") == "" || scheme.Str("name") == "") {
			return false
		}
	}
	cutOff := func(scopes *Node) bool { return scopes.Kind != Sequence }
	return !slices.ContainsFunc(security.Items, func(way *Node) bool {
		return way.Kind != Mapping || slices.ContainsFunc(way.Items, cutOff)
	})
}
