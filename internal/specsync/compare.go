package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// Twin pairs an operation of the vendored slice with the one upstream that took its place.
type Twin struct {
	Old Operation
	New Operation // the zero value when it is gone
}

// Compare lists every difference between the vendored slice and upstream's, each once, each with its verdict.
func Compare(old, new *Node, twins []Twin) []Finding {
	c := comparer{old: viewer{old}, new: viewer{new}, visited: map[string]bool{}}
	for _, key := range eitherKeys(members(old), members(new)) {
		c.top(key, old.Get(key), new.Get(key))
	}
	for _, twin := range twins {
		c.twin(twin)
	}
	c.overridden("servers", twins)
	c.overridden("security", twins)
	if c.found.hits == 0 && !old.Equal(new) {
		c.found.contract("unknown", operation, "the document", place{[]string{}, []string{}}, "", "")
	}
	return c.found.list
}

// overridden notes a change of what the document says for all operations where each of ours says otherwise.
func (c *comparer) overridden(key string, twins []Twin) {
	from, to := c.old.root.Get(key), c.new.root.Get(key)
	inherits := func(t Twin) bool {
		return len(inherited(c.old.root, t.Old, key).at) == 1 || len(inherited(c.new.root, t.New, key).at) == 1
	}
	if !from.Equal(to) && !slices.ContainsFunc(twins, inherits) {
		c.found.documentation("written-differently", sides(from, to, []string{key}, []string{key}), text(from), text(to))
	}
}

// members returns a mapping's entries; a missing or other node has none.
func members(n *Node) map[string]*Node {
	entries := map[string]*Node{}
	if n != nil && n.Kind == Mapping {
		for i, key := range n.Keys {
			entries[key] = n.Items[i]
		}
	}
	return entries
}

// top compares a top-level key. Paths, servers, security and components are compared with the operations they serve.
func (c *comparer) top(key string, old, new *Node) {
	at := sides(old, new, []string{key}, []string{key})
	switch key {
	case "paths", "servers", "security", "components":
	case "info", "tags", "externalDocs":
		c.prose(old, new, at)
	case "openapi":
		if majorMinor(old) != majorMinor(new) {
			c.found.contract("openapi-version-changed", operation, "the document", at, text(old), text(new))
		} else {
			c.prose(old, new, at)
		}
	default:
		c.rest(key, old, new, operation, "the document", at)
	}
}

func majorMinor(version *Node) string {
	if version == nil {
		return ""
	}
	parts := append(strings.Split(version.Text, "."), "", "")
	return parts[0] + "." + parts[1]
}

// sides is the place of a value that may be missing on one side.
func sides(old, new *Node, oldAt, newAt []string) place {
	var at place
	if old != nil {
		at.old = oldAt
	}
	if new != nil {
		at.new = newAt
	}
	return at
}

// rest judges a key that has no function of its own: prose, the notice of an end, or something unknown.
func (c *comparer) rest(key string, old, new *Node, direction, name string, at place) {
	switch {
	case old.Equal(new):
	case announcesEnd(key):
		c.found.contract("sunset-changed", direction, name, at, text(old), text(new))
	case isAnnotation(key) || key == "summary" || key == "tags" || key == "operationId":
		c.prose(old, new, at)
	default:
		c.found.contract("unknown", direction, name, at, text(old), text(new))
	}
}

// prose lists the differences between two values that only people read, each by its own pointer.
func (c *comparer) prose(old, new *Node, at place) {
	switch {
	case old.Equal(new):
	case old == nil:
		c.found.documentation("added", at, "", text(new))
	case new == nil:
		c.found.documentation("removed", at, text(old), "")
	case old.Kind == Mapping && new.Kind == Mapping:
		for _, key := range eitherKeys(members(old), members(new)) {
			from, to := old.Get(key), new.Get(key)
			c.prose(from, to, sides(from, to, extend(at.old, []string{key}), extend(at.new, []string{key})))
		}
	case old.Kind == Sequence && new.Kind == Sequence:
		c.proseList(old, new, at)
	default:
		c.found.documentation("changed", at, text(old), text(new))
	}
}

// proseList pairs the members of two lists by what names them, or by their place.
func (c *comparer) proseList(old, new *Node, at place) {
	hits := c.found.hits
	seen := map[string]bool{}
	for i, item := range old.Items {
		id := identity(item, i)
		seen[id] = true
		j := slices.IndexFunc(new.Items, func(n *Node) bool { return identity(n, slices.Index(new.Items, n)) == id })
		if j < 0 {
			c.prose(item, nil, place{old: extend(at.old, []string{fmt.Sprint(i)})})
			continue
		}
		c.prose(item, new.Items[j], place{extend(at.old, []string{fmt.Sprint(i)}), extend(at.new, []string{fmt.Sprint(j)})})
	}
	for j, item := range new.Items {
		if !seen[identity(item, j)] {
			c.prose(nil, item, place{new: extend(at.new, []string{fmt.Sprint(j)})})
		}
	}
	if c.found.hits == hits {
		c.found.documentation("reordered", at, text(old), text(new))
	}
}

func identity(n *Node, i int) string {
	for _, key := range []string{"name", "lang"} {
		if id := n.Str(key); id != "" {
			return key + " " + id
		}
	}
	return fmt.Sprint(i)
}
