package tests

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
	"github.com/gcoresg/gcoresg/gen"
)

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// blocks returns the fenced blocks of a language in README.md.
func blocks(t *testing.T, language string) (found []string) {
	t.Helper()
	for _, match := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(readFile(t, "../README.md"), -1) {
		found = append(found, match[1])
	}
	return found
}

// runGo runs the go command in the module and returns what it printed to standard output.
func runGo(t *testing.T, environment []string, args ...string) string {
	t.Helper()
	return runGoIn(t, "..", environment, args...)
}

func runGoIn(t *testing.T, dir string, environment []string, args ...string) string {
	t.Helper()
	command := exec.Command("go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), environment...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return string(out)
}

// TestReadmeIsAProgram pastes the blocks of Go one after the other, as a user does, into a module outside of this
// one: the first block is a program, the next ones are pasted below it, and one is a file with a test. The program
// runs against the fake, and the test passes.
func TestReadmeIsAProgram(t *testing.T) {
	var program, test string
	for _, block := range blocks(t, "go") {
		if strings.Contains(block, "\nfunc Test") {
			test = block
		} else {
			program += "\n" + block
		}
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"main.go": program, "main_test.go": test, "go.sum": readFile(t, "../go.sum"),
		"go.mod": strings.Replace(readFile(t, "../go.mod"), "module github.com/gcoresg/gcoresg", "module example.com/user", 1) +
			"\nrequire github.com/gcoresg/gcoresg v0.0.0\nreplace github.com/gcoresg/gcoresg => " + root + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	runGoIn(t, dir, []string{"GOFLAGS=-mod=mod"}, "vet", ".")
	runGoIn(t, dir, []string{"GOFLAGS=-mod=mod"}, "test", ".")

	srv := gcoresgtest.New(t)
	groupID := srv.AddGroup(1, 2)
	rule := srv.AddRule(groupID, gcoresg.RuleSpec{Direction: gcoresg.DirectionEgress})
	environment := []string{"GOFLAGS=-mod=mod", "GCORE_API_KEY=" + srv.APIKey(), "GCORE_BASE_URL=" + srv.URL()}
	out := runGoIn(t, dir, environment, "run", ".", groupID, rule.ID)
	rules := srv.Rules(groupID)
	if len(rules) != 1 || rules[0].ID == rule.ID || out != "the rule is now "+rules[0].ID+"\n" || rules[0].RemoteIPPrefix != "10.0.0.0/8" {
		t.Errorf("it printed %q, and the group holds %+v", out, rules)
	}
}

// TestReadmeIsShort: it is read in ten minutes.
func TestReadmeIsShort(t *testing.T) {
	if words := len(strings.Fields(readFile(t, "../README.md"))); words > 1500 {
		t.Errorf("README.md has %d words, want at most 1,500", words)
	}
}

// TestReadmeShowsTheDemo: make demo prints what the README says it does.
func TestReadmeShowsTheDemo(t *testing.T) {
	want := "$ make demo\n" + runGo(t, nil, "run", "./examples/update-rule")
	for _, block := range blocks(t, "text") {
		if !gen.OperationUpdateSecurityGroupRule.Deprecated { // not in every revision of the document
			block = regexp.MustCompile(`notice: .*\n( .*\n)+`).ReplaceAllString(block, "")
		}
		if block == want {
			return
		}
	}
	t.Errorf("README.md does not show\n%s", want)
}

// TestReadmeNamesWhatExists: targets of make, files, and exported names.
func TestReadmeNamesWhatExists(t *testing.T) {
	makefile, surface := readFile(t, "../Makefile"), readFile(t, "testdata/api/gcoresg.txt")+readFile(t, "testdata/api/gcoresgtest.txt")
	for _, page := range []string{"../README.md", "../CONTRIBUTING.md"} {
		text := readFile(t, page)
		for _, match := range regexp.MustCompile("`make ([a-z-]+)").FindAllStringSubmatch(text, -1) {
			if !strings.Contains(makefile, "\n"+match[1]+":") {
				t.Errorf("%s: there is no target %s", page, match[1])
			}
		}
		for _, match := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat("../" + match[1]); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
		for _, match := range regexp.MustCompile("`\\*?((?:With|Err)[A-Za-z]+)").FindAllStringSubmatch(text, -1) {
			if !strings.Contains(surface, " "+match[1]+" ") && !strings.Contains(surface, " "+match[1]+"(") {
				t.Errorf("%s: there is no %s", page, match[1])
			}
		}
	}
}

// TestReadmeRenames runs the command that moves a code base off the deprecated operation, twice.
func TestReadmeRenames(t *testing.T) {
	command := regexp.MustCompile(`(?m)^    (gofmt .*)$`).FindStringSubmatch(readFile(t, "../README.md"))
	if command == nil {
		t.Fatal("README.md has no such command")
	}
	dir := t.TempDir()
	const before = "package main\n\nfunc f() {\n\trule, err := group.UpdateRule(ctx, id, gcoresg.RuleSpec{\n\t\tDirection: in, // stays\n\t})\n" +
		"\tupdate := group.UpdateRule\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"main.go\n", ""} {
		script := exec.Command("sh", "-ec", command[1])
		script.Dir = dir
		if out, err := script.CombinedOutput(); err != nil || string(out) != want {
			t.Fatalf("it printed %q (%v), want %q", out, err, want)
		}
	}
	if after := readFile(t, filepath.Join(dir, "main.go")); after != strings.ReplaceAll(before, "UpdateRule", "ReplaceRule") {
		t.Errorf("it made\n%s", after)
	}
}
