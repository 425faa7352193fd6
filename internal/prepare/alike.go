package prepare

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// Alike returns the paths of a document at which an operation with that method has the same body and the same
// successful answer as the operation of another document at path. An operation that has neither is like none.
func Alike(old, new *yaml.Node, method, path string) ([]string, error) {
	var all []*goType
	contracts := []map[string]*contract{nil, nil}
	for i, tree := range []*yaml.Node{old, new} {
		doc, err := normalizeYAML(tree)
		if err != nil {
			return nil, err
		}
		b := newTypeBuilder(doc)
		contracts[i] = map[string]*contract{}
		for route := range asObject(doc["paths"]) {
			if operation := get(doc, "paths", route, method); operation != nil {
				contracts[i][route] = b.contract(operation)
			}
		}
		all = append(all, b.all...)
	}
	classify(all)
	var paths []string
	if wanted := contracts[0][path]; wanted != nil && wanted.text() != "" {
		for _, route := range keysOf(contracts[1]) {
			if contracts[1][route].text() == wanted.text() {
				paths = append(paths, route)
			}
		}
	}
	return paths, nil
}

// contract is what an operation takes and answers.
type contract struct{ body, answers []message }

func (b *typeBuilder) contract(operation any) *contract {
	c := &contract{body: b.messages(get(operation, "requestBody"))}
	responses := asObject(get(operation, "responses"))
	for _, status := range keysOf(responses) {
		if strings.HasPrefix(status, "2") {
			c.answers = append(c.answers, b.messages(responses[status])...)
		}
	}
	return c
}

func (c *contract) text() string {
	var parts []string
	for _, m := range slices.Concat(c.body, c.answers) {
		if m.use != nil {
			parts = append(parts, m.media+" "+m.use.class())
		}
	}
	return strings.Join(parts, "\n")
}
