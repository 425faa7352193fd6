package prepare

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// emitter writes the document that oapi-codegen reads: only what it needs, with every named type as a component.
type emitter struct {
	namer
	members map[string]list // of the enums with a role
	first   map[string]*use // by name: the use that named it
	schemas object
	open    []*goType // arrays and maps that are being written, to end circles that no named type is part of
}

func (e *emitter) document(source object, operations []*operation) object {
	for _, o := range operations { // the types with a role first: others may share them
		for _, m := range slices.Concat(o.bodies, o.answers) {
			if m.use != nil && m.use.role != "" {
				e.use(m.use, "")
			}
		}
	}
	paths := object{}
	for _, o := range operations {
		paths[o.Path] = with(object{strings.ToLower(o.Method): e.operation(o)}, asObject(paths[o.Path]))
	}
	doc := picked(source, "info", "servers")
	doc["openapi"], doc["paths"], doc["components"] = "3.1.0", paths, object{"schemas": e.schemas}
	return doc
}

// operation writes an operation. Its types are named by its body first, then by its answers, then by its parameters.
func (e *emitter) operation(o *operation) object {
	out := picked(o.object, "summary", "description", "deprecated", "servers", "x-deprecated-reason", "x-deprecated-since",
		"x-sunset", "x-deprecation-link", "x-replacements")
	out["operationId"] = o.Name
	// Without a summary, oapi-codegen leaves out which operation a method is for.
	out["summary"] = cmp.Or(asText(out["summary"]), "is "+o.Method+" "+o.Path+".")
	body, responses := object{"required": true}, object{}
	for _, m := range o.bodies {
		e.content(body, m, o.Name+"Body")
		out["requestBody"] = body
	}
	for _, m := range o.answers {
		if responses[m.status] == nil {
			responses[m.status] = object{"description": asText(get(o.object, "responses", m.status, "description"))}
		}
		e.content(asObject(responses[m.status]), m, o.Name)
	}
	out["responses"] = responses
	parameters := list{}
	var arguments, others []named // those in the path are arguments, all others are fields of one struct
	for _, p := range o.parameters {
		name := asText(p.object["name"])
		parameter := picked(p.object, "in", "name", "required", "description", "style", "explode", "deprecated")
		schema := e.use(p.use, o.Name+"Param"+camel(name))
		if content := asObject(p.object["content"]); len(content) > 0 {
			parameter["content"] = object{keysOf(content)[0]: object{"schema": schema}}
		} else {
			parameter["schema"] = schema
		}
		parameters = append(parameters, parameter)
		if p.object["in"] == "path" {
			arguments = append(arguments, named{name, parameter})
		} else {
			others = append(others, named{name, parameter})
		}
	}
	distinctNames(arguments, strings.Fields(usedByGenerated)...)
	distinctNames(others)
	out["parameters"] = parameters
	return out
}

// usedByGenerated are names that the bodies of generated functions use, so that no argument can have them.
const usedByGenerated = "c ctx server params body bodyreader buf contenttype reqeditors req rsp err nil true string " +
	"error bytes fmt http io json runtime strings url serverurl operationpath queryurl"

// content adds a message to what a body or an answer may be.
func (e *emitter) content(owner object, m message, name string) {
	if m.media == "" {
		return
	}
	media := object{}
	if m.use != nil {
		media["schema"] = e.use(m.use, name+m.suffix)
	}
	owner["content"] = with(object{m.media: media}, asObject(owner["content"]))
}

// component writes the type that a use has named.
func (e *emitter) component(u *use, name string) {
	e.first[name] = u
	var out object
	if members := e.members[name]; u.role == name && u.to.kind == "string" {
		if out = (object{"type": "string"}); len(members) > 0 {
			out["enum"] = members
		}
	} else {
		out = e.schema(u.to, name)
	}
	if description := asText(u.to.schema["description"]); description != "" && u.role == "" {
		out["description"] = description
	}
	e.schemas[name] = out
}

// use writes the schema for a place: a reference where the type has a name, and what readers want to know. Where is
// the name of that place.
func (e *emitter) use(u *use, where string) object {
	name := e.name(u, where)
	var out object
	if name == "" {
		out = e.schema(u.to, where)
	} else {
		out = object{"$ref": refTo(name)}
		if e.first[name] == nil {
			e.component(u, name)
		}
	}
	if u.allowsNull() && (name != "" || u.to.kind != "any") {
		out = object{"anyOf": list{out, object{"type": "null"}}}
	}
	if example := u.notes["example"]; example != nil {
		out["examples"] = list{example}
	}
	return with(picked(u.notes, "description", "examples", "deprecated"), out)
}

// schema writes a type in place.
func (e *emitter) schema(t *goType, where string) object {
	if slices.Contains(e.open, t) {
		return object{}
	}
	e.open = append(e.open, t)
	defer func() { e.open = e.open[:len(e.open)-1] }()
	out := object{}
	switch t.kind {
	case "any":
	case "object":
		e.fields(out, t, where)
	case "map":
		out["type"] = "object"
	case "union":
		alternatives := list{}
		for i, member := range t.oneOf {
			alternatives = append(alternatives, e.use(member, where+"Option"+strconv.Itoa(i+1)))
		}
		out["oneOf"] = alternatives
	default:
		out["type"] = t.kind
	}
	if t.format != "" {
		out["format"] = t.format
	}
	if t.enum != nil {
		out["enum"] = t.enum
	}
	if t.item != nil {
		if t.kind == "array" {
			out["items"] = e.use(t.item, where+"Item")
		} else {
			out["additionalProperties"] = e.use(t.item, where+"Value")
		}
	}
	return out
}

func (e *emitter) fields(out object, t *goType, where string) {
	properties, required := object{}, list{}
	var entries []named
	for _, f := range t.fields {
		property := e.use(f.use, where+camel(f.name))
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
		entries = append(entries, named{f.name, property})
	}
	var methods []string // that printing.gen.go and oapi-codegen give the type
	if where == roleRule || where == roleSpec {
		methods = []string{"string"}
	}
	if t.item != nil {
		methods = append(methods, "additionalproperties", "get", "set", "marshaljson", "unmarshaljson")
	}
	distinctNames(entries, methods...)
	out["type"], out["properties"] = "object", properties
	if len(required) > 0 {
		out["required"] = required
	}
}
