package specsync

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/internal/apisurface"
)

const goBefore = `package gen

import "context"

type ID = string
type Kind string
type Name = Kind
type Spec struct{ Name string ` + "`json:\"name\"`" + `; Port *int }
type Client struct{}
type Doer interface{ Do() error }
const A Kind = "a"
func New(url string) *Client { return nil }
func (*Client) Do(ctx context.Context, id ID) error { return nil }
func (Spec) Valid() bool { return true }
`

func TestGoChanges(t *testing.T) {
	t.Parallel()
	load := func(gen string) (dir string) {
		dir = t.TempDir()
		for name, text := range map[string]string{"go.mod": "module example.com/root\n\ngo 1.25\n", "gen/gen.go": gen,
			"root.go": "package root\n\nimport \"example.com/root/gen\"\n\ntype Rule = gen.Spec\n"} {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, path, text)
		}
		return dir
	}
	before, err := apisurface.Load(load(goBefore), "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"an alias of a predeclared type goes", "type ID = string", "", "gen.ID removed, not breaking"},
		{"an alias of another type goes", "type Name = Kind", "", "gen.Name removed, breaking"},
		{"an alias comes", "type Kind", "type URL = string\ntype Kind", "gen.URL added, not breaking"},
		{"a tag", `name\"`, `name,omitempty\"`, ""},
		{"a value", `"a"`, `"z"`, `gen.A value changed from "a" to "z", breaking`},
		{"a field under an alias", "; Port *int", "", "gen.Spec.Port removed, breaking; also as root.Rule"},
		{"a method under an alias", "func (Spec) Valid() bool { return true }", "", "gen.Spec.Valid removed, breaking; also as root.Rule"},
		{"a field comes", "Port *int", "Port *int; Log bool", "gen.Spec.Log added, not breaking; also as root.Rule"},
		{"a function", "New(url string)", "New(url string, n int)",
			"gen.New changed from func(string) *Client to func(string, int) *Client, breaking"},
		{"a method", ") Do(", ") Run(", "gen.(*Client).Do removed, breaking | gen.(*Client).Run added, not breaking"},
		{"a method of an interface", "Do() error", "Do() error; More()", "gen.Doer.More added, breaking"},
	} {
		text := strings.ReplaceAll(strings.Replace(goBefore, c.old, c.new, 1), "id ID", "id string") // which is the same
		after, err := apisurface.LoadBroken(load(text), nil, "./...")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, change := range goChanges(before, after) {
			got = append(got, change.Text)
		}
		slices.Sort(got)
		if strings.Join(got, " | ") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
