package prepare

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	yaml "go.yaml.in/yaml/v4"
)

// A value of a document is held as encoding/json holds it, with json.Number for numbers: object, list, string, bool
// or nil. Written as JSON, which is YAML too, objects are sorted by key.
type (
	object = map[string]any
	list   = []any
)

// maxValues bounds a document with its aliases expanded. The vendor's whole document has two hundred thousand values.
const maxValues = 2_000_000

// fromYAML turns a tree of YAML into a value, with aliases and merge keys expanded. Dates stay text.
func fromYAML(n *yaml.Node) (any, error) {
	budget := maxValues
	return convert(n, &budget)
}

func convert(n *yaml.Node, budget *int) (any, error) {
	if *budget--; *budget < 0 {
		return nil, fmt.Errorf("the document has more than %d values once its aliases are expanded", maxValues)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 0 {
			return nil, errors.New("the document is empty")
		}
		return convert(n.Content[0], budget)
	case yaml.AliasNode:
		return convert(n.Alias, budget)
	case yaml.SequenceNode:
		items := list{}
		for _, child := range n.Content {
			item, err := convert(child, budget)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return items, nil
	case yaml.MappingNode:
		return convertMapping(n, budget)
	}
	return scalar(n), nil
}

func convertMapping(n *yaml.Node, budget *int) (any, error) {
	members := object{}
	var merged []object
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		value, err := convert(n.Content[i+1], budget)
		if err != nil {
			return nil, err
		}
		if key.Value == "<<" && key.Style == 0 {
			for _, source := range append(asList(value), value) {
				merged = append(merged, asObject(source))
			}
			continue
		}
		for key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		members[key.Value] = value
	}
	for _, source := range merged {
		for key, value := range source {
			if _, present := members[key]; !present {
				members[key] = value
			}
		}
	}
	return members, nil
}

// scalar resolves a plain scalar; what JSON has no literal for stays text.
func scalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			return b
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
		var number any
		if n.Decode(&number) == nil {
			if text, err := json.Marshal(number); err == nil {
				return json.Number(text)
			}
		}
	}
	return n.Value
}

// toYAML is the way back. Mappings come sorted by key.
func toYAML(value any) *yaml.Node {
	switch value := value.(type) {
	case object:
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		for _, key := range keysOf(value) {
			n.Content = append(n.Content, toYAML(key), toYAML(value[key]))
		}
		return n
	case list:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, item := range value {
			n.Content = append(n.Content, toYAML(item))
		}
		return n
	case string:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Style: yaml.DoubleQuotedStyle}
	case nil:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(value)}
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(value)}
	}
}

func asObject(value any) object { o, _ := value.(object); return o }

func asList(value any) list { l, _ := value.(list); return l }

func asText(value any) string { s, _ := value.(string); return s }

func keysOf[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// get follows keys of objects; nil where there is no such value.
func get(value any, keys ...string) any {
	for _, key := range keys {
		value = asObject(value)[key]
	}
	return value
}

// clone copies a value, so that a change in one place does not show in another that shares it.
func clone(value any) any {
	switch value := value.(type) {
	case object:
		copied := make(object, len(value))
		for key, member := range value {
			copied[key] = clone(member)
		}
		return copied
	case list:
		copied := make(list, len(value))
		for i, item := range value {
			copied[i] = clone(item)
		}
		return copied
	}
	return value
}

// text is a value as JSON, to compare and to sort by.
func text(value any) string {
	data, _ := json.Marshal(value)
	return string(data)
}

// JSON writes a tree of YAML as JSON, sorted by key, with aliases expanded and dates as text; nil for a tree that is
// too large.
func JSON(n *yaml.Node) []byte {
	value, err := fromYAML(n)
	if err != nil {
		return nil
	}
	return []byte(text(value))
}
