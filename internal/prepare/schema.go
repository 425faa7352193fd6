package prepare

import (
	"slices"
	"strings"
)

// Where schemas stand in a schema: under these keys one, a list of them, or one for each name.
var (
	oneSchema = []string{"items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else",
		"additionalItems", "unevaluatedItems", "unevaluatedProperties", "contentSchema"}
	listedSchemas = []string{"allOf", "anyOf", "oneOf", "prefixItems"}
	namedSchemas  = []string{"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
)

// annotations are the keywords of a schema that are for readers and limit nothing; x- extensions are too.
var annotations = []string{"title", "description", "example", "examples", "$comment", "externalDocs", "deprecated"}

func isAnnotation(key string) bool {
	return slices.Contains(annotations, key) || strings.HasPrefix(key, "x-")
}

// limitsNothing reports whether a schema consists of annotations and the keys alone.
func limitsNothing(schema object, but ...string) bool {
	for key := range schema {
		if !isAnnotation(key) && !slices.Contains(but, key) {
			return false
		}
	}
	return true
}

// component returns a copy of a component schema, normalized once.
func (n *normalizer) component(name string) object {
	if n.schemas[name] == nil {
		n.merging = append(n.merging, name)
		n.schemas[name] = n.schema(clone(n.sources[name]))
		n.merging = n.merging[:len(n.merging)-1]
		if ref := refOf(n.schemas[name]); ref == refTo(name) { // as a part of an allOf
			n.fail(ref, "leads to itself")
		}
	}
	return clone(asObject(n.schemas[name]))
}

// lifted returns the reference to a component for any reference to a schema, and makes a component of a target that
// is none yet.
func (n *normalizer) lifted(ref string) string {
	keys := n.pointerKeys(ref)
	name := strings.Join(keys, "/")
	if len(keys) == 3 && keys[0] == "components" && keys[1] == "schemas" {
		name = keys[2]
	}
	if n.sources[name] == nil {
		n.sources[name] = n.target(ref, 0)
	}
	n.resolved(n.sources[name], 0) // refuses a circle
	return refTo(name)
}

// schema brings a schema and all that stands in it into one spelling. References stay, except in an allOf that has to
// be merged.
func (n *normalizer) schema(value any) object {
	s := asObject(value)
	switch {
	case value == false:
		return object{"not": object{}}
	case s == nil, n.err != nil:
		return object{}
	}
	n.inside(s)
	plainKeywords(s)
	null := takeNull(s)
	for _, key := range []string{"anyOf", "oneOf"} {
		null = n.alternatives(s, key) || null
	}
	if s["allOf"] != nil {
		var partsNull bool
		s, partsNull = n.combined(s)
		null = null || partsNull
	}
	if ref := refOf(s); ref != "" {
		ref = n.lifted(ref)
		if s["$ref"] = ref; !limitsNothing(s, "$ref") {
			s, _ = n.combined(object{"allOf": list{object{"$ref": ref}, without(s, "$ref")}})
		}
	}
	inferType(s)
	if null {
		s = withNull(s)
	}
	return s
}

// inside normalizes the schemas that stand in a schema, but for true and false.
func (n *normalizer) inside(s object) {
	normal := func(member any) any {
		if _, isBool := member.(bool); isBool {
			return member
		}
		return n.schema(member)
	}
	for _, key := range oneSchema {
		if s[key] != nil {
			s[key] = normal(s[key])
		}
	}
	for _, key := range listedSchemas {
		for i, member := range asList(s[key]) {
			asList(s[key])[i] = normal(member)
		}
	}
	for _, key := range namedSchemas {
		members := asObject(s[key])
		for _, name := range keysOf(members) {
			members[name] = normal(members[name])
		}
	}
}

// plainKeywords rewrites keywords that have two spellings and drops those that say nothing.
func plainKeywords(s object) {
	if value, present := s["const"]; present {
		delete(s, "const")
		s["enum"] = list{value}
	}
	for _, bound := range []string{"minimum", "maximum"} { // OpenAPI 3.0 has a flag beside the bound
		key := "exclusiveM" + bound[1:]
		if flag, isFlag := s[key].(bool); isFlag {
			delete(s, key)
			if limit, present := s[bound]; flag && present {
				delete(s, bound)
				s[key] = limit
			}
		}
	}
	for key, usual := range map[string]any{"minLength": 0, "minItems": 0, "minProperties": 0, "readOnly": false,
		"writeOnly": false, "deprecated": false, "uniqueItems": false, "additionalProperties": true} {
		if s[key] == usual {
			delete(s, key)
		}
	}
	if extra, isObject := s["additionalProperties"].(object); isObject && len(extra) == 0 {
		delete(s, "additionalProperties")
	}
	for _, key := range []string{"enum", "required"} {
		if values, present := s[key].(list); present {
			s[key] = sorted(values)
		}
	}
	if len(asList(s["required"])) == 0 {
		delete(s, "required")
	}
}

// sorted returns the values in a fixed order, each once.
func sorted(values list) list {
	byText := object{}
	for _, value := range values {
		byText[text(value)] = value
	}
	ordered := list{}
	for _, key := range keysOf(byText) {
		ordered = append(ordered, byText[key])
	}
	return ordered
}

// inferType fills in a type that the other keywords leave no choice about.
func inferType(s object) {
	switch {
	case s["type"] != nil, s["$ref"] != nil, s["anyOf"] != nil, s["oneOf"] != nil, s["not"] != nil:
	case s["properties"] != nil, s["additionalProperties"] != nil:
		s["type"] = "object"
	case s["items"] != nil:
		s["type"] = "array"
	default:
		kinds := object{}
		for _, member := range asList(s["enum"]) {
			switch member.(type) {
			case string:
				kinds["string"] = true
			case bool:
				kinds["boolean"] = true
			case int:
				kinds["integer"] = true
			case float64:
				kinds["number"] = true
			}
		}
		if len(kinds) == 1 {
			s["type"] = keysOf(kinds)[0]
		}
	}
}
