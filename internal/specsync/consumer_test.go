package specsync

import (
	"slices"
	"strings"
	"testing"
)

const wanted = `
openapi: 3.1.0
info: {title: what we rely on, version: '1'}
servers: [{url: https://api.example.com}]
security: [{Key: []}]
paths:
  /groups/{id}:
    get:
      parameters: [{in: path, name: id, required: true, schema: {type: string}}]
      responses: {'200': {description: d, content: {application/json: {schema: {type: object, required: [name], properties: {
        name: {type: string}, rule: {$ref: 'cloud_api.yaml#/paths/~1rules/put/responses/200/content/application~1json/schema'},
        state: {type: string, enum: [NEW, DONE]}, mine: {$ref: '#/components/schemas/Port'}, task: {anyOf: [{type: string}, {type: 'null'}]}, at: {type: string, format: date-time}}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {kind: {type: string, enum: [a, b]}, size: {type: integer}}}}}}
      responses: {'200': {description: d}}
components: {schemas: {Port: {type: boolean}}, securitySchemes: {Key: {type: apiKey, in: header, name: Authorization}}}
`

const sliceOfRules = `
openapi: 3.1.0
info: {title: slice, version: '1'}
paths: {/rules: {put: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Rule'}}}}}}}}
components: {schemas: {Rule: {type: object, properties: {id: {type: string}, port: {$ref: '#/components/schemas/Port'}}}, Port: {type: integer}}}
`

const offered = `
openapi: 3.1.0
info: {title: full, version: '7'}
servers: [{url: https://api.example.com}]
security: [{Key: []}]
paths:
  /other: {get: {responses: {}}}
  /groups/{id}:
    get:
      parameters: [{in: path, name: id, required: true, schema: {type: string}}, {in: query, name: page, schema: {type: integer}}]
      responses:
        '200': {description: words, content: {application/json: {schema: {$ref: '#/components/schemas/Group'}}, text/plain: {}}}
        '404': {description: gone}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Request'}}}}
      responses: {'200': {description: d}}
components:
  securitySchemes: {Key: {type: apiKey, in: header, name: Authorization}, Token: {type: http, scheme: bearer}}
  schemas:
    Group:
      type: object
      title: Group
      required: [name, extra]
      properties:
        name: {type: string, maxLength: 5}
        extra: {type: string}
        rule: {$ref: '#/components/schemas/UpstreamRule'}
        state: {$ref: '#/components/schemas/State'}
        task: {type: [string, 'null']}
        mine: {type: boolean}
        at: {type: string, format: date-time}
    UpstreamRule: {type: object, properties: {id: {type: string}, port: {type: integer}, more: {type: string}}}
    State: {type: string, enum: [NEW, RUNNING, DONE]}
    Request: {type: object, properties: {kind: {type: string, enum: [a, b, c]}, size: {type: integer}, more: {type: boolean, default: true}}}
`

func TestConsumer(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"more than we rely on", "", "", ""},
		{"an operation is gone", "    post:", "    put:", "operation-removed"},
		{"an operation moved", "/groups/{id}:", "/v2/groups/{id}:", "operation-removed operation-removed"},
		{"an operation is deprecated", "    post:", "    post:\n      deprecated: true", "operation-deprecated"},
		{"a field is gone", "        name: {type: string, maxLength: 5}\n", "", "property-removed"},
		{"a field has another type", "name: {type: string", "name: {type: integer", "type-changed"},
		{"a field is no longer certain", "required: [name, extra]", "required: [extra]", "property-optional"},
		{"a field may be null", "name: {type: string", "name: {type: [string, 'null']", "null-added"},
		{"a null that we accept is gone", "task: {type: [string, 'null']}", "task: {type: string}", ""},
		{"a field of the slice's schema is gone", "{id: {type: string}, port: {type: integer},", "{port: {type: integer},", "property-removed"},
		{"a field of the slice's schema, one reference on", "port: {type: integer}", "port: {type: string}", "type-changed"},
		{"a state is gone", "DONE]", "FINISHED]", "enum-value-removed"},
		{"a value that we send is gone", "[a, b, c]", "[a, c]", "enum-value-removed"},
		{"a field that we send is gone", "size: {type: integer}, ", "", "property-removed-ignored"},
		{"a field that we do not send is required", "Request: {type: object", "Request: {type: object, required: [more]", "property-added-required"},
		{"a parameter that we do not send is required", "name: page", "required: true, name: page", "parameter-added-required"},
		{"the server is another", "https://api.example.com", "https://api.example.org", "server-changed"},
		{"the key goes elsewhere", "in: header", "in: query", "security-scheme-changed"},
		{"one operation wants another key", "    post:", "    post:\n      security: [{Token: []}]", "security-removed"},
		{"a time has another form", "format: date-time", "format: date", "form-changed"},
		{"a state may be anything", "State: {type: string, enum: [NEW, RUNNING, DONE]}", "State: {type: string}", "enum-removed"},
		{"the status is another", "'200': {description: words", "'202': {description: words", "status-removed-success"},
		{"the content type is another", "application/json: {schema: {$ref: '#/components/schemas/Group'}}, ", "", "content-type-removed"},
	} {
		doc, err := Parse([]byte(strings.Replace(offered, c.old, c.new, 1)))
		if err != nil {
			t.Fatal(c.name, err)
		}
		found, err := Consumer(tree(t, wanted), tree(t, sliceOfRules), doc)
		if err != nil {
			t.Fatal(c.name, err)
		}
		var got []string
		for _, f := range found {
			got = append(got, f.Change)
			if f.Breaking() == (f.Change == "operation-deprecated") {
				t.Errorf("%s: %s is judged %s", c.name, f.Change, f.verdict())
			}
			if strings.Contains(f.Meaning(), "{") && !strings.Contains(f.Meaning(), "{id}") {
				t.Errorf("%s: %q is not filled in", c.name, f.Meaning())
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestConsumerRefusesBrokenContracts(t *testing.T) {
	doc, err := Parse([]byte(offered))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, contract, slice, want string }{
		{"a part that the slice lacks", strings.Replace(wanted, "~1rules", "~1gone", 1), sliceOfRules, "which is not there"},
	} {
		if _, err := Consumer(tree(t, c.contract), tree(t, c.slice), doc); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestTheSuccessorContractHoldsInTheRevisions(t *testing.T) {
	for _, date := range []string{"2026-05-15", "2026-07-14"} { // in February there were no v2 endpoints yet
		doc, err := Parse([]byte(revision(t, date)))
		if err != nil {
			t.Fatal(err)
		}
		found, err := Consumer(tree(t, read(t, "../../"+successorFile)), tree(t, read(t, may)), doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s: %s: %s", date, f.Pointer, f.Meaning())
		}
	}
}
