package specsync

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSlicingTheSliceChangesNothing(t *testing.T) {
	want := read(t, may)
	if got := cut(t, want, listed(t)...); got != want {
		t.Errorf("cut out of itself, the slice differs:\n%s", got)
	}
}

func TestOrderAndStyleOfTheInputDoNotShow(t *testing.T) {
	want := read(t, may)
	shuffled := toJSON(tree(t, want))
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(shuffled), "", "\t"); err != nil {
		t.Fatal(err)
	}
	aliased := strings.Replace(want, "example: ingress\n          examples:\n            - ingress",
		"example: &a ingress\n          examples:\n            - *a", 1)
	aliased = strings.Replace(aliased, "  /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}:\n    put:",
		"  /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}: &item\n    put:", 1)
	aliased = strings.Replace(aliased, "components:\n", "  /other: *item\ncomponents:\n", 1)
	if aliased == want {
		t.Fatal("the slice has no place for an alias any more")
	}
	for name, text := range map[string]string{
		"JSON, keys shuffled":    shuffled,
		"JSON, indented":         indented.String(),
		"YAML in flow style":     "# not JSON\n" + shuffled,
		"YAML, shuffled blocks":  string(Dump(tree(t, shuffled))),
		"YAML with aliases":      aliased,
		"with a byte order mark": "\uFEFF" + want,
		"with a directive":       "%YAML 1.2\n---\n" + want,
		"with CRLF":              strings.ReplaceAll(want, "\n", "\r\n"),
	} {
		if got := cut(t, text, listed(t)...); got != want {
			t.Errorf("%s: the slice differs", name)
		}
	}
}

const petDocument = `
openapi: 3.1.0
info: {version: 1e6, title: Pets}
x-tagGroups: [{name: all}]
security: [{main: []}]
webhooks: {ping: {post: {responses: {}}}}
paths:
  /pets/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    delete: {responses: {'204': {$ref: '#/components/responses/Unused'}}}
    post:
      responses:
        default: {$ref: '#/components/responses/Failure'}
        '200':
          content:
            application/xml: {schema: {$ref: '#/components/schemas/Pet%20shop'}}
            application/json: {schema: {$ref: '#/components/schemas/Pet'}, examples: {one: {$ref: '#/components/examples/One'}}}
          headers: {X-Rate: {$ref: '#/components/headers/Rate'}}
          description: yes
        404: {description: gone}
      requestBody: {$ref: '#/components/requestBodies/Body'}
      operationId: pet
      security: [{other: [read]}]
      x-order: {b: 1, a: {$ref: nowhere}}
  /ref: {$ref: '#/components/pathItems/Shared'}
components:
  pathItems:
    Shared: {get: {responses: {'200': {description: ok}}}, put: {responses: {'200': {$ref: '#/components/responses/Unused'}}}}
  securitySchemes:
    unused: {type: http, scheme: basic}
    other: {type: oauth2, flows: {}}
    main: {in: header, type: apiKey, name: Key}
  parameters: {Id: {schema: {$ref: '#/components/schemas/Id'}, required: true, name: id, in: path}}
  responses: {Failure: {description: no}, Unused: {description: unused}}
  headers: {Rate: {schema: {$ref: '#/components/schemas/Rate'}}}
  examples: {One: {value: {$ref: not a reference, 10: ten, 9: nine}}}
  requestBodies: {Body: {content: {text/plain: {schema: {$ref: '#/components/schemas/a~1b~0c'}}}}}
  schemas:
    Unused: {type: string}
    Pet:
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}
      properties: {$ref: {type: string}, next: {$ref: '#/components/schemas/Pet'}, const: {const: {$ref: data}}}
      allOf: [{$ref: '#/components/schemas/Base'}]
      default: {$ref: data}
    Cat: {additionalProperties: {$ref: '#/components/schemas/Deep/properties/inner'}}
    Dog: {type: object}
    Base: {$defs: {x: {not: {$ref: '#/components/schemas/Not'}}}, items: {anyOf: [{oneOf: [{$ref: '#/components/schemas/One'}]}]}}
    Not: {}
    One: {}
    Id: {type: string}
    Rate: {type: integer}
    'Pet shop': {}
    a/b~c: {prefixItems: [{$ref: '#/components/schemas/Tuple'}], dependentSchemas: {x: {$ref: '#/components/schemas/Dependent'}}}
    Dependent: {}
    Tuple: {if: {$ref: '#/components/schemas/Dog'}}
    Deep: {properties: {inner: {type: string}}}
`

