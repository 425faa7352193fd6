package prepare

import (
	"slices"
	"strings"
	"testing"
)

// TestOwnWords: the reason and the replacements of a deprecated operation are what its description says.
func TestOwnWords(t *testing.T) {
	for description, want := range map[string][]string{ // the reason after the first sentence, then the replacements
		"":                               {""},
		"Change it.":                     {""},
		"Use the lever to change it.":    {""},
		"Change it.\n\nDeprecated":       {""},
		"This endpoint is deprecated.":   {""},
		"**Deprecated**: Nobody uses it": {"Nobody uses it."},
		"Change it.\n\n**Deprecated**: Use `PATCH /v2/a/{id}` instead.":             {"Use PATCH /v2/a/{id} instead.", "PATCH /cloud/v2/a/{id}"},
		"Use PATCH /v2/`a_b`/{`id`} instead\n\nDeprecated":                          {"Use PATCH /v2/a_b/{id} instead.", "PATCH /cloud/v2/a_b/{id}"},
		"Change\nit. Please use\n`/cloud/v3/a`.":                                    {"Please use /cloud/v3/a.", "/cloud/v3/a"},
		"**Deprecated** Use `/v2/a/<id>`\nto delete and `/v2/a` to create.":         {"Use /v2/a/{id} to delete and /v2/a to create.", "/cloud/v2/a/{id}", "/cloud/v2/a"},
		"Deprecated. Use GET /v2/a?b=c, or /v2/.../a.":                              {"Use GET /v2/a?b=c, or /v2/.../a.", "GET /cloud/v2/a"},
		"Change it.\nUse POST /v2/a instead.\n\nDeprecated since long, use /v9/z/y": {"Use POST /v2/a instead.", "POST /cloud/v2/a"},
	} {
		reason, replacements := ownWords(description, "/cloud/v1/a")
		if wanted := strings.TrimSpace(bareReason + " " + want[0]); reason != wanted || !slices.Equal(replacements, want[1:]) {
			t.Errorf("%q: %q %q, want %q %q", description, reason, replacements, wanted, want[1:])
		}
	}
}

// TestGiveNotice: the overlay goes before the document, and what it says of an operation that is not deprecated is
// dropped.
func TestGiveNotice(t *testing.T) {
	operation := object{"deprecated": true, "description": "Old. Use /v2/b.", "x-deprecated-reason": "Gone\nsoon.", "x-replacements": list{"GET /c"}, "x-sunset": "2027-01-02"}
	notice, err := giveNotice(operation, "/v1/a")
	if err != nil || notice.Reason != "Gone soon." || !slices.Equal(notice.Replacements, []string{"GET /c"}) || notice.Sunset != "2027-01-02" ||
		operation["description"] != "Old. Use /v2/b.\n\nDeprecated: Gone soon." || operation["x-deprecated-reason"] != "Gone soon." {
		t.Errorf("%v %+v %v", err, notice, operation)
	}
	operation = object{"description": "New.", "x-deprecated-reason": "Gone soon."}
	if notice, err := giveNotice(operation, "/v1/a"); err != nil || notice != nil || operation["description"] != "New." || operation["x-deprecated-reason"] != nil {
		t.Errorf("%v %+v %v", err, notice, operation)
	}
	for _, bad := range []object{{"x-sunset": "soon"}, {"x-deprecated-since": 3}} {
		bad["deprecated"] = true
		if _, err := giveNotice(bad, "/v1/a"); err == nil || !strings.Contains(err.Error(), ", want ") {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
