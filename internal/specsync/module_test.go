package specsync

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	for to, from := range map[string]string{
		"go.mod": "../../go.mod", "go.sum": "../../go.sum", "generate.go": "../../generate.go", "oapi-codegen.yaml": "../../oapi-codegen.yaml",
		"aliases.gen.go": "../../aliases.gen.go",
	} {
		data, readErr := os.ReadFile(from)
		err = errors.Join(err, readErr, os.WriteFile(filepath.Join(dir, to), data, 0o644))
	}
	if err = errors.Join(err, builtOnce(dir)); err != nil {
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
	if complaint := goCommand(context.Background(), dir, "generate", "./..."); complaint != "" {
		return dir, fmt.Errorf("go generate: %s", complaint)
	}
	return dir, nil
})

// builtOnce builds the generator and lets generate.go call it: a copy of the module has no internal packages to build
// it from.
func builtOnce(dir string) error {
	path := filepath.Join(dir, "generate.go")
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	directives := string(data)
	const generator = "./internal/cmd/generate"
	program := filepath.Join(dir, "bin", filepath.Base(generator))
	if complaint := goCommand(context.Background(), "../..", "build", "-o", program, generator); complaint != "" {
		return fmt.Errorf("go build %s: %s", generator, complaint)
	}
	directives = strings.ReplaceAll(directives, "go run "+generator, program)
	return os.WriteFile(path, []byte(directives), 0o644)
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
	os.Exit(status)
}
