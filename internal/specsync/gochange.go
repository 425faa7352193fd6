package specsync

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// GoChange is an exported Go name that appears, vanishes or changes.
type GoChange struct {
	Package  string // its last element: gen, gcoresg
	Kind     string // constant, variable, function, type, field, method
	Name     string
	Action   string // added, removed or changed
	Old, New string // the declarations
	Breaking bool   // callers' code stops compiling
	Alias    string // gen.RuleSpec, where the name is that of an alias and the change is reported of that type too
}

// declaration takes the lines of apisurface apart.
var declaration = regexp.MustCompile(`^(?:(const|var|func|type) (\w+)|field (\w+)\.(?:\(embedded\) )?(\w+)|field (\w+) (?:is|has) (\w+)|method \(\*?(\w+)\) (\w+))`)

var goKinds = map[string]string{"const": "constant", "var": "variable", "func": "function", "type": "type"}

func kindAndName(line string) (kind, name string) {
	m := declaration.FindStringSubmatch(line)
	switch {
	case m == nil:
		return "", ""
	case m[1] != "":
		return goKinds[m[1]], m[2]
	case m[3] != "":
		return "field", m[3] + "." + m[4]
	case m[5] != "":
		return "type", m[5] + " (" + m[6] + ")"
	}
	return "method", m[7] + "." + m[8]
}

// goChanges compares two surfaces of one package.
func goChanges(importPath, before, after string) []GoChange {
	old, new := declarations(before), declarations(after)
	oldAliases, newAliases := aliases(old), aliases(new)
	var changes []GoChange
	for _, key := range eitherKeys(old, new) {
		if old[key] == new[key] {
			continue
		}
		kind, name := kindAndName(old[key] + new[key])
		alias := ""
		if owner := ownerOf(name); owner != name {
			if alias = newAliases[owner]; alias != oldAliases[owner] {
				continue // what it stands for comes, goes or changes as a whole
			}
		}
		c := GoChange{Alias: alias, Package: path.Base(importPath), Kind: kind, Name: name, Action: "changed", Old: old[key], New: new[key]}
		switch {
		case old[key] == "":
			c.Action = "added"
			c.Breaking = kind == "method" && old["type "+strings.Split(name, ".")[0]] != "" &&
				strings.HasSuffix(old["type "+strings.Split(name, ".")[0]], " interface") // implementations lack it
		case new[key] == "":
			c.Action = "removed"
			c.Breaking = true
		default:
			c.Breaking = withoutTag(c.Old) != withoutTag(c.New)
		}
		changes = append(changes, c)
	}
	return changes
}

// ownerOf cuts "RuleSpec" out of "RuleSpec.Port" and "RuleSpec (comparable)".
func ownerOf(name string) string {
	if end := strings.IndexAny(name, ". "); end >= 0 {
		return name[:end]
	}
	return name
}

// aliases maps the names of aliases to what they stand for, such as gen.RuleSpec.
func aliases(declarations map[string]string) map[string]string {
	targets := map[string]string{}
	for key, line := range declarations {
		if head, target, found := strings.Cut(line, " = "); found && head == key {
			targets[strings.TrimPrefix(head, "type ")] = path.Base(target)
		}
	}
	return targets
}

// declarations keys the lines of a surface by what they declare.
func declarations(surface string) map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(surface) {
		if kind, name := kindAndName(line); kind != "" {
			lines[kind+" "+name] = strings.TrimSpace(line)
		}
	}
	return lines
}

func withoutTag(line string) string {
	line, _, _ = strings.Cut(line, " `")
	return line
}

// countGo sums up changes for a headline: "1 field removed, 2 constants added". What an alias only passes on counts once.
func countGo(changes []GoChange) string {
	counts := map[string]int{}
	for _, c := range changes {
		if c.Alias != "" {
			continue
		}
		counts[c.Kind+" "+c.Action]++
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		kind, action, _ := strings.Cut(key, " ")
		parts = append(parts, fmt.Sprintf("%s %s", plural(counts[key], kind), action))
	}
	return strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
