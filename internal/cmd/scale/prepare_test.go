package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/internal/specsync"
	"gopkg.in/yaml.v3"
)

func TestPickTakesOursAndSpreadsTheRest(t *testing.T) {
	var all []specsync.Operation
	for _, path := range strings.Split("abcdefghij", "") {
		all = append(all, specsync.Operation{Method: "get", Path: "/" + path})
	}
	ours := all[4:5]
	for _, count := range []int{1, 4, 10, 99} {
		got := pick(all, ours, count)
		if got[0] != ours[0] || len(got) != min(count, len(all)) {
			t.Errorf("%d operations: %v", count, got)
		}
		for i, o := range got {
			if slices.Contains(got[:i], o) {
				t.Errorf("%d operations: %v twice", count, o)
			}
		}
	}
	if last := pick(all, ours, 4)[3]; last != all[7] {
		t.Errorf("four operations end with %v: they are not spread over the document", last)
	}
}

func TestEveryDeprecatedOperationGetsANotice(t *testing.T) {
	var paths yaml.Node
	err := yaml.Unmarshal([]byte(`
/a: {get: {deprecated: true, description: Old.}, put: {description: New.}}
/b: {get: {deprecated: true}, post: {deprecated: true, description: "Old.\n\nDeprecated: Use PUT."}}
/c: {get: {deprecated: true, x-deprecated-reason: ours, description: "D.\n\nDeprecated: ours"}}
`), &paths)
	if err != nil {
		t.Fatal(err)
	}
	addNotices(get(&paths))
	for path, want := range map[string][2]string{
		"/a get":  {"Old.\n\nDeprecated: " + notice, notice},
		"/b get":  {"\n\nDeprecated: " + notice, notice},
		"/b post": {"Old.\n\nDeprecated: Use PUT.", "Use PUT."},
		"/c get":  {"D.\n\nDeprecated: ours", "ours"},
	} {
		operation := get(&paths, strings.Fields(path)...)
		if got := [2]string{get(operation, "description").Value, get(operation, "x-deprecated-reason").Value}; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if get(&paths, "/a", "put", "x-deprecated-reason") != nil {
		t.Error("an operation that is not deprecated got a notice")
	}
}
