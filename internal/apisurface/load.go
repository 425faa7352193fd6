package apisurface

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Load type-checks packages. One that does not compile is an error that names the file and the line.
func Load(dir string, patterns ...string) ([]*packages.Package, error) {
	loaded, err := LoadBroken(dir, nil, patterns...)
	if err != nil {
		return nil, err
	}
	for _, pkg := range loaded {
		if problems := Complaints(dir, pkg); len(problems) > 0 {
			return nil, fmt.Errorf("%s does not compile:\n  %s", pkg.PkgPath, strings.Join(problems, "\n  "))
		}
	}
	return loaded, nil
}

// LoadBroken is like Load, but packages may have errors in them; what they declare is there all the same. Some files,
// by their paths below dir, have another content than on the disk.
func LoadBroken(dir string, other map[string][]byte, patterns ...string) ([]*packages.Package, error) {
	own, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	overlay := map[string][]byte{}
	for path, content := range other {
		overlay[filepath.Join(own, path)] = content
	}
	return packages.Load(&packages.Config{
		// From source: a Go newer than x/tools writes export data that x/tools cannot read.
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedModule |
			packages.NeedDeps | packages.NeedSyntax | packages.NeedFiles | packages.NeedCompiledGoFiles,
		Dir:     dir,
		Overlay: overlay,
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			file, err := parser.ParseFile(fset, name, src, parser.AllErrors|parser.SkipObjectResolution)
			if !strings.HasPrefix(name, own) && file != nil {
				dropBodies(file)
			}
			return file, err
		},
	}, patterns...)
}

// dropBodies takes the bodies of functions away. Only those of the module itself are checked, which saves most of the
// time.
func dropBodies(file *ast.File) {
	file.Decls = slices.DeleteFunc(file.Decls, func(decl ast.Decl) bool {
		function, ok := decl.(*ast.FuncDecl)
		if ok {
			function.Body = nil
		}
		return ok && function.Name.Name == "init" && function.Recv == nil
	})
}

// Complaints are the errors of a package, each with its file and line. Where none has a line, they are all lines of all
// errors. Otherwise those without one are left out: they are the go command's, and repeat what the type checker says.
func Complaints(dir string, pkg *packages.Package) (lines []string) {
	for _, problem := range pkg.Errors {
		if problem.Pos != "" && problem.Pos != "-" {
			position := problem.Pos
			if base, err := filepath.Abs(dir); err == nil {
				position = strings.TrimPrefix(position, base+string(filepath.Separator))
			}
			lines = append(lines, position+": "+problem.Msg)
		}
	}
	if len(lines) > 0 {
		return lines
	}
	for _, problem := range pkg.Errors {
		for line := range strings.Lines(problem.Msg) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
	}
	return lines
}
