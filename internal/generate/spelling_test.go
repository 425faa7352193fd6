package generate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestSpellings: a document that says the same in other words prepares to the same document, and so generates the
// same Go, without an edit.
func TestSpellings(t *testing.T) {
	full := fullDocument(t)
	lines := operationsIn(full)
	preparedOf := func(t *testing.T, document object) string {
		dir := moduleWith(t, lines...)
		synced(t, dir, document)
		prepared, err := Prepare(dir)
		if err != nil {
			t.Fatal(err)
		}
		return withoutTexts(t, prepared)
	}
	// The names of the operations are made of the summaries, which no spelling changes.
	want := preparedOf(t, copied(full))
	for _, s := range spellings {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			document := copied(full)
			s.spell(document)
			if s.name != "as it is" && equal(document, full) {
				t.Fatal("the spelling changed nothing")
			}
			if got := preparedOf(t, document); got != want {
				t.Error(firstLines(got, want))
			}
		})
	}
}

// TestDifferentContractsDiffer: what is no spelling is seen, or the test above could not fail.
func TestDifferentContractsDiffer(t *testing.T) {
	full := fullDocument(t)
	dir := moduleWith(t, operationsIn(full)...)
	synced(t, dir, full)
	before, err := Prepare(dir)
	if err != nil {
		t.Fatal(err)
	}
	delete(at(full, "components", "schemas", "NewCrate", "properties"), "weight")
	synced(t, dir, full)
	after, err := Prepare(dir)
	if err != nil || withoutTexts(t, before) == withoutTexts(t, after) {
		t.Errorf("a property that is gone is not seen: %v", err)
	}
}

func copied(document object) object {
	data, _ := json.Marshal(document)
	var same object
	_ = json.Unmarshal(data, &same)
	return same
}

func equal(a, b object) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

func firstLines(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("from line %d: got\n%s\nwant\n%s", i, strings.Join(a[max(0, i-8):min(len(a), i+8)], "\n"), strings.Join(b[max(0, i-8):min(len(b), i+8)], "\n"))
		}
	}
	return "one is longer"
}

// eachSchema replaces every schema of a document, the inner ones first.
func eachSchema(document object, replace func(schema object) object) {
	var inside func(value any) any
	inside = func(value any) any {
		s, isSchema := value.(object)
		if !isSchema {
			return value
		}
		for _, key := range []string{"items", "additionalProperties"} {
			if s[key] != nil {
				s[key] = inside(s[key])
			}
		}
		for _, key := range []string{"allOf", "anyOf", "oneOf"} {
			members, _ := s[key].([]any)
			for i := range members {
				members[i] = inside(members[i])
			}
		}
		for name, property := range at(s, "properties") {
			at(s, "properties")[name] = inside(property)
		}
		return replace(s)
	}
	schemas := at(document, "components", "schemas")
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		schemas[name] = inside(schemas[name])
	}
	eachOwner(document, func(owner object) {
		if owner["schema"] != nil {
			owner["schema"] = inside(owner["schema"])
		}
	})
}

// eachOwner visits what has a schema: parameters and media types.
func eachOwner(document object, visit func(owner object)) {
	contents := func(owner any) {
		for _, media := range at(owner, "content") {
			visit(media.(object))
		}
	}
	eachOperation(document, func(_ string, operation object) {
		parameters, _ := operation["parameters"].([]any)
		for _, p := range parameters {
			visit(p.(object))
			contents(p)
		}
		contents(operation["requestBody"])
		for _, response := range at(operation, "responses") {
			contents(response)
		}
	})
}

func eachOperation(document object, visit func(path string, operation object)) {
	for _, line := range operationsIn(document) {
		method, path, _ := strings.Cut(line, " ")
		visit(path, at(document, "paths", path, strings.ToLower(method)))
	}
}
