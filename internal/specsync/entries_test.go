package specsync

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPin: every line without a name gets one that reads like the summary, and nothing else in the file changes.
func TestPin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "operations.yaml")
	before := "# A list.\n- PUT /v1/a/{id}: Mine\n- get /v1/a # all\n- \"GET /v2/a\"\n\n- POST /v1/a\n- GET /v1/long\n- GET /v1/b\n- DELETE /v1/a: left out\n- HEAD /v1/c:\n"
	write(t, path, before)
	entries, err := ReadEntries(path)
	if err != nil {
		t.Fatal(err)
	}
	slice := tree(t, `{openapi: 3.1.0, info: {version: v}, paths: {/v1/a: {get: {summary: List my api ids}, post: {summary: Mine with body}}, /v2/a: {get: {summary: List my API IDs}},
/v1/long: {get: {summary: A summary of more words than a name of a method should have}}, /v1/b: {get: {summary: ''}}, /v1/c: {head: {summary: 3 things}}}}`)
	after, named := pin(entries, slice, before)
	want := "# A list.\n- PUT /v1/a/{id}: Mine\n- get /v1/a: ListMyAPIIds # all\n- \"GET /v2/a\": ListMyAPIIDs\n\n- POST /v1/a: MineWithBodyV1\n- GET /v1/long: GetV1Long\n- GET /v1/b: GetV1B\n- DELETE /v1/a: left out\n- HEAD /v1/c: Operation3Things\n"
	want = strings.Replace(want, ": ListMyAPIIDs", ": ListMyAPIIDsV2", 1)
	if after != want || len(named) != 6 {
		t.Errorf("%d named; got\n%s\nwant\n%s", len(named), after, want)
	}
	write(t, path, after)
	again, err := ReadEntries(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, named := pin(again, slice, after); len(named) != 0 {
		t.Errorf("named again: %v", named)
	}
	if operations := operationsOf(again); len(operations) != 7 || slices.Contains(operations, Operation{"delete", "/v1/a"}) {
		t.Errorf("got %v", operations)
	}
}

func TestBadEntries(t *testing.T) {
	for list, want := range map[string]string{
		"- GET /a: x":                      `"x" is no name of a Go method`,
		"- GET /a: A\n- PUT /a: A":         "would have the same names",
		"- GET /a: A\n- PUT /a: AWithBody": "would have the same names",
		"- GET /a: A\n- GET /a: B":         "GET /a is listed twice",
		"- [GET, /a]":                      "is not METHOD /path",
	} {
		path := filepath.Join(t.TempDir(), "operations.yaml")
		write(t, path, list+"\n")
		if _, err := ReadEntries(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", list, err, want)
		}
	}
}
