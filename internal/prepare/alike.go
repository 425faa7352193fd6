package prepare

import (
	"maps"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// Alike returns the paths of a document at which an operation with that method has the same body and the same
// successful answer as the operation of another document at path. An operation that has neither is like none.
func Alike(old, new *yaml.Node, method, path string) (paths []string, err error) {
	var all []*goType
	var operations [2]map[string]*operation
	for i, tree := range []*yaml.Node{old, new} {
		doc, err := normalizeYAML(tree)
		if err != nil {
			return nil, err
		}
		b := newTypeBuilder(doc)
		operations[i] = map[string]*operation{}
		for route, item := range asObject(doc["paths"]) {
			if source := asObject(get(item, method)); source != nil {
				operations[i][route] = b.operation(Operation{}, source)
			}
		}
		all = slices.AppendSeq(all, maps.Values(b.types))
	}
	classify(all)
	wanted := operations[0][path].contract()
	for _, route := range keysOf(operations[1]) {
		if wanted != "" && operations[1][route].contract() == wanted {
			paths = append(paths, route)
		}
	}
	return paths, nil
}

// contract is what an operation takes and answers, as text.
func (o *operation) contract() string {
	if o == nil {
		return ""
	}
	var parts []string
	for _, m := range slices.Concat(o.bodies, o.answers) {
		if m.use != nil && m.succeeds() {
			parts = append(parts, m.media+" "+m.use.class())
		}
	}
	return strings.Join(parts, "\n")
}
