package specsync

import (
	"slices"
	"strings"
)

// Twin pairs an operation of the vendored slice with the one upstream that took its place.
type Twin struct {
	Old Operation
	New Operation // the zero value when it is gone
}

// comparer compares an old slice with a new one.
type comparer struct {
	findings
	old, new *source
	visited  map[string]bool // pairs of schemas that have been compared, by direction
	asText   bool            // the values at hand are sent as text, outside of a body
}

// Compare lists every difference between the vendored slice and upstream's, each once, each with its verdict.
func Compare(old, new *Node, twins []Twin) []*Finding {
	return compareFiles(&source{root: old}, &source{root: new}, twins)
}

func compareFiles(old, new *source, twins []Twin) []*Finding {
	c := comparer{old: old, new: new, visited: map[string]bool{}}
	whole, other := old.get(), new.get()
	for _, key := range keysOf(whole, other) {
		from, to := whole.child(key), other.child(key)
		switch {
		case slices.Contains([]string{"paths", "servers", "security", "components"}, key): // with their operations
		case key == "openapi" && known(from.node) != known(to.node):
			c.report("openapi-version-changed", operation, "the document", from, to)
		case slices.Contains([]string{"openapi", "info", "externalDocs"}, key):
			c.prose(from, to)
		default:
			c.rest(key, operation, "the document", from, to)
		}
	}
	for _, twin := range twins {
		c.twin(twin)
	}
	c.overridden("servers", twins)
	c.overridden("security", twins)
	if c.hits == 0 && !whole.node.Equal(other.node) {
		c.report("unknown", operation, "the document", whole, other, "", "")
	}
	return c.list
}

// overridden notes a change of what the document says for all operations where each of ours says otherwise.
func (c *comparer) overridden(key string, twins []Twin) {
	from, to := c.old.get(key), c.new.get(key)
	inherits := func(t Twin) bool {
		return len(inherited(c.old, t.Old, key).at) == 1 || len(inherited(c.new, t.New, key).at) == 1
	}
	if !from.node.Equal(to.node) && !slices.ContainsFunc(twins, inherits) {
		c.note("written-differently", from, to)
	}
}

// known are the versions whose keywords the comparator can read; it reads either's as the same, and another by itself.
func known(version *Node) string {
	if version != nil && (strings.HasPrefix(version.Text, "3.0") || strings.HasPrefix(version.Text, "3.1")) {
		return "known"
	}
	return text(version)
}

// rest judges a key that has no function of its own: prose, the notice of an end, or something unknown.
func (c *comparer) rest(key, direction, name string, old, new located) {
	switch {
	case old.node.Equal(new.node):
	case announcesEnd(key):
		c.report("sunset-changed", direction, name, old, new)
	case isAnnotation(key) || slices.Contains([]string{"summary", "tags", "operationId", "links"}, key):
		c.prose(old, new)
	default:
		c.report("unknown", direction, name, old, new)
	}
}

// prose lists the differences between two values that only people read, each by its own pointer.
func (c *comparer) prose(old, new located) {
	switch {
	case old.node.Equal(new.node):
	case old.node == nil:
		c.note("added", old, new)
	case new.node == nil:
		c.note("removed", old, new)
	case old.node.Kind == Mapping && new.node.Kind == Mapping:
		for _, key := range keysOf(old, new) {
			c.prose(old.child(key), new.child(key))
		}
	case old.node.Kind == Sequence && new.node.Kind == Sequence:
		hits := c.hits
		kept, gone, come := match(list(old), list(new), func(a, b located) bool { return title(a) == title(b) })
		for _, items := range kept {
			c.prose(items[0], items[1])
		}
		for _, item := range gone {
			c.note("removed", item, located{})
		}
		for _, item := range come {
			c.note("added", located{}, item)
		}
		if c.hits == hits {
			c.note("reordered", old, new)
		}
	default:
		c.note("changed", old, new)
	}
}

// title is what a member of a list is known by: a name of its own, or its place.
func title(s located) string {
	for _, key := range []string{"name", "lang"} {
		if id := s.node.Str(key); id != "" {
			return key + " " + id
		}
	}
	return s.key()
}

// match finds for each old member the first new one that is the same by the first criterion, then by the next for
// those that are left. It returns the pairs, and the members that have none.
func match[T any](old, new []T, same ...func(a, b T) bool) (kept [][2]T, gone, come []T) {
	gone, come = old, slices.Clone(new)
	for _, is := range same {
		var left []T
		for _, a := range gone {
			i := slices.IndexFunc(come, func(b T) bool { return is(a, b) })
			if i < 0 {
				left = append(left, a)
				continue
			}
			kept = append(kept, [2]T{a, come[i]})
			come = slices.Delete(come, i, i+1)
		}
		gone = left
	}
	return kept, gone, come
}
