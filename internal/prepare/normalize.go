package prepare

import (
	"fmt"
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
//     their operation, sorted; media types have no parameters such as charset;
//   - schemas are OpenAPI 3.1: null is a member of the type list and of the enum, or of an anyOf beside a reference;
//     allOf is merged, anyOf and oneOf of one are that one, const is an enum of one, a type left out beside properties,
//     items or an enum is filled in;
//   - every schema reference is #/components/schemas/NAME; references to the inside of something become components of
//     their own;
//   - keys are sorted, and so are enums and lists of required properties.
//
// It keeps what limits values (defaults, formats, bounds) and what is for readers. The names of component schemas stay.
func Normalize(doc *yaml.Node) error {
	value, err := fromYAML(doc)
	if err != nil {
		return err
	}
	normal, err := normalize(asObject(value))
	if err != nil {
		return err
	}
	*doc = *toYAML(normal)
	return nil
}

type normalizer struct {
	doc     object
	schemas object // the components that are done
	merging []string
}

func normalize(doc object) (object, error) {
	n := &normalizer{doc: asObject(clone(doc)), schemas: object{}}
	n.doc["openapi"] = "3.1.0"
	if err := n.paths(); err != nil {
		return nil, err
	}
	components := asObject(n.doc["components"])
	schemas := asObject(get(components, "schemas"))
	if schemas == nil {
		schemas = object{}
	}
	if err := n.lift(n.doc["paths"], schemas, false); err != nil {
		return nil, err
	}
	if components == nil {
		components = object{}
	}
	components["schemas"] = schemas
	n.doc["components"] = components
	for _, name := range keysOf(schemas) {
		if err := n.lift(schemas[name], schemas, false); err != nil {
			return nil, err
		}
	}
	for _, name := range keysOf(schemas) {
		n.component(name)
	}
	n.eachSchema(asObject(n.doc["paths"]))
	for _, section := range []string{"parameters", "requestBodies", "responses", "headers", "pathItems"} {
		delete(components, section)
	}
	components["schemas"] = n.schemas
	return n.doc, nil
}

// paths puts everything that an operation needs where the operation is.
func (n *normalizer) paths() error {
	paths := asObject(n.doc["paths"])
	for route, item := range paths {
		resolved, err := n.resolved(item)
		if err != nil {
			return fmt.Errorf("%s: %w", route, err)
		}
		item := maps.Clone(asObject(resolved))
		for _, method := range methods {
			operation := asObject(clone(item[method]))
			if operation == nil {
				continue
			}
			if err := n.operation(operation, asList(item["parameters"])); err != nil {
				return fmt.Errorf("%s %s: %w", strings.ToUpper(method), route, err)
			}
			if operation["servers"] == nil && item["servers"] != nil {
				operation["servers"] = clone(item["servers"])
			}
			item[method] = operation
		}
		delete(item, "parameters")
		delete(item, "servers")
		paths[route] = item
	}
	return nil
}

func (n *normalizer) operation(operation object, shared list) (err error) {
	if operation["parameters"], err = n.parameters(asList(operation["parameters"]), shared); err != nil {
		return err
	}
	if operation["requestBody"] != nil {
		if err := n.message(operation, "requestBody"); err != nil {
			return err
		}
	}
	responses := asObject(operation["responses"])
	for status := range responses {
		if err := n.message(responses, status); err != nil {
			return err
		}
		headers := asObject(get(responses[status], "headers"))
		for name, header := range headers {
			if headers[name], err = n.copied(header); err != nil {
				return err
			}
		}
	}
	if operation["deprecated"] == false {
		delete(operation, "deprecated")
	}
	return nil
}

func (n *normalizer) copied(value any) (any, error) {
	found, err := n.resolved(value)
	return clone(found), err
}

// parameters joins those of the operation with those of its path, which it may replace.
func (n *normalizer) parameters(own, shared list) (list, error) {
	byName := map[string]any{}
	for _, entry := range append(slices.Clone(shared), own...) {
		parameter, err := n.copied(entry)
		if err != nil {
			return nil, err
		}
		p := asObject(parameter)
		where := asText(p["in"])
		usual := map[bool]string{true: "form", false: "simple"}[where == "query" || where == "cookie"]
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
	return joined, nil
}

// message resolves the body or the answer under key, and takes the parameters off its media types.
func (n *normalizer) message(owner object, key string) error {
	resolved, err := n.copied(owner[key])
	if err != nil {
		return err
	}
	owner[key] = resolved
	content := asObject(get(resolved, "content"))
	for _, kind := range keysOf(content) {
		plain, _, err := mime.ParseMediaType(kind)
		if err != nil || plain == kind {
			continue
		}
		if _, present := content[plain]; !present {
			content[plain] = content[kind]
		}
		delete(content, kind)
	}
	return nil
}
