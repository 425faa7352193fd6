// Command scale shows what growth costs: it cuts slices of 1, 10, 100 and all operations out of a full document, generates a client
// from each with the project's configuration, compiles it, and prints time, lines and memory. It reaches for no network and writes
// only to a temporary folder.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/gcoresg/gcoresg/internal/specsync"
)

func main() {
	spec := flag.String("spec", "", "the full document: a file or a URL")
	flag.Parse()
	if *spec == "" {
		fmt.Fprintln(os.Stderr, "scale: name the full document: make scale SPEC=cloud_api.yaml")
		os.Exit(2)
	}
	if err := run(*spec, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

func run(spec string, out io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	data, err := specsync.Load(ctx, spec)
	if err != nil {
		return err
	}
	doc, err := specsync.Parse(data)
	if err != nil {
		return err
	}
	ours, err := specsync.ReadOperations("api/operations.yaml")
	if err != nil {
		return err
	}
	work, err := newWorkshop()
	if err != nil {
		return err
	}
	defer work.close()

	const format = "%10v  %7v  %13v  %11v  %6v  %8v  %6v  %6v  %7v  %6v  %8v\n"
	fmt.Fprintf(out, format, "operations", "schemas", "lines of YAML", "lines of Go", "cut", "generate", "memory", "tables", "compile", "memory", "object")
	all := doc.Operations()
	for _, count := range []int{1, 10, 100, len(all)} {
		row, err := work.measure(doc, ours, pick(all, ours, count))
		if err != nil {
			return fmt.Errorf("%d operations: %w", count, err)
		}
		megabytes := func(n int64) string { return fmt.Sprint(n, " MB") }
		fmt.Fprintf(out, format, row.operations, row.schemas, row.yamlLines, row.goLines, row.cut, row.generate.time, megabytes(row.generate.megabytes),
			row.tables, row.compile.time, megabytes(row.compile.megabytes), fmt.Sprint(row.object>>10, " kB"))
	}
	return nil
}

// pick returns our operations and others, spread evenly over the document.
func pick(all, ours []specsync.Operation, count int) []specsync.Operation {
	picked := slices.Clone(ours)
	others := slices.DeleteFunc(slices.Clone(all), func(o specsync.Operation) bool { return slices.Contains(ours, o) })
	wanted := max(0, min(count-len(ours), len(others)))
	for i := range wanted {
		picked = append(picked, others[i*len(others)/wanted])
	}
	return picked
}

// measurement is a row of the table.
type measurement struct {
	operations, schemas, yamlLines, goLines int
	cut, tables                             time.Duration
	generate, compile                       cost
	object                                  int64
}

// measure takes one slice through the pipeline.
func (w *workshop) measure(doc *specsync.Document, ours, operations []specsync.Operation) (row measurement, err error) {
	start := time.Now()
	slice, err := cut(doc, operations)
	if err != nil {
		return row, err
	}
	own, err := cut(doc, ours)
	if err != nil {
		return row, err
	}
	prepared, schemas, err := prepare(slice, own)
	if err != nil {
		return row, err
	}
	row.operations, row.schemas, row.yamlLines = len(operations), schemas, bytes.Count(slice, []byte("\n"))
	row.cut = round(time.Since(start))
	if err := os.WriteFile(w.path("slice.yaml"), prepared, 0o644); err != nil {
		return row, err
	}

	if row.generate, err = w.command(w.root, w.path("oapi-codegen"), "-config", w.path("oapi-codegen.yaml"), "-o", w.path("gen/client.gen.go"), w.path("slice.yaml")); err != nil {
		return row, err
	}
	for _, args := range [][]string{
		{"-table", "operations", "-o", w.path("gen/operations.gen.go")},
		{"-table", "aliases", "-package", "aliases", "-o", w.path("aliases/aliases.gen.go")},
	} {
		tables, err := w.command(w.root, w.path("gentables"), append(args, "-client", w.path("gen/client.gen.go"), w.path("slice.yaml"))...)
		if err != nil {
			return row, err
		}
		row.tables += tables.time
	}
	if err := w.pointAliasesHere(); err != nil {
		return row, err
	}
	if row.compile, err = w.command(w.dir, "go", "build", "-mod=mod", "-o", w.path("gen.a"), "./gen"); err != nil {
		return row, err
	}
	if _, err := w.command(w.dir, "go", "vet", "-mod=mod", "./aliases"); err != nil {
		return row, err
	}
	object, err := os.Stat(w.path("gen.a"))
	if err != nil {
		return row, err
	}
	row.object = object.Size()
	generated, err := os.ReadFile(w.path("gen/client.gen.go"))
	row.goLines = bytes.Count(generated, []byte("\n"))
	return row, err
}

func cut(doc *specsync.Document, operations []specsync.Operation) ([]byte, error) {
	slice, err := specsync.Cut(doc, operations)
	if err != nil {
		return nil, err
	}
	return specsync.Render(slice)
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }
