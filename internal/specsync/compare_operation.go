package specsync

import (
	"cmp"
	"slices"
	"strings"
)

// twin compares one operation with the one that took its place.
func (c *comparer) twin(t Twin) {
	oldItem, newItem := c.old.get("paths", t.Old.Path), c.new.get("paths", t.New.Path)
	old, new := oldItem.child(t.Old.Method), newItem.child(t.New.Method)
	name := t.Old.String()
	if new.node == nil {
		c.report("operation-removed", operation, name, old, located{}, name, "")
		return
	}
	renamed := templateNames(t.Old.Path, t.New.Path)
	switch {
	case t.Old.Method != t.New.Method || renamed == nil:
		c.report("operation-moved", operation, name, old, new, name, t.New.String())
	case t.Old != t.New:
		c.report("path-parameter-renamed", operation, name, old, new, t.Old.Path, t.New.Path)
	}
	for _, key := range keysOf(oldItem, newItem) { // what a path says beside its operations
		if !slices.Contains(methods, key) && key != "parameters" && key != "servers" {
			c.rest(key, operation, name, oldItem.child(key), newItem.child(key))
		}
	}
	for _, key := range keysOf(old, new) {
		from, to := old.child(key), new.child(key)
		switch {
		case key == "parameters" || key == "security" || key == "servers": // below, as inherited
		case key == "deprecated":
			c.flag("operation-deprecated", "operation-undeprecated", operation, name, from, to)
		case key == "requestBody":
			c.requestBody(from, to)
		case key == "responses":
			c.responses(from, to)
		case key == "callbacks" && from.node == nil: // callers that do not ask for them get none
			c.prose(from, to)
		default:
			c.rest(key, operation, name, from, to)
		}
	}
	hits := c.hits
	c.parameters(parametersOf(old, oldItem), parametersOf(new, newItem), renamed)
	for _, at := range [][2]located{{old, new}, {oldItem, newItem}} {
		from, to := at[0].child("parameters"), at[1].child("parameters")
		if c.hits == hits && !from.node.Equal(to.node) {
			c.note("written-differently", from, to)
			hits = c.hits
		}
	}
	c.servers(t)
	c.security(t)
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
		if !slices.ContainsFunc(all, func(q located) bool { return sameParameter(q, p, q.node.Str("name")) }) {
			all = append(all, p)
		}
	}
	return all
}

// sameParameter reports whether p is what a was, under the name that it should have by now.
func sameParameter(a, p located, name string) bool {
	in, is := p.node.Str("in"), p.node.Str("name")
	return a.node.Str("in") == in && (is == name || in == "header" && strings.EqualFold(is, name))
}

// parameters compares what is sent beside the body. Renamed maps the names in the path's template.
func (c *comparer) parameters(old, new []located, renamed map[string]string) {
	due := func(a located) string { // the name that it should have in the new path
		name := a.node.Str("name")
		if a.node.Str("in") == "path" {
			return cmp.Or(renamed[name], name)
		}
		return name
	}
	kept, gone, come := match(old, new,
		func(a, b located) bool { return sameParameter(a, b, due(a)) },
		func(a, b located) bool { return a.node.Str("name") == b.node.Str("name") },
		func(a, b located) bool { return a.node.Str("in") == b.node.Str("in") && c.alike(a, b) })
	for _, p := range kept {
		from, to := p[0], p[1]
		name, in, is := from.node.Str("name"), from.node.Str("in"), to.node.Str("name")
		if in != to.node.Str("in") {
			c.report("parameter-moved", request, name, from, to, in, to.node.Str("in"))
		}
		if in == to.node.Str("in") && !sameParameter(from, to, due(from)) {
			c.report("parameter-renamed", request, name, from, to, name, is)
		}
		c.asText = true
		c.object("parameter", request, due(from), from, to)
		c.asText = false
	}
	label := func(p located) string { return p.node.Str("in") + " " + p.node.Str("name") }
	for _, p := range gone {
		c.report("parameter-removed", request, p.node.Str("name"), p, located{}, label(p), "")
	}
	for _, p := range come {
		change := "parameter-added"
		if isTrue(p.node.Get("required")) {
			change = "parameter-added-required"
		}
		c.report(change, request, p.node.Str("name"), located{}, p, "", label(p))
	}
}

// alike reports whether two parameters of different names are described alike.
func (c *comparer) alike(a, b located) bool {
	from, to := a.child("schema"), b.child("schema")
	return from.node != nil && to.node != nil && isTrue(a.node.Get("required")) == isTrue(b.node.Get("required")) &&
		c.agree(request, from.view(), to.view())
}
