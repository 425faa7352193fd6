package specsync

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// may is the slice of 2026-05-15. The tests of the comparator start from it and not from the vendored slice, so that
// no sync breaks them, and no line more in api/operations.yaml.
const may = "testdata/2026-05-15.yaml"

// mayModule is this module as it was in May: the present overlay and generators, the slice of May, the client
// generated from it, and of the root package what is generated.
var mayModule = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "specsync-may-"); err != nil {
		return "", err
	}
	for _, part := range []string{"api", "gen", "wire"} {
		err = errors.Join(err, os.CopyFS(filepath.Join(dir, part), os.DirFS("../../"+part)))
	}
	for _, name := range []string{"go.mod", "go.sum", "oapi-codegen.yaml", "aliases.gen.go"} {
		data, readErr := os.ReadFile("../../" + name)
		err = errors.Join(err, readErr, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	if err != nil {
		return dir, err
	}
	list := fmt.Sprintf("- %s: %s\n", listed(nil)[0], ruleOperation)
	if err := os.WriteFile(filepath.Join(dir, operationsFile), []byte(list), 0o644); err != nil {
		return dir, err
	}
	vendored, err := os.ReadFile(filepath.Join(dir, sliceFile))
	if err != nil {
		return dir, err
	}
	ours, err := os.ReadFile(may)
	if err != nil {
		return dir, err
	}
	if string(ours) != string(vendored) {
		if _, err := Sync(context.Background(), dir, may); err != nil {
			return dir, err
		}
	}
	_, err = generated(dir)
	return dir, err
})

// generator is the program that go generate runs. Its package imports this one, so that no test here can.
var generator = sync.OnceValues(func() (program string, err error) {
	dir, err := os.MkdirTemp("", "specsync-generator-")
	program = filepath.Join(dir, "generate")
	return program, errors.Join(err, command("../..", "go", "build", "-o", program, "./internal/cmd/generate"))
})

// generated generates the client in a folder and returns the generated files.
func generated(dir string) (map[string][]byte, error) {
	program, err := generator()
	if err = errors.Join(err, os.MkdirAll(filepath.Join(dir, "gen", "successor"), 0o755)); err != nil {
		return nil, err
	}
	if err := command(dir, program); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	return files, fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".gen.go") {
			files[path], err = os.ReadFile(filepath.Join(dir, path))
		}
		return err
	})
}

// command runs a program in a folder.
func command(dir string, program string, args ...string) error {
	command := exec.Command(program, args...)
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, output)
	}
	return nil
}

// inMay returns the folder of the module of May. No test may change it.
func inMay(t *testing.T) string {
	t.Helper()
	dir, err := mayModule()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestMain(m *testing.M) {
	status := m.Run()
	if dir, _ := mayModule(); dir != "" {
		_ = os.RemoveAll(dir)
	}
	if program, _ := generator(); program != "" {
		_ = os.RemoveAll(filepath.Dir(program))
	}
	os.Exit(status)
}
