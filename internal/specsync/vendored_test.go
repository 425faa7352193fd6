package specsync

import (
	"regexp"
	"testing"
)

// These tests are about the vendored slice, whatever its revision.

func vendoredOperations(t *testing.T) []Operation {
	t.Helper()
	entries, err := ReadEntries("../../" + operationsFile)
	if err != nil {
		t.Fatal(err)
	}
	return operationsOf(entries)
}

func TestTheVendoredSliceIsTheRecordedOne(t *testing.T) {
	text, readme := read(t, "../../"+sliceFile), read(t, "../../"+readmeFile)
	if cut(t, text, vendoredOperations(t)...) != text {
		t.Error("cut out of itself, api/cloud_api.yaml differs: it is not what make sync writes")
	}
	recorded := provenanceOf(tree(t, text), []byte(text), recordedDate(t)+".yaml")
	if got, err := recorded.record(readme); err != nil || got != readme {
		t.Errorf("api/README.md does not record title, version, date and sha256 of api/cloud_api.yaml: %+v (%v)", recorded, err)
	}
}

func TestSyncingTheVendoredRevisionChangesNothing(t *testing.T) {
	if got := cut(t, revision(t, recordedDate(t)), vendoredOperations(t)...); got != read(t, "../../"+sliceFile) {
		t.Errorf("the slice of %s is not the vendored one:\n%s", recordedDate(t), got)
	}
}

// recordedDate is the date of the vendored revision.
func recordedDate(t *testing.T) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^date: (.*)$`).FindStringSubmatch(read(t, "../../"+readmeFile))
	if found == nil {
		t.Fatal("api/README.md records no date")
	}
	return found[1]
}
