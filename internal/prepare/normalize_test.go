package prepare

import (
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v4"
)

// normalized returns a document, as JSON, after Normalize.
func normalized(t *testing.T, document string) string {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, document)
	}
	if err := Normalize(&doc); err != nil {
		t.Fatalf("%v in\n%s", err, document)
	}
	value, err := fromYAML(&doc)
	if err != nil {
		t.Fatal(err)
	}
	return text(value)
}

// withSchema is a document in which an operation answers with the schema.
func withSchema(schema string) string {
	return `{openapi: 3.1.0, info: {title: t, version: v}, paths: {/a: {get: {responses: {"200": {description: d, content: {application/json: {
schema: ` + schema + `}}}}}}}, components: {schemas: {Word: {type: string}, None: {type: "null"}, Letter: {const: b}, Base: {type: object, properties: {id: {type: integer}}, required: [id]},
Tree: {type: object, properties: {kids: {type: array, items: {$ref: "#/components/schemas/Tree"}}}}}}}`
}

// TestSpellingsOfASchema: what stands in one line means the same and comes out the same; what stands in different
// lines does not.
func TestSpellingsOfASchema(t *testing.T) {
	lines := [][]string{
		{`{type: string}`, `{type: [string]}`, `{allOf: [{type: string}]}`, `{oneOf: [{type: string}]}`, `{anyOf: [{type: string}, {type: string, title: A}]}`, `{anyOf: [{anyOf: [{type: string}]}]}`,
			`{type: string, nullable: false, minLength: 0, readOnly: false}`},
		{`{type: [string, "null"]}`, `{type: [null, string]}`, `{anyOf: [{type: string}, {type: null}]}`, `{type: string, nullable: true}`, `{anyOf: [{type: string}, {type: "null"}]}`,
			`{oneOf: [{type: "null"}, {type: string}]}`, `{anyOf: [{type: string}, {enum: [null]}]}`, `{anyOf: [{type: string}, {const: null}]}`,
			`{allOf: [{type: string, nullable: true}]}`, `{anyOf: [{type: string, nullable: true}]}`,
			`{allOf: [{anyOf: [{type: string}, {type: "null"}]}, {}]}`, `{anyOf: [{type: string}, {$ref: "#/components/schemas/None"}]}`},
		{`{enum: [a, b]}`, `{type: string, enum: [b, a]}`, `{oneOf: [{const: a}, {const: b}]}`, `{anyOf: [{enum: [b]}, {enum: [a]}]}`,
			`{type: string, anyOf: [{const: a}, {$ref: "#/components/schemas/Letter"}]}`},
		{`{type: string, enum: [a, b, null], nullable: true}`, `{anyOf: [{enum: [b, a]}, {type: "null"}]}`, `{type: [string, "null"], enum: [a, b, null]}`,
			`{enum: [null, b, a]}`, `{type: [string, "null"], enum: [a, b]}`, `{type: string, nullable: true, enum: [a, b]}`},
		{`{$ref: "#/components/schemas/Word"}`, `{allOf: [{$ref: "#/components/schemas/Word"}]}`, `{anyOf: [{$ref: "#/components/schemas/Word"}]}`},
		{`{anyOf: [{$ref: "#/components/schemas/Word"}, {type: "null"}]}`, `{oneOf: [{type: "null"}, {$ref: "#/components/schemas/Word"}]}`,
			`{$ref: "#/components/schemas/Word", nullable: true}`, `{allOf: [{$ref: "#/components/schemas/Word"}], nullable: true}`},
		{`{type: object, properties: {id: {type: integer}, to: {type: string}}, required: [id, to]}`,
			`{properties: {to: {type: string}, id: {type: integer}}, required: [to, id]}`,
			`{allOf: [{$ref: "#/components/schemas/Base"}, {properties: {to: {type: string}}, required: [to]}]}`,
			`{allOf: [{$ref: "#/components/schemas/Base"}], properties: {to: {type: string}}, required: [to], additionalProperties: true}`,
			`{$ref: "#/components/schemas/Base", properties: {to: {type: string}}, required: [to]}`},
		{`{type: integer, exclusiveMinimum: 3}`, `{type: integer, minimum: 3, exclusiveMinimum: true}`},
		{`{type: integer, minimum: 3}`, `{type: integer, minimum: 3, exclusiveMinimum: false}`, `{allOf: [{type: integer, minimum: 3}, {minimum: 1}]}`},
		{`{}`, `true`},
	}
	seen := map[string]string{}
	for _, line := range lines {
		want := normalized(t, withSchema(line[0]))
		if other, taken := seen[want]; taken {
			t.Errorf("%s and %s mean different things and come out the same", other, line[0])
		}
		seen[want] = line[0]
		for _, schema := range line {
			if got := normalized(t, withSchema(schema)); got != want {
				t.Errorf("%s\n  gives %s\n  want  %s, as of %s", schema, cutOut(got), cutOut(want), line[0])
			}
		}
	}
}

func cutOut(document string) string {
	_, rest, _ := strings.Cut(document, `"schema":`)
	return rest
}

const plain = `{openapi: 3.1.0, info: {title: t, version: v}, paths: {"/a/{id}": {put: {
parameters: [{in: path, name: id, required: true, schema: {type: string}}, {in: query, name: q, schema: {type: integer}}],
requestBody: {content: {application/json: {schema: {type: string}}}},
responses: {"200": {description: d, headers: {X-A: {schema: {type: string}}}, content: {application/json: {schema: {type: integer}}}}}}}},
components: {schemas: {}}}`

