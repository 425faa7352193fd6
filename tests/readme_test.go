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
	command := exec.Command("go", args...)
	command.Dir = ".."
	command.Env = append(os.Environ(), environment...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return string(out)
}

// TestReadmeProgram pastes the first program into a file and runs it, with the fake in the place of the API.
func TestReadmeProgram(t *testing.T) {
	program := blocks(t, "go")[0]
	if !strings.HasPrefix(program, "package main\n") {
		t.Fatalf("the first block is no program:\n%s", program)
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	srv := gcoresgtest.New(t)
	groupID := srv.AddGroup(1, 2)
	rule := srv.AddRule(groupID, gcoresg.RuleSpec{Direction: gcoresg.DirectionEgress})

	out := runGo(t, []string{"GCORE_API_KEY=" + srv.APIKey(), "GCORE_BASE_URL=" + srv.URL()}, "run", file, groupID, rule.ID)

	rules := srv.Rules(groupID)
	if len(rules) != 1 || rules[0].ID == rule.ID || out != "the rule is now "+rules[0].ID+"\n" || rules[0].RemoteIPPrefix != "10.0.0.0/8" {
		t.Errorf("it printed %q, and the group holds %+v", out, rules)
	}
}

// TestReadmeExcerpts: every other block of Go is an excerpt of a test or an example that runs, word for word.
func TestReadmeExcerpts(t *testing.T) {
	var sources string
	for _, name := range []string{"../example_test.go", "../readme_example_test.go"} {
		sources += readFile(t, name)
	}
	for _, block := range blocks(t, "go")[1:] {
		if !strings.Contains(sources, block) {
			t.Errorf("not in an example that runs:\n%s", block)
		}
	}
}

// TestReadmeShowsTheDemo: make demo prints what the README says it does.
func TestReadmeShowsTheDemo(t *testing.T) {
	want := "$ make demo\n" + runGo(t, nil, "run", "./examples/update-rule")
	for _, block := range blocks(t, "text") {
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

// TestReadmeRenames runs the command that moves a code base off the deprecated operation.
func TestReadmeRenames(t *testing.T) {
	command := regexp.MustCompile(`(?m)^    (git grep .*)$`).FindStringSubmatch(readFile(t, "../README.md"))
	if command == nil {
		t.Fatal("README.md has no such command")
	}
	dir := t.TempDir()
	const before = "rule, err := group.UpdateRule(ctx, id, gcoresg.RuleSpec{\n\tDirection: in, // stays\n})\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	script := exec.Command("sh", "-ec", "git init -q . && git add . && "+command[1])
	script.Dir = dir
	if out, err := script.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if after := readFile(t, filepath.Join(dir, "main.go")); after != strings.Replace(before, "UpdateRule", "ReplaceRule", 1) {
		t.Errorf("it made\n%s", after)
	}
}
