package neutron_test

import (
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// TestCheckID: each of the bad ids would reach another path, or another operation, if it were put into one, or is no
// UUID of version 4.
func TestCheckID(t *testing.T) {
	for _, id := range []string{
		"", ".", "..", "../..", "a/b", "/", "?x", "#x", "%2e%2e", "..%2f", ruleID + "/", ruleID + "?x", " " + ruleID,
		ruleID + "\n", "\x00", "ü",
		strings.Repeat("a", 10<<10), "22222222222242228222222222222222", "{22222222-2222-4222-8222-222222222222}",
		"urn:uuid:" + ruleID,
		"22222222-2222-1222-8222-222222222222", "22222222-2222-4222-c222-222222222222",
		"2222222g-2222-4222-8222-222222222222",
		"22222222-2222-4222-8222_222222222222", strings.Repeat("é", 18),
	} {
		found := checkID("rule_id", id)
		if len(found) != 1 || found[0].Field != "rule_id" || found[0].Message == "" || len(found[0].Message) > 300 ||
			neutron.IsUUID4(id) {
			t.Errorf("%.60q: %v", id, found)
		}
	}
	for _, id := range []string{ruleID, groupID, "abcdefAB-cdef-4abc-aDEF-0123456789aB",
		strings.ToUpper("abcdefab-cdef-4abc-bdef-0123456789ab")} {
		if found := checkID("rule_id", id); found != nil || !neutron.IsUUID4(id) {
			t.Errorf("%s: %v", id, found)
		}
	}
}
