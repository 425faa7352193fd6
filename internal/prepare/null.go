package prepare

import "slices"

// takeNull removes every spelling of "or null" from a schema's own keywords and reports whether there was one. A type
// list of one type becomes that type.
func takeNull(s object) bool {
	null := s["nullable"] == true
	delete(s, "nullable")
	if members, present := s["enum"].(list); present && slices.Contains(members, nil) {
		if null = true; len(members) > 1 {
			s["enum"] = slices.DeleteFunc(slices.Clone(members), func(member any) bool { return member == nil })
		} else {
			delete(s, "enum")
			s["type"] = "null"
		}
	}
	if t, present := s["type"]; present && t == nil { // the type null without its quotes
		s["type"] = "null"
	}
	if types, present := s["type"].(list); present {
		rest := slices.DeleteFunc(sorted(types), func(t any) bool { return t == "null" || t == nil })
		switch null = null || len(rest) < len(types); len(rest) {
		case 0:
			s["type"] = "null"
		case 1:
			s["type"] = rest[0]
		default:
			s["type"] = rest
		}
	}
	return null && s["type"] != "null"
}

// isNull reports whether a schema allows null alone.
func isNull(schema any) bool { return get(schema, "type") == "null" }

// withNull adds null to a schema that has none, in the one spelling.
func withNull(s object) object {
	null := object{"type": "null"}
	switch t, anyOf, oneOf := s["type"], asList(s["anyOf"]), asList(s["oneOf"]); {
	case anyOf != nil:
		s["anyOf"] = append(anyOf, null)
	case oneOf != nil:
		s["oneOf"] = append(oneOf, null)
	case s["$ref"] != nil:
		anyOf = list{object{"$ref": s["$ref"]}, null}
		s = with(object{"anyOf": anyOf}, without(s, "$ref"))
	case t != nil && t != "null":
		types := asList(t)
		if types == nil {
			types = list{t}
		}
		s["type"] = append(slices.Clone(types), "null")
		if members := asList(s["enum"]); members != nil {
			s["enum"] = append(slices.Clone(members), nil)
		}
	}
	return s
}

// splitNull returns a normalized schema without its null, and reports whether it had one.
func splitNull(schema object) (object, bool) {
	s := without(schema)
	if takeNull(s) {
		return s, true
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		members := asList(s[key])
		rest := slices.DeleteFunc(slices.Clone(members), isNull)
		if len(rest) == len(members) {
			continue
		}
		if s[key] = rest; len(rest) == 1 && key == "anyOf" {
			delete(s, key)
			s = with(s, asObject(rest[0]))
		}
		return s, true
	}
	return s, false
}