func TestCutTakesWhatIsReferencedAndNoMore(t *testing.T) {
	got := cut(t, petDocument, Operation{"post", "/pets/{id}"}, Operation{"get", "/ref"})
	slice := tree(t, got)
	for section, want := range map[string]string{
		"schemas":         "Base Cat Deep Dependent Dog Id Not One Pet Pet shop Rate Tuple a/b~c",
		"parameters":      "Id",
		"responses":       "Failure",
		"headers":         "Rate",
		"examples":        "One",
		"requestBodies":   "Body",
		"securitySchemes": "main other",
	} {
		if names := strings.Join(slices.Sorted(slices.Values(slice.Get("components", section).Keys)), " "); names != want {
			t.Errorf("%s: got %q, want %q", section, names, want)
		}
	}
	for path, want := range map[string]string{"/pets/{id}": "post parameters", "/ref": "get"} {
		if keys := strings.Join(slice.Get("paths", path).Keys, " "); keys != want {
			t.Errorf("%s has %s, want %s", path, keys, want)
		}
	}
	if keys := strings.Join(slice.Keys, " "); keys != "openapi info security paths components" {
		t.Errorf("top level: %s", keys)
	}
}

func TestCutOrdersEverything(t *testing.T) {
	got := cut(t, petDocument, Operation{"post", "/pets/{id}"})
	if version := regexp.MustCompile(`version: .*`).FindString(got); version != "version: '1e6'" {
		t.Errorf("the version is text, whatever it looks like; got %s", version)
	}
	slice := tree(t, got)
	for _, c := range []struct{ at, want string }{
		{"info", "title version"},
		{"paths /pets/{id} post", "operationId requestBody responses security x-order"},
		{"paths /pets/{id} post responses", "200 404 default"},
		{"paths /pets/{id} post responses 200", "description headers content"},
		{"paths /pets/{id} post responses 200 content", "application/json application/xml"},
		{"paths /pets/{id} post x-order", "a b"},
		{"components", "schemas responses parameters examples requestBodies headers securitySchemes"},
		{"components schemas", "Pet Pet shop a/b~c Rate Base Cat Dog Id Dependent Tuple Not One Deep"},
		{"components schemas Pet", "allOf default discriminator properties"},
		{"components parameters Id", "in name required schema"},
		{"components securitySchemes main", "type in name"},
		{"components examples One value", "9 10 $ref"},
	} {
		keys := strings.Join(slice.Get(strings.Fields(c.at)...).Keys, " ")
		if keys != c.want {
			t.Errorf("%s: got %q, want %q", c.at, keys, c.want)
		}
	}
}

func TestCutRefuses(t *testing.T) {
	post := Operation{"post", "/pets/{id}"}
	for _, c := range []struct {
		name, old, new, want string
		operation            Operation
	}{
		{"a vanished operation", "", "", "no operation GET /pets/{id}; the nearest it has: DELETE /pets/{id}, POST /pets/{id}. Name", Operation{"get", "/pets/{id}"}},
		{"a vanished path", "", "", "no operation POST /pet/{id}; the nearest it has: POST /pets/{id}, DELETE /pets/{id}. Name", Operation{"post", "/pet/{id}"}},
		{"a dangling reference", "Tuple: {if", "Gone: {if", `component a/b~c refers to "#/components/schemas/Tuple", which the document does not have`, post},
		{"another file", "'#/components/schemas/Rate'", "rate.yaml#/Rate", `component Rate refers to another file, "rate.yaml#/Rate"`, post},
		{"an anchor", "'#/components/schemas/Rate'", "'#rate'", "not a JSON pointer", post},
		{"a reference into another operation", "'#/components/schemas/Rate'", "'#/paths/~1ref/$ref'", "which is no component; list its operation", post},
		{"a reference that is a number", "'#/components/schemas/Rate'", "7", `/components/headers/Rate/schema/$ref is 7, want text; tell the vendor`, post},
		{"a type that is none", "Rate: {type: integer}", "Rate: {type: intger}", `/components/schemas/Rate/type is intger, want one of string, integer,`, post},
		{"a number for a title", "Rate: {type: integer}", "Rate: {title: 1}", `/components/schemas/Rate/title is 1, want text`, post},
		{"text for a flag", "Rate: {type: integer}", "Rate: {deprecated: 'true'}", `/deprecated is 'true', want true or false`, post},
		{"a mapping for an enum", "Rate: {type: integer}", "Rate: {enum: {a: 1}}", `/enum is {a: 1}, want a list`, post},
		{"text for a list", "Rate: {type: integer}", "Rate: {required: a}", `/required is a, want a list`, post},
		{"text for a schema", "Rate: {type: integer}", "Rate: {items: string}", `/items is string, want a mapping`, post},
		{"a component that is text", "Rate: {type: integer}", "Rate: integer", `/components/schemas/Rate is integer, want a mapping`, post},
		{"text for a limit", "Rate: {type: integer}", "Rate: {maximum: '5'}", `/maximum is '5', want a number`, post},
		{"an undefined security scheme", "other: {type", "another: {type", `the security scheme "other" is required but not defined`, post},
		{"a key twice", "{type: integer}", "{type: integer, type: string}", `line 51: the key "type" is there twice`, post},
		{"an anchor that contains itself", "Not: {}", "Not: &n {not: *n}", `the anchor "n" contains itself`, post},
		{"a key that is a mapping", "Not: {}", "Not: {{a: b}: c}", "a key is not text", post},
	} {
		doc, err := Parse([]byte(strings.Replace(petDocument, c.old, c.new, 1)))
		if err != nil {
			t.Fatal(c.name, err)
		}
		if _, err = Cut(doc, []Operation{c.operation}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.want)
		}
	}
}

