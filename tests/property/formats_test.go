package property_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/tests/internal/document"
)

// TestNetworkIsPythons holds our reading of Python's ipaddress to the answers that Python gave; record.py beside them asks again.
func TestNetworkIsPythons(t *testing.T) {
	recorded, err := os.ReadFile("testdata/ip_network.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(recorded)) {
		verdict, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
		var text string
		if err := json.Unmarshal([]byte(quoted), &text); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if err := document.Network(text); (err == nil) != (verdict == "takes") {
			t.Errorf("Python %s %s, our reading says: %v", verdict, quoted, err)
		}
	}
}
