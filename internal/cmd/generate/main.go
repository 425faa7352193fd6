// Command generate writes every generated file of the module: gen, gen/successor, and the root package's aliases.
// With -prepared it prints the document that it gives to oapi-codegen instead.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gcoresg/gcoresg/internal/generate"
)

func main() {
	root := flag.String("C", ".", "the module's folder")
	prepared := flag.Bool("prepared", false, "print the document for oapi-codegen, write nothing")
	flag.Parse()
	if err := run(*root, *prepared); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(root string, prepared bool) error {
	if prepared {
		result, err := generate.Prepare(root)
		if err != nil {
			return err
		}
		_, err = os.Stdout.Write(append(result.Document, '\n'))
		return err
	}
	files, err := generate.Files(root)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(root, file.Path), file.Content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