func TestCutMindsOnlyItsOwnPart(t *testing.T) {
	const fault = "Unused: {type: string, type: [], $ref: nowhere}"
	cut(t, strings.Replace(petDocument, "Unused: {type: string}", fault, 1), Operation{"post", "/pets/{id}"})
}

// TestCutTakesKeysWithNothingBelowThem, and a null type without its quotes: what they mean is clear.
func TestCutTakesKeysWithNothingBelowThem(t *testing.T) {
	const empty = "Rate: {type: [integer, null], title: null, properties: null}"
	cut(t, strings.Replace(petDocument, "Rate: {type: integer}", empty, 1), Operation{"post", "/pets/{id}"})
}

// A document that is cut between two lines is still valid YAML.
func TestCutAtALineEndIsNoticed(t *testing.T) {
	var doc strings.Builder
	doc.WriteString("openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n")
	for i := range 20 {
		fmt.Fprintf(&doc, "  /p%d: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/S%d'}}}}}}}\n", i, i)
	}
	doc.WriteString("components:\n  schemas:\n")
	whole := doc.String()
	for i := range 20 {
		whole += fmt.Sprintf("    S%d: {type: string}\n", i)
	}
	for _, whole := range []string{whole, strings.ReplaceAll(whole, "#/components/schemas/S", "#/components/schem%61s/S")} {
		if _, err := Parse([]byte(whole)); err != nil {
			t.Error(err)
		}
	}
	if _, err := Parse([]byte(doc.String() + "    S0: {type: string}\n")); err == nil || !strings.Contains(err.Error(), "its end is probably lost") {
		t.Errorf("cut off: %v", err)
	}
}

// A question mark begins nothing inside a word, in flow style either.
func TestFlowStyleTakesQuestionMarks(t *testing.T) {
	if got := tree(t, "{url: http://x/y?z=1, b: tag ?x}"); got.Str("url") != "http://x/y?z=1" {
		t.Errorf("%s", Dump(got))
	}
}

func TestMergeKeysAreExpanded(t *testing.T) {
	got := tree(t, "a: &a {x: 1, y: 2}\nb: &b {<<: *a, y: 3}\nc: {<<: [*b, {z: 4}], w: 5}\n'<<': text")
	want := tree(t, "a: {x: 1, y: 2}\nb: {y: 3, x: 1}\nc: {w: 5, y: 3, x: 1, z: 4}\n'<<': text")
	if !got.Equal(want) {
		t.Errorf("got\n%swant\n%s", Dump(got), Dump(want))
	}
}

func TestAliasBombIsRefused(t *testing.T) {
	bomb := "openapi: 3.1.0\npaths: {}\ninfo: &a0 {version: 1, x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}\n"
	for _, level := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		last := string(level[0] - 1)
		bomb += "x-" + level + ": &a" + level + " [" + strings.TrimSuffix(strings.Repeat("*a"+last+", ", 10), ", ") + "]\n"
	}
	doc, err := Parse([]byte(bomb))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Cut(doc, nil); err == nil || !strings.Contains(err.Error(), "the aliases expand to more than") {
		t.Errorf("got %v", err)
	}
}

func TestOperationsFileIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		"- PUT /a\n- PUT /a": "PUT /a is listed twice",
		"- FETCH /a":         `"FETCH /a" in line 1 is not METHOD /path`,
		"- /a":               `"/a" in line 1 is not METHOD /path`,
		"# nothing\n":        "lists no operation",
		"PUT: /a":            "want a list of lines",
	} {
		path := t.TempDir() + "/operations.yaml"
		write(t, path, text)
		if _, err := ReadEntries(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}
