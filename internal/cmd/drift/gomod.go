package main

import (
	"fmt"
	"os/exec"
)

// checkModule asks whether go.mod and go.sum are tidy.
func checkModule() ([]string, error) {
	out, err := exec.Command("go", "mod", "tidy", "-diff").CombinedOutput()
	if err == nil {
		return nil, nil
	}
	if len(out) > 0 && out[0] == 'd' { // a diff; anything else is go's own complaint
		return []string{"go.mod or go.sum is not tidy; run: go mod tidy\n" + string(out)}, nil
	}
	return nil, fmt.Errorf("go mod tidy -diff: %w\n%s", err, out)
}
