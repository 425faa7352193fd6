package apisurface

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// module writes a module of these files and returns its folder.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.com/m\n\ngo 1.25\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const generated = "package gen\n\ntype Spec struct{ Name string; port int }\n\nfunc (Spec) Check() {}\n\ntype Other = Spec\n"

// What an alias of a type of another package gives to callers is listed under the alias; an alias within a package
// says all.
func TestAliases(t *testing.T) {
	dir := module(t, map[string]string{"gen/gen.go": generated, "root.go": "package m\n\nimport (\n\t\"net/url\"\n\n\t\"example.com/m/gen\"\n)\n\ntype Spec = gen.Spec\n\ntype URL = url.URL\n"})
	got, err := Of(dir, ".", "./gen")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"example.com/m": "package m // example.com/m\n\nfield Spec has unexported fields\nfield Spec is comparable\nfield Spec.Name string\n" +
			"method (Spec) Check()\ntype Spec = example.com/m/gen.Spec\ntype URL = net/url.URL\n",
		"example.com/m/gen": "package gen // example.com/m/gen\n\nfield Spec has unexported fields\nfield Spec is comparable\nfield Spec.Name string\n" +
			"method (Spec) Check()\ntype Other = Spec\ntype Spec struct\n",
	} {
		if got[path] != want {
			t.Errorf("%s is\n%s\nwant\n%s", path, got[path], want)
		}
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	dir := module(t, map[string]string{"gen/gen.go": generated, "root.go": "package m\n\nimport \"example.com/m/gen\"\n\ntype Spec = gen.Spec\n\nvar _ = Spec{}.Port\n"})
	const want = "example.com/m does not compile:\n  root.go:7:16: Spec{}.Port undefined"
	if _, err := Of(dir, "./..."); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	got, err := LoadBroken(dir, nil, ".")
	if err != nil || len(got) != 1 || got[0].Types.Scope().Lookup("Spec") == nil {
		t.Errorf("the declarations are lost: %v, %v", got, err)
	}
}
