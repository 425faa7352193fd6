package generate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// spellings are ways to say the same. Each changes a document in place.
var spellings = []struct {
	name  string
	spell func(document object)
}{
	{"as it is", func(object) {}},
	{"the version as a number", func(d object) { d["openapi"] = 3.1 }},
	{"OpenAPI 3.0 with nullable", func(d object) { d["openapi"] = "3.0.3"; eachSchema(d, nullable) }},
	{"null in the type list", func(d object) { eachSchema(d, nullInTypes) }},
	{"null first, by oneOf", func(d object) { eachSchema(d, nullFirst) }},
	{"schemas inlined", inlined},
	{"schemas lifted, under names of ours", lifted},
	{"schemas renamed", renamed},
	{"allOf of one", func(d object) { eachSchema(d, wrapped("allOf")) }},
	{"oneOf of one", func(d object) { eachSchema(d, wrapped("oneOf")) }},
	{"anyOf of one", func(d object) { eachSchema(d, wrapped("anyOf")) }},
	{"allOf of parts", func(d object) { eachSchema(d, inParts) }},
	{"lists in another order", func(d object) { eachSchema(d, reversed) }},
	{"enums of const", func(d object) { eachSchema(d, consts) }},
	{"types left out", func(d object) { eachSchema(d, untyped) }},
	{"more said than needed", func(d object) { eachSchema(d, wordy) }},
	{"bodies, answers and parameters as components", components},
	{"parameters at the path", atPath},
	{"path items behind references", pathItems},
	{"operation ids changed", func(d object) {
		eachOperation(d, func(path string, o object) { o["operationId"] = "x" + path })
	}},
	{"media types with a charset", charset},
	{"servers at the operations", func(d object) {
		eachOperation(d, func(_ string, o object) {
			if o["servers"] == nil {
				o["servers"] = d["servers"]
			}
		})
	}},
	{"much at once", func(d object) {
		eachSchema(d, nullable)
		eachSchema(d, inParts)
		lifted(d)
		eachSchema(d, wrapped("allOf"))
		eachSchema(d, reversed)
		atPath(d)
		components(d)
		pathItems(d)
	}},
}

func is(schema any, kind string) bool { return at(schema)["type"] == kind }

// optional returns the other member of an anyOf with null.
func optional(s object) (object, bool) {
	members, _ := s["anyOf"].([]any)
	if len(members) != 2 || !is(members[1], "null") {
		return nil, false
	}
	other := maps.Clone(s)
	delete(other, "anyOf")
	maps.Copy(other, at(members[0]))
	return other, true
}

func nullable(s object) object {
	other, is := optional(s)
	if !is {
		return s
	}
	if ref := other["$ref"]; ref != nil {
		delete(other, "$ref")
		other["allOf"] = []any{object{"$ref": ref}}
	}
	other["nullable"] = true
	return other
}

func nullInTypes(s object) object {
	other, is := optional(s)
	if !is || other["type"] == nil {
		return s
	}
	other["type"] = []any{"null", other["type"]}
	if enum, _ := other["enum"].([]any); enum != nil {
		other["enum"] = append(slices.Clone(enum), nil)
	}
	return other
}

func nullFirst(s object) object {
	if _, is := optional(s); is {
		members := s["anyOf"].([]any)
		delete(s, "anyOf")
		s["oneOf"] = []any{members[1], members[0]}
	}
	return s
}

func inlined(d object) {
	schemas := at(d, "components", "schemas")
	var recursive func(name string, open []string) bool
	recursive = func(name string, open []string) bool {
		data, _ := json.Marshal(schemas[name])
		return slices.Contains(open, name) || slices.ContainsFunc(slices.Collect(maps.Keys(schemas)), func(other string) bool {
			return strings.Contains(string(data), `"#/components/schemas/`+other+`"`) && recursive(other, append(open, name))
		})
	}
	for range 4 { // as deep as references lead to references
		eachSchema(d, func(s object) object {
			name := strings.TrimPrefix(fmt.Sprint(s["$ref"]), "#/components/schemas/")
			if s["$ref"] == nil || recursive(name, nil) {
				return s
			}
			whole := copied(at(schemas, name))
			delete(s, "$ref")
			maps.Copy(whole, s)
			return whole
		})
	}
}

func lifted(d object) {
	schemas := at(d, "components", "schemas")
	names := []string{"Protocols", "UpdateSecurityGroupRuleBody", "Client", "Operation", "EtherType", "ListCratesResult", "Error"}
	news := object{}
	eachSchema(d, func(s object) object {
		if s["$ref"] != nil || is(s, "null") {
			return s
		}
		name := fmt.Sprintf("Lifted%d", len(news))
		if len(news) < len(names) {
			name = names[len(news)]
		}
		news[name] = s
		return object{"$ref": "#/components/schemas/" + name}
	})
	maps.Copy(schemas, news)
}

func renamed(d object) {
	schemas := at(d, "components", "schemas")
	names := slices.Sorted(maps.Keys(schemas))
	data, _ := json.Marshal(d)
	text := string(data)
	for i, name := range names {
		text = strings.ReplaceAll(text, `"#/components/schemas/`+name+`"`, fmt.Sprintf(`"#/components/schemas/\u0000%d"`, i))
	}
	for i := range names { // each gets the name of its neighbour
		text = strings.ReplaceAll(text, fmt.Sprintf(`"#/components/schemas/\u0000%d"`, i), `"#/components/schemas/`+names[(i+1)%len(names)]+`"`)
	}
	clear(d)
	_ = json.Unmarshal([]byte(text), &d)
	moved := object{}
	for i, name := range names {
		moved[names[(i+1)%len(names)]] = at(d, "components", "schemas")[name]
	}
	at(d, "components")["schemas"] = moved
}
