package specsync

import (
	"strings"
	"testing"
)

// testdata/dump.yaml is what js-yaml 4.1.0 made of testdata/dump.json:
//
//	node -e 'const f = require("fs"), y = require("js-yaml"); process.stdout.write(y.dump(JSON.parse(f.readFileSync("dump.json", "utf8")), {noRefs: true}))'
func TestDumpWritesWhatJSYAMLWrites(t *testing.T) {
	got := strings.Split(string(Dump(tree(t, read(t, "testdata/dump.json")))), "\n")
	want := strings.Split(read(t, "testdata/dump.yaml"), "\n")
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("line %d: got %q, want %q", i+1, got[i:min(i+1, len(got))], want[i])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
}

func TestDumpedValuesReadBack(t *testing.T) {
	given := tree(t, read(t, "testdata/dump.json"))
	if again := tree(t, string(Dump(given))); !again.Equal(given) {
		t.Error("what was dumped reads back as something else")
	}
}

func TestPlainScalars(t *testing.T) {
	for text, want := range map[string]Node{
		"":                       {Kind: Null, Text: "null"},
		"~":                      {Kind: Null, Text: "null"},
		"True":                   {Kind: Bool, Text: "true"},
		"yes":                    {Kind: String, Text: "yes"},
		"1000000":                {Kind: Number, Text: "1000000"},
		"+7":                     {Kind: Number, Text: "7"},
		"007":                    {Kind: Number, Text: "7"},
		"1.0":                    {Kind: Number, Text: "1"},
		"1.50":                   {Kind: Number, Text: "1.5"},
		"1e3":                    {Kind: Number, Text: "1000"},
		"0x1F":                   {Kind: Number, Text: "31"},
		"-0o17":                  {Kind: Number, Text: "-15"},
		"1_000":                  {Kind: Number, Text: "1000"},
		"1_000_":                 {Kind: String, Text: "1_000_"},
		"9223372036854775807":    {Kind: Number, Text: "9223372036854775807"}, // JavaScript would round it
		"0.12345678901234567890": {Kind: Number, Text: "0.12345678901234567890"},
		"1e999":                  {Kind: Number, Text: "1e999"},
		"1e-99999999":            {Kind: Number, Text: "1e-99999999"},
		"-0":                     {Kind: Number, Text: "-0.0"},
		".INF":                   {Kind: Number, Text: ".inf"},
		"2024-01-01":             {Kind: String, Text: "2024-01-01"},
		"2024-01-01T00:00:00Z":   {Kind: String, Text: "2024-01-01T00:00:00Z"},
		"12:30:45":               {Kind: String, Text: "12:30:45"},
		"10d059796d11":           {Kind: String, Text: "10d059796d11"},
	} {
		if got := resolvePlain(text); !got.Equal(&want) {
			t.Errorf("%q: got %v %q, want %v %q", text, got.Kind, got.Text, want.Kind, want.Text)
		}
	}
}
