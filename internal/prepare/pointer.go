package prepare

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

const schemaPrefix = "#/components/schemas/"

// refOf returns the reference that an object is, or "".
func refOf(value any) string { return asText(asObject(value)["$ref"]) }

// refTo writes the reference to a component schema, schemaName reads it.
func refTo(name string) string {
	return schemaPrefix + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

func schemaName(ref string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(ref, schemaPrefix), "~1", "/"), "~0", "~")
}

// pointerKeys splits a local reference into the keys that lead to its target.
func pointerKeys(ref string) ([]string, error) {
	fragment, local := strings.CutPrefix(ref, "#/")
	unescaped, err := url.PathUnescape(fragment)
	if !local || err != nil {
		return nil, fmt.Errorf("the reference %q is no JSON pointer into the document; "+
			"bundle the document into one file first", ref)
	}
	keys := strings.Split(unescaped, "/")
	for i, key := range keys {
		keys[i] = strings.ReplaceAll(strings.ReplaceAll(key, "~1", "/"), "~0", "~")
	}
	return keys, nil
}

// target finds what a reference names, through references on the way.
func (n *normalizer) target(ref string) (any, error) {
	keys, err := pointerKeys(ref)
	if err != nil {
		return nil, err
	}
	value := any(n.doc)
	for _, key := range keys {
		if value, err = n.resolved(value); err != nil {
			return nil, err
		}
		switch v := value.(type) {
		case object:
			value = v[key]
		case list:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(v) {
				return nil, fmt.Errorf("the reference %q leads nowhere", ref)
			}
			value = v[i]
		default:
			return nil, fmt.Errorf("the reference %q leads nowhere", ref)
		}
	}
	if value == nil {
		return nil, fmt.Errorf("the reference %q leads nowhere", ref)
	}
	return value, nil
}

// longestChain bounds references to references: a longer chain is a circle.
const longestChain = 32

// resolved follows the references that may stand for any object of OpenAPI that is no schema.
func (n *normalizer) resolved(value any) (any, error) {
	for range longestChain {
		ref := refOf(value)
		if ref == "" {
			return value, nil
		}
		found, err := n.target(ref)
		if err != nil {
			return nil, err
		}
		value = found
	}
	return nil, fmt.Errorf("the reference %q leads to itself", refOf(value))
}
