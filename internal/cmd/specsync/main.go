// Command specsync cuts the vendored slice out of Gcore's full OpenAPI document, and says what another revision of
// that document would change.
//
//	specsync sync -spec FILE|URL
//	specsync upstream-drift -spec FILE|URL [-format text|markdown] [-strict]
//
// It exits with 0 when all is well; upstream-drift with 1 when the contract or the Go API would change (with -strict
// also when only documentation would). Trouble of any kind is 2.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/internal/generate"
	"github.com/gcoresg/gcoresg/internal/specsync"
)

const usage = `usage:
  specsync sync -spec FILE|URL
  specsync upstream-drift -spec FILE|URL [-format text|markdown] [-strict]
both take -root DIR, the module (default .), and -timeout DURATION, for loading the document (default 1m)
`

func main() {
	os.Exit(run(os.Args[1:], generated, os.Stdout, os.Stderr))
}

// generated makes the generated files of the module in dir.
func generated(dir string) (map[string][]byte, error) {
	files, err := generate.Files(dir)
	contents := map[string][]byte{}
	for _, file := range files {
		contents[file.Path] = file.Content
	}
	return contents, err
}

// run returns the exit status.
func run(args []string, generator specsync.Generator, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("specsync", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage) }
	spec := flags.String("spec", "", "")
	root := flags.String("root", ".", "")
	timeout := flags.Duration("timeout", time.Minute, "")
	var format *string
	var strict *bool
	command := ""
	if len(args) > 0 {
		command = args[0]
	}
	switch command {
	case "sync":
	case "upstream-drift":
		format = flags.String("format", "text", "")
		strict = flags.Bool("strict", false, "")
	default:
		flags.Usage()
		return 2
	}
	switch err := flags.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return 2
	}
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()

	var text string
	var changed bool
	var err error
	if command == "sync" {
		text, err = specsync.Sync(ctx, *root, *spec)
	} else {
		text, changed, err = drift(ctx, *root, *spec, generator, *format, *strict)
	}
	if err != nil {
		fmt.Fprintln(stderr, "specsync:", strings.ReplaceAll(err.Error(), *spec, specsync.WithoutUser(*spec)))
		return 2
	}
	fmt.Fprint(stdout, text)
	if changed {
		return 1
	}
	return 0
}

func drift(ctx context.Context, root, spec string, generator specsync.Generator, format string, strict bool) (
	text string, changed bool, err error) {
	render, known := map[string]func(*specsync.Drift) string{
		"text": (*specsync.Drift).Text, "markdown": (*specsync.Drift).Markdown,
	}[format]
	if !known {
		return "", false, fmt.Errorf("-format %s: want text or markdown", format)
	}
	d, err := specsync.UpstreamDrift(ctx, root, spec, generator)
	if err != nil {
		return "", false, err
	}
	text, changed = render(d), d.Changed(strict)
	if changed && format == "text" {
		text += complete
	}
	return text, changed, nil
}

// complete ends the report for a terminal, where make and go run make the exit status look like a failure.
const complete = "\n(exit status 1: upstream has changes; the report is complete)\n"
