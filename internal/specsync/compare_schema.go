package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// schema compares two schemas in one direction. Name is what sentences call the value.
func (c *comparer) schema(direction, name string, old, new located) {
	c.views(direction, name, old.view(), new.view())
}

func (c *comparer) views(direction, name string, old, new *view) {
	visit := fmt.Sprint(old.parts, new.parts, direction, c.asText) // by identity, nodes being pointers
	if c.visited[visit] {
		return
	}
	c.visited[visit] = true
	hits, contracts := c.hits, c.contracts
	several := len(old.variants)+len(new.variants) > 0
	single := several && (len(old.variants) == 0 || len(new.variants) == 0)
	var cause *Finding
	if single {
		c.null(direction, name, old, new)
	} else {
		cause = c.types(direction, name, old, new)
	}
	c.below(cause, func() {
		for _, key := range eitherKeys(old.keywords, new.keywords) {
			if !single || isAside(key) {
				c.keyword(key, direction, name, old, new)
			}
		}
		if several {
			c.choice(direction, name, old, new)
		}
		if !single {
			c.properties(direction, name, old, new)
		}
	})
	c.renamed(direction, name, old, new, c.contracts > contracts)
	if c.hits == hits && !slices.EqualFunc(old.parts, new.parts, (*Node).Equal) {
		c.record(&c.list, "written-differently", old.whole(), new.whole(), old.describe(), new.describe())
	}
}

// renamed tells a component that only got another name from one that was swapped for another.
func (c *comparer) renamed(direction, name string, old, new *view, differs bool) {
	from, to := componentName(old.ref), componentName(new.ref)
	pair := fmt.Sprintf("names %s, %s, %s", from, to, direction)
	if from == "" || to == "" || from == to || c.visited[pair] {
		return
	}
	c.visited[pair] = true
	if differs {
		c.report("schema-swapped", direction, name, old.ref, new.ref, from, to)
	} else {
		c.record(&c.list, "schema-renamed", old.ref, new.ref, from, to)
	}
}

// componentName is the last part of a reference; a missing one has none.
func componentName(ref located) string {
	full := text(ref.node)
	return full[strings.LastIndex(full, "/")+1:]
}

// types compares what types there are. It returns the finding from which all else follows, if they have none in common.
func (c *comparer) types(direction, name string, old, new *view) *Finding {
	change := ""
	switch lost, gained := c.uncovered(old.types, new.types), c.uncovered(new.types, old.types); {
	case lost && gained:
		change = "type-changed"
	case lost:
		change = "type-narrowed"
	case gained:
		change = "type-widened"
	}
	from, to := old.describe(), new.describe()
	if change != "type-changed" && from != "any value" && to != "any value" { // else null comes or goes with the type
		c.null(direction, name, old, new)
	}
	if change == "" {
		return nil
	}
	f := c.report(change, direction, name, old.whole(), new.whole(), from, to)
	if disjoint(old.types, new.types) && disjoint(new.types, old.types) {
		return f
	}
	return nil
}

func (c *comparer) null(direction, name string, old, new *view) {
	change := map[bool]string{true: "null-added", false: "null-removed"}[new.null]
	if old.null != new.null {
		c.report(change, direction, name, old.whole(), new.whole(), old.describe(), new.describe())
	}
}

// disjoint reports whether none of the types is among the others.
func disjoint(types, others []string) bool {
	return types != nil && !slices.ContainsFunc(types, func(t string) bool { return covered(t, others) })
}

// uncovered reports whether some value of the types has none of the other types. What is sent as text is a string too.
func (c *comparer) uncovered(types, others []string) bool {
	if others == nil {
		return false
	}
	return types == nil || slices.ContainsFunc(types, func(t string) bool {
		return !covered(t, others) && !(c.asText && t != "object" && t != "array" && slices.Contains(others, "string"))
	})
}

func (c *comparer) properties(direction, name string, old, new *view) {
	for _, key := range old.names {
		before := old.properties[key]
		if after, stays := new.properties[key]; stays {
			c.schema(direction, member(name, key), before, after)
			continue
		}
		change := "property-removed"
		if direction == request {
			change = "property-removed-ignored"
			if new.says("additionalProperties", "false") || new.says("unevaluatedProperties", "false") {
				change = "property-removed-refused"
			}
		}
		c.report(change, direction, member(name, key), before, located{}, before.view().describe(), "")
	}
	for _, key := range new.names {
		after := new.properties[key]
		if _, stayed := old.properties[key]; stayed {
			continue
		}
		change := "property-added"
		v := after.view()
		if new.required[key] != nil && !(direction == request && v.says("readOnly", "true")) {
			change = "property-added-required"
		}
		c.report(change, direction, member(name, key), located{}, after, "", v.describe())
	}
	for _, key := range eitherKeys(old.required, new.required) {
		_, had := old.properties[key]
		_, has := new.properties[key]
		from, to := old.requires(key), new.requires(key)
		switch was, is := old.required[key] != nil, new.required[key] != nil; {
		case was && !is && (has || !had):
			c.report("property-optional", direction, member(name, key), from, to, key, "")
		case is && !was && (had || !has):
			c.report("property-required", direction, member(name, key), from, to, "", key)
		}
	}
}

func member(name, key string) string {
	if name == "" || strings.HasPrefix(name, "the ") {
		return key
	}
	return name + "." + key
}
