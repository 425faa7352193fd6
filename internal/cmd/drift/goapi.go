package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gcoresg/gcoresg/internal/apisurface"
)

const (
	modulePath = "github.com/gcoresg/gcoresg"
	recordDir  = "tests/testdata/api"
)

// public are the packages that others may import; every package of gen is one of them.
var public = []string{".", "./gen/...", "./wire", "./gcoresgtest"}

// recordFile is where the API of a package is written down.
func recordFile(importPath string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(importPath, modulePath), "/")
	if name == "" {
		name = "gcoresg"
	}
	return filepath.Join(recordDir, strings.ReplaceAll(name, "/", "_")+".txt")
}

func surfaces() (map[string]string, error) {
	surfaces, err := apisurface.Of(".", public...)
	if err != nil {
		err = fmt.Errorf("%w\nmend that first, then run this again; after make sync, CONTRIBUTING.md says how: "+
			"When Gcore changes its document", err)
	}
	return surfaces, err
}

func recordAPI() error {
	surfaces, err := surfaces()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(recordDir, 0o755); err != nil {
		return err
	}
	for importPath, surface := range surfaces {
		if err := os.WriteFile(recordFile(importPath), []byte(surface), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// checkAPI compares the exported Go API with the one written down.
func checkAPI() (findings []string, err error) {
	surfaces, err := surfaces()
	if err != nil {
		return nil, err
	}
	recorded := map[string]bool{}
	for importPath, surface := range surfaces {
		file := recordFile(importPath)
		recorded[file] = true
		have, err := os.ReadFile(file)
		if err != nil {
			findings = append(findings, fmt.Sprintf("the Go API of %s is not written down; run: make api", importPath))
			continue
		}
		if string(have) != surface {
			findings = append(findings, fmt.Sprintf("the Go API of %s is not the one in %s; if that is meant, run: make api\n%s",
				importPath, file, changes(string(have), surface)))
		}
	}
	files, err := filepath.Glob(filepath.Join(recordDir, "*"))
	for _, file := range files {
		if !recorded[file] {
			findings = append(findings, file+" is of no public package; remove it")
		}
	}
	slices.Sort(findings)
	return findings, err
}

// changes lists the lines that only one of two sorted texts has.
func changes(before, after string) string {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	var out strings.Builder
	for _, line := range a {
		if !slices.Contains(b, line) {
			out.WriteString("  - " + line + "\n")
		}
	}
	for _, line := range b {
		if !slices.Contains(a, line) {
			out.WriteString("  + " + line + "\n")
		}
	}
	if out.Len() == 0 {
		return "  (only the order or the number of equal lines differs)"
	}
	return strings.TrimRight(out.String(), "\n")
}
