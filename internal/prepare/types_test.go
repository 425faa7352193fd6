package prepare

import (
	"maps"
	"strings"
	"testing"
)

// TestRecursionEnds: a type may be part of a choice in itself, with a limit beside the choice.
func TestRecursionEnds(t *testing.T) {
	doc, err := parse([]byte(`{openapi: 3.1.0, info: {title: t, version: v}, paths: {}, components: {schemas: {Rule: {
type: object, properties: {all: {anyOf: [{$ref: "#/components/schemas/Rule"}, {type: array, items: {$ref: "#/components/schemas/Rule"}}],
minProperties: 1}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = normalize(doc); err != nil {
		t.Fatal(err)
	}
	use := newTypeBuilder(doc).use(object{"$ref": "#/components/schemas/Rule"})
	if kind := use.to.fields[0].use.to.kind; kind != "union" {
		t.Errorf("got a %s, want a union", kind)
	}
}

// TestAStatusWithoutText: what is wrong with it is for oapi-codegen to say.
func TestAStatusWithoutText(t *testing.T) {
	o := newTypeBuilder(object{}).operation(Operation{}, object{"responses": object{"": object{}, "200": object{}}})
	if len(o.answers) != 2 {
		t.Errorf("got %+v", o.answers)
	}
}

// TestAChoiceBetweenTheSame is no choice, and keeps what the one form says.
func TestAChoiceBetweenTheSame(t *testing.T) {
	b := newTypeBuilder(object{"components": object{"schemas": object{"A": object{"type": "object", "properties": object{"a": object{"type": "string"}}}}}})
	for _, c := range []struct {
		member       object
		kind, format string
	}{
		{object{"type": "string", "format": "date-time"}, "string", "date-time"},
		{object{"$ref": "#/components/schemas/A"}, "object", ""},
	} {
		if to := b.use(object{"anyOf": list{c.member, without(c.member)}}).to; to.kind != c.kind || to.format != c.format {
			t.Errorf("%v: got %s %s", c.member, to.kind, to.format)
		}
	}
}

// TestNamesOfArguments: none hides what the generated function uses, and each is one of Go.
func TestNamesOfArguments(t *testing.T) {
	var entries []named
	for _, name := range []string{"ctx", "rule_id", "ruleId", "ctx2", "+"} {
		entries = append(entries, named{name, object{}})
	}
	distinctNames(entries, strings.Fields(usedByGenerated)...)
	got := map[string]any{}
	for _, entry := range entries {
		got[entry.name] = entry.object["x-go-name"]
	}
	if want := (map[string]any{"ctx": "Ctx3", "rule_id": nil, "ruleId": "RuleId2", "ctx2": nil, "+": "N"}); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
