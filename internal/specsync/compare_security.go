package specsync

import (
	"slices"
	"strings"
)

func (c *comparer) servers(at place, whole pair) {
	url := func(s located) string { return s.node.Str("url") }
	same := func(a, b located) bool { return url(a) == url(b) }
	moved := func(located, located) bool { return true }
	for _, p := range match(list(whole.old), list(whole.new), same, moved) {
		address := p.child("url")
		switch {
		case c.oneSided("server", at, p, text(address.either().node), false):
			continue
		case !address.equal():
			c.report("server-changed", at, address)
		case p.old.key() == "0" && p.new.key() != "0":
			address.new = list(whole.new)[0].child("url")
			c.report("default-server-changed", at, address)
		}
		for _, part := range p.children() {
			if part.key() != "url" {
				c.rest(place{direction: operation, name: url(p.old)}, part)
			}
		}
	}
}

// security compares the ways to authenticate a call, and the schemes they name. Who has all that a way asks for may
// take it.
func (c *comparer) security(at place, whole pair) {
	renamed := c.schemes(at, schemesOf(c.whole.old, whole.old.node), schemesOf(c.whole.new, whole.new.node))
	old, new := waysOf(whole.old.node, renamed), waysOf(whole.new.node, nil)
	switch {
	case old.admit(nil) && !new.admit(nil):
		c.report("security-required", at, whole, old.String(), new.String())
	case !old.admit(nil) && new.admit(nil):
		c.report("security-dropped", at, whole, old.String(), new.String())
	case !old.admit(nil):
		for _, way := range old {
			stricter := filter(new, func(w []string) bool { return ways{way}.admit(w) })
			switch {
			case new.admit(way):
			case len(stricter) > 0:
				c.report("security-narrowed", at, whole, ways{way}.String(), stricter[:1].String())
			default:
				c.report("security-removed", at, whole, ways{way}.String(), "")
			}
		}
		for _, way := range new {
			if !old.admit(way) {
				c.report("security-added", at, whole, "", ways{way}.String())
			}
		}
	}
}

// ways lists what each alternative of a security requirement asks for: schemes and their scopes.
type ways [][]string

// waysOf reads a security requirement. Schemes get the new names of those that were renamed.
func waysOf(security *Node, renamed map[string]string) (all ways) {
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

func (w ways) String() string {
	var names []string
	for _, way := range w {
		names = append(names, strings.Join(way, " and "))
	}
	return strings.Join(names, " or ")
}

// admit reports whether callers who have these keys and scopes may call.
func (w ways) admit(have []string) bool {
	missing := func(part string) bool { return !slices.Contains(have, part) }
	return len(w) == 0 || slices.ContainsFunc(w, func(way []string) bool { return !slices.ContainsFunc(way, missing) })
}

// schemes compares the schemes that both sides name, and returns those that only got another name.
func (c *comparer) schemes(at place, old, new []located) map[string]string {
	renamed := map[string]string{}
	alike := func(a, b located) bool { return describeScheme(a) == describeScheme(b) }
	for _, p := range match(old, new, sameKey, alike) {
		if p.old.at == nil || p.new.at == nil { // what that means is judged by the ways to authenticate
			continue
		}
		from, to := p.old.key(), p.new.key()
		if from != to {
			renamed[from] = to
			c.note("security-scheme-renamed", p, from, to)
		}
		c.noteSpelling(p, func() {
			if was, is := describeScheme(p.old), describeScheme(p.new); was != is {
				c.report("security-scheme-changed", at, p, was, is)
			}
			for _, part := range p.resolve().children() {
				if isAnnotation(part.key()) || announcesEnd(part.key()) {
					c.rest(place{direction: operation, name: "the scheme " + from}, part)
				}
			}
		})
	}
	return renamed
}

// schemesOf finds those that a security requirement names.
func schemesOf(document located, security *Node) (all []located) {
	for _, name := range schemeNames(security) {
		scheme := document.child("components", "securitySchemes", name)
		scheme.at = []string{"components", "securitySchemes", name}
		all = append(all, scheme)
	}
	return all
}

// schemeNames lists the schemes that a security requirement names, each once. A missing one names none.
func schemeNames(security *Node) (names []string) {
	if security == nil {
		return nil
	}
	for _, alternative := range security.Items {
		for _, name := range alternative.Keys {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// describeScheme says how a scheme authenticates, documentation aside. The names of headers and of HTTP's own schemes
// have no case.
func describeScheme(s located) string {
	var parts []string
	s = s.resolve()
	for _, value := range list(s) {
		key, said := value.key(), text(value.node)
		if key == "name" && s.node.Str("in") == "header" || key == "scheme" {
			said = strings.ToLower(said)
		}
		if !isAnnotation(key) && !announcesEnd(key) {
			parts = append(parts, key+" "+said)
		}
	}
	return strings.Join(parts, ", ")
}
