package specsync

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// read returns a file's text.
func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// tree parses any YAML or JSON.
func tree(t *testing.T, text string) *Node {
	t.Helper()
	root, err := parseTree([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return expand(root)
}

// listed returns the operations of the slice of May.
func listed(*testing.T) []Operation {
	return []Operation{{"put", "/cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}"}}
}

// cut slices a document given as text and renders the slice.
func cut(t *testing.T, text string, operations ...Operation) string {
	t.Helper()
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	slice, err := Cut(doc, operations)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Render(slice)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// specsDir is where the vendor's full documents lie. They are not part of this repository: they are in ../shared/specs
// beside a clone, or wherever GCORESG_SPECS says.
func specsDir() string {
	if dir := os.Getenv("GCORESG_SPECS"); dir != "" {
		return dir
	}
	return "../../../shared/specs"
}

// revision returns one of the vendor's full documents, and skips the test where they are not.
func revision(t *testing.T, date string) string {
	t.Helper()
	path := filepath.Join(specsDir(), date+".yaml")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the vendor's full documents are not here (%v); set GCORESG_SPECS to their folder", err)
	}
	return read(t, path)
}

// toJSON writes a tree as JSON, with the keys of every mapping in random order.
func toJSON(n *Node) string {
	switch n.Kind {
	case Mapping:
		parts := make([]string, len(n.Keys))
		for to, from := range rand.Perm(len(n.Keys)) {
			parts[to] = jsonString(n.Keys[from]) + ": " + toJSON(n.Items[from])
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Sequence:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = toJSON(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case String:
		return jsonString(n.Text)
	}
	return n.Text
}

// jsonString escapes all that is not ASCII, with surrogate pairs, as many JSON writers do.
func jsonString(s string) string {
	quoted, _ := json.Marshal(s)
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(string(quoted))) {
		if unit < 0x80 {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// write makes a file.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// drop removes key if it is there.
func (n *Node) drop(key string) {
	if i := slices.Index(n.Keys, key); i >= 0 {
		n.Keys = slices.Delete(n.Keys, i, i+1)
		n.Items = slices.Delete(n.Items, i, i+1)
	}
}
