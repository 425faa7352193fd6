package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/internal/specsync"
)

// may is the slice of 2026-05-15, which every test here starts from, whatever revision is vendored.
const may = "../../specsync/testdata/2026-05-15.yaml"

// module makes a copy of the files that specsync works on, as of May, and returns its root.
func module(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "api"), os.DirFS("../../../api")); err != nil {
		t.Fatal(err)
	}
	list := "- PUT /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}: UpdateSecurityGroupRule\n"
	if err := os.WriteFile(filepath.Join(root, "api", "operations.yaml"), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := program("sync", "-root", root, "-spec", may); status != 0 {
		t.Fatal(errs)
	}
	return root
}

// files returns the text of every file under root's api folder.
func files(t *testing.T, root string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	entries, err := os.ReadDir(filepath.Join(root, "api"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		texts[entry.Name()] = readFile(t, filepath.Join(root, "api", entry.Name()))
	}
	return texts
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// generator is what the program generates with; a toy has its own.
var generator specsync.Generator = generated

// program runs the program.
func program(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, generator, &out, &errs)
	return status, out.String(), errs.String()
}

func mustWrite(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "spec.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// assertUnchanged fails when the module's files differ, or when one was left behind.
func assertUnchanged(t *testing.T, root string, before map[string]string) {
	t.Helper()
	after := files(t, root)
	if len(after) != len(before) {
		t.Errorf("%d files in api, there were %d", len(after), len(before))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("api/%s has changed", name)
		}
	}
}

func TestSyncThereAndBack(t *testing.T) {
	root := module(t)
	before := files(t, root)
	there := strings.Replace(before["cloud_api.yaml"], "maxLength: 255", "maxLength: 1000000", 1)
	there = strings.Replace(there, "version: '2026-05-15T06:37:28.230198+00:00'", "version: 2026-06-01-x", 1)
	newer, older := mustWrite(t, there), mustWrite(t, before["cloud_api.yaml"])

	if status, out, errs := program("sync", "-root", root, "-spec", older); status != 0 || !strings.Contains(out, "nothing written") {
		t.Errorf("the present revision: status %d, %s%s", status, out, errs)
	}
	assertUnchanged(t, root, before)

	if status, out, errs := program("sync", "-root", root, "-spec", newer); status != 0 || !strings.Contains(out, "now at version 2026-06-01-x; run go generate") {
		t.Errorf("a newer revision: status %d, %s%s", status, out, errs)
	}
	after := files(t, root)
	if after["cloud_api.yaml"] != there {
		t.Error("the slice is not the newer one")
	}
	for _, line := range []string{"version: 2026-06-01-x", "date: 2026-06-01", "title: Gcore OpenAPI – Cloud API"} {
		if !strings.Contains(after["README.md"], "\n"+line+"\n") {
			t.Errorf("README.md lacks the line %q", line)
		}
	}

	if status, _, errs := program("sync", "-root", root, "-spec", older); status != 0 {
		t.Errorf("going back: status %d, %s", status, errs)
	}
	assertUnchanged(t, root, before)
}

func TestReadmeWithoutItsBlockIsRefused(t *testing.T) {
	root := module(t)
	readme := filepath.Join(root, "api", "README.md")
	if err := os.WriteFile(readme, []byte("nothing recorded"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := files(t, root)
	newer := mustWrite(t, strings.Replace(before["cloud_api.yaml"], "255", "256", 1))
	status, _, errs := program("sync", "-root", root, "-spec", newer)
	if status != 2 || !strings.Contains(errs, "restore the block of recorded values") {
		t.Errorf("status %d, %s", status, errs)
	}
	assertUnchanged(t, root, before)
}

func TestBadInputLeavesTheSliceAlone(t *testing.T) {
	slice := readFile(t, may)
	file := func(old, new string) string { return mustWrite(t, strings.Replace(slice, old, new, 1)) }
	serve := func(handler http.HandlerFunc) string {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		return server.URL + "/cloud_api.yaml"
	}
	send := func(kind, body string) string {
		return serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			io.WriteString(w, body)
		})
	}
	closed := httptest.NewServer(nil)
	closed.Close()

	for _, c := range []struct{ name, spec, want string }{
		{"no SPEC", "", "set SPEC to a file or an http(s) address"},
		{"no such file", "nowhere.yaml", "nowhere.yaml: no such file"},
		{"a folder", t.TempDir(), "is a directory"},
		{"another scheme", "ftp://host/spec", "only files and http(s) addresses"},
		{"an empty file", mustWrite(t, " \n"), "the document is empty"},
		{"not YAML", mustWrite(t, "openapi: [3.1.0\n"), "not valid YAML, or cut off: yaml: line"},
		{"not text", mustWrite(t, "openapi: \xe4\n"), "neither YAML nor JSON in UTF-8"},
		{"gzip", mustWrite(t, "\x1f\x8b\x08\x00\xff\xfe"), "compressed by gzip; unpack it first"},
		{"zip", mustWrite(t, "PK\x03\x04\x14\x00"), "a zip archive"},
		{"zstd", mustWrite(t, "\x28\xb5\x2f\xfd\x00"), "compressed by zstd"},
		{"UTF-16", mustWrite(t, "\xff\xfeo\x00p\x00"), "UTF-16, not UTF-8; convert it first"},
		{"UTF-16 without a mark", mustWrite(t, "o\x00p\x00"), "UTF-16 without a mark"},
		{"a NUL byte", mustWrite(t, slice[:500]+"\x00"+slice[500:]), "the byte 500 is NUL"},
		{"HTML without a last line end", mustWrite(t, "<!doctype html><title>x</title>"), "HTML or XML, not YAML or JSON"},
		{"a key twice at the top", mustWrite(t, slice+"info: {version: a}\n"), `the key "info" is there twice`},
		{"an end lost in the tags", mustWrite(t, slice[:strings.Index(slice, "\npaths:")]+"\npaths: {}"), "the last line has no end"},
		{"prose", mustWrite(t, "Hello there\n"), "top level is not a mapping"},
		{"a list", mustWrite(t, "- openapi\n"), "top level is not a mapping"},
		{"other YAML", mustWrite(t, "name: value\n"), `not an OpenAPI document: it has no "openapi" key`},
		{"JSON cut off", mustWrite(t, `{"openapi": "3.1.0", "info": {"ti`+"\n"), "not valid YAML, or cut off"},
		{"a file cut off", mustWrite(t, slice[:len(slice)-20]), "the last line has no end, so the rest is probably lost"},
		{"a file cut off after blanks", mustWrite(t, slice[:strings.LastIndex(slice, "name: Authorization")]), "the last line has no end"},
		{"two documents", mustWrite(t, slice+"---\n"+slice), "more than one YAML document"},
		{"Swagger 2", mustWrite(t, "swagger: '2.0'\ninfo: {}\npaths: {}\n"), "a Swagger 2 document, not OpenAPI 3"},
		{"OpenAPI 4", file("openapi: 3.1.0", "openapi: 4.0.0"), `OpenAPI version "4.0.0" is not 3.x`},
		{"no paths", mustWrite(t, "openapi: 3.1.0\ninfo: {version: a}\n"), `"paths" is missing`},
		{"no version", file("  version:", "  revision:"), `"info.version" is missing`},
		{"the operation is gone", file("    put:", "    patch:"),
			"no operation PUT /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}; the nearest it has: PATCH /cloud/v1/securitygrouprules/"},
		{"the path is gone", file("/cloud/v1/securitygrouprules/", "/cloud/v3/securitygrouprules/"), "which has the same body and the same answer. If that is its successor, write this line into api/operations.yaml in place of the old one: " +
			"- PUT /cloud/v3/securitygrouprules/{project_id}/{region_id}/{rule_id}: UpdateSecurityGroupRule\n"},
		{"a dangling reference", file("    SecurityGroupProtocolEnum:", "    Renamed:"), `refers to "#/components/schemas/SecurityGroupProtocolEnum", which the document does not have`},
		{"another file", file("'#/components/schemas/SecurityGroupProtocolEnum'", "enums.yaml#/Protocol"), `refers to another file, "enums.yaml#/Protocol"`},
		{"an undefined security scheme", file("    APIKey:\n", "    Key:\n"), `the security scheme "APIKey" is required but not defined`},
		{"an enormous file", enormous(t), "larger than 16 MiB"},
		{"an enormous answer", send("application/yaml", strings.Repeat("x: y\n", 4<<20)), "larger than 16 MiB"},
		{"an enormous answer without a length", serve(func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}), "larger than 16 MiB"},
		{"404", serve(http.NotFound), "the server answered 404 Not Found; check the address"},
		{"HTML by its type", send("text/html; charset=utf-8", slice), "the server sent HTML"},
		{"HTML by its look", send("text/plain", "\n<!doctype html><title>x</title>\n"), "HTML or XML, not YAML or JSON"},
		{"an empty answer", send("text/plain", ""), "the document is empty"},
		{"a download that breaks off", serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(slice)))
			io.WriteString(w, slice[:len(slice)/2])
		}), "the download broke off before its end; try again"},
		{"a lost end without a length", send("application/yaml", slice[:len(slice)-20]), "the last line has no end, so the rest is probably lost; fetch it again"},
		{"a server that stalls", serve(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, slice[:100])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}), "no whole answer in time"},
		{"a server that is not there", closed.URL, "check the address and the network"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := module(t)
			before := files(t, root)
			started := time.Now()
			status, out, errs := program("sync", "-root", root, "-spec", c.spec, "-timeout", "4s")
			if status != 2 || out != "" || !strings.Contains(errs, c.want) {
				t.Errorf("status %d, output %q, want 2 and %q; got:\n%s", status, out, c.want, errs)
			}
			if strings.Count(errs, "\n") != 1 {
				t.Errorf("the message has more than a line:\n%s", errs)
			}
			if spent := time.Since(started); spent > 10*time.Second {
				t.Errorf("took %v", spent)
			}
			assertUnchanged(t, root, before)
		})
	}
}

