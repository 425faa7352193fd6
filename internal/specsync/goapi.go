package specsync

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

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
	switch {
	case strings.HasPrefix(g.Trouble, "generation"):
		return "generation fails"
	case g.Trouble != "":
		return "the generated client does not compile"
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

// generationTimeout bounds the go commands. Ours take seconds; a first run compiles the generator.
const generationTimeout = 10 * time.Minute

// goEffect generates the client of the new slice in a copy of the module, and compares the two exported APIs. The
// copy lists moved operations where they are now, with their names.
func goEffect(ctx context.Context, root string, slice *Node, twins []Twin) (effect GoEffect, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), generationTimeout)
	defer cancel()
	text, err := Render(slice)
	if err != nil {
		return effect, err
	}
	copied, err := os.MkdirTemp("", "specsync-")
	if err != nil {
		return effect, err
	}
	defer os.RemoveAll(copied)
	if err := copyModule(copied, root); err != nil {
		return effect, err
	}
	if err := errors.Join(os.WriteFile(filepath.Join(copied, sliceFile), text, 0o644),
		follow(filepath.Join(copied, operationsFile), twins)); err != nil {
		return effect, err
	}
	before, err := apisurface.Load(root, ".", "./gen/...")
	if err != nil {
		return effect, fmt.Errorf("the module as it is: %w; mend that first", err)
	}
	if complaint := goCommand(ctx, copied, "generate", "./..."); complaint != "" {
		return GoEffect{Trouble: "generation fails: " + complaint}, ctx.Err()
	}
	after, err := apisurface.LoadBroken(copied, ".", "./gen/...") // the root package may have to be adapted first
	if err != nil {
		return effect, err
	}
	for _, pkg := range after {
		complaint := shortened(apisurface.Complaints(copied, pkg))
		switch {
		case complaint == "":
		case strings.HasSuffix(pkg.PkgPath, "/gen"), strings.Contains(pkg.PkgPath, "/gen/"):
			return GoEffect{Trouble: "the generated client does not compile: " + complaint}, nil
		default:
			effect.Root = complaint
		}
	}
	effect.Changes = goChanges(before, after)
	return effect, ctx.Err()
}

// copyModule copies what generating and compiling needs.
func copyModule(to, from string) error {
	module := os.DirFS(from)
	return fs.WalkDir(module, ".", func(path string, entry fs.DirEntry, err error) error {
		target := filepath.Join(to, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", "bin", "testdata", "node_modules"}, entry.Name()):
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		case entry.Name() == ".git" || !entry.Type().IsRegular(): // a worktree's .git points elsewhere
			return nil
		}
		data, err := fs.ReadFile(module, path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// frame are the lines with which the go command frames what a failing command says.
var frame = regexp.MustCompile(`^#|^exit status|^\S+\.go:\d+: running "`)

// goCommand runs the go command in the copied module and returns what it complains about, on one line.
func goCommand(ctx context.Context, dir string, args ...string) string {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "PWD="+dir, "GOWORK=off")
	output, err := command.CombinedOutput()
	if err == nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(string(output), dir+string(filepath.Separator), "")) {
		if line = strings.TrimSpace(line); line != "" && !frame.MatchString(line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return strings.TrimSpace(string(output) + err.Error())
	}
	return shortened(lines)
}

func shortened(lines []string) string {
	if len(lines) > 5 {
		lines = append(lines[:5], "…")
	}
	return strings.Join(lines, "; ")
}
