package specsync

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// comparer compares an old slice with a new one.
type comparer struct {
	old, new viewer
	found    findings
	visited  map[string]bool // pairs of components whose inside has been compared, by direction
}

// schema compares two schemas in one direction. Name is what sentences call the value.
func (c *comparer) schema(old, new located, direction, name string) {
	c.views(c.old.view(old), c.new.view(new), direction, name)
}

func (c *comparer) views(old, new *view, direction, name string) {
	at := place{old.at, new.at}
	hits, contracts := c.found.hits, c.contracts()
	if len(old.variants) > 0 != (len(new.variants) > 0) {
		c.composed(old, new, direction, name)
		return
	}
	c.types(old, new, direction, name)
	known := c.visit(old, new, direction)
	for _, key := range eitherKeys(old.keywords, new.keywords) {
		if !known || old.local(key) || new.local(key) {
			c.keyword(key, old, new, direction, name)
		}
	}
	if !known {
		c.variants(old, new, direction, name)
		c.properties(old, new, direction, name)
	}
	c.renamed(old, new, at, direction, name, c.contracts() > contracts)
	if c.found.hits == hits && !slices.EqualFunc(old.parts, new.parts, (*Node).Equal) {
		c.found.documentation("written-differently", at, c.old.describe(old), c.new.describe(new))
	}
}

// visit reports whether the inside of this pair of components was compared before, and notes that it is now.
func (c *comparer) visit(old, new *view, direction string) bool {
	if len(old.refs) == 0 && len(new.refs) == 0 {
		return false
	}
	pair := fmt.Sprint(old.refs, new.refs, direction)
	known := c.visited[pair]
	c.visited[pair] = true
	return known
}

// eitherKeys returns the keys of both, sorted.
func eitherKeys[V any](a, b map[string]V) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// contracts counts what was found so far in effects, so that a caller can tell whether a comparison added any.
func (c *comparer) contracts() (n int) {
	for _, f := range c.found.list {
		n += len(f.Effects)
	}
	return n
}

// renamed tells a component that only got another name from one that was swapped for another.
func (c *comparer) renamed(old, new *view, at place, direction, name string, differs bool) {
	if len(old.refs) == 0 || len(new.refs) == 0 || old.refs[0] == new.refs[0] {
		return
	}
	from, to := componentName(old.refs[0]), componentName(new.refs[0])
	if key := from + "\n" + to + "\n" + direction; c.visited[key] {
		return
	} else {
		c.visited[key] = true
	}
	if differs {
		c.found.contract("schema-swapped", direction, name, at.under("$ref"), from, to)
	} else {
		c.found.documentation("schema-renamed", at.under("$ref"), from, to)
	}
}

