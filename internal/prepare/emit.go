package prepare

import (
	"fmt"
	"slices"
	"strings"
)

// emitter writes the document that oapi-codegen reads: only what it needs, with every named type as a component.
type emitter struct {
	namer   *namer
	members map[string]list // of the enums with a role
	open    []*goType       // arrays and maps that are being written, to end circles that no named type is part of
}

func (e *emitter) document(source object, operations []*operation) object {
	paths := object{}
	for _, o := range operations {
		item := asObject(paths[o.Path])
		if item == nil {
			item = object{}
			paths[o.Path] = item
		}
		item[strings.ToLower(o.Method)] = e.operation(o)
	}
	schemas := object{}
	for _, name := range e.namer.order {
		schemas[name] = e.component(name)
	}
	doc := object{"openapi": "3.1.0", "info": source["info"], "paths": paths, "components": object{"schemas": schemas}}
	if servers := source["servers"]; servers != nil {
		doc["servers"] = servers
	}
	return doc
}

func (e *emitter) operation(o *operation) object {
	out := object{"operationId": o.Name}
	for key, value := range o.object {
		switch key {
		case "summary", "description", "deprecated", "servers", "x-deprecated-reason", "x-deprecated-since", "x-sunset", "x-deprecation-link", "x-replacements":
			out[key] = value
		}
	}
	parameters := list{}
	for _, p := range o.parameters {
		parameters = append(parameters, e.parameter(p))
	}
	distinctNames(parameters, func(parameter object) string {
		if parameter["in"] == "path" {
			return "path " + asText(parameter["name"]) // an argument; all others are fields of one struct
		}
		return asText(parameter["name"])
	})
	out["parameters"] = parameters
	if content := e.content(o.bodies, ""); len(content) > 0 {
		out["requestBody"] = object{"required": true, "content": content}
	}
	responses := object{}
	for _, m := range o.answers {
		response := object{"description": asText(get(o.object, "responses", m.status, "description"))}
		if content := e.content(o.answers, m.status); len(content) > 0 {
			response["content"] = content
		}
		responses[m.status] = response
	}
	out["responses"] = responses
	return out
}

func (e *emitter) parameter(p parameter) object {
	out := object{}
	for _, key := range []string{"in", "name", "required", "description", "style", "explode", "deprecated"} {
		if value := p.object[key]; value != nil {
			out[key] = value
		}
	}
	schema := e.use(p.use)
	if content := asObject(p.object["content"]); len(content) > 0 {
		out["content"] = object{keysOf(content)[0]: object{"schema": schema}}
	} else {
		out["schema"] = schema
	}
	return out
}

func (e *emitter) content(messages []message, status string) object {
	content := object{}
	for _, m := range messages {
		if m.media == "" || m.status != status {
			continue
		}
		media := object{}
		if m.use != nil {
			media["schema"] = e.use(m.use)
		}
		content[m.media] = media
	}
	return content
}

// component writes the type of that name.
func (e *emitter) component(name string) object {
	u := e.namer.first[name]
	var out object
	if members := e.members[name]; u.role == name && u.to.isText() {
		if out = (object{"type": "string"}); len(members) > 0 {
			out["enum"] = members
		}
	} else {
		out = e.schema(u.to)
	}
	if description := asText(u.to.schema["description"]); description != "" && u.role == "" {
		out["description"] = description
	}
	return out
}

// use writes the schema for a place: a reference where the type has a name, and what readers want to know.
func (e *emitter) use(u *use) object {
	name := u.role
	if name == "" && u.to.needsName() {
		name = e.namer.byClass[u.to.class]
	}
	var out object
	switch {
	case name != "":
		out = object{"$ref": refTo(name)}
	default:
		out = e.schema(u.to)
	}
	if u.allowsNull() && (name != "" || u.to.kind != "any") {
		out = object{"anyOf": list{out, object{"type": "null"}}}
	}
	for _, key := range []string{"description", "examples", "deprecated"} {
		if value := u.notes[key]; value != nil {
			out[key] = value
		}
	}
	if example := u.notes["example"]; example != nil && out["examples"] == nil {
		out["examples"] = list{example}
	}
	return out
}

// schema writes a type in place.
func (e *emitter) schema(t *goType) object {
	if slices.Contains(e.open, t) {
		return object{}
	}
	e.open = append(e.open, t)
	defer func() { e.open = e.open[:len(e.open)-1] }()
	out := object{}
	if t.format != "" {
		out["format"] = t.format
	}
	switch t.kind {
	case "any":
	case "object":
		e.fields(out, t)
	case "map":
		out["type"] = "object"
		out["additionalProperties"] = e.use(t.item)
	case "array":
		out["type"], out["items"] = "array", e.use(t.item)
	case "enum":
		out["type"], out["enum"] = t.base, t.enum
	case "union":
		alternatives := list{}
		for _, member := range t.oneOf {
			alternatives = append(alternatives, e.use(member))
		}
		out["oneOf"] = alternatives
	default:
		out["type"] = t.kind
	}
	return out
}

func (e *emitter) fields(out object, t *goType) {
	properties, required := object{}, list{}
	var ordered list
	for _, f := range t.fields {
		property := e.use(f.use)
		if f.required {
			required = append(required, f.name)
		}
		if kind := f.use.to.kind; !f.required || f.use.allowsNull() {
			if kind == "enum" {
				kind = f.use.to.base
			}
			property["x-optional"] = kind
		}
		if f.use.role != "" {
			property["x-role"] = f.use.role
		}
		properties[f.name] = property
		ordered = append(ordered, object{"name": f.name, "property": property})
	}
	distinctNames(ordered, func(entry object) string { return asText(entry["name"]) })
	out["type"], out["properties"] = "object", properties
	if len(required) > 0 {
		out["required"] = required
	}
	if t.item != nil {
		out["additionalProperties"] = e.use(t.item)
	}
}

// distinctNames gives a Go name of its own to every entry whose name another has but for capitals and signs. The one in small letters
// keeps its name.
func distinctNames(entries list, name func(object) string) {
	byLetters := map[string][]object{}
	for _, entry := range entries {
		key := letters(name(asObject(entry)))
		byLetters[key] = append(byLetters[key], asObject(entry))
	}
	for _, same := range byLetters {
		slices.SortStableFunc(same, func(a, b object) int { return strings.Compare(name(b), name(a)) })
		for i, entry := range same[1:] {
			goName := camel(asText(entry["name"])) + fmt.Sprint(i+2)
			if property := asObject(entry["property"]); property != nil {
				property["x-go-name"] = goName
			} else {
				entry["x-go-name"] = goName
			}
		}
	}
}
