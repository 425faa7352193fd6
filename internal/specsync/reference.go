package specsync

import (
	"fmt"
	"net/url"
	"strings"
)

// parseReference splits a "$ref" into the keys that lead to its target.
func parseReference(ref string) ([]string, error) {
	fragment, local := strings.CutPrefix(ref, "#")
	if !local {
		return nil, fmt.Errorf("refers to another file, %q; bundle the document into one file first", ref)
	}
	fragment, err := url.PathUnescape(fragment)
	if err != nil || !strings.HasPrefix(fragment, "/") {
		return nil, fmt.Errorf("has the reference %q, which is not a JSON pointer like \"#/components/schemas/Name\"", ref)
	}
	keys := strings.Split(fragment[1:], "/")
	for i, key := range keys {
		keys[i] = strings.ReplaceAll(strings.ReplaceAll(key, "~1", "/"), "~0", "~")
	}
	return keys, nil
}

// pointer writes keys as a JSON pointer.
func pointer(keys ...string) string {
	var b strings.Builder
	for _, key := range keys {
		b.WriteString("/" + strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// references lists what n itself (not what is under it) refers to: also the security schemes that it requires.
func references(n *Node, kind string) (refs []string) {
	if n.Kind != Mapping {
		return nil
	}
	if ref := n.Get("$ref"); ref != nil && !strings.HasPrefix(kind, "{}") {
		refs = append(refs, ref.Text)
	}
	switch kind {
	case "document", "operation":
		for _, name := range schemeNames(n.Get("security")) {
			refs = append(refs, "#"+pointer("components", "securitySchemes", name))
		}
	case "discriminator":
		for _, target := range list(located{node: n.Get("mapping")}) {
			refs = append(refs, discriminated(target.node.Text))
		}
	}
	return refs
}

// discriminated turns a discriminator's value into a reference: a bare name is a schema of the components.
func discriminated(target string) string {
	if strings.ContainsAny(target, "#/.") {
		return target
	}
	return "#/components/schemas/" + strings.ReplaceAll(target, "~", "~0")
}
