package specsync

import (
	"slices"
	"strconv"
	"strings"
)

// object compares two objects that a reference may stand for, key by key, and notes when only the spelling differs.
// Kind is what its changes are called by: parameter, body, header, media or answer.
func (c *comparer) object(kind, direction, name string, old, new located) {
	hits := c.hits
	a, b := old.resolve(), new.resolve()
	for _, key := range keysOf(a, b) {
		from, to := a.child(key), b.child(key)
		switch {
		case kind == "parameter" && slices.Contains(identifying, key):
			if !strings.EqualFold(text(from.node), text(to.node)) {
				c.hits++ // told where the two were paired
			}
		case kind == "parameter" && key == "content" && from.node != nil && to.node != nil:
			c.asText = false
			c.content(direction, name, from, to)
		case kind == "parameter" && slices.Contains(encodings, key):
			if encoding(key, a.node) != encoding(key, b.node) {
				c.report("parameter-encoding-changed", direction, name, from, to)
			}
		case key == "required":
			c.flag(kind+"-required", kind+"-optional", direction, name, from, to)
		case key == "deprecated":
			c.flag("deprecated", "undeprecated", direction, name, from, to)
		case key == "schema":
			c.schemaOrNone(direction, name, from, to)
		case key == "content":
			c.content(direction, name, from, to)
		case key == "headers":
			c.headers(from, to)
		default:
			c.rest(key, direction, name, from, to)
		}
	}
	if c.hits == hits && !(old.node.Equal(new.node) && a.node.Equal(b.node)) {
		c.note("written-differently", old, new)
	}
}

var (
	identifying = []string{"in", "name"}
	encodings   = []string{"style", "explode", "allowReserved", "allowEmptyValue", "content"}
)

// encoding is what an encoding keyword of a parameter says, or what its absence means.
func encoding(key string, parameter *Node) string {
	if value := parameter.Get(key); value != nil {
		return text(value)
	}
	switch key {
	case "style":
		if in := parameter.Str("in"); in == "query" || in == "cookie" {
			return "form"
		}
		return "simple"
	case "explode":
		return strconv.FormatBool(encoding("style", parameter) == "form")
	case "content":
		return ""
	}
	return "false"
}

// flag compares two booleans, of which a missing one is false.
func (c *comparer) flag(set, unset, direction, name string, old, new located) {
	switch was, is := isTrue(old.node), isTrue(new.node); {
	case is && !was:
		c.report(set, direction, name, old, new)
	case was && !is:
		c.report(unset, direction, name, old, new)
	case !old.node.Equal(new.node):
		c.note("written-differently", old, new)
	}
}

func (c *comparer) requestBody(old, new located) {
	const name = "the request body"
	switch {
	case new.node == nil:
		c.report("body-removed", request, name, old, new)
	case old.node != nil:
		c.object("body", request, name, old, new)
	case isTrue(new.resolve().node.Get("required")):
		c.report("body-added-required", request, name, old, new)
	default:
		c.report("body-added", request, name, old, new)
	}
}

// content compares the bodies that a message may have, by their media type; parameters and case make no other type.
func (c *comparer) content(direction, name string, old, new located) {
	base := func(s located) string {
		kind, _, _ := strings.Cut(s.key(), ";")
		return strings.ToLower(strings.TrimSpace(kind))
	}
	kept, gone, come := match(list(old), list(new),
		func(a, b located) bool { return a.key() == b.key() }, func(a, b located) bool { return base(a) == base(b) })
	for _, kinds := range kept {
		from, to := kinds[0], kinds[1]
		if from.key() != to.key() {
			c.report("content-type-parameter-changed", direction, name, from, to, from.key(), to.key())
		}
		c.object("media", direction, name, from, to)
	}
	for _, kind := range gone {
		c.report("content-type-removed", direction, name, kind, located{}, kind.key(), "")
	}
	for _, kind := range come {
		c.report("content-type-added", direction, name, located{}, kind, "", kind.key())
	}
}

// schemaOrNone compares schemas of which one may be missing, which allows anything.
func (c *comparer) schemaOrNone(direction, name string, old, new located) {
	if old.node == nil {
		old = located{node: newMapping(), at: new.at}
	}
	if new.node == nil {
		new = located{node: newMapping(), at: old.at}
	}
	c.schema(direction, name, old, new)
}

func (c *comparer) responses(old, new located) {
	for _, status := range keysOf(old, new) {
		from, to := old.child(status), new.child(status)
		kind := "error"
		if status < "4" { // "200", "2XX"; "default" sorts behind
			kind = "success"
		}
		name := "the " + status + " answer"
		switch {
		case strings.HasPrefix(status, "x-"):
			c.rest(status, response, "the answers", from, to)
		case from.node == nil:
			c.report("status-added-"+kind, response, name, from, to, "", status)
		case to.node == nil:
			c.report("status-removed-"+kind, response, name, from, to, status, "")
		default:
			c.object("answer", response, name, from, to)
		}
	}
}

func (c *comparer) headers(old, new located) {
	same := func(a, b located) bool { return strings.EqualFold(a.key(), b.key()) }
	kept, gone, come := match(list(old), list(new), same)
	for _, headers := range kept {
		c.object("header", response, headers[0].key(), headers[0], headers[1])
	}
	for _, header := range gone {
		c.report("header-removed", response, header.key(), header, located{})
	}
	for _, header := range come {
		c.report("header-added", response, header.key(), located{}, header)
	}
}
