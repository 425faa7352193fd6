package generate

import (
	"strings"
	"testing"
)

// TestParentGroup: the function is there whether the spec has a field for its group or not, and a field of another
// type stops generation, because handwritten code could not use it.
func TestParentGroup(t *testing.T) {
	for name, test := range map[string]struct{ client, want string }{
		"a field":         {"type RuleSpec struct {\n\tSecurityGroupID string `json:\"security_group_id\"`\n}", "return &spec.SecurityGroupID }"},
		"no field":        {"type RuleSpec struct{ Port *int }\n\ntype Rule struct{ SecurityGroupID string }", "return new(string) }"},
		"no struct":       {"type RuleSpec = Rule\n\ntype Rule struct{ SecurityGroupID string }", "of no struct, want one of type string or none"},
		"of another type": {"type RuleSpec struct{ SecurityGroupID int }", "SecurityGroupID int, want one of type string or none; adapt internal/generate/parent.go"},
	} {
		declared, err := declarations([]byte("package gen\n\n" + test.client + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := parentOf(declared)
		said := string(got)
		if err != nil {
			said = err.Error()
		}
		if !strings.Contains(said, test.want) {
			t.Errorf("%s: got\n%s\nwant %q", name, said, test.want)
		}
	}
}
