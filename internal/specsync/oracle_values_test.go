package specsync

import (
	"maps"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// respell writes a schema in other words here and there: behind an allOf of one or of parts, with null in a type list,
// in an anyOf or in an enum, in place of a reference, and with exclusive limits.
func (g *schemaMaker) respell(schema any) any {
	s, ok := schema.(dict)
	if !ok {
		return schema
	}
	for key, value := range s {
		switch value := value.(type) {
		case dict:
			if key == "properties" {
				for name := range value {
					value[name] = g.respell(value[name])
				}
			} else {
				s[key] = g.respell(value)
			}
		case []any:
			if key == "anyOf" {
				for i := range value {
					value[i] = g.respell(value[i])
				}
				g.Shuffle(len(value), func(i, j int) { value[i], value[j] = value[j], value[i] })
			}
			if key == "enum" || key == "required" {
				g.Shuffle(len(value), func(i, j int) { value[i], value[j] = value[j], value[i] })
			}
		case float64:
			if s["type"] == "integer" && key == "minimum" && s["exclusiveMinimum"] == nil && g.IntN(2) == 0 {
				delete(s, key)
				s["exclusiveMinimum"] = value - 1
			}
		}
	}
	switch g.IntN(6) {
	case 0:
		return dict{g.one("allOf", "anyOf", "oneOf").(string): []any{s}}
	case 1:
		if s["anyOf"] == nil && len(s) > 1 { // in two parts, each with the type
			part := dict{}
			for _, key := range slices.Sorted(maps.Keys(s)) {
				if g.IntN(2) == 0 || key == "type" {
					part[key] = s[key]
				}
			}
			rest := maps.Clone(s)
			for key := range part {
				if key != "type" {
					delete(rest, key)
				}
			}
			return dict{"allOf": []any{part, rest}}
		}
	case 2:
		if types, ok := s["type"].([]any); ok && s["enum"] == nil {
			s["type"] = types[0]
			return dict{g.one("anyOf", "oneOf").(string): []any{s, dict{"type": "null"}}}
		}
	case 3:
		if s["$ref"] == "#/components/schemas/Word" {
			return clone(word)
		}
		if s["$ref"] == "#/components/schemas/Pair" {
			return clone(couple)
		}
	case 4:
		if s["enum"] != nil && g.IntN(2) == 0 {
			members := []any{}
			for _, value := range s["enum"].([]any) {
				members = append(members, dict{"const": value})
			}
			return dict{g.one("anyOf", "oneOf").(string): members}
		}
		if s["enum"] != nil {
			delete(s, "type")
		}
	}
	return s
}

// refused looks for a value that one schema takes and the other does not.
func (g *schemaMaker) refused(t *testing.T, takes, refuses any) (string, bool) {
	t.Helper()
	a, b := compiled(t, takes), compiled(t, refuses)
	for range 60 {
		value := g.value(takes)
		if a.Validate(value) == nil && b.Validate(value) != nil {
			return show(value), true
		}
	}
	return "", false
}

func compiled(t *testing.T, schema any) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	document := dict{"components": dict{"schemas": dict{"Word": word, "Pair": couple}}, "$defs": dict{"it": schema}}
	if err := c.AddResource("mem:///it", clone(document)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///it#/$defs/it")
	if err != nil {
		t.Fatalf("%v: %s", err, show(schema))
	}
	return s
}

// value draws a value that may fit a schema, with the names that the schema knows only.
func (g *schemaMaker) value(schema any) any {
	s, _ := schema.(dict)
	switch {
	case g.IntN(6) == 0 || len(s) == 0:
		return g.one(nil, true, 0, 1, 2, 3, 4, 6, -1, 0.5, 2.5, "", "a", "b", "abc", []any{}, dict{})
	case s["$ref"] == "#/components/schemas/Word":
		return g.value(word)
	case s["$ref"] == "#/components/schemas/Pair":
		return g.value(couple)
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		if members, ok := s[key].([]any); ok {
			return g.value(members[g.IntN(len(members))])
		}
	}
	values := dict{}
	if parts, ok := s["allOf"].([]any); ok {
		for _, part := range parts {
			value := g.value(part)
			fields, ok := value.(dict)
			if !ok {
				return value
			}
			maps.Copy(values, fields)
		}
		return values
	}
	if values, ok := s["enum"].([]any); ok {
		return g.one(values...)
	}
	if properties, ok := s["properties"].(dict); ok {
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			if g.IntN(4) > 0 {
				values[name] = g.value(properties[name])
			}
		}
		return values
	}
	if s["items"] != nil {
		list := []any{}
		for range g.IntN(3) {
			list = append(list, g.value(s["items"]))
		}
		return list
	}
	return g.one(nil, true, 0, 1, 2, 3, 4, 6, -1, 0.5, 2.5, "", "a", "b", "abc")
}
