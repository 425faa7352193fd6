// Command drift tells whether what is committed is what the sources say: the generated files, the recorded Go API,
// go.mod. It writes nothing, and says what to run when it finds something. With -record it writes the Go API down
// instead.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	record := flag.Bool("record", false, "write the present Go API down instead of comparing")
	dir := flag.String("C", ".", "the module's folder")
	flag.Parse()
	if err := os.Chdir(*dir); err != nil {
		trouble(err)
	}
	if *record {
		if err := recordAPI(); err != nil {
			trouble(err)
		}
		return
	}

	// To generate from a slice that somebody edited would bake the edit in: nothing else is worth saying then.
	checks := []func() ([]string, error){checkSlice, checkGenerated, checkAPI, checkModule}
	var findings []string
	for i, check := range checks {
		found, err := check()
		if err != nil {
			trouble(err)
		}
		findings = append(findings, found...)
		if i == 0 && len(found) > 0 {
			break
		}
	}
	for _, finding := range findings {
		fmt.Println("drift:", finding)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
	fmt.Println("no drift: gen/ is what api/ generates, the Go API is the recorded one, go.mod is tidy")
}

func trouble(err error) {
	fmt.Fprintln(os.Stderr, "drift:", err)
	os.Exit(2)
}
