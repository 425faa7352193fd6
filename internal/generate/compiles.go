package generate

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
)

// compiles says why a client does not compile: a generated name that stands twice, above all. What the client imports
// is not looked at, which spares the time.
func compiles(client []byte) error {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, "", client, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	var fault error
	check := types.Config{Error: func(err error) {
		var found types.Error
		if errors.As(err, &found) && fault == nil && !strings.HasPrefix(found.Msg, "could not import") {
			fault = fmt.Errorf("the Go code of %s does not compile: %s", declaredAt(file, found.Pos), found.Msg)
		}
	}}
	_, _ = check.Check("", positions, []*ast.File{file}, nil)
	return fault
}

// declaredAt names what is declared at a position.
func declaredAt(file *ast.File, at token.Pos) string {
	for _, decl := range file.Decls {
		if at < decl.Pos() || at > decl.End() {
			continue
		}
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv != nil {
				return types.ExprString(decl.Recv.List[0].Type) + "." + decl.Name.Name
			}
			return decl.Name.Name
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok && at <= spec.End() {
					return spec.Name.Name
				}
			}
		}
	}
	return "the client"
}
