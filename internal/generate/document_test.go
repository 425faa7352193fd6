package generate

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/internal/prepare"
	"github.com/gcoresg/gcoresg/internal/specsync"
	yaml "go.yaml.in/yaml/v4"
)

// object is a mapping of a document.
type object = map[string]any

const root = "../.."

// readYAML reads a document as encoding/json would.
func readYAML(t *testing.T, path string) object {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	var value object
	if err := json.Unmarshal(prepare.JSON(&tree), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// at follows keys.
func at(value any, keys ...string) object {
	for _, key := range keys {
		o, _ := value.(object)
		value = o[key]
	}
	o, _ := value.(object)
	return o
}

// fullDocument is the vendored slice with the operations of the depot, and the same again under another version.
func fullDocument(t *testing.T) object {
	t.Helper()
	full := readYAML(t, root+"/"+slice)
	depot := readYAML(t, "testdata/depot.yaml")
	for path, item := range at(depot, "paths") {
		at(full, "paths")[path] = item
		if strings.Contains(path, "crate") || strings.Contains(path, "rules") || strings.Contains(path, "labels") || strings.Contains(path, "move") {
			at(full, "paths")[strings.Replace(path, "/v1/", "/v2/", 1)] = item
		}
	}
	maps.Copy(at(full, "components", "schemas"), at(depot, "components", "schemas"))
	return full
}

// operationsIn lists METHOD /path of a document, sorted.
func operationsIn(document object) (lines []string) {
	for path, item := range at(document, "paths") {
		for method := range item.(object) {
			if slices.Contains([]string{"get", "put", "post", "delete", "patch", "head", "options", "trace"}, method) {
				lines = append(lines, strings.ToUpper(method)+" "+path)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// moduleWith makes a folder with what generation reads and the lines added to the list of operations.
func moduleWith(t *testing.T, lines ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"api", "wire"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum", config} {
		data, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, file), data)
	}
	list := "- PUT /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}: UpdateSecurityGroupRule\n"
	for _, line := range lines {
		if !strings.Contains(list, line) {
			list += "- " + line + "\n"
		}
	}
	write(t, filepath.Join(dir, operations), []byte(list))
	return dir
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// synced takes a full document into a module.
func synced(t *testing.T, dir string, full object) {
	t.Helper()
	data, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(t.TempDir(), "full.json")
	write(t, spec, data)
	if _, err := specsync.Sync(context.Background(), dir, spec); err != nil {
		t.Fatal(err)
	}
}

// withoutTexts is a prepared document without what is for readers.
func withoutTexts(t *testing.T, prepared *prepare.Prepared) string {
	t.Helper()
	var value object
	if err := json.Unmarshal(prepared.Document, &value); err != nil {
		t.Fatal(err)
	}
	delete(value, "info")
	data, _ := json.MarshalIndent(stripped(value, false), "", " ")
	return string(data)
}

func stripped(value any, names bool) any {
	switch value := value.(type) {
	case object:
		for key, member := range value {
			if !names && (key == "description" || key == "examples") {
				delete(value, key)
				continue
			}
			value[key] = stripped(member, key == "properties" && !names)
		}
	case []any:
		for i := range value {
			value[i] = stripped(value[i], false)
		}
	}
	return value
}
