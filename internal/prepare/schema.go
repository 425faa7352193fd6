package prepare

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// annotations are the keywords of a schema that are for readers and limit nothing; x- extensions are too.
var annotations = []string{"title", "description", "example", "examples", "$comment", "externalDocs", "deprecated"}

func isAnnotation(key string) bool {
	return slices.Contains(annotations, key) || strings.HasPrefix(key, "x-")
}

// limitsNothing reports whether a schema consists of annotations alone.
func limitsNothing(schema object) bool {
	for key := range schema {
		if !isAnnotation(key) {
			return false
		}
	}
	return true
}

// schema brings a schema and all that stands in it into one spelling. References stay, except in an allOf that has to
// be merged.
func (n *normalizer) schema(value any) any {
	s := asObject(value)
	if s == nil {
		if value == false {
			return object{"not": object{}}
		}
		return object{}
	}
	inside(s, func(member any) any {
		if _, isBool := member.(bool); isBool {
			return member // additionalProperties: false
		}
		return n.schema(member)
	})
	n.plainKeywords(s)
	null := takeNull(s)
	for _, key := range []string{"anyOf", "oneOf"} {
		null = n.alternatives(s, key) || null
	}
	if s["allOf"] != nil {
		var partsNull bool
		s, partsNull = n.combined(s)
		null = null || partsNull
	}
	if ref := refOf(s); ref != "" && !limitsNothing(without(s, "$ref")) {
		rest := without(s, "$ref")
		s, _ = n.combined(object{"allOf": list{object{"$ref": ref}, rest}})
	}
	inferType(s)
	if null {
		s = withNull(s)
	}
	return s
}

func without(s object, keys ...string) object {
	rest := maps.Clone(s)
	for _, key := range keys {
		delete(rest, key)
	}
	return rest
}

// plainKeywords rewrites keywords that have two spellings and drops those that say nothing.
func (n *normalizer) plainKeywords(s object) {
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
	for _, key := range []string{"minLength", "minItems", "minProperties"} {
		if s[key] == json.Number("0") {
			delete(s, key)
		}
	}
	for _, key := range []string{"readOnly", "writeOnly", "deprecated", "uniqueItems"} {
		if s[key] == false {
			delete(s, key)
		}
	}
	extra := s["additionalProperties"]
	if extra == true || extra != nil && asObject(extra) != nil && len(asObject(extra)) == 0 {
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
	byText := map[string]any{}
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
	if s["type"] != nil || s["$ref"] != nil || s["anyOf"] != nil || s["oneOf"] != nil || s["not"] != nil {
		return
	}
	switch {
	case s["properties"] != nil, s["additionalProperties"] != nil:
		s["type"] = "object"
	case s["items"] != nil:
		s["type"] = "array"
	case s["enum"] != nil:
		kinds := map[string]bool{}
		for _, member := range asList(s["enum"]) {
			switch member := member.(type) {
			case string:
				kinds["string"] = true
			case bool:
				kinds["boolean"] = true
			case json.Number:
				kinds[map[bool]string{true: "number", false: "integer"}[strings.ContainsAny(string(member), ".eE")]] = true
			}
		}
		if len(kinds) == 1 {
			s["type"] = keysOf(kinds)[0]
		}
	}
}
