package generate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/internal/prepare"
)

// documents returns the full documents to try: ours, and the vendor's revisions where they are at hand.
func documents(t *testing.T) map[string]object {
	found := map[string]object{"depot": fullDocument(t)}
	if testing.Short() {
		t.Log("left out because of -short: the vendor's full documents")
		return found
	}
	folder := os.Getenv("GCORESG_SPECS")
	if folder == "" {
		folder = root + "/../shared/specs"
	}
	paths, _ := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if len(paths) == 0 {
		t.Logf("left out: the vendor's full documents; they are not in %s, set GCORESG_SPECS to the folder that has them", folder)
		return found
	}
	newest := paths[len(paths)-1]
	found[filepath.Base(newest)] = readYAML(t, newest)
	return found
}

// TestEveryOperationGenerates: all operations of a document at once become Go that compiles, no method misses the
// notice of a deprecated operation, and the root package's aliases stay five.
func TestEveryOperationGenerates(t *testing.T) {
	for name, document := range documents(t) {
		t.Run(name, func(t *testing.T) {
			dir := moduleWith(t, operationsIn(document)...)
			synced(t, dir, document)
			prepared, err := Prepare(dir)
			if err != nil {
				t.Fatal(err)
			}
			client, err := clientOf(dir, config, prepared.Document)
			if err != nil {
				t.Fatal(err, blame(dir, prepared))
			}
			if len(prepared.Operations) != len(operationsIn(document)) {
				t.Errorf("%d operations of %d", len(prepared.Operations), len(operationsIn(document)))
			}
			assertNotices(t, client, prepared)
			declared, err := declarations(client)
			if err != nil {
				t.Fatal(err)
			}
			aliases, err := aliasesOf(declared, prepared.Fields)
			if err != nil || strings.Count(string(aliases), "\ntype ") != len(prepare.Roles) {
				t.Errorf("%v\n%s", err, aliases)
			}
			table, err := operationsTable("gen", "Operation", prepared, dir)
			if err != nil {
				t.Fatal(err)
			}
			assertCompiles(t, dir, map[string][]byte{"client.gen.go": client, "operations.gen.go": table})
		})
	}
}

// assertCompiles builds the files as a package of a module that has ours beside it.
func assertCompiles(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, content := range files {
		if err := os.MkdirAll(filepath.Join(dir, "gen"), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "gen", name), content)
	}
	build := exec.Command("go", "build", "-gcflags=-N -l", "./gen") // not optimised, which takes half the time
	build.Dir = dir
	build.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	if output, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.3000s", err, output)
	}
}

// assertNotices checks the comments of the methods that users call: of a deprecated operation they have a paragraph
// that begins with Deprecated, as staticcheck and gopls want it, and of the others none.
func assertNotices(t *testing.T, client []byte, prepared *prepare.Prepared) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "client.gen.go", client, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	notices := map[string]*prepare.Notice{}
	for _, o := range prepared.Operations {
		for _, suffix := range []string{"", "WithBody", "WithResponse", "WithBodyWithResponse"} {
			notices[o.Name+suffix] = o.Notice
		}
	}
	methods := 0
	check := func(name string, comment *ast.CommentGroup) {
		notice, ours := notices[name]
		if !ours {
			return
		}
		methods++
		text := "\n\n" + comment.Text()
		if has := strings.Contains(text, "\n\nDeprecated: "); has != (notice != nil) || has && !strings.Contains(text, "\n\nDeprecated: "+notice.Reason+"\n") {
			t.Errorf("%s has the comment\n%s", name, comment.Text())
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv != nil {
				check(n.Name.Name, n.Doc)
			}
			return false
		case *ast.InterfaceType:
			for _, method := range n.Methods.List {
				for _, name := range method.Names {
					check(name.Name, method.Doc)
				}
			}
		}
		return true
	})
	if methods < 4*len(prepared.Operations) {
		t.Errorf("%d methods of %d operations", methods, len(prepared.Operations))
	}
}
