// Command specsync cuts the vendored slice out of Gcore's full OpenAPI document, and says what another revision of
// that document would change.
//
//	specsync sync -spec FILE|URL
//
// It exits with 0 when all is well and with 2 on trouble.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gcoresg/gcoresg/internal/specsync"
)

const usage = `usage:
  specsync sync -spec FILE|URL [-root DIR] [-timeout 1m]
`

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("specsync", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage) }
	spec := flags.String("spec", "", "")
	root := flags.String("root", ".", "")
	timeout := flags.Duration("timeout", time.Minute, "")
	if len(args) == 0 || args[0] != "sync" {
		flags.Usage()
		return 2
	}
	if err := flags.Parse(args[1:]); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return 2
	}
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	done, err := specsync.Sync(ctx, *root, *spec)
	if err != nil {
		fmt.Fprintln(stderr, "specsync:", err)
		return 2
	}
	fmt.Fprintln(stdout, done)
	return 0
}
