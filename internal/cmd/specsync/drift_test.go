package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// toy makes a module of our layout that compiles in no time. Its generator copies one of its files, or none, to
// gen/gen.go.
func toy(t *testing.T, file string) string {
	t.Helper()
	root := module(t)
	t.Cleanup(func() { generator = generated })
	generator = func(string) (map[string][]byte, error) {
		if file == "" {
			return nil, nil
		}
		data, err := os.ReadFile(filepath.Join(root, file))
		return map[string][]byte{"gen/gen.go": data}, err
	}
	for _, ours := range []string{"successor_api.yaml", "embed.go", "successor_test.go"} {
		if err := os.RemoveAll(filepath.Join(root, "api", ours)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"go.mod":       "module example.com/toy\n\ngo 1.25.0\n",
		"root.go":      "package toy\n\nimport \"example.com/toy/gen\"\n\ntype Spec = gen.Spec\n\nvar id = Spec{}.ID\n",
		"gen/gen.go":   "package gen\n\ntype Spec struct{ ID, Name string }\n",
		"wire/wire.go": "package wire\n",
		"renamed.txt":  "package gen\n\ntype Spec struct{ ID, Title string }\n",
		"gone.txt":     "package gen\n\ntype Spec struct{ Name string }\n",
		"broken.txt":   "package gen\n\ntype Spec struct{ ID Missing }\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestUpstreamDriftStatusAndHeadline(t *testing.T) {
	slice := readFile(t, may)
	prose := strings.Replace(slice, "summary: Update", "summary: Replace", 1)
	value := strings.Replace(slice, "        - vrrp\n", "        - vrrp\n        - wg\n", 1)
	gone := strings.Replace(slice, "    put:", "    patch:", 1)
	gone = strings.Replace(gone, "SecurityGroupRuleInstanceViewSet.put", "another", 1)
	for _, c := range []struct {
		name, file, spec string
		strict           bool
		status           int
		want             string
	}{
		{"nothing", "", slice, true, 0, "no change: upstream is what is vendored\n"},
		{"words", "", prose, false, 0, "documentation only: 0 contract changes (0 breaking), 1 documentation change, Go API: no change\n"},
		{"words, strictly", "", prose, true, 1, "documentation only: "},
		{"a value more", "", value, false, 1, "breaking: 1 contract change (1 breaking), 0 documentation changes, Go API: no change\n"},
		{"words that change Go", "renamed.txt", prose, false, 1,
			"breaking: 0 contract changes (0 breaking), 1 documentation change, Go API: 2 changes (1 breaking)\n"},
		{"a root package that needs a change", "gone.txt", prose, false, 1,
			"breaking: 0 contract changes (0 breaking), 1 documentation change, Go API: 1 change (1 breaking), root package to be adapted\n"},
		{"generation that fails", "nowhere.txt", prose, false, 1,
			"breaking: 0 contract changes (0 breaking), 1 documentation change, Go API: generation fails\n"},
		{"code that does not compile", "broken.txt", prose, false, 1,
			"breaking: 0 contract changes (0 breaking), 1 documentation change, Go API: the generated client does not compile\n"},
		{"an operation that is gone", "", gone, false, 1,
			"breaking: 1 contract change (1 breaking), 0 documentation changes, Go API: generation fails\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := toy(t, c.file)
			before := files(t, root)
			args := []string{"upstream-drift", "-root", root, "-spec", mustWrite(t, c.spec)}
			if c.strict {
				args = append(args, "-strict")
			}
			status, out, errs := program(args...)
			if status != c.status || !strings.HasPrefix(out, c.want) || errs != "" || strings.HasSuffix(out, complete) != (status == 1) {
				t.Errorf("status %d, want %d and %q; got:\n%s%s", status, c.status, c.want, out, errs)
			}
			assertUnchanged(t, root, before)
		})
	}
}

func TestUpstreamDriftInMarkdown(t *testing.T) {
	root := toy(t, "renamed.txt")
	slice := readFile(t, may)
	spec := mustWrite(t, strings.Replace(slice, "        - vrrp\n", "        - 'a|b'\n        - vrrp\n", 1))

	_, out, _ := program("upstream-drift", "-root", root, "-spec", spec, "-format", "markdown")
	for _, want := range []string{
		"## breaking: 1 contract change (1 breaking)",
		"enum-value-added: + a|b",
		"  gen.Spec.Name removed, breaking; also as toy.Spec\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the Markdown lacks %q:\n%s", want, out)
		}
	}
}

func TestUpstreamDriftTrouble(t *testing.T) {
	slice := mustWrite(t, readFile(t, may))
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"no SPEC", []string{"-root", module(t)}, "set SPEC to a file or an http(s) address"},
		{"no such file", []string{"-root", module(t), "-spec", "nowhere.yaml"}, "no such file"},
		{"an unknown format", []string{"-root", module(t), "-spec", slice, "-format", "yaml"}, "want text or markdown"},
		{"no module", []string{"-root", t.TempDir(), "-spec", slice}, "operations.yaml"},
		{"a dangling reference", []string{"-root", module(t), "-spec", mustWrite(t,
			strings.Replace(readFile(t, slice), "    SecurityGroupProtocolEnum:", "    Renamed:", 1))}, "which the document does not have"},
	} {
		status, out, errs := program(append([]string{"upstream-drift"}, c.args...)...)
		if status != 2 || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("%s: status %d, %s%s", c.name, status, out, errs)
		}
	}
}
