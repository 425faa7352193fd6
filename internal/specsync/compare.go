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

// comparer compares an old slice with a new one. It collects differences, each once; two directions that meet at one
// difference share its finding.
type comparer struct {
	tally
	whole   pair
	list    []*Finding
	cause   *Finding         // what the contract findings at hand follow from, if anything
	visited map[string]tally // pairs of schemas that have been compared, by direction, and what was found
}

// Compare lists every difference between the vendored slice and upstream's, each once, each with its verdict.
func Compare(old, new *Node, twins []Twin) []*Finding {
	whole := pair{located{old, []string{}, old}, located{new, []string{}, new}}
	c, at := comparer{whole: whole, visited: map[string]tally{}}, place{direction: operation, name: "the document"}
	for _, p := range whole.children() {
		switch key := p.key(); {
		case slices.Contains([]string{"paths", "servers", "security", "components", linked}, key): // with their operations
		case key == "openapi" && known(p.old.node) != known(p.new.node):
			c.report("openapi-version-changed", at, p)
		default:
			c.rest(at, p)
		}
	}
	for _, twin := range twins {
		c.twin(twin)
	}
	if c.hits == 0 && !whole.equal() {
		c.report("unknown", at, whole, "", "")
	}
	return c.list
}

// known are the versions whose keywords the comparator can read; it reads either's as the same, and another by itself.
func known(version *Node) string {
	if version != nil && (strings.HasPrefix(version.Text, "3.0") || strings.HasPrefix(version.Text, "3.1")) {
		return "known"
	}
	return text(version)
}

// forReaders are keys, beside annotations, whose values only people read.
var forReaders = []string{"openapi", "info", "summary", "tags", "operationId", "links"}

// rest judges a key that has no function of its own: prose, the notice of an end, or something unknown.
func (c *comparer) rest(at place, p pair) {
	switch key := p.key(); {
	case p.same():
	case announcesEnd(key):
		c.report("sunset-changed", at, p)
	case isAnnotation(key) || slices.Contains(forReaders, key):
		c.prose(p)
	default:
		c.report("unknown", at, p)
	}
}

// prose lists the differences between two values that only people read, each by its own pointer.
func (c *comparer) prose(p pair) {
	switch {
	case p.equal():
	case p.old.node == nil:
		c.note("added", p)
	case p.new.node == nil:
		c.note("removed", p)
	case p.kinds(Mapping):
		for _, value := range p.children() {
			c.prose(value)
		}
	case p.kinds(Sequence):
		hits := c.hits
		for _, item := range match(list(p.old), list(p.new), sameTitle) {
			c.prose(item)
		}
		if c.hits == hits {
			c.note("reordered", p)
		}
	default:
		c.note("changed", p)
	}
}

// sameTitle reports whether two members of lists have the same name or, where they have none, the same place.
func sameTitle(a, b located) bool {
	for _, key := range []string{"name", "lang"} {
		if x, y := a.node.Str(key), b.node.Str(key); x+y != "" {
			return x == y
		}
	}
	return a.key() == b.key()
}
