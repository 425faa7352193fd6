package main

import (
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

const document = `{"openapi":"3.1.0","info":{"title":"t","version":"v"},"paths":{},"components":{"schemas":{
"RuleSerializer":{"type":"object","x-go-name":"Rule"},"operation":{"type":"object"},"Unused":{"type":"string"}}}}`

// TestAliases: a type that the package has by hand keeps its name, and a schema without a Go type is left out, unless the overlay
// named it.
func TestAliases(t *testing.T) {
	generated := []byte("package gen\n\n// Rule is one.\ntype Rule struct {\n\tID string\n}\n\ntype operation struct{}\n")
	for name, test := range map[string]struct{ document, want string }{
		"as it is":              {document, "type Rule = gen.Rule"},
		"a named one is gone":   {strings.Replace(document, `"x-go-name":"Rule"`, `"x-go-name":"Other"`, 1), "no type Other"},
		"the fields are listed": {document, "//\tID string"},
	} {
		doc, err := openapi3.NewLoader().LoadFromData([]byte(test.document))
		if err != nil {
			t.Fatal(err)
		}
		source, err := aliases(doc, generated, "gcoresg")
		text := string(source)
		if err != nil {
			text = err.Error()
		}
		if !strings.Contains(text, test.want) || strings.Contains(text, "operation =") || strings.Contains(text, "Unused") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}