func componentName(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

func (c *comparer) types(old, new *view, direction, name string) {
	at := place{old.at, new.at}
	from, to := c.old.describe(old), c.new.describe(new)
	lost, gained := uncovered(old.types, new.types), uncovered(new.types, old.types)
	switch {
	case lost && gained:
		c.found.contract("type-changed", direction, name, at, from, to)
		return
	case lost:
		c.found.contract("type-narrowed", direction, name, at, from, to)
	case gained:
		c.found.contract("type-widened", direction, name, at, from, to)
	}
	if from == "any value" || to == "any value" || old.null == new.null {
		return // null comes or goes with the type
	}
	if new.null {
		c.found.contract("null-added", direction, name, at, from, to)
	} else {
		c.found.contract("null-removed", direction, name, at, from, to)
	}
}

// uncovered reports whether some value of the types has none of the other types. No types at all are all types.
func uncovered(types, others []string) bool {
	if others == nil {
		return false
	}
	return types == nil || slices.ContainsFunc(types, func(t string) bool {
		return !slices.Contains(others, t) && !(t == "integer" && slices.Contains(others, "number"))
	})
}

// keyword compares one keyword, which at least one side has.
func (c *comparer) keyword(key string, oldView, newView *view, direction, name string) {
	old, hadIt := oldView.keywords[key]
	new, hasIt := newView.keywords[key]
	if hadIt && hasIt && old.node.Equal(new.node) {
		return
	}
	base, _, _ := strings.Cut(key, "#")
	at := place{extend(oldView.at, []string{base}), extend(newView.at, []string{base})}
	if hadIt {
		at.old = old.at
	}
	if hasIt {
		at.new = new.at
	}
	from, to := text(old.node), text(new.node)
	report := func(change string) { c.found.contract(change, direction, name, at, from, to) }
	switch {
	case isAnnotation(base):
		c.prose(old.node, new.node, at)
	case announcesEnd(base):
		report("sunset-changed")
	case base == "enum":
		c.enum(old.node, new.node, at, direction, name)
	case base == "default" && direction == response:
		c.prose(old.node, new.node, at)
	case base == "items" && hadIt && hasIt:
		c.schema(old, new, direction, name+"[]")
	case base == "additionalProperties":
		c.otherProperties(oldView, newView, at, direction, name)
	case limits[base] != 0 && isNumber(old.node) && isNumber(new.node):
		report(limitChange(limits[base], old.node, new.node))
	case base == "multipleOf" && hadIt && hasIt:
		report(multipleChange(old.node, new.node))
	default:
		change, known := presence[base]
		switch {
		case !known:
			report("unknown")
		case !hadIt:
			report(change.added)
		case !hasIt:
			report(change.removed)
		default:
			report(change.changed)
		}
	}
}

// presence says how a keyword's coming, going and changing are called.
var presence = map[string]struct{ added, removed, changed string }{
	"default":          {"default-added", "default-removed", "default-changed"},
	"deprecated":       {"deprecated", "undeprecated", "unknown"},
	"readOnly":         {"read-only", "read-only-lifted", "unknown"},
	"writeOnly":        {"write-only", "write-only-lifted", "unknown"},
	"items":            {"form-added", "form-removed", "form-changed"},
	"format":           {"form-added", "form-removed", "form-changed"},
	"pattern":          {"form-added", "form-removed", "form-changed"},
	"uniqueItems":      {"limit-tightened", "limit-relaxed", "unknown"},
	"multipleOf":       {"limit-tightened", "limit-relaxed", "unknown"},
	"minimum":          {"limit-tightened", "limit-relaxed", "unknown"},
	"maximum":          {"limit-tightened", "limit-relaxed", "unknown"},
	"exclusiveMinimum": {"limit-tightened", "limit-relaxed", "unknown"},
	"exclusiveMaximum": {"limit-tightened", "limit-relaxed", "unknown"},
	"minLength":        {"limit-tightened", "limit-relaxed", "unknown"},
	"maxLength":        {"limit-tightened", "limit-relaxed", "unknown"},
	"minItems":         {"limit-tightened", "limit-relaxed", "unknown"},
	"maxItems":         {"limit-tightened", "limit-relaxed", "unknown"},
	"minProperties":    {"limit-tightened", "limit-relaxed", "unknown"},
	"maxProperties":    {"limit-tightened", "limit-relaxed", "unknown"},
}

// limits says whether raising a limit tightens it (+1) or relaxes it (-1).
var limits = map[string]int{
	"minimum": 1, "exclusiveMinimum": 1, "minLength": 1, "minItems": 1, "minProperties": 1,
	"maximum": -1, "exclusiveMaximum": -1, "maxLength": -1, "maxItems": -1, "maxProperties": -1,
}

func isNumber(n *Node) bool { return n != nil && n.Kind == Number && number(n) != nil }

func number(n *Node) *big.Rat {
	r, ok := new(big.Rat).SetString(n.Text)
	if !ok {
		return nil
	}
	return r
}

func limitChange(sense int, old, new *Node) string {
	if number(new).Cmp(number(old)) == sense {
		return "limit-tightened"
	}
	return "limit-relaxed"
}

func multipleChange(old, new *Node) string {
	if isNumber(old) && isNumber(new) && number(old).Sign() > 0 && number(new).Sign() > 0 {
		if ratio(new, old).IsInt() {
			return "limit-tightened"
		}
		if ratio(old, new).IsInt() {
			return "limit-relaxed"
		}
	}
	return "unknown"
}

func ratio(a, b *Node) *big.Rat { return new(big.Rat).Quo(number(a), number(b)) }

func (c *comparer) enum(old, new *Node, at place, direction, name string) {
	switch {
	case old == nil:
		c.found.contract("enum-added", direction, name, at, "", text(new))
		return
	case new == nil:
		c.found.contract("enum-removed", direction, name, at, text(old), "")
		return
	}
	hits := c.found.hits
	for _, value := range old.Items {
		if !slices.ContainsFunc(new.Items, value.Equal) {
			c.found.contract("enum-value-removed", direction, name, at, text(value), "")
		}
	}
	for _, value := range new.Items {
		if !slices.ContainsFunc(old.Items, value.Equal) {
			c.found.contract("enum-value-added", direction, name, at, "", text(value))
		}
	}
	if c.found.hits == hits {
		c.found.documentation("written-differently", at, text(old), text(new))
	}
}

func (c *comparer) otherProperties(old, new *view, at place, direction, name string) {
	before, had := old.keywords["additionalProperties"]
	after, has := new.keywords["additionalProperties"]
	switch {
	case had && has && before.node.Kind == Mapping && after.node.Kind == Mapping:
		c.schema(before, after, direction, name+".*")
	case !has, had && before.node.Kind == Bool:
		c.found.contract("other-properties-allowed", direction, name, at, text(before.node), text(after.node))
	case !had, after.node.Kind == Bool:
		c.found.contract("other-properties-refused", direction, name, at, text(before.node), text(after.node))
	}
}

func (c *comparer) properties(old, new *view, direction, name string) {
	for _, key := range old.names {
		before := old.properties[key]
		if after, stays := new.properties[key]; stays {
			c.schema(before, after, direction, member(name, key))
			continue
		}
		change := "property-removed"
		if direction == request {
			change = "property-removed-ignored"
			if new.says("additionalProperties", "false") || new.says("unevaluatedProperties", "false") {
				change = "property-removed-refused"
			}
		}
		c.found.contract(change, direction, member(name, key), place{old: before.at}, c.old.describe(c.old.view(before)), "")
	}
	for _, key := range new.names {
		after := new.properties[key]
		if _, stayed := old.properties[key]; stayed {
			continue
		}
		change := "property-added"
		v := c.new.view(after)
		if new.required[key] != nil && !(direction == request && v.says("readOnly", "true")) {
			change = "property-added-required"
		}
		c.found.contract(change, direction, member(name, key), place{new: after.at}, "", c.new.describe(v))
	}
	c.required(old, new, direction, name)
}

// required compares the lists of required properties, as far as the properties themselves stayed.
func (c *comparer) required(old, new *view, direction, name string) {
	for _, key := range slices.Sorted(maps.Keys(old.required)) {
		_, had := old.properties[key]
		if _, has := new.properties[key]; new.required[key] == nil && (has || !had) {
			c.found.contract("property-optional", direction, member(name, key),
				place{old.required[key], extend(new.at, []string{"required"})}, key, "")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(new.required)) {
		_, has := new.properties[key]
		if _, had := old.properties[key]; old.required[key] == nil && (had || !has) {
			c.found.contract("property-required", direction, member(name, key),
				place{extend(old.at, []string{"required"}), new.required[key]}, "", key)
		}
	}
}

func member(name, key string) string {
	if name == "" || strings.HasPrefix(name, "the ") {
		return key
	}
	return name + "." + key
}

// text writes a value for a reader, on one line; a missing one is empty.
func text(n *Node) string {
	if n == nil {
		return ""
	}
	switch n.Kind {
	case Mapping:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = n.Keys[i] + ": " + text(item)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Sequence:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = text(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case String:
		if n.Text == "" || looksOtherwise(n.Text) {
			return "'" + n.Text + "'"
		}
	}
	return n.Text
}
