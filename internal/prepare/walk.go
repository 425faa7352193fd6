package prepare

import (
	"slices"
	"strings"
)

// Where schemas stand in a schema: under these keys one, a list of them, or one for each name.
var (
	oneSchema = []string{"items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else", "additionalItems",
		"unevaluatedItems", "unevaluatedProperties", "contentSchema"}
	listedSchemas = []string{"allOf", "anyOf", "oneOf", "prefixItems"}
	namedSchemas  = []string{"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
)

// inside replaces every schema that stands directly in a schema.
func inside(schema object, replace func(any) any) {
	for _, key := range oneSchema {
		if schema[key] != nil {
			schema[key] = replace(schema[key])
		}
	}
	for _, key := range listedSchemas {
		members := asList(schema[key])
		for i := range members {
			members[i] = replace(members[i])
		}
	}
	for _, key := range namedSchemas {
		members := asObject(schema[key])
		for name := range members {
			members[name] = replace(members[name])
		}
	}
}

// eachSchema brings every schema of normalized paths into its one spelling.
func (n *normalizer) eachSchema(paths object) {
	eachUse(paths, func(owner object) { owner["schema"] = n.schema(owner["schema"]) })
}

// eachUse calls visit for every parameter, header and media type that has a schema.
func eachUse(paths object, visit func(owner object)) {
	uses := func(owner any) {
		o := asObject(owner)
		if o["schema"] != nil {
			visit(o)
		}
		for _, kind := range keysOf(asObject(o["content"])) {
			if media := asObject(get(o, "content", kind)); media["schema"] != nil {
				visit(media)
			}
		}
	}
	for _, route := range keysOf(paths) {
		for _, method := range methods {
			operation := get(paths, route, method)
			for _, parameter := range asList(get(operation, "parameters")) {
				uses(parameter)
			}
			uses(get(operation, "requestBody"))
			responses := asObject(get(operation, "responses"))
			for _, status := range keysOf(responses) {
				uses(responses[status])
				headers := asObject(get(responses[status], "headers"))
				for _, name := range keysOf(headers) {
					uses(headers[name])
				}
			}
		}
	}
}

// lift makes a component of every target of a schema reference that is none yet, because normalizing moves what is
// inside schemas. In an object of names, such as properties, every key is a name and not a keyword.
func (n *normalizer) lift(value any, schemas object, names bool) error {
	switch value := value.(type) {
	case list:
		for _, item := range value {
			if err := n.lift(item, schemas, false); err != nil {
				return err
			}
		}
	case object:
		if ref := refOf(value); ref != "" && !names {
			keys, err := pointerKeys(ref)
			if err != nil {
				return err
			}
			name := strings.Join(keys, "/")
			if len(keys) == 3 && keys[0] == "components" && keys[1] == "schemas" {
				name = keys[2]
			}
			value["$ref"] = refTo(name)
			if schemas[name] == nil {
				found, err := n.target(ref)
				if err != nil {
					return err
				}
				schemas[name] = clone(found)
				if err := n.lift(schemas[name], schemas, false); err != nil {
					return err
				}
			}
		}
		for key, member := range value {
			if !names && (slices.Contains(dataKeys, key) || strings.HasPrefix(key, "x-")) {
				continue
			}
			if err := n.lift(member, schemas, !names && slices.Contains(namedSchemas, key)); err != nil {
				return err
			}
		}
	}
	return nil
}

// dataKeys are the keywords whose values are data, in which "$ref" is just a word.
var dataKeys = []string{"example", "examples", "default", "enum", "const", "discriminator", "links", "callbacks"}
