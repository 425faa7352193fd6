package specsync

import (
	"fmt"
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// expander turns YAML into Nodes, with aliases and merge keys expanded. An anchor is one Node, however many aliases
// name it: they can make a small file enormous. What is wrong becomes a Fault where it stands, so that a fault in
// another product's part of the document does not stop us.
type expander struct{ anchors map[*yaml.Node]*Node }

func expand(y *yaml.Node) *Node {
	return (&expander{map[*yaml.Node]*Node{}}).node(y)
}

func newFault(y *yaml.Node, format string, args ...any) *Node {
	return &Node{Kind: Fault, Text: fmt.Sprintf("line %d: ", y.Line) + fmt.Sprintf(format, args...)}
}

func (e *expander) node(y *yaml.Node) *Node {
	if y = deref(y); y.Anchor == "" {
		return e.value(y)
	}
	if e.anchors[y] == nil {
		e.anchors[y] = newFault(y, "the anchor %q contains itself", y.Anchor)
		e.anchors[y] = e.value(y)
	}
	return e.anchors[y]
}

func (e *expander) value(y *yaml.Node) (n *Node) {
	switch y.Kind {
	case yaml.MappingNode:
		n = e.mapping(y)
	case yaml.SequenceNode:
		n = &Node{Kind: Sequence}
		for _, item := range y.Content {
			n.Items = append(n.Items, e.node(item))
		}
	default:
		n = scalarNode(y)
	}
	n.source = y
	return n
}

// mapping takes the entries of a merge key ("<<") after the mapping's own and never over them.
func (e *expander) mapping(y *yaml.Node) *Node {
	n, seen := newMapping(), map[string]bool{}
	var merged []*Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := deref(y.Content[i]), e.node(y.Content[i+1])
		switch {
		case key.Value == "<<" && key.Style == 0:
			merged = slices.Concat(merged, []*Node{value}, value.Items)
		case key.Kind != yaml.ScalarNode:
			n.set(key.Value, newFault(key, "a key is not text; OpenAPI allows only text"))
		case seen[key.Value]:
			n.set(key.Value, newFault(key, "the key %q is there twice; which one holds?", key.Value))
		default:
			seen[key.Value] = true
			n.Keys, n.Items = append(n.Keys, key.Value), append(n.Items, value)
		}
	}
	for _, source := range merged {
		for i, key := range source.Keys {
			if n.Get(key) == nil {
				n.set(key, source.Items[i])
			}
		}
	}
	return n
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

func deref(y *yaml.Node) *yaml.Node {
	for y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	return y
}
