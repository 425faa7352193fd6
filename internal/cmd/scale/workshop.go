package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"gopkg.in/yaml.v3"
)

// workshop is a temporary module beside the project's, with the tools built and what the generated code imports at hand.
type workshop struct{ root, dir string }

const thisModule = "github.com/gcoresg/gcoresg"

func newWorkshop() (*workshop, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "gcoresg-scale-")
	if err != nil {
		return nil, err
	}
	w := &workshop{root, dir}
	if err := w.furnish(); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *workshop) close() { _ = os.RemoveAll(w.dir) }

func (w *workshop) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

// furnish makes the module, the configuration without the overlay, which is applied already, and the tools.
func (w *workshop) furnish() error {
	for _, folder := range []string{"gen", "aliases"} {
		if err := os.Mkdir(w.path(folder), 0o755); err != nil {
			return err
		}
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	mod = bytes.Replace(mod, []byte("module "+thisModule), []byte("module scale"), 1)
	mod = fmt.Appendf(mod, "\nrequire %s v0.0.0\n\nreplace %s => %s\n", thisModule, thisModule, w.root)
	if err := os.WriteFile(w.path("go.mod"), mod, 0o644); err != nil {
		return err
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	if err := os.WriteFile(w.path("go.sum"), sum, 0o644); err != nil {
		return err
	}
	if err := w.configure(); err != nil {
		return err
	}
	for _, tool := range []string{"github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen", thisModule + "/internal/cmd/gentables"} {
		if _, err := w.command(w.root, "go", "build", "-o", w.dir+string(filepath.Separator), tool); err != nil {
			return err
		}
	}
	return nil
}

func (w *workshop) configure() error {
	data, err := os.ReadFile("oapi-codegen.yaml")
	if err != nil {
		return err
	}
	var config map[string]any
	if err := yaml.Unmarshal(data, &config); err != nil {
		return err
	}
	if options, ok := config["output-options"].(map[string]any); ok {
		delete(options, "overlay")
	}
	if data, err = yaml.Marshal(config); err != nil {
		return err
	}
	return os.WriteFile(w.path("oapi-codegen.yaml"), data, 0o644)
}

// pointAliasesHere makes the table of aliases import the client of this module.
func (w *workshop) pointAliasesHere() error {
	file := w.path("aliases/aliases.gen.go")
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, bytes.ReplaceAll(source, []byte(thisModule+"/gen"), []byte("scale/gen")), 0o644)
}

// cost is what a command took, with all that it started.
type cost struct {
	time      time.Duration
	megabytes int64 // of its largest process; 0 where the system does not tell
}

// command runs a command without a network.
func (w *workshop) command(dir, name string, args ...string) (cost, error) {
	command := exec.Command(name, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	start := time.Now()
	output, err := command.CombinedOutput()
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%.4000s", filepath.Base(name), err, output)
	}
	return cost{round(time.Since(start)), peakMegabytes(command.ProcessState)}, nil
}
