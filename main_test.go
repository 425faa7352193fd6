package gcoresg_test

import (
	"os"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
)

// TestMain makes the update deprecated where the document does not, as in the revision of February 2026: what the
// client does about a deprecated operation is tested all the same.
func TestMain(m *testing.M) {
	if op := &gen.OperationUpdateSecurityGroupRule; !op.Deprecated {
		op.Deprecated, op.Reason = true, "A reason of our own."
		op.Replacements = []string{
			"POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules",
			"DELETE /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules/{rule_id}",
		}
	}
	os.Exit(m.Run())
}
