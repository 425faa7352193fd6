package tests

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/api"
	"github.com/gcoresg/gcoresg/gen"
)

// document loads the vendored slice as it is, without the overlay.
func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(api.CloudAPI)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestDocumentIsTheOneRecorded: the vendored file is never edited by hand, so its sum is the one that make sync wrote
// down.
func TestDocumentIsTheOneRecorded(t *testing.T) {
	readme, err := os.ReadFile("../api/README.md")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(api.CloudAPI)
	for field, want := range map[string]string{
		"sha256":  hex.EncodeToString(sum[:]),
		"version": document(t).Info.Version,
		"title":   document(t).Info.Title,
	} {
		match := regexp.MustCompile(`(?m)^` + field + `: (.*)$`).FindSubmatch(readme)
		if match == nil || string(match[1]) != want {
			t.Errorf("api/README.md does not say %s: %s; if the document was synced on purpose, make sync writes it", field, want)
		}
	}
}

// TestTableIsTheDocument holds gen/operations.gen.go against the document, read without the overlay.
func TestTableIsTheDocument(t *testing.T) {
	doc, found := document(t), 0
	for route, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			found++
			at := slices.IndexFunc(gen.Operations, func(o *gen.Operation) bool { return o.Route == route && o.Method == method })
			if at < 0 || gen.Operations[at].Deprecated != op.Deprecated {
				t.Errorf("%s %s is not in the table as it is in the document", method, route)
			}
		}
	}
	if found != len(gen.Operations) || doc.Servers[0].URL != gen.DefaultServer {
		t.Errorf("%d operations and the server %s are in the document, %d and %s in the table", found, doc.Servers[0].URL, len(gen.Operations), gen.DefaultServer)
	}
}

// TestLimitsAreTheDocuments: the limits that validation knows by heart must not go stale when the document changes.
func TestLimitsAreTheDocuments(t *testing.T) {
	item := document(t).Paths.Value(gen.OperationUpdateSecurityGroupRule.Route)
	spec := item.Put.RequestBody.Value.Content.Get("application/json").Schema.Value
	description := int(*spec.Properties["description"].Value.MaxLength)
	for length, valid := range map[int]bool{description: true, description + 1: false} {
		text := make([]rune, length)
		for i := range text {
			text[i] = 'ü'
		}
		if got := gcoresg.Validate(gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Description: string(text)}) == nil; got != valid {
			t.Errorf("a description of %d characters: valid %v, but the document's limit is %d; mend MaxDescription in internal/neutron/check.go", length, got, description)
		}
	}
	for _, name := range []string{"port_range_min", "port_range_max"} {
		port := spec.Properties[name].Value
		for _, schema := range port.AnyOf {
			if schema.Value.Max != nil {
				port = schema.Value
			}
		}
		if port.Max == nil || *port.Max != 65535 || port.Min == nil || *port.Min != 0 {
			t.Errorf("%s: the document's bounds are %v and %v; mend MinPort and MaxPort in internal/neutron/check.go", name, port.Min, port.Max)
		}
	}
	for _, required := range spec.Required {
		if !slices.Contains([]string{"direction", "security_group_id"}, required) {
			t.Errorf("the document requires %s, which validation does not know", required)
		}
	}
}

// TestExampleOfTheDocument decodes the answer that the document itself gives as an example, with remote_group_id as a
// string: there, the document is wrong.
func TestExampleOfTheDocument(t *testing.T) {
	answer := document(t).Paths.Value(gen.OperationUpdateSecurityGroupRule.Route).Put.Responses.Status(200).Value
	example := map[string]any{}
	for name, property := range answer.Content.Get("application/json").Schema.Value.Properties {
		example[name] = property.Value.Example
		if example[name] == nil && len(property.Value.Examples) > 0 {
			example[name] = property.Value.Examples[0]
		}
		if list, isList := example[name].([]any); isList {
			example[name] = list[0]
		}
	}
	example["direction"] = "ingress" // the one property without an example
	encoded, err := json.Marshal(example)
	if err != nil {
		t.Fatal(err)
	}
	var asked gcoresg.Rule
	if err := json.Unmarshal(encoded, &asked); err != nil {
		t.Fatal(err)
	}
	spec := gcoresg.SpecOf(&asked)
	spec.RemoteIPPrefix = "" // beside a remote group, the document's example is no spec
	delete(example, "remote_ip_prefix")
	rule := updateWithAnswer(t, spec, example)
	if rule.RemoteGroupID != "00000000-0000-4000-8000-000000000000" || rule.CreatedAt.Unix() != 1560858976 || *rule.PortRangeMin != 80 || rule.Protocol != "tcp" {
		t.Errorf("%+v", rule)
	}
}
