package generate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/internal/specsync"
)

const rulePath = "/cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}"

// pets is a small document of our own with the operation that the root package is made of.
func pets(t *testing.T) (document, put, spec, rule object) {
	t.Helper()
	err := json.Unmarshal([]byte(`{"openapi": "3.1.0", "info": {"title": "t", "version": "v"}, "servers": [{"url": "https://a.example/"}], "paths": {"`+rulePath+`": {"put": {
"summary": "Update security group rule", "deprecated": true,
"parameters": [{"in": "path", "name": "project_id", "required": true, "schema": {"type": "integer"}}, {"in": "path", "name": "region_id", "required": true,
 "schema": {"type": "integer"}}, {"in": "path", "name": "rule_id", "required": true, "schema": {"type": "string"}}],
"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}},
"responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Out"}}}}}}}},
"components": {"schemas": {
"In": {"type": "object", "required": ["direction"], "properties": {"direction": {"type": "string", "enum": ["in", "out"]}, "ethertype": {"type": "string", "enum": ["IPv4", "IPv6"]},
 "protocol": {"type": "string", "enum": ["tcp", "any"]}, "port": {"type": "integer"}, "text": {"type": "string", "maxLength": 9, "default": ""}}},
"Out": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid4"}, "direction": {"type": "string", "enum": ["in", "out"]},
 "ethertype": {"type": "string", "enum": ["IPv4", "IPv6"]}, "protocol": {"type": "string", "enum": ["tcp", "udp"]}}}}}}`), &document)
	if err != nil {
		t.Fatal(err)
	}
	schemas := at(document, "components", "schemas")
	return document, at(document, "paths", rulePath, "put"), at(schemas, "In"), at(schemas, "Out")
}

// TestRealChangesGenerate: a change that leaves a meaning does not stop generation. Each case says what the Go code
// has then.
func TestRealChangesGenerate(t *testing.T) {
	for name, test := range map[string]struct {
		change func(put, spec, rule object)
		want   string
	}{
		"nothing": {func(object, object, object) {}, "Protocol string\n"},
		"another success status": {func(put, _, _ object) {
			responses := at(put, "responses")
			responses["201"] = responses["200"]
			delete(responses, "200")
		}, "JSON201 *Rule"},
		"a limit":  {func(_, spec, _ object) { at(spec, "properties", "text")["maxLength"] = 5 }, "Text string `json:\"text,omitempty,omitzero\"`"},
		"a format": {func(_, _, rule object) { at(rule, "properties", "id")["format"] = "uuid" }, "ID string `json:\"id\"`"},
		"a new required field": {func(_, spec, _ object) {
			at(spec, "properties")["log"] = object{"type": "boolean"}
			spec["required"] = []any{"direction", "log"}
		}, "Log bool `json:\"log\"`"},
		"a dropped field":     {func(_, spec, _ object) { delete(at(spec, "properties"), "text") }, "Port *int"},
		"a dropped ethertype": {func(_, spec, _ object) { delete(at(spec, "properties"), "ethertype") }, "EtherType string\n"},
		"an enum opened":      {func(_, spec, _ object) { at(spec, "properties")["protocol"] = object{"type": "string"} }, "ProtocolUDP Protocol = \"udp\""},
		"an enum opened by anyOf": {func(_, spec, _ object) {
			at(spec, "properties")["protocol"] = object{"anyOf": []any{object{"type": "string", "enum": []any{"ah"}}, object{"type": "string"}}}
		}, "ProtocolAH "},
		"both enums opened": {func(_, spec, rule object) {
			at(spec, "properties")["protocol"] = object{"type": "string"}
			at(rule, "properties")["protocol"] = object{"type": "string"}
		}, "Protocol = string\n"},
		"more properties": {func(_, spec, rule object) { spec["additionalProperties"], rule["additionalProperties"] = true, true }, "Port *int"},
		"a field in another case": {func(_, spec, _ object) {
			p := at(spec, "properties")
			p["etherType"] = p["ethertype"]
			delete(p, "ethertype")
		}, "EtherType EtherType `json:\"etherType,omitempty,omitzero\"`"},
		"a field in two cases":       {func(_, spec, _ object) { at(spec, "properties")["Text"] = object{"type": "integer"} }, "Text2 *int"},
		"a field called as a method": {func(_, spec, _ object) { at(spec, "properties")["string"] = object{"type": "integer"} }, "String2 *int"},
		"a field called as methods of a map": {func(_, spec, _ object) {
			spec["additionalProperties"] = object{"type": "string"}
			at(spec, "properties")["additional_properties"], at(spec, "properties")["get"] = object{"type": "integer"}, object{"type": "integer"}
		}, "AdditionalProperties2 *int"},
		"fields of signs": {func(_, spec, _ object) {
			at(spec, "properties")["+"], at(spec, "properties")["-"] = object{"type": "integer"}, object{"type": "integer"}
		}, "N2 *int `json:\"+,omitempty\"`"},
		"null in an enum": {func(_, _, rule object) {
			at(rule, "properties")["ethertype"] = object{"type": []any{"string", "null"}, "enum": []any{"IPv4", "IPv6", nil}}
		}, "EtherTypeIPv6 EtherType = \"IPv6\"\n)"},
		"a server of its own":  {func(put, _, _ object) { put["servers"] = []any{object{"url": "https://b.example"}} }, "https://b.example"},
		"no summary":           {func(put, _, _ object) { delete(put, "summary") }, "func (c *Client) UpdateSecurityGroupRule("},
		"no longer deprecated": {func(put, _, _ object) { delete(put, "deprecated") }, "Route:  \"" + rulePath + "\",\n}"},
		"body and answer the same": {func(_, spec, rule object) {
			clear(spec)
			for key, value := range rule {
				spec[key] = value
			}
		}, "type RuleSpec struct"},
		"answers of several kinds":  {func(put, _, _ object) { at(put, "responses")["202"] = object{"description": "Later."} }, "JSON200 *Rule"},
		"a limit with another type": {func(_, spec, _ object) { at(spec, "properties", "port")["format"] = "int64" }, "Port *int"},
	} {
		t.Run(name, func(t *testing.T) {
			document, put, spec, rule := pets(t)
			test.change(put, spec, rule)
			dir := moduleWith(t)
			synced(t, dir, document)
			files, err := Files(dir)
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			for _, file := range files[:2] {
				code += strings.Join(strings.FieldsFunc(string(file.Content), func(r rune) bool { return r == ' ' || r == '\t' }), " ")
			}
			want := strings.Join(strings.Fields(test.want), " ")
			if !strings.Contains(strings.Join(strings.Fields(code), " "), want) || strings.Contains(code, "LessThan") {
				t.Errorf("want %q in\n%s", want, code)
			}
		})
	}
}

