package specsync

import (
	"strings"
	"testing"
)

func TestGoChanges(t *testing.T) {
	const before = `package gen // example.com/gen

const A Kind = "a"
field Spec is comparable
field Spec.Name string ` + "`json:\"name\"`" + `
field Spec.Port *int
field Spec.(embedded) Base Base
func New(url string) *Client
method (*Client) Do(ctx context.Context) error
method (Doer) Do() error
type Client struct
type Doer interface
type Kind string
type Spec struct
var Default Kind
`
	for _, c := range []struct{ name, old, new, change string }{
		{"a constant", "const A Kind", "const B Kind", "constant gen.A removed breaking, constant gen.B added not breaking"},
		{"a value", `"a"`, `"z"`, "constant gen.A changed breaking"},
		{"a field", "field Spec.Port *int\n", "", "field gen.Spec.Port removed breaking"},
		{"a field's type", "Port *int", "Port int", "field gen.Spec.Port changed breaking"},
		{"a tag", "`json:\"name\"`", "`json:\"name,omitempty\"`", "field gen.Spec.Name changed not breaking"},
		{"a new field", "field Spec.Port", "field Spec.Log bool\nfield Spec.Port", "field gen.Spec.Log added not breaking"},
		{"an embedded field", "(embedded) Base Base", "(embedded) Base *Base", "field gen.Spec.Base changed breaking"},
		{"no longer comparable", "field Spec is comparable\n", "", "type gen.Spec (comparable) removed breaking"},
		{"a function", "New(url string)", "New(url string, n int)", "function gen.New changed breaking"},
		{"a method", "method (*Client) Do", "method (*Client) Run", "method gen.Client.Do removed breaking, method gen.Client.Run added not breaking"},
		{"a method of an interface", "method (Doer) Do() error", "method (Doer) Do() error\nmethod (Doer) More()", "method gen.Doer.More added breaking"},
		{"a type", "type Kind string", "type Kind int", "type gen.Kind changed breaking"},
		{"a variable", "var Default Kind\n", "", "variable gen.Default removed breaking"},
	} {
		got := ""
		for i, change := range goChanges("example.com/gen", before, strings.Replace(before, c.old, c.new, 1)) {
			if i > 0 {
				got += ", "
			}
			verdict := " not breaking"
			if change.Breaking {
				verdict = " breaking"
			}
			got += change.Kind + " " + change.Package + "." + change.Name + " " + change.Action + verdict
		}
		if got != c.change {
			t.Errorf("%s: got %q, want %q", c.name, got, c.change)
		}
	}
}

// What an alias passes on is reported under its name too, and counted once.
func TestGoChangesOfAliases(t *testing.T) {
	const before = `package root // example.com

field Spec.Name string
field Spec.Port *int
method (Kind) Valid() bool
type Kind = example.com/gen.Kind
type Spec = example.com/gen.Spec
`
	for _, c := range []struct{ name, old, new, want, count string }{
		{"a field", "field Spec.Port *int\n", "", "field root.Spec.Port = gen.Spec removed", ""},
		{"a method", "method (Kind) Valid() bool\n", "", "method root.Kind.Valid = gen.Kind removed", ""},
		{"the alias comes", "type Kind", "field More.A int\ntype More = example.com/gen.More\ntype Kind", "type root.More added", "1 type added"},
		{"the alias goes", "type Kind = example.com/gen.Kind\n", "", "type root.Kind removed", "1 type removed"},
		{"the alias is of another", "gen.Kind", "gen.Sort", "type root.Kind changed", "1 type changed"},
	} {
		changes := goChanges("example.com/root", before, strings.Replace(before, c.old, c.new, 1))
		got := ""
		for _, change := range changes {
			got += strings.TrimSuffix(change.Kind+" "+change.Package+"."+change.Name+" = "+change.Alias, " = ") + " " + change.Action
		}
		if got != c.want || countGo(changes) != c.count {
			t.Errorf("%s: got %q, counted %q, want %q, %q", c.name, got, countGo(changes), c.want, c.count)
		}
	}
}
