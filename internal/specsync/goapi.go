package specsync

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gcoresg/gcoresg/internal/apisurface"
)

// GoEffect is what taking the new slice in would do to the module's Go API.
type GoEffect struct {
	Changes []GoChange
	Trouble string // why there is no new client: generation or compilation failed
	Root    string // what the compiler says of the root package; it needs a change by hand
}

// Breaking reports whether callers of the Go API break, or have no new client at all.
func (g GoEffect) Breaking() bool { return g.Trouble != "" || g.breaking() > 0 }

func (g GoEffect) breaking() int {
	return len(filter(g.Changes, func(c GoChange) bool { return c.Breaking }))
}

func (g GoEffect) summary() string {
	if trouble, _, _ := strings.Cut(g.Trouble, ":"); trouble != "" {
		return trouble
	}
	text := "no change"
	if n := len(g.Changes); n > 0 {
		text = fmt.Sprintf("%s (%d breaking)", plural(n, "change"), g.breaking())
	}
	if g.Root != "" {
		text += ", root package to be adapted"
	}
	return text
}

// Generator makes the generated files of the module in a folder, by their paths below it, and writes nothing there.
type Generator func(dir string) (map[string][]byte, error)

// goEffect generates the client of the new slice, and compares the exported API of the module with it to the present
// one. The list has its operations where they are now, with their names.
func goEffect(root string, slice *Node, list string, generate Generator) (effect GoEffect, err error) {
	text, err := Render(slice)
	if err != nil {
		return effect, err
	}
	inputs, err := os.MkdirTemp("", "specsync-")
	if err != nil {
		return effect, err
	}
	defer os.RemoveAll(inputs)
	if err := errors.Join(copyInputs(inputs, root), os.WriteFile(filepath.Join(inputs, sliceFile), text, 0o644),
		os.WriteFile(filepath.Join(inputs, operationsFile), []byte(list), 0o644)); err != nil {
		return effect, err
	}
	before, err := apisurface.Load(root, ".", "./gen/...")
	if err != nil {
		return effect, fmt.Errorf("the module as it is: %w; mend that first", err)
	}
	generated, err := generate(inputs)
	if err != nil {
		complaint := strings.ReplaceAll(err.Error(), inputs+string(filepath.Separator), "")
		return GoEffect{Trouble: "generation fails: " + shortened(strings.Split(complaint, "\n"))}, nil
	}
	after, err := apisurface.LoadBroken(root, generated, ".", "./gen/...") // the root package may have to be adapted first
	if err != nil {
		return effect, err
	}
	for _, pkg := range after {
		complaint := shortened(apisurface.Complaints(root, pkg))
		switch {
		case complaint == "":
		case strings.HasSuffix(pkg.PkgPath, "/gen"), strings.Contains(pkg.PkgPath, "/gen/"):
			return GoEffect{Trouble: "the generated client does not compile: " + complaint}, nil
		default:
			effect.Root = complaint
		}
	}
	effect.Changes = goChanges(before, after)
	return effect, nil
}

// copyInputs copies what the client is generated from, and the package that it imports, which oapi-codegen looks for.
func copyInputs(to, from string) error {
	var faults []error
	for _, dir := range []string{"api", "wire"} {
		faults = append(faults, os.CopyFS(filepath.Join(to, dir), os.DirFS(filepath.Join(from, dir))))
	}
	for _, pattern := range []string{"go.mod", "go.sum", "*.yaml"} {
		names, err := fs.Glob(os.DirFS(from), pattern)
		faults = append(faults, err)
		for _, name := range names {
			data, err := os.ReadFile(filepath.Join(from, name))
			faults = append(faults, err, os.WriteFile(filepath.Join(to, name), data, 0o644))
		}
	}
	return errors.Join(faults...)
}

// shortened joins the first lines of a complaint.
func shortened(complaint []string) string {
	var lines []string
	for _, line := range complaint {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) > 5 {
		lines = append(lines[:5], "…")
	}
	return strings.Join(lines, "; ")
}
