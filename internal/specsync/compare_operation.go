package specsync

import (
	"cmp"
	"slices"
	"strings"
)

// twin compares one operation with the one that took its place.
func (c *comparer) twin(t Twin) {
	item := pair{c.whole.old.child("paths", t.Old.Path), c.whole.new.child("paths", t.New.Path)}
	p := pair{item.old.child(t.Old.Method), item.new.child(t.New.Method)}
	at := place{direction: operation, name: t.Old.String()}
	if p.new.node == nil {
		c.report("operation-removed", at, p, at.name, "")
		return
	}
	renamed := templateNames(t.Old.Path, t.New.Path)
	switch {
	case t.Old.Method != t.New.Method || renamed == nil:
		c.report("operation-moved", at, p, at.name, t.New.String())
	case t.Old != t.New:
		c.report("path-parameter-renamed", at, p, t.Old.Path, t.New.Path)
	}
	c.parts("operation", at, item)
	c.parts("operation", at, p)
	hits := c.hits
	c.parameters(parametersOf(p.old, item.old), parametersOf(p.new, item.new), renamed)
	for _, level := range []pair{p.child("parameters"), item.child("parameters")} {
		if c.hits == hits && !level.equal() {
			c.note("written-differently", level)
			hits = c.hits
		}
	}
	c.nearest("servers", at, p, item, c.servers)
	c.nearest("security", at, p, item, c.security)
}

// inherited are the keys that an operation may take from its path, and but for the first from the document.
var inherited = []string{"parameters", "servers", "security"}

// nearest compares what holds for an operation: its own value, or else its path's, or else the document's. It notes
// when one that holds moved to another level, and when one differs that does not hold.
func (c *comparer) nearest(key string, at place, p, item pair, compare func(at place, p pair)) {
	nothing := sequence([]string{key})
	levels := []pair{p.child(key), item.child(key), c.whole.child(key), {nothing, nothing}}
	var holds pair
	for _, level := range levels {
		if holds.old.node == nil {
			holds.old = level.old
		}
		if holds.new.node == nil {
			holds.new = level.new
		}
	}
	hits := c.hits
	compare(at, holds)
	moved := len(holds.old.at) != len(holds.new.at)
	for _, level := range slices.Insert(levels, 0, holds) {
		if c.hits == hits && (moved || !level.equal()) {
			c.note("written-differently", level)
		}
	}
}

// templateNames maps the parameter names of one path template to those at the same places of another; it is nil for
// templates of different addresses.
func templateNames(old, new string) map[string]string {
	from, to := strings.Split(old, "/"), strings.Split(new, "/")
	if len(from) != len(to) {
		return nil
	}
	names := map[string]string{}
	for i := range from {
		if strings.HasPrefix(from[i], "{") && strings.HasPrefix(to[i], "{") {
			names[strings.Trim(from[i], "{}")] = strings.Trim(to[i], "{}")
		} else if from[i] != to[i] {
			return nil
		}
	}
	return names
}

// parametersOf lists those of an operation, which hide those of its path.
func parametersOf(o, item located) []located {
	var all []located
	for _, p := range slices.Concat(list(o.child("parameters")), list(item.child("parameters"))) {
		p = p.resolve()
		if !slices.ContainsFunc(all, func(q located) bool { return isParameter(p, q.node.Str("in"), q.node.Str("name")) }) {
			all = append(all, p)
		}
	}
	return all
}

func isParameter(p located, in, name string) bool {
	is := p.node.Str("name")
	return p.node.Str("in") == in && (is == name || in == "header" && strings.EqualFold(is, name))
}

// parameters compares what is sent beside the body. Renamed maps the names in the path's template.
func (c *comparer) parameters(old, new []located, renamed map[string]string) {
	due := func(p located) string { // the name that an old one should have by now
		name := p.node.Str("name")
		if p.node.Str("in") == "path" {
			return cmp.Or(renamed[name], name)
		}
		return name
	}
	same := func(a, b located) bool { return isParameter(b, a.node.Str("in"), due(a)) }
	sameName := func(a, b located) bool { return a.node.Str("name") == b.node.Str("name") }
	alike := func(a, b located) bool { // but for the name
		schema := pair{a, b}.child("schema")
		return a.node.Str("in") == b.node.Str("in") && isRequired(a) == isRequired(b) && schema.both() &&
			c.agree(place{direction: request}, schema.old.view(), schema.new.view())
	}
	for _, p := range match(old, new, same, sameName, alike) {
		known := p.either()
		name, in := known.node.Str("name"), known.node.Str("in")
		at := place{direction: request, name: name, asText: true}
		if c.oneSided("parameter", at, p, in+" "+name, isRequired(p.new)) {
			continue
		}
		at.name = due(p.old)
		c.noteSpelling(p, func() {
			if to := p.new.node.Str("in"); to != in {
				c.report("parameter-moved", at, p, in, to)
			} else if !same(p.old, p.new) {
				c.report("parameter-renamed", at, p, name, p.new.node.Str("name"))
			}
			c.parts("parameter", at, p)
		})
	}
}

// isRequired reports whether a parameter or a body must be sent.
func isRequired(s located) bool { return isTrue(s.resolve().node.Get("required")) }
