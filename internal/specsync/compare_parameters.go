package specsync

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// parameter is one parameter of an operation, its own or its path's.
type parameter struct {
	located  // where its object is, references followed
	in, name string
}

func (p parameter) required() bool { return isTrue(p.node.Get("required")) }

func (r viewer) parameters(o Operation) []parameter {
	var all []parameter
	for _, path := range [][]string{{"paths", o.Path, o.Method, "parameters"}, {"paths", o.Path, "parameters"}} {
		list := r.root.Get(path...)
		if list == nil {
			continue
		}
		for i, node := range list.Items {
			s := r.resolve(located{node, extend(path, []string{strconv.Itoa(i)})})
			p := parameter{s, s.node.Str("in"), s.node.Str("name")}
			if !slices.ContainsFunc(all, func(q parameter) bool { return q.is(p.in, p.name) }) {
				all = append(all, p)
			}
		}
	}
	return all
}

func (p parameter) is(in, name string) bool {
	return p.in == in && (p.name == name || in == "header" && strings.EqualFold(p.name, name))
}

// parameters compares what is sent beside the body. Renamed maps the names in the path's template.
func (c *comparer) parameters(t Twin, renamed map[string]string) {
	hits := c.found.hits
	left := c.new.parameters(t.New)
	take := func(is func(parameter) bool) (parameter, bool) {
		i := slices.IndexFunc(left, is)
		if i < 0 {
			return parameter{}, false
		}
		p := left[i]
		left = slices.Delete(left, i, i+1)
		return p, true
	}
	var lost []parameter
	for _, old := range c.old.parameters(t.Old) {
		name := old.name
		if old.in == "path" && renamed != nil {
			name = cmp.Or(renamed[name], name)
		}
		if new, ok := take(func(p parameter) bool { return p.is(old.in, name) }); ok {
			c.parameter(old, new, name)
		} else {
			lost = append(lost, old)
		}
	}
	for _, old := range lost {
		if new, ok := take(func(p parameter) bool { return p.name == old.name }); ok {
			c.parameter(old, new, old.name)
			continue
		}
		same := func(p parameter) bool { return p.in == old.in && c.sameParameter(old, p) }
		if new, ok := take(same); ok {
			c.parameter(old, new, old.name)
			continue
		}
		c.found.contract("parameter-removed", request, old.name, place{old: old.at}, old.in+" "+old.name, "")
	}
	for _, new := range left {
		change := "parameter-added"
		if new.required() {
			change = "parameter-added-required"
		}
		c.found.contract(change, request, new.name, place{new: new.at}, "", new.in+" "+new.name)
	}
	if c.found.hits > hits {
		return
	}
	for _, level := range [][2][]string{
		{{"paths", t.Old.Path, t.Old.Method, "parameters"}, {"paths", t.New.Path, t.New.Method, "parameters"}},
		{{"paths", t.Old.Path, "parameters"}, {"paths", t.New.Path, "parameters"}},
	} {
		from, to := c.old.root.Get(level[0]...), c.new.root.Get(level[1]...)
		if !from.Equal(to) {
			c.found.documentation("written-differently", sides(from, to, level[0], level[1]), text(from), text(to))
		}
	}
}

// sameParameter reports whether two parameters of different names are described alike.
func (c *comparer) sameParameter(old, new parameter) bool {
	a, b := old.node.Get("schema"), new.node.Get("schema")
	if a == nil || b == nil || old.required() != new.required() {
		return false
	}
	return c.agree(located{a, old.at}, located{b, new.at}, request, old.name)
}

// parameter compares two parameters that stand for each other. Due is the name that the new one should have.
func (c *comparer) parameter(old, new parameter, due string) {
	whole := place{old.at, new.at}
	c.object(old.located, new.located, func(key string, from, to *Node, at place) {
		switch key {
		case "in":
			if old.in != new.in {
				c.found.contract("parameter-moved", request, old.name, whole, old.in, new.in)
			}
		case "name":
			if due != old.name {
				c.found.hits++ // the path's template tells
			}
			if !new.is(new.in, due) {
				c.found.contract("parameter-renamed", request, old.name, whole, old.name, new.name)
			}
		case "required":
			c.demanded(from, to, "parameter-required", "parameter-optional", request, old.name, at)
		case "schema":
			c.schemaOrNone(from, to, request, old.name, at)
		case "deprecated":
			c.deprecated(from, to, request, old.name, at)
		case "style", "explode", "allowReserved", "allowEmptyValue", "content":
			if encoding(key, old) != encoding(key, new) {
				c.found.contract("parameter-encoding-changed", request, old.name, at, text(from), text(to))
			}
		default:
			c.rest(key, from, to, request, old.name, at)
		}
	})
}

// encoding is what an encoding keyword says, or what its absence means.
func encoding(key string, p parameter) string {
	if value := p.node.Get(key); value != nil {
		return text(value)
	}
	form := p.in == "query" || p.in == "cookie"
	switch key {
	case "style":
		if form {
			return "form"
		}
		return "simple"
	case "explode":
		return strconv.FormatBool(encoding("style", p) == "form")
	case "content":
		return ""
	}
	return "false"
}
