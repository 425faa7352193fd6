// Command gentables writes the generated tables that oapi-codegen does not: what the document says of each operation, and the
// root package's aliases of the generated types and constants. It reads the document through oapi-codegen's own loader, so
// that both see the same document with the same overlay.
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/util"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gentables:", err)
		os.Exit(1)
	}
}

func run() error {
	table := flag.String("table", "operations", "what to write: operations or aliases")
	overlay := flag.String("overlay", "", "overlay applied to the document, strictly")
	client := flag.String("client", "gen/client.gen.go", "the client that oapi-codegen wrote from the same document")
	pkg := flag.String("package", "gen", "package of the file that is written")
	output := flag.String("o", "", "file to write; standard output if empty")
	check := flag.Bool("check", false, "write nothing, only see that the overlay fits the document")
	flag.Parse()
	if flag.NArg() != 1 {
		return fmt.Errorf("name one document, for example: gentables -overlay api/overlay.yaml api/cloud_api.yaml")
	}

	doc, err := util.LoadSwaggerWithOverlay(flag.Arg(0), util.LoadSwaggerWithOverlayOpts{
		Path: *overlay, Strict: true, AllowRemoteRefsFrom: []string{},
	})
	if err != nil {
		return explain(err, *overlay, flag.Arg(0))
	}
	if *check {
		return nil
	}
	generated, err := os.ReadFile(*client)
	if err != nil {
		return fmt.Errorf("%w (generate the client first)", err)
	}

	var source []byte
	switch *table {
	case "operations":
		var sources []string
		if sources, err = sums(flag.Arg(0), *overlay); err == nil {
			source, err = operations(doc, generated, *pkg, sources)
		}
	case "aliases":
		source, err = aliases(doc, generated, *pkg)
	default:
		err = fmt.Errorf("there is no table %q: want operations or aliases", *table)
	}
	if err != nil {
		return err
	}
	if *output == "" {
		_, err = os.Stdout.Write(source)
		return err
	}
	return os.WriteFile(*output, source, 0o644)
}

// noMatch is how the overlay library says that a target or the source of a copy is not in the document.
var noMatch = regexp.MustCompile(`selector "(.*?)" did not match any`)

// explain says in our terms that the overlay does not fit the document. The library's own text names no file of ours.
func explain(err error, overlay, document string) error {
	var lost []string
	for _, match := range noMatch.FindAllStringSubmatch(err.Error(), -1) {
		if !slices.Contains(lost, match[1]) {
			lost = append(lost, match[1])
		}
	}
	if len(lost) == 0 {
		return err
	}
	return fmt.Errorf("%s does not fit %s; nothing is at\n  %s\neither the document has changed there or the overlay has a typo: "+
		"mend the actions with these targets, see CONTRIBUTING.md, When Gcore changes its document", overlay, document, strings.Join(lost, "\n  "))
}

// sums names the files and their sha256, so that the drift check sees every byte of them, comments too.
func sums(paths ...string) (lines []string, err error) {
	for _, path := range paths {
		if path == "" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s, sha256 %x", filepath.ToSlash(path), sha256.Sum256(data)))
	}
	return lines, nil
}

// render fills the template and formats the result as gofmt does.
func render(t *template.Template, data any) ([]byte, error) {
	var buf bytes.Buffer
	if err := t.Execute(&buf, data); err != nil {
		return nil, err
	}
	return format.Source(buf.Bytes())
}
