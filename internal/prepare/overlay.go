package prepare

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"
)

// applyOverlay applies the overlay at path. A target that finds nothing is an error: it is a typo, because the names
// in the prepared document are ours.
func applyOverlay(doc object, path string) (object, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal([]byte(text(doc)), &tree); err != nil {
		return nil, err
	}
	changes, err := overlay.Parse(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if _, err := changes.ApplyToStrict(&tree); err != nil {
		return nil, explain(err, path)
	}
	var changed object
	err = tree.Decode(&changed)
	return changed, err
}

// noMatch is how the overlay library says that a target or the source of a copy is not in the document.
var noMatch = regexp.MustCompile(`selector "(.*?)" did not match any`)

// explain names the targets in our terms. The library's own text names no file.
func explain(err error, path string) error {
	var lost []string
	for _, match := range noMatch.FindAllStringSubmatch(err.Error(), -1) {
		if !slices.Contains(lost, match[1]) {
			lost = append(lost, match[1])
		}
	}
	if len(lost) == 0 {
		return fmt.Errorf("%s: %w", path, err)
	}
	return fmt.Errorf("%s does not fit; in the prepared document nothing is at\n  %s\nmend the actions with "+
		"these targets; go run ./internal/cmd/generate -prepared prints that document", path, strings.Join(lost, "\n  "))
}

// nameConstants turns the names that the overlay gives to members of an enum into the list that oapi-codegen reads.
func nameConstants(doc object) {
	for _, schema := range asObject(get(doc, "components", "schemas")) {
		s := asObject(schema)
		names := asObject(s["x-enum-names"])
		delete(s, "x-enum-names")
		var all list
		for _, member := range asList(s["enum"]) {
			name := fmt.Sprint(member)
			all = append(all, cmp.Or(asText(names[name]), name))
		}
		if names != nil && all != nil {
			s["x-enum-varnames"] = all
		}
	}
}

// properName is what encoding/json takes for a name: it reads and writes a field with another under its Go name.
var properName = regexp.MustCompile(`^[\pL\pN!#$%&()*+\-./:;<=>?@\[\]^_{|}~ ]+$`)

// checkNames refuses properties that would be sent under other names.
func checkNames(doc object) error {
	schemas := asObject(get(doc, "components", "schemas"))
	for _, schema := range keysOf(schemas) {
		for _, name := range keysOf(asObject(get(schemas[schema], "properties"))) {
			if !properName.MatchString(name) {
				return fmt.Errorf("the schema %s has the property %q, a name that encoding/json cannot send; remove it in "+
					"api/overlay.yaml, or leave out the operation that the schema is named by in api/operations.yaml", schema, name)
			}
		}
	}
	return nil
}
