package specsync

import (
	"slices"
	"strconv"
	"strings"
)

// object compares two objects that a reference may stand for, key by key, and notes when only the spelling differs.
func (c *comparer) object(old, new located, each func(key string, old, new *Node, at place)) {
	hits := c.found.hits
	a, b := c.old.resolve(old), c.new.resolve(new)
	for _, key := range eitherKeys(members(a.node), members(b.node)) {
		from, to := a.node.Get(key), b.node.Get(key)
		each(key, from, to, sides(from, to, extend(a.at, []string{key}), extend(b.at, []string{key})))
	}
	if c.found.hits == hits && !(old.node.Equal(new.node) && a.node.Equal(b.node)) {
		c.found.documentation("written-differently", place{old.at, new.at}, text(old.node), text(new.node))
	}
}

func (c *comparer) requestBody(old, new *Node, at place) {
	const name = "the request body"
	switch {
	case new == nil:
		c.found.contract("body-removed", request, name, at, text(old), "")
		return
	case old == nil:
		change := "body-added"
		if isTrue(c.new.resolve(located{new, at.new}).node.Get("required")) {
			change = "body-added-required"
		}
		c.found.contract(change, request, name, at, "", text(new))
		return
	}
	c.object(located{old, at.old}, located{new, at.new}, func(key string, from, to *Node, at place) {
		switch key {
		case "content":
			c.content(from, to, request, name, at)
		case "required":
			c.demanded(from, to, "body-required", "body-optional", request, name, at)
		default:
			c.rest(key, from, to, request, name, at)
		}
	})
}

// demanded compares a "required" flag.
func (c *comparer) demanded(old, new *Node, required, optional, direction, name string, at place) {
	switch {
	case isTrue(new) && !isTrue(old):
		c.found.contract(required, direction, name, at, text(old), text(new))
	case isTrue(old) && !isTrue(new):
		c.found.contract(optional, direction, name, at, text(old), text(new))
	case !old.Equal(new):
		c.found.documentation("written-differently", at, text(old), text(new))
	}
}

// content compares the bodies that a message may have, by their media type.
func (c *comparer) content(old, new *Node, direction, name string, at place) {
	left := members(new)
	for _, kind := range eitherKeys(members(old), nil) {
		to := kind
		if left[kind] == nil {
			to = sameMedia(kind, left)
		}
		if to == "" {
			c.found.contract("content-type-removed", direction, name, place{old: extend(at.old, []string{kind})}, kind, "")
			continue
		}
		here := place{extend(at.old, []string{kind}), extend(at.new, []string{to})}
		if to != kind {
			c.found.contract("content-type-parameter-changed", direction, name, here, kind, to)
		}
		c.media(old.Get(kind), left[to], direction, name, here)
		delete(left, to)
	}
	for _, kind := range eitherKeys(left, nil) {
		c.found.contract("content-type-added", direction, name, place{new: extend(at.new, []string{kind})}, "", kind)
	}
}

// sameMedia finds the media type that differs in parameters or case only.
func sameMedia(kind string, candidates map[string]*Node) string {
	base := func(s string) string {
		s, _, _ = strings.Cut(s, ";")
		return strings.ToLower(strings.TrimSpace(s))
	}
	for _, candidate := range eitherKeys(candidates, nil) {
		if base(candidate) == base(kind) {
			return candidate
		}
	}
	return ""
}

func (c *comparer) media(old, new *Node, direction, name string, at place) {
	c.object(located{old, at.old}, located{new, at.new}, func(key string, from, to *Node, at place) {
		if key == "schema" {
			c.schemaOrNone(from, to, direction, name, at)
		} else {
			c.rest(key, from, to, direction, name, at)
		}
	})
}

// schemaOrNone compares schemas of which one may be missing, which allows anything.
func (c *comparer) schemaOrNone(old, new *Node, direction, name string, at place) {
	a, b := located{old, at.old}, located{new, at.new}
	if old == nil {
		a = located{newMapping(), at.new}
	}
	if new == nil {
		b = located{newMapping(), at.old}
	}
	c.schema(a, b, direction, name)
}

func (c *comparer) responses(old, new *Node, at place) {
	for _, status := range eitherKeys(members(old), members(new)) {
		from, to := old.Get(status), new.Get(status)
		here := sides(from, to, extend(at.old, []string{status}), extend(at.new, []string{status}))
		kind := "error"
		if status < "4" { // "200", "2XX"; "default" sorts behind
			kind = "success"
		}
		name := "the " + status + " answer"
		switch {
		case strings.HasPrefix(status, "x-"):
			c.rest(status, from, to, response, "the answers", here)
		case from == nil:
			c.found.contract("status-added-"+kind, response, name, here, "", status)
		case to == nil:
			c.found.contract("status-removed-"+kind, response, name, here, status, "")
		default:
			c.response(located{from, here.old}, located{to, here.new}, name)
		}
	}
}

func (c *comparer) response(old, new located, name string) {
	c.object(old, new, func(key string, from, to *Node, at place) {
		switch key {
		case "content":
			if from == nil {
				at.old = extend(old.at, []string{key})
			}
			c.content(from, to, response, name, at)
		case "headers":
			c.headers(from, to, at)
		default:
			c.rest(key, from, to, response, name, at)
		}
	})
}

func (c *comparer) headers(old, new *Node, at place) {
	left := members(new)
	for _, header := range eitherKeys(members(old), nil) {
		var to string
		for candidate := range left {
			if strings.EqualFold(candidate, header) {
				to = candidate
			}
		}
		if to == "" {
			c.found.contract("header-removed", response, header, place{old: extend(at.old, []string{header})}, text(old.Get(header)), "")
			continue
		}
		c.header(located{old.Get(header), extend(at.old, []string{header})}, located{left[to], extend(at.new, []string{to})}, header)
		delete(left, to)
	}
	for _, header := range eitherKeys(left, nil) {
		c.found.contract("header-added", response, header, place{new: extend(at.new, []string{header})}, "", text(left[header]))
	}
}

func (c *comparer) header(old, new located, name string) {
	c.object(old, new, func(key string, from, to *Node, at place) {
		switch key {
		case "required":
			c.demanded(from, to, "header-required", "header-optional", response, name, at)
		case "schema":
			c.schemaOrNone(from, to, response, name, at)
		case "deprecated":
			c.deprecated(from, to, response, name, at)
		default:
			c.rest(key, from, to, response, name, at)
		}
	})
}

func indexOf(list []string, value string) string { return strconv.Itoa(slices.Index(list, value)) }
