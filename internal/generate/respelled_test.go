package generate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// wrapped puts references and what has a type into a list of one.
func wrapped(key string) func(object) object {
	return func(s object) object {
		if s["$ref"] == nil && s["type"] == nil || is(s, "null") {
			return s
		}
		return object{key: []any{s}}
	}
}

func inParts(s object) object {
	properties := at(s, "properties")
	if len(properties) < 2 || s["additionalProperties"] != nil {
		return s
	}
	required, _ := s["required"].([]any)
	var parts []any
	for i, name := range slices.Sorted(maps.Keys(properties)) {
		part := object{"type": "object", "properties": object{name: properties[name]}}
		if i%2 == 0 {
			delete(part, "type")
		}
		if slices.Contains(required, any(name)) {
			part["required"] = []any{name}
		}
		parts = append(parts, part)
	}
	delete(s, "properties")
	delete(s, "required")
	s["allOf"] = append(parts, object{"description": "Nothing but words."})
	return s
}

func reversed(s object) object {
	for _, key := range []string{"enum", "required", "anyOf", "oneOf"} {
		if values, _ := s[key].([]any); values != nil {
			slices.Reverse(values)
		}
	}
	return s
}

func consts(s object) object {
	values, _ := s["enum"].([]any)
	if values == nil {
		return s
	}
	var members []any
	for _, value := range values {
		members = append(members, object{"const": value, "type": s["type"]})
	}
	delete(s, "enum")
	if s["oneOf"] = members; len(members) == 1 {
		delete(s, "oneOf")
		s["const"] = values[0]
	}
	return s
}

func untyped(s object) object {
	if is(s, "object") && s["properties"] != nil || is(s, "array") && s["items"] != nil || is(s, "string") && s["enum"] != nil {
		delete(s, "type")
	}
	return s
}

func wordy(s object) object {
	if s["$ref"] != nil || s["type"] == nil {
		return s
	}
	s["nullable"], s["readOnly"], s["title"], s["x-word"] = false, false, "Word", []any{"$ref"}
	if is(s, "object") && s["properties"] != nil && s["additionalProperties"] == nil {
		s["additionalProperties"] = true
	}
	return s
}

// components puts parameters, bodies and answers into components and refers to them, twice over for answers.
func components(d object) {
	parts := at(d, "components")
	place := func(section string, value any) object {
		if parts[section] == nil {
			parts[section] = object{}
		}
		name := fmt.Sprintf("Rule%d", len(at(parts, section)))
		at(parts, section)[name] = value
		return object{"$ref": "#/components/" + section + "/" + name}
	}
	eachOperation(d, func(_ string, o object) {
		parameters, _ := o["parameters"].([]any)
		for i := range parameters {
			if at(parameters[i])["$ref"] == nil {
				parameters[i] = place("parameters", parameters[i])
			}
		}
		if o["requestBody"] != nil {
			o["requestBody"] = place("requestBodies", o["requestBody"])
		}
		for status, response := range at(o, "responses") {
			at(o, "responses")[status] = place("responses", place("responses", response))
		}
	})
}

// atPath moves the path parameters that all operations of a path have to the path.
func atPath(d object) {
	for path, item := range at(d, "paths") {
		shared, _ := at(item)["parameters"].([]any)
		seen := map[string]bool{}
		for _, line := range operationsIn(object{"paths": object{path: item}}) {
			method, _, _ := strings.Cut(line, " ")
			o := at(item, strings.ToLower(method))
			parameters, _ := o["parameters"].([]any)
			o["parameters"] = slices.DeleteFunc(parameters, func(p any) bool {
				if at(p)["in"] != "path" {
					return false
				}
				if name := fmt.Sprint(at(p)["name"]); !seen[name] {
					seen[name] = true
					shared = append(shared, p)
				}
				return true
			})
		}
		at(item)["parameters"] = shared
	}
}

func pathItems(d object) {
	items := object{}
	for path, item := range at(d, "paths") {
		name := fmt.Sprintf("Item%d", len(items))
		items[name] = item
		at(d, "paths")[path] = object{"$ref": "#/components/pathItems/" + name}
	}
	at(d, "components")["pathItems"] = items
}

func charset(d object) {
	each := func(owner any) {
		content := at(owner, "content")
		if media := content["application/json"]; media != nil {
			delete(content, "application/json")
			content["Application/JSON; Charset=UTF-8"] = media
		}
	}
	eachOperation(d, func(_ string, o object) {
		each(o["requestBody"])
		for _, response := range at(o, "responses") {
			each(response)
		}
	})
}