const spelled = `{openapi: 3.1, info: {title: t, version: v}, paths: {"/a/{id}": {$ref: "#/components/pathItems/A"}}, components: {
pathItems: {A: {parameters: [{$ref: "#/components/parameters/Q"}, {in: path, name: id, schema: {type: string}, style: simple}, {in: query, name: q, schema: {}}],
put: {parameters: [{$ref: "#/components/parameters/Q"}], requestBody: {$ref: "#/components/requestBodies/B"}, deprecated: false,
responses: {200: {$ref: "#/components/responses/R"}}}}},
parameters: {Q: {in: query, name: q, required: false, style: form, explode: true, schema: {type: [integer]}}},
requestBodies: {B: {content: {"Application/JSON ; Charset=UTF-8": {schema: {type: string}}}}},
headers: {H: {schema: {type: string}}},
responses: {R: {description: d, headers: {X-A: {$ref: "#/components/headers/H"}}, content: {"*/*": {schema: {type: integer}}}}}}}`

func TestSpellingsOfAnOperation(t *testing.T) {
	if got, want := normalized(t, spelled), normalized(t, plain); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestReferencesToTheInside: what is inside a schema or an operation can be referred to, and recursion ends.
func TestReferencesToTheInside(t *testing.T) {
	got := normalized(t, withSchema(`{type: object, properties: {default: {$ref: "#/components/schemas/Base/properties/id"},
tree: {allOf: [{$ref: "#/components/schemas/Tree"}, {properties: {x: {type: string}}}]},
again: {$ref: "#/paths/~1a/get/responses/200/content/application~1json/schema/properties/default"}}}`))
	for _, want := range []string{`"components/schemas/Base/properties/id":{"type":"integer"}`, `"tree":{"properties":{"kids":`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

// TestReferencesInADefaultAnswer: "default" is a status here and no keyword.
func TestReferencesInADefaultAnswer(t *testing.T) {
	document := withSchema(`{$ref: "#/components/schemas/Base/properties/id"}`)
	got := normalized(t, strings.Replace(document, `"200"`, `default`, 1))
	if want := `"components/schemas/Base/properties/id":{"type":"integer"}`; !strings.Contains(got, want) {
		t.Errorf("%s lacks %s", got, want)
	}
}

// TestMergingRecursiveSchemasEnds: two schemas that have themselves as a property can be asked for together.
func TestMergingRecursiveSchemasEnds(t *testing.T) {
	schemas := `A: {type: object, properties: {up: {$ref: "#/components/schemas/A"}}},
B: {type: object, properties: {up: {$ref: "#/components/schemas/B"}, b: {type: string}}}, Word: `
	document := withSchema(`{allOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"}]}`)
	got := normalized(t, strings.Replace(document, "Word: ", schemas, 1))
	if want := `"up":{"properties":{"b":{"type":"string"},"up":{"$ref":"#/components/schemas/A"}}`; !strings.Contains(got, want) {
		t.Errorf("%s lacks %s", got, want)
	}
}

// TestValuesKeepTheirKind: a number stays a number and a date a text.
func TestValuesKeepTheirKind(t *testing.T) {
	got := normalized(t, withSchema(`{type: integer, minimum: 3, default: 2024-01-02, example: .inf}`))
	if want := `{"default":"2024-01-02","example":".inf","minimum":3,"type":"integer"}`; !strings.Contains(got, want) {
		t.Errorf("%s lacks %s", got, want)
	}
}

func TestNormalizeTwiceIsNormalizeOnce(t *testing.T) {
	for _, document := range []string{spelled, withSchema(`{type: string, nullable: true, enum: [a]}`),
		withSchema(`{anyOf: [{$ref: "#/components/schemas/Base"}, {type: integer}, {type: "null"}]}`)} {
		once := normalized(t, document)
		if again := normalized(t, once); again != once {
			t.Errorf("once\n%s\ntwice\n%s", once, again)
		}
	}
}

func TestNormalizeRefuses(t *testing.T) {
	for document, want := range map[string]string{
		withSchema(`{$ref: "other.yaml#/A"}`):                                                                                    `"other.yaml#/A" is no JSON pointer into the document`,
		withSchema(`{$ref: "#/components/schemas/Lost"}`):                                                                        `"#/components/schemas/Lost" leads nowhere`,
		withSchema(`{$ref: "#/paths/~1a/get/responses/200/content/application~1json/schema"}`):                                   `leads to itself`,
		withSchema(`{$ref: "#/paths/~1a/get/responses/200/content/application~1json/schema/properties/x"}`):                      `leads to itself`,
		strings.Replace(withSchema(`{}`), `Word: {`, `Word: {allOf: [{$ref: "#/components/schemas/Word"}, {maxLength: 3}], `, 1): `"#/components/schemas/Word" leads to itself`,
		strings.Replace(plain, `{put:`, `{$ref: "#/paths/~1a~1{id}", put:`, 1):                                                   `leads to itself`,
		strings.Replace(plain, `{in: query,`, `{$ref: "#/components/parameters/N", `, 1):                                         `PUT /a/{id}: the reference "#/components/parameters/N" leads nowhere`,
	} {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(document), &doc); err != nil {
			t.Fatal(err)
		}
		if err := Normalize(&doc); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
