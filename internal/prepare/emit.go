package prepare

import (
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

// component writes the type of that name.
func (e *emitter) component(name string) object {
	u := e.namer.first[name]
	var out object
	if members := e.members[name]; u.role == name && u.to.kind == "string" {
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
	if t.enum != nil {
		out["enum"] = t.enum
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
		if !f.required || f.use.allowsNull() {
			property["x-optional"] = f.use.to.kind
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
