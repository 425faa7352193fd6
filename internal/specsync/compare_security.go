package specsync

import (
	"slices"
	"strings"
)

// inherited returns the nearest value of key: the operation's own, its path's, or the document's.
func inherited(f *source, o Operation, key string) located {
	for _, path := range [][]string{{"paths", o.Path, o.Method, key}, {"paths", o.Path, key}, {key}} {
		if value := f.get(path...); value.node != nil {
			return value
		}
	}
	return sequence([]string{key})
}

// moved notes that an inherited value says the same, but elsewhere or in another order.
func (c *comparer) moved(old, new located) {
	if len(old.at) != len(new.at) || !old.node.Equal(new.node) {
		c.note("written-differently", old, new)
	}
}

func (c *comparer) servers(t Twin) {
	old, new := inherited(c.old, t.Old, "servers"), inherited(c.new, t.New, "servers")
	name, hits := t.Old.String(), c.hits
	url := func(s located) string { return s.node.Str("url") }
	kept, gone, come := match(list(old), list(new), func(a, b located) bool { return url(a) == url(b) })
	if len(gone) == 1 && len(come) == 1 {
		c.report("server-changed", operation, name, gone[0].child("url"), come[0].child("url"))
		gone, come = nil, nil
	}
	for _, s := range gone {
		c.report("server-removed", operation, name, s.child("url"), located{})
	}
	for _, s := range come {
		c.report("server-added", operation, name, located{}, s.child("url"))
	}
	for i, s := range kept {
		first := list(new)[0]
		if i == 0 && s[0].key() == "0" && url(s[0]) != url(first) {
			c.report("default-server-changed", operation, name, s[0].child("url"), first.child("url"))
		}
		for _, key := range keysOf(s[0], s[1]) {
			c.rest(key, operation, url(s[0]), s[0].child(key), s[1].child(key))
		}
	}
	if c.hits == hits {
		c.moved(old, new)
	}
}

// security compares the ways to authenticate a call, and the schemes they name. Who has all that a way asks for may
// take it.
func (c *comparer) security(t Twin) {
	old, new := inherited(c.old, t.Old, "security"), inherited(c.new, t.New, "security")
	name, hits := t.Old.String(), c.hits
	renamed := c.schemes(old.node, new.node, name)
	from, to := ways(old.node, renamed), ways(new.node, nil)
	open, opens := mayCallWithout(from), mayCallWithout(to)
	switch before, after := alternatives(from), alternatives(to); {
	case open && !opens:
		c.report("security-required", operation, name, old, new, before, after)
	case !open && opens:
		c.report("security-dropped", operation, name, old, new, before, after)
	case !open:
		for _, way := range from {
			if slices.ContainsFunc(to, func(w []string) bool { return within(w, way) }) {
				continue
			}
			change, now := "security-removed", ""
			if i := slices.IndexFunc(to, func(w []string) bool { return within(way, w) }); i >= 0 {
				change, now = "security-narrowed", alternatives(to[i:i+1])
			}
			c.report(change, operation, name, old, new, alternatives([][]string{way}), now)
		}
		for _, way := range to {
			if !slices.ContainsFunc(from, func(w []string) bool { return within(w, way) }) {
				c.report("security-added", operation, name, old, new, "", alternatives([][]string{way}))
			}
		}
	}
	if c.hits == hits {
		c.moved(old, new)
	}
}

// within reports whether a way to authenticate asks for nothing that the other does not ask for.
func within(way, other []string) bool {
	return !slices.ContainsFunc(way, func(part string) bool { return !slices.Contains(other, part) })
}

// ways lists what each alternative of a security requirement asks for: schemes, under the new names of those that were
// renamed, and their scopes.
func ways(security *Node, renamed map[string]string) [][]string {
	var all [][]string
	for _, alternative := range security.Items {
		way := []string{}
		for i, name := range alternative.Keys {
			if to, ok := renamed[name]; ok {
				name = to
			}
			way = append(way, name)
			for _, scope := range alternative.Items[i].Items {
				way = append(way, name+" "+text(scope))
			}
		}
		slices.Sort(way)
		all = append(all, way)
	}
	return all
}

func alternatives(ways [][]string) string {
	var names []string
	for _, way := range ways {
		names = append(names, strings.Join(way, " and "))
	}
	return strings.Join(names, " or ")
}

func mayCallWithout(ways [][]string) bool {
	return len(ways) == 0 || slices.ContainsFunc(ways, func(way []string) bool { return len(way) == 0 })
}

// schemes compares the schemes that both name, and returns those that only got another name.
func (c *comparer) schemes(old, new *Node, name string) map[string]string {
	renamed := map[string]string{}
	known, taken := schemeNames(old), schemeNames(new)
	for _, from := range known {
		to := from
		if !slices.Contains(taken, from) {
			was := describeScheme(c.old.scheme(from))
			i := slices.IndexFunc(taken, func(other string) bool {
				return !slices.Contains(known, other) && was == describeScheme(c.new.scheme(other))
			})
			if i < 0 {
				continue
			}
			to = taken[i]
			renamed[from] = to
			c.record(&c.list, "security-scheme-renamed", c.old.scheme(from), c.new.scheme(to), from, to)
		}
		hits := c.hits
		a, b := c.old.scheme(from), c.new.scheme(to)
		if was, is := describeScheme(a), describeScheme(b); was != is {
			c.report("security-scheme-changed", operation, name, a, b, was, is)
		}
		for _, key := range keysOf(a, b) {
			if isAnnotation(key) || announcesEnd(key) {
				c.rest(key, operation, "the scheme "+from, a.child(key), b.child(key))
			}
		}
		if c.hits == hits && !a.node.Equal(b.node) {
			c.note("written-differently", a, b)
		}
	}
	return renamed
}

func (f *source) scheme(name string) located {
	return f.get("components", "securitySchemes", name).resolve()
}

// schemeNames lists the schemes that a security requirement names.
func schemeNames(security *Node) []string {
	var names []string
	for _, alternative := range security.Items {
		names = append(names, alternative.Keys...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// describeScheme says how a scheme authenticates, documentation aside. The names of headers and of HTTP's own schemes
// have no case.
func describeScheme(s located) string {
	var parts []string
	for _, value := range list(s) {
		switch key, said := value.key(), text(value.node); {
		case isAnnotation(key) || announcesEnd(key):
		case key == "name" && s.node.Str("in") == "header", key == "scheme":
			parts = append(parts, key+" "+strings.ToLower(said))
		default:
			parts = append(parts, key+" "+said)
		}
	}
	return strings.Join(parts, ", ")
}
