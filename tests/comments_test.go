package tests

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// parseDoc reads the documentation of the package in dir, without its tests.
func parseDoc(t *testing.T, dir string) *doc.Package {
	t.Helper()
	names, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "tools.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(set, files, dir)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// hasDeprecation reports whether a comment has a paragraph that begins as staticcheck, gopls and pkg.go.dev want it.
func hasDeprecation(comment string) bool {
	return slices.ContainsFunc(strings.Split(comment, "\n\n"), func(paragraph string) bool {
		return strings.HasPrefix(paragraph, "Deprecated: ")
	})
}

// TestDeprecatedMethodsSayIt: every method that calls a deprecated operation has the paragraph, and no other has.
func TestDeprecatedMethodsSayIt(t *testing.T) {
	deprecated := map[string]bool{}
	for _, op := range slices.Concat(gen.Operations, successor.Operations) {
		deprecated[op.Method+" "+op.Route] = op.Deprecated
	}
	calls := regexp.MustCompile(`(?:Corresponds with|It is) ([A-Z]+ \S+)`)
	seen := 0
	for _, dir := range []string{"..", "../gen", "../gen/successor"} {
		for _, typ := range parseDoc(t, dir).Types {
			comments := map[string]string{}
			for _, method := range typ.Methods {
				comments[method.Name] = method.Doc
			}
			if spec, ok := typ.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.InterfaceType); ok {
				for _, method := range spec.Methods.List {
					if len(method.Names) == 1 {
						comments[method.Names[0].Name] = method.Doc.Text()
					}
				}
			}
			for name, comment := range comments {
				operation := calls.FindStringSubmatch(comment)
				if operation == nil {
					if hasDeprecation(comment) {
						t.Errorf("%s.%s is deprecated, but of no operation", typ.Name, name)
					}
					continue
				}
				seen++
				want, known := deprecated[operation[1]]
				if !known || want != hasDeprecation(comment) {
					t.Errorf("%s.%s in %s: %s: known %v, deprecated %v in the document and %v in the comment; mend the comment",
						typ.Name, name, dir, operation[1], known, want, hasDeprecation(comment))
				}
			}
		}
	}
	if seen < 30 { // ours, and four to eight that oapi-codegen makes of each operation
		t.Errorf("only %d methods name their operation", seen)
	}
}

// TestEveryExportedNameHasAComment: one that begins with the name, for everything written by hand.
func TestEveryExportedNameHasAComment(t *testing.T) {
	check := func(kind, name, comment string) {
		first, _, _ := strings.Cut(strings.TrimSpace(comment), " ")
		if ast.IsExported(name) && first != name && !slices.Contains([]string{"A", "An"}, first) {
			t.Errorf("%s %s: the comment begins with %q", kind, name, first)
		}
	}
	for _, dir := range []string{"..", "../wire", "../gcoresgtest"} {
		pkg := parseDoc(t, dir)
		if pkg.Doc == "" {
			t.Errorf("%s has no package comment", dir)
		}
		for _, f := range pkg.Funcs {
			check("func", f.Name, f.Doc)
		}
		for _, typ := range pkg.Types {
			check("type", typ.Name, typ.Doc)
			for _, f := range append(typ.Funcs, typ.Methods...) {
				check("func "+typ.Name, f.Name, f.Doc)
			}
		}
	}
}
