package specsync

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// object compares two objects that a reference may stand for.
func (c *comparer) object(kind string, at place, p pair) {
	c.noteSpelling(p, func() { c.parts(kind, at, p.resolve()) })
}

// parts compares two objects key by key. Kind is what their changes are called by: operation, parameter, body, header,
// media or answer.
func (c *comparer) parts(kind string, at place, whole pair) {
	for _, p := range whole.children() {
		switch key := p.key(); {
		case kind == "parameter" && (key == "in" || key == "name"):
			if !strings.EqualFold(text(p.old.node), text(p.new.node)) {
				c.hits++ // told where the two were paired
			}
		case kind == "parameter" && slices.Contains(encodings, key) && !(key == "content" && p.both()):
			if encoding(key, whole.old.node) != encoding(key, whole.new.node) {
				c.report("parameter-encoding-changed", at, p)
			}
		case kind == "operation" && (slices.Contains(methods, key) || slices.Contains(inherited, key)): // judged elsewhere
		case kind == "operation" && key == "deprecated":
			c.flag("operation-deprecated", "operation-undeprecated", at, p)
		case key == "requestBody":
			c.requestBody(p)
		case key == "responses":
			c.responses(p)
		case key == "callbacks" && p.old.node == nil: // callers that do not ask for them get none
			c.prose(p)
		case key == "required":
			c.flag(kind+"-required", kind+"-optional", at, p)
		case key == "deprecated":
			c.flag("deprecated", "undeprecated", at, p)
		case key == "schema":
			c.schema(at, p)
		case key == "content":
			c.content(place{direction: at.direction, name: at.name}, p)
		case key == "headers":
			c.headers(p)
		default:
			c.rest(at, p)
		}
	}
}

var encodings = []string{"style", "explode", "allowReserved", "allowEmptyValue", "content"}

// encoding is what an encoding keyword of a parameter says, or what its absence means.
func encoding(key string, parameter *Node) string {
	style := "simple"
	if in := parameter.Str("in"); in == "query" || in == "cookie" {
		style = "form"
	}
	usual := map[string]string{"style": style,
		"explode": strconv.FormatBool(cmp.Or(parameter.Str("style"), style) == "form")}
	return cmp.Or(text(parameter.Get(key)), usual[key], "false")
}

func (c *comparer) requestBody(p pair) {
	at := place{direction: request, name: "the request body"}
	if !c.oneSided("body", at, p, text(p.either().node), isRequired(p.new)) {
		c.object("body", at, p)
	}
}

// content compares the bodies that a message may have, by their media type; parameters and case make no other type.
func (c *comparer) content(at place, p pair) {
	sameBase := func(a, b located) bool { return mediaType(a) == mediaType(b) }
	for _, kind := range match(list(p.old), list(p.new), sameKey, sameBase) {
		if c.oneSided("content-type", at, kind, kind.key(), false) {
			continue
		}
		switch from, to := kind.old.key(), kind.new.key(); {
		case from == to:
		case strings.EqualFold(from, to):
			c.note("written-differently", kind, from, to)
		default:
			c.report("content-type-parameter-changed", at, kind, from, to)
		}
		c.object("media", at, kind)
	}
}

// mediaType is the kind of body that stands under a media type, without parameters.
func mediaType(body located) string {
	kind, _, _ := strings.Cut(body.key(), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

func (c *comparer) responses(answers pair) {
	for _, p := range answers.children() {
		status, kind := p.key(), "error"
		if status < "4" { // "200", "2XX"; "default" sorts behind
			kind = "success"
		}
		at := place{direction: response, name: "the " + status + " answer"}
		switch {
		case strings.HasPrefix(status, "x-"):
			c.rest(at, p)
		case p.old.node == nil:
			c.report("status-added-"+kind, at, p, "", status)
		case p.new.node == nil:
			c.report("status-removed-"+kind, at, p, status, "")
		default:
			c.object("answer", at, p)
		}
	}
}

func (c *comparer) headers(p pair) {
	same := func(a, b located) bool { return strings.EqualFold(a.key(), b.key()) }
	for _, header := range match(list(p.old), list(p.new), same) {
		at := place{direction: response, name: header.key()}
		if !c.oneSided("header", at, header, text(header.either().node), false) {
			c.object("header", at, header)
		}
	}
}
