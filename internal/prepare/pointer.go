package prepare

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

const schemaPrefix = "#/components/schemas/"

var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// refOf returns the reference that an object is, or "".
func refOf(value any) string { return asText(asObject(value)["$ref"]) }

// refTo writes the reference to a component schema, schemaName reads it.
func refTo(name string) string { return schemaPrefix + escape.Replace(name) }

func schemaName(ref string) string { return unescape.Replace(strings.TrimPrefix(ref, schemaPrefix)) }

// pointerKeys splits a local reference into the keys that lead to its target.
func (n *normalizer) pointerKeys(ref string) []string {
	fragment, local := strings.CutPrefix(ref, "#/")
	unescaped, err := url.PathUnescape(fragment)
	if !local || err != nil {
		n.fail(ref, "is no JSON pointer into the document; bundle the document into one file first")
	}
	keys := strings.Split(unescaped, "/")
	for i, key := range keys {
		keys[i] = unescape.Replace(key)
	}
	return keys
}

// longestChain bounds references to references: a longer chain is a circle.
const longestChain = 32

// target finds what a reference names, through references on the way.
func (n *normalizer) target(ref string, chain int) any {
	value := any(n.doc)
	for _, key := range n.pointerKeys(ref) {
		value = n.resolved(value, chain)
		if items := asList(value); items != nil {
			if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(items) {
				value = items[i]
				continue
			}
		}
		value = asObject(value)[key]
	}
	if value == nil {
		n.fail(ref, "leads nowhere")
	}
	return value
}

// resolved follows the references that may stand for any object of OpenAPI that is no schema.
func (n *normalizer) resolved(value any, chain int) any {
	ref := refOf(value)
	if ref == "" {
		return value
	}
	if chain == longestChain {
		n.fail(ref, "leads to itself")
		return nil
	}
	return n.resolved(n.target(ref, chain+1), chain+1)
}

// fail keeps the first error, with the operation that it concerns.
func (n *normalizer) fail(ref, what string) {
	if n.err == nil {
		n.err = fmt.Errorf("%sthe reference %q %s", n.operation, ref, what)
	}
}