// TestWhatStopsGeneration: the message says which operation, what was wanted and what to edit.
func TestWhatStopsGeneration(t *testing.T) {
	for name, test := range map[string]struct {
		change func(put, spec, rule object)
		want   []string
	}{
		"no body":                          {func(put, _, _ object) { delete(put, "requestBody") }, []string{"UpdateSecurityGroupRule (PUT " + rulePath + "): want a body in JSON", "find none"}},
		"an answer of text":                {func(_, _, rule object) { clear(rule); rule["type"] = "string" }, []string{"want a successful answer in JSON", "of type string", "adapt the root package"}},
		"a protocol of int":                {func(_, spec, _ object) { at(spec, "properties")["protocol"] = object{"type": "integer"} }, []string{"its property protocol is of type integer", "roles.go"}},
		"a property that JSON cannot name": {func(_, spec, _ object) { at(spec, "properties")["a,b"] = object{} }, []string{`the schema RuleSpec has the property "a,b"`, "overlay.yaml"}},
		"no direction at all": {func(_, spec, rule object) {
			delete(at(spec, "properties"), "direction")
			delete(at(rule, "properties"), "direction")
		}, []string{"neither its body nor its answer has the property direction"}},
	} {
		t.Run(name, func(t *testing.T) {
			document, put, spec, rule := pets(t)
			test.change(put, spec, rule)
			dir := moduleWith(t)
			data, _ := json.Marshal(document)
			write(t, filepath.Join(dir, slice), data)
			_, err := Prepare(dir)
			for _, want := range test.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
			}
		})
	}
}

// TestCodeThatDoesNotCompile is refused, with the type or the function that is wrong.
func TestCodeThatDoesNotCompile(t *testing.T) {
	for code, want := range map[string]string{
		"type Rule struct{ A, B string }; func (r Rule) Get() wire.Time { return wire.Now() }": "",
		"type Rule struct{ A, A string }":                                   "the Go code of Rule does not compile: A redeclared",
		"type Rule struct{ Get int }; func (r Rule) Get() int { return 1 }": "of Rule.Get does not compile: field and method with the same name Get",
		"func Send(ctx int, ctx string) {}":                                 "of Send does not compile: ctx redeclared",
	} {
		if err := compiles([]byte("package gen; import \"a.example/wire\"; " + code + "; var _ wire.Time")); !strings.Contains(fmt.Sprint(err), cmp.Or(want, "<nil>")) {
			t.Errorf("%s: got %v, want %s", code, err, want)
		}
	}
}

// TestMovedOperation: sync refuses to guess, its message has the line, and with that line everything else follows.
func TestMovedOperation(t *testing.T) {
	for name, path := range map[string]string{"parameters renamed": strings.ReplaceAll(rulePath, "_id}", "Id}"), "moved": "/cloud/v9/rules/of/{project_id}/{region_id}/{rule_id}"} {
		t.Run(name, func(t *testing.T) {
			document, put, _, _ := pets(t)
			dir := moduleWith(t)
			synced(t, dir, document)
			before, err := Prepare(dir)
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range put["parameters"].([]any) {
				at(p)["name"] = strings.Trim(slices.Collect(strings.SplitSeq(path, "{"))[i+1], "}/")
			}
			put["responses"] = object{"201": object{"description": "d", "content": object{"application/json; charset=utf-8": at(put, "responses", "200", "content", "application/json")}}}
			document["paths"] = object{path: object{"put": put}}
			data, _ := json.Marshal(document)
			spec := filepath.Join(t.TempDir(), "full.json")
			write(t, spec, data)
			_, err = specsync.Sync(context.Background(), dir, spec)
			if err == nil {
				t.Fatal("sync guessed")
			}
			_, line, found := strings.Cut(err.Error(), "in place of the old one: ")
			if !found {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, operations), []byte(line+"\n"))
			if _, err := specsync.Sync(context.Background(), dir, spec); err != nil {
				t.Fatal(err)
			}
			after, err := Prepare(dir)
			if err != nil || len(after.Operations) != 1 || after.Operations[0].Name != before.Operations[0].Name {
				t.Errorf("%v, %+v", err, after)
			}
			if _, err := specsync.Unsynced(dir); err != nil {
				t.Error(err)
			}
		})
	}
}
