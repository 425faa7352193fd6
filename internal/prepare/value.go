package prepare

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// A value of a document is held as encoding/json holds it, but for whole numbers, which are int: object, list, string,
// int, float64, bool or nil. Written as JSON, which is YAML too, objects are sorted by key.
type (
	object = map[string]any
	list   = []any
)

// parse reads a document, which may be JSON.
func parse(data []byte) (object, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	return fromYAML(&tree)
}

// fromYAML turns a document of YAML into a value, with aliases and merge keys expanded. Keys and dates are text.
func fromYAML(n *yaml.Node) (object, error) {
	tagText(n)
	var value any
	if err := n.Load(&value, yaml.WithUniqueKeys(false)); err != nil {
		return nil, err
	}
	if asObject(value) == nil {
		return nil, errors.New("the document is empty, or no mapping")
	}
	return asObject(value), nil
}

// tagText tags as text what JSON has no other form for: keys, dates, infinities.
func tagText(n *yaml.Node) {
	for i, child := range n.Content {
		tag := child.ShortTag()
		isKey := n.Kind == yaml.MappingNode && i%2 == 0 && tag != "!!merge"
		isInfinite := tag == "!!float" && strings.ContainsAny(child.Value, "nN")
		if child.Kind == yaml.ScalarNode && (isKey || isInfinite || tag == "!!timestamp") {
			child.Tag = "!!str"
		}
		tagText(child)
	}
}

func asObject(value any) object { o, _ := value.(object); return o }

func asList(value any) list { l, _ := value.(list); return l }

func asText(value any) string { s, _ := value.(string); return s }

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// get follows keys of objects; nil where there is no such value.
func get(value any, keys ...string) any {
	for _, key := range keys {
		value = asObject(value)[key]
	}
	return value
}

// clone copies a value, so that a change in one place does not show in another that shares it.
func clone[T any](value T) T {
	var copied any = value
	switch value := copied.(type) {
	case object:
		whole := make(object, len(value))
		for key, member := range value {
			whole[key] = clone(member)
		}
		copied = whole
	case list:
		whole := make(list, len(value))
		for i, item := range value {
			whole[i] = clone(item)
		}
		copied = whole
	}
	same, _ := copied.(T)
	return same
}

// with adds to an object what it lacks and another has.
func with(o, other object) object {
	both := object{}
	maps.Copy(both, other)
	maps.Copy(both, o)
	return both
}

// without returns an object without some keys.
func without(o object, keys ...string) object {
	rest := maps.Clone(o)
	for _, key := range keys {
		delete(rest, key)
	}
	return rest
}

// picked returns what an object has under some keys.
func picked(o object, keys ...string) object {
	some := object{}
	for _, key := range keys {
		if o[key] != nil {
			some[key] = o[key]
		}
	}
	return some
}

// text is a value as JSON, to compare and to sort by.
func text(value any) string {
	data, _ := json.Marshal(value)
	return string(data)
}

// JSON writes a tree of YAML as JSON, sorted by key, with aliases expanded and dates as text; nil for what is no
// mapping.
func JSON(n *yaml.Node) []byte {
	value, err := fromYAML(n)
	if err != nil {
		return nil
	}
	return []byte(text(value))
}
