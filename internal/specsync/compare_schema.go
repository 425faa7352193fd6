package specsync

import (
	"fmt"
	"maps"
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
	hits, contracts := c.found.hits, c.contracts()
	known := c.visit(old, new, direction)
	if len(old.variants) > 0 != (len(new.variants) > 0) {
		if !known {
			c.composed(old, new, direction, name)
		}
		return
	}
	c.types(old, new, direction, name)
	for _, key := range eitherKeys(old.keywords, new.keywords) {
		if !known || old.local(key) || new.local(key) {
			c.keyword(key, old, new, direction, name)
		}
	}
	if !known {
		c.variants(old, new, direction, name)
		c.properties(old, new, direction, name)
	}
	c.renamed(old, new, direction, name, c.contracts() > contracts)
	from, to := old.parts, new.parts
	if known {
		from, to = from[:1], to[:1] // the rest was compared where it was first met
	}
	if c.found.hits == hits && !slices.EqualFunc(from, to, (*Node).Equal) {
		c.found.documentation("written-differently", place{old.at, new.at}, c.old.describe(old), c.new.describe(new))
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
func (c *comparer) renamed(old, new *view, direction, name string, differs bool) {
	if len(old.refs) == 0 || len(new.refs) == 0 || old.refs[0] == new.refs[0] {
		return
	}
	from, to := componentName(old.refs[0]), componentName(new.refs[0])
	pair := fmt.Sprintf("names %s, %s, %s", from, to, direction)
	if c.visited[pair] {
		return
	}
	c.visited[pair] = true
	at := place{old.refAt, new.refAt}
	if differs {
		c.found.contract("schema-swapped", direction, name, at, from, to)
	} else {
		c.found.documentation("schema-renamed", at, from, to)
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
