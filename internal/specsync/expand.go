package specsync

import (
	"fmt"
	"slices"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

// has reports whether the path of keys exists.
func (d *Document) has(path ...string) bool {
	y, err := d.find(path...)
	return err == nil && y != nil
}

// expand returns the value at the path of keys as a Node, or nil where there is none.
func (d *Document) expand(path ...string) (*Node, error) {
	y, err := d.find(path...)
	if y == nil || err != nil {
		return nil, err
	}
	return d.node(y, nil)
}

// keys lists a mapping's keys in the document's order.
func (d *Document) keys(path ...string) []string {
	y, err := d.find(path...)
	if y == nil || err != nil {
		return nil
	}
	var keys []string
	for _, p := range pairs(y, nil) {
		keys = append(keys, p.key.Value)
	}
	return keys
}

func (d *Document) find(path ...string) (*yaml.Node, error) {
	y := deref(d.root)
	for _, key := range path {
		var found []*yaml.Node
		if i, err := strconv.Atoi(key); err == nil && y.Kind == yaml.SequenceNode && i >= 0 && i < len(y.Content) {
			found = y.Content[i : i+1]
		}
		for _, p := range pairs(y, nil) {
			if p.key.Value == key {
				found = append(found, p.value)
			}
			if len(found) > 1 {
				return nil, fmt.Errorf("line %d: the key %q is there twice; which one holds?", p.key.Line, key)
			}
		}
		if found == nil {
			return nil, nil
		}
		y = deref(found[0])
	}
	return y, nil
}

// node expands aliases and merge keys, and gives each scalar its kind. Open holds the anchors being expanded.
func (d *Document) node(y *yaml.Node, open []*yaml.Node) (*Node, error) {
	if d.budget--; d.budget < 0 {
		return nil, fmt.Errorf("line %d: the aliases expand to more than %d values; refused", y.Line, maxNodes)
	}
	if y.Kind == yaml.AliasNode {
		if slices.Contains(open, y.Alias) {
			return nil, fmt.Errorf("line %d: the anchor %q contains itself", y.Line, y.Value)
		}
		return d.node(y.Alias, append(open, y.Alias))
	}
	switch y.Kind {
	case yaml.MappingNode:
		return d.mapping(y, open)
	case yaml.SequenceNode:
		n := &Node{Kind: Sequence}
		for _, item := range y.Content {
			child, err := d.node(item, open)
			if err != nil {
				return nil, err
			}
			n.Items = append(n.Items, child)
		}
		return n, nil
	}
	return scalarNode(y), nil
}

func (d *Document) mapping(y *yaml.Node, open []*yaml.Node) (*Node, error) {
	n := newMapping()
	seen := map[string]bool{}
	for _, p := range pairs(y, nil) {
		switch {
		case p.key.Kind != yaml.ScalarNode:
			return nil, fmt.Errorf("line %d: a key is not text; OpenAPI allows only text", p.key.Line)
		case seen[p.key.Value]:
			return nil, fmt.Errorf("line %d: the key %q is there twice; which one holds?", p.key.Line, p.key.Value)
		}
		seen[p.key.Value] = true
		value, err := d.node(p.value, open)
		if err != nil {
			return nil, err
		}
		n.Keys = append(n.Keys, p.key.Value)
		n.Items = append(n.Items, value)
	}
	return n, nil
}

func scalarNode(y *yaml.Node) *Node {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	isText := y.Style&quoted != 0
	if y.Style&yaml.TaggedStyle != 0 { // an explicit tag
		isText = !slices.Contains([]string{"!!int", "!!float", "!!bool", "!!null"}, y.ShortTag())
	}
	if isText {
		return newString(y.Value)
	}
	return resolvePlain(y.Value)
}

type entry struct{ key, value *yaml.Node }

// pairs lists a mapping's entries, those of a merge key ("<<") after its own and never over them.
func pairs(y *yaml.Node, open []*yaml.Node) []entry {
	if y.Kind != yaml.MappingNode || slices.Contains(open, y) {
		return nil
	}
	var own, merged []entry
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := deref(y.Content[i]), y.Content[i+1]
		if key.Value != "<<" || key.Style != 0 {
			own = append(own, entry{key, value})
			continue
		}
		sources := []*yaml.Node{value}
		if deref(value).Kind == yaml.SequenceNode {
			sources = deref(value).Content
		}
		for _, source := range sources {
			merged = append(merged, pairs(deref(source), append(open, y))...)
		}
	}
	for _, p := range merged {
		if !slices.ContainsFunc(own, func(o entry) bool { return o.key.Value == p.key.Value }) {
			own = append(own, p)
		}
	}
	return own
}

func deref(y *yaml.Node) *yaml.Node {
	for y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	return y
}
