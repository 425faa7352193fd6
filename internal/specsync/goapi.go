package specsync

import (
	"bytes"
	"context"
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
func (g GoEffect) Breaking() bool {
	return g.Trouble != "" || g.breaking() > 0
}

func (g GoEffect) breaking() (n int) {
	for _, c := range g.Changes {
		if c.Breaking {
			n++
		}
	}
	return n
}

// generationTimeout bounds the go commands. Ours take seconds; a first run compiles the generator.
const generationTimeout = 10 * time.Minute

// goEffect generates the client of the new slice in a copy of the module, and compares the two exported APIs. The
// copy lists moved operations where they are now, with their names.
func goEffect(ctx context.Context, root string, slice *Node, twins []Twin) (GoEffect, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), generationTimeout)
	defer cancel()
	text, err := Render(slice)
	if err != nil {
		return GoEffect{}, err
	}
	copied, err := os.MkdirTemp("", "specsync-")
	if err != nil {
		return GoEffect{}, err
	}
	defer os.RemoveAll(copied)
	if err := copyModule(copied, root); err != nil {
		return GoEffect{}, err
	}
	if err := os.WriteFile(filepath.Join(copied, sliceFile), text, 0o644); err != nil {
		return GoEffect{}, err
	}
	if err := follow(filepath.Join(copied, operationsFile), twins); err != nil {
		return GoEffect{}, err
	}
	before, err := apisurface.Load(root, ".", "./gen/...")
	if err != nil {
		return GoEffect{}, fmt.Errorf("the module as it is: %w; mend that first", err)
	}
	if complaint := goCommand(ctx, copied, "generate", "./..."); complaint != "" {
		return GoEffect{Trouble: "generation fails: " + complaint}, ctx.Err()
	}
	if complaint := goCommand(ctx, copied, "build", "./gen/...", "./wire"); complaint != "" {
		return GoEffect{Trouble: "the generated client does not compile: " + complaint}, ctx.Err()
	}
	after, err := apisurface.LoadBroken(copied, ".", "./gen/...") // the root package may have to be adapted first
	if err != nil {
		return GoEffect{}, err
	}
	return GoEffect{Changes: goChanges(before, after), Root: goCommand(ctx, copied, "build", ".")}, ctx.Err()
}

// copyModule copies what generating and compiling needs.
func copyModule(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case entry.IsDir() && slices.Contains([]string{".git", "bin", "testdata", "node_modules"}, entry.Name()):
			return filepath.SkipDir
		case entry.Name() == ".git": // a worktree's, which points elsewhere
			return nil
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		case !entry.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
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
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	if err == nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(output.String(), dir+string(filepath.Separator), "")) {
		if line = strings.TrimSpace(line); line != "" && !frame.MatchString(line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return strings.TrimSpace(output.String() + err.Error())
	}
	if len(lines) > 5 {
		lines = append(lines[:5], "…")
	}
	return strings.Join(lines, "; ")
}
