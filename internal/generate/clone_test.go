package generate

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGrowAClone is the first step of .ci/grow: in the clone that it names, it writes a full document and adds lines
// to the list of operations, all of the depot's and 40 of the vendor's, spread over its document.
func TestGrowAClone(t *testing.T) {
	clone := os.Getenv("GCORESG_GROW")
	if clone == "" {
		t.Skip("GCORESG_GROW names no clone")
	}
	full := fullDocument(t)
	lines := operationsIn(full)
	readme, err := os.ReadFile(root + "/api/README.md")
	if err != nil {
		t.Fatal(err)
	}
	date := regexp.MustCompile(`(?m)^date: (.*)$`).FindStringSubmatch(string(readme))[1]
	path := filepath.Join(os.Getenv("GCORESG_SPECS"), date+".yaml")
	if _, err := os.Stat(path); err != nil {
		t.Logf("left out: the vendor's operations; %v", err)
	} else {
		vendor := readYAML(t, path)
		theirs := operationsIn(vendor)
		for i := range 40 {
			lines = append(lines, theirs[i*len(theirs)/40])
		}
		maps.Copy(at(vendor, "paths"), at(full, "paths"))
		maps.Copy(at(vendor, "components", "schemas"), at(full, "components", "schemas"))
		full = vendor
	}
	data, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(clone, "full.json"), data)
	list, err := os.ReadFile(filepath.Join(clone, operations))
	if err != nil {
		t.Fatal(err)
	}
	text := string(list)
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		if !strings.Contains(text, "- "+line+"\n") && !strings.Contains(text, "- "+line+":") {
			text += "- " + line + "\n"
		}
	}
	write(t, filepath.Join(clone, operations), []byte(text))
}