// enormous makes a file of 17 MiB that takes no room on the disk.
func enormous(t *testing.T) string {
	t.Helper()
	path := mustWrite(t, "")
	if err := os.Truncate(path, 17<<20); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSyncFromAnAddress(t *testing.T) {
	root := module(t)
	before := files(t, root)
	server := httptest.NewServer(http.FileServerFS(os.DirFS(filepath.Join(root, "api"))))
	defer server.Close()
	status, out, errs := program("sync", "-root", root, "-spec", server.URL+"/cloud_api.yaml")
	if status != 0 || !strings.Contains(out, "nothing written") {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
	assertUnchanged(t, root, before)
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"frobnicate"}, {"sync", "-nonsense"}, {"sync", "stray"}} {
		if status, _, errs := program(args...); status != 2 || !strings.Contains(errs, "usage") && !strings.Contains(errs, "Usage") {
			t.Errorf("%q: status %d, %s", args, status, errs)
		}
	}
}

func TestADocumentMayLackItsLastLineEnd(t *testing.T) {
	root := module(t)
	status, out, errs := program("sync", "-root", root, "-spec", mustWrite(t, strings.TrimRight(readFile(t, may), "\n")))
	if status != 0 || !strings.Contains(out, "nothing written") {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
}

func TestNoUserOrPasswordIsPrinted(t *testing.T) {
	root := module(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "https://robot:s3cret@127.0.0.1:1/x", http.StatusFound)
		case "/odd":
			w.Header().Set("Location", "https://robot:s3cret@[/x")
			w.WriteHeader(http.StatusFound)
		case "/page":
			io.WriteString(w, "<html>")
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	for _, spec := range []string{
		"http://robot:s3cret@" + host + "/gone", "http://robot:s3cret@" + host + "/moved", "http://robot:s3cret@" + host + "/odd",
		"http://robot:s3cret@" + host + "/page", "http://robot:s3cret@127.0.0.1:1/x", "http://robot:s3cret/%zz@" + host, "http://robot:%s3cret@" + host,
		"ftp://robot:s3cret@host/x", "HTTP://robot:s3cret@host/x", "http:/robot:s3cret@host/x", "robot:s3cret@host/x",
		"https://robot:s3cret@ host/x", "https://robot:s3cret s3cret@host/x",
	} {
		for _, command := range []string{"sync", "upstream-drift"} {
			status, out, errs := program(command, "-root", root, "-spec", spec, "-timeout", "5s")
			if status != 2 || strings.Contains(out+errs, "s3cret") || strings.Contains(out+errs, "robot") {
				t.Errorf("%s %s: status %d, %s%s", command, spec, status, out, errs)
			}
		}
	}
}
