package specsync

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// Entry is a line of api/operations.yaml.
type Entry struct {
	Operation
	Name    string // in Go; empty until make sync has written one
	LeftOut bool   // the slice and the client go without it
	line    int    // of the file
}

// LeftOut stands in place of a name where an operation is to be left out.
const LeftOut = "left out"

// operationsOf returns the operations of the entries that are not left out.
func operationsOf(entries []Entry) (operations []Operation) {
	for _, e := range entries {
		if !e.LeftOut {
			operations = append(operations, e.Operation)
		}
	}
	return operations
}

// ReadEntries reads the whole list, with the names.
func ReadEntries(path string) ([]Entry, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lines []yaml.Node
	if err := yaml.Unmarshal(data, &lines); err != nil {
		return nil, fmt.Errorf("%s: want a list of lines like \"- PUT /path/{id}\": %w", path, err)
	}
	var entries []Entry
	for _, line := range lines {
		e, err := readEntry(&line)
		if err == nil && slices.ContainsFunc(entries, func(other Entry) bool { return other.Operation == e.Operation }) {
			err = fmt.Errorf("%s is listed twice", e.Operation)
		}
		if err == nil {
			err = e.clash(entries)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return nil, fmt.Errorf("%s: lists no operation; add a line like \"- PUT /path/{id}\"", path)
	}
	return entries, nil
}

var exportedName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

func readEntry(line *yaml.Node) (e Entry, err error) {
	key := line
	e.line = line.Line
	if line.Kind == yaml.MappingNode && len(line.Content) == 2 {
		key = line.Content[0]
		if value := line.Content[1]; value.ShortTag() != "!!null" {
			e.Name = value.Value
		}
	}
	method, route, _ := strings.Cut(key.Value, " ")
	e.Operation = Operation{strings.ToLower(method), strings.TrimSpace(route)}
	switch {
	case key.Kind != yaml.ScalarNode || !slices.Contains(methods, e.Method) || !strings.HasPrefix(e.Path, "/"):
		return e, fmt.Errorf("%q in line %d is not METHOD /path, or METHOD /path: Name", key.Value, line.Line)
	case e.Name == LeftOut:
		e.LeftOut = true
	case e.Name != "" && !exportedName.MatchString(e.Name):
		return e, fmt.Errorf("%q is no name of a Go method, which begins with a capital and has letters and digits only",
			e.Name)
	}
	return e, nil
}

// follow writes the list anew where operations have moved, with their names.
func follow(entries []Entry, twins []Twin) (list string) {
	for _, e := range entries {
		for _, t := range twins {
			if t.Old == e.Operation && t.New != (Operation{}) {
				e.Operation = t.New
			}
		}
		list += fmt.Sprintf("- %s: %s\n", e.Operation, e.Name)
	}
	return list
}

// clash reports that the methods of an entry would have the names of another's.
func (e Entry) clash(others []Entry) error {
	for _, other := range others {
		if e.Name != "" && !e.LeftOut && sameMethods(e.Name, other.Name) {
			return fmt.Errorf("%s and %s cannot be named %s and %s: the methods that are generated for them would have the "+
				"same names", other.Operation, e.Operation, other.Name, e.Name)
		}
	}
	return nil
}

// sameMethods reports whether oapi-codegen would give two operations a method of the same name.
func sameMethods(a, b string) bool {
	for _, suffix := range []string{"", "WithBody", "WithResponse", "WithBodyWithResponse"} {
		if strings.EqualFold(a+suffix, b) || strings.EqualFold(a, b+suffix) {
			return true
		}
	}
	return false
}
