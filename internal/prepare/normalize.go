package prepare

import (
	"maps"
	"mime"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// methods are the keys of a path item that hold operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Normalize rewrites an OpenAPI 3 document so that two that say the same in different spellings become equal, but for
// descriptions and the names and the sharing of schemas:
//
//   - path items, parameters, bodies, answers and headers stand in place, not behind references, and parameters at
//     their operation, sorted; media types are in small letters and have no parameters such as charset, and what */*
//     stands for is JSON;
//   - schemas are OpenAPI 3.1: null is a member of the type list and of the enum, or of an anyOf beside a reference;
//     allOf is merged, anyOf and oneOf of one are that one, const is an enum of one, a type left out beside properties,
//     items or an enum is filled in;
//   - every schema reference is #/components/schemas/NAME; references to the inside of something become components of
//     their own;
//   - keys are sorted, and so are enums and lists of required properties.
//
// It keeps what limits values (defaults, formats, bounds) and what is for readers. The names of component schemas stay.
func Normalize(doc *yaml.Node) error {
	normal, err := normalizeYAML(doc)
	if err != nil {
		return err
	}
	return doc.Encode(normal)
}

func normalizeYAML(tree *yaml.Node) (object, error) {
	doc, err := fromYAML(tree)
	if err != nil {
		return nil, err
	}
	return normalize(doc)
}

// normalizer leaves the document as it is, because references lead into it, and makes another.
type normalizer struct {
	doc       object
	sources   object   // the schemas of components as they came, and the others that references lead to
	schemas   object   // those that are done
	merging   []string // what is being made, to end circles: names of components, and pairs as text
	operation string   // the method and the path that errors begin with
	err       error    // the first
}

func normalize(doc object) (object, error) {
	n := &normalizer{doc: doc, sources: object{}, schemas: object{}}
	maps.Copy(n.sources, asObject(get(doc, "components", "schemas")))
	for _, name := range keysOf(n.sources) {
		n.component(name)
	}
	paths := object{}
	for _, route := range keysOf(asObject(doc["paths"])) {
		n.operation = route + ": "
		paths[route] = n.pathItem(route)
	}
	n.operation = ""
	for len(n.schemas) < len(n.sources) { // those that references to the inside have made, and those that these refer to
		for _, name := range keysOf(n.sources) {
			n.component(name)
		}
	}
	components := without(asObject(doc["components"]), "parameters", "requestBodies", "responses", "headers", "pathItems")
	components = with(object{"schemas": n.schemas}, components)
	return with(object{"openapi": "3.1.0", "paths": paths, "components": components}, doc), n.err
}

// pathItem puts everything that an operation needs where the operation is.
func (n *normalizer) pathItem(route string) object {
	item := asObject(n.resolved(get(n.doc, "paths", route), 0))
	normal := without(item, "parameters", "servers")
	for _, method := range methods {
		if item[method] == nil {
			continue
		}
		operation := clone(asObject(item[method]))
		n.operation = strings.ToUpper(method) + " " + route + ": "
		operation["parameters"] = n.parameters(asList(item["parameters"]), asList(operation["parameters"]))
		if body := operation["requestBody"]; body != nil {
			operation["requestBody"] = n.part(body)
		}
		responses := asObject(operation["responses"])
		for _, status := range keysOf(responses) {
			responses[status] = n.part(responses[status])
		}
		if operation["deprecated"] == false {
			delete(operation, "deprecated")
		}
		if operation["servers"] == nil && item["servers"] != nil {
			operation["servers"] = item["servers"]
		}
		normal[method] = operation
	}
	return normal
}

// parameters joins those of the operation with those of its path, which it may replace.
func (n *normalizer) parameters(shared, own list) list {
	byName := map[string]any{}
	for _, entry := range slices.Concat(shared, own) {
		p := n.part(entry)
		where := asText(p["in"])
		usual := "simple"
		if where == "query" || where == "cookie" {
			usual = "form"
		}
		if p["style"] == nil || p["style"] == usual {
			if delete(p, "style"); p["explode"] == (usual == "form") {
				delete(p, "explode")
			}
		}
		if where == "path" {
			p["required"] = true
		} else if p["required"] == false {
			delete(p, "required")
		}
		byName[where+" "+asText(p["name"])] = p
	}
	joined := list{}
	for _, key := range keysOf(byName) {
		joined = append(joined, byName[key])
	}
	return joined
}

// part returns a parameter, a body, an answer or a header, from behind its references, with its schemas in their one
// spelling and without the parameters of its media types.
func (n *normalizer) part(value any) object {
	o := with(clone(asObject(n.resolved(value, 0))), object{})
	if o["schema"] != nil {
		o["schema"] = n.schema(o["schema"])
	}
	content, headers := asObject(o["content"]), asObject(o["headers"])
	for _, kind := range keysOf(content) {
		plain, _, _ := mime.ParseMediaType(kind)
		if media := asObject(content[kind]); media["schema"] != nil {
			media["schema"] = n.schema(media["schema"])
			schema, _ := n.opened(asObject(media["schema"]))
			if plain == "*/*" && schema["type"] != "string" { // the API speaks JSON
				plain = "application/json"
			}
		}
		if plain == "" || plain == kind {
			continue
		}
		if content[plain] == nil {
			content[plain] = content[kind]
		}
		delete(content, kind)
	}
	for _, name := range keysOf(headers) {
		headers[name] = n.part(headers[name])
	}
	return o
}
