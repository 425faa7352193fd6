package prepare

import "testing"

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
