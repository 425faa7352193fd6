package specsync

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// schema compares two schemas. A missing one allows anything.
func (c *comparer) schema(at place, p pair) {
	if p.old.node == nil {
		p.old = located{node: newMapping(), at: p.new.at}
	} else if p.new.node == nil {
		p.new = located{node: newMapping(), at: p.old.at}
	}
	c.views(at, p.old.view(), p.new.view())
}

func (c *comparer) views(at place, old, new *view) {
	visit := fmt.Sprint(old.parts, new.parts, at.direction, at.asText) // by identity, nodes being pointers
	if found, seen := c.visited[visit]; seen {
		c.hits += found.hits
		c.contracts += found.contracts
		return
	}
	before := c.tally
	c.visited[visit] = tally{}
	several := len(old.variants)+len(new.variants) > 0
	single := several && (len(old.variants) == 0 || len(new.variants) == 0)
	outer := c.cause
	if single {
		c.null(at, old, new)
	} else {
		c.cause = cmp.Or(c.types(at, old, new), outer) // all else follows from it
	}
	for _, key := range eitherKeys(old.keywords, new.keywords) {
		for i := range max(len(old.keywords[key]), len(new.keywords[key])) {
			if !single || isAside(key) {
				c.keyword(key, at, pair{old.keyword(key, i), new.keyword(key, i)})
			}
		}
	}
	if several {
		c.choice(single, at, old, new)
	}
	if !single {
		c.properties(at, old, new)
	}
	c.cause = outer
	c.renamed(at, old, new, c.contracts > before.contracts)
	if c.hits == before.hits && !slices.EqualFunc(old.parts, new.parts, (*Node).Equal) {
		c.note("written-differently", pair{old.located, new.located}, old.describe(2), new.describe(2))
	}
	c.visited[visit] = tally{c.hits - before.hits, c.contracts - before.contracts}
}

// renamed tells a component that only got another name from one that was swapped for another.
func (c *comparer) renamed(at place, old, new *view, differs bool) {
	from, to := componentName(old.ref), componentName(new.ref)
	visit := fmt.Sprintf("names %s, %s, %s", from, to, at.direction)
	if _, seen := c.visited[visit]; seen || from == "" || to == "" || from == to {
		return
	}
	c.visited[visit] = tally{}
	if refs := (pair{old.ref, new.ref}); differs {
		c.report("schema-swapped", at, refs, from, to)
	} else {
		c.note("schema-renamed", refs, from, to)
	}
}

// componentName is the last part of a reference; a missing one has none.
func componentName(ref located) string {
	full := text(ref.node)
	return full[strings.LastIndex(full, "/")+1:]
}

// types compares what types there are. It returns the finding from which all else follows, if they have none in common.
func (c *comparer) types(at place, old, new *view) *Finding {
	change := ""
	switch lost, gained := at.uncovered(old.types, new.types), at.uncovered(new.types, old.types); {
	case lost && gained:
		change = "type-changed"
	case lost:
		change = "type-narrowed"
	case gained:
		change = "type-widened"
	}
	if change != "type-changed" && !old.anything() && !new.anything() { // else null comes or goes with the type
		c.null(at, old, new)
	}
	if change == "" {
		return nil
	}
	f := c.reportWhole(change, at, old, new)
	if types := common(old.types, new.types); types == nil || len(types) > 0 {
		return nil
	}
	return f
}

func (c *comparer) null(at place, old, new *view) {
	if old.null && !new.null {
		c.reportWhole("null-removed", at, old, new)
	} else if new.null && !old.null {
		c.reportWhole("null-added", at, old, new)
	}
}

// reportWhole reports a change of the schema as a whole.
func (c *comparer) reportWhole(change string, at place, old, new *view) *Finding {
	return c.report(change, at, pair{old.located, new.located}, old.describe(2), new.describe(2))
}

// uncovered reports whether some value of the types has none of the other types. What is sent as text is a string too.
func (p place) uncovered(types, others []string) bool {
	if types == nil {
		return others != nil
	}
	return slices.ContainsFunc(types, func(t string) bool {
		isText := p.asText && t != "object" && t != "array" && slices.Contains(others, "string")
		return !covered(t, others) && !isText
	})
}

func (c *comparer) properties(at place, old, new *view) {
	for _, name := range eitherKeys(old.properties, new.properties) {
		if p, inside := (pair{old.properties[name], new.properties[name]}), at.inside(name); p.both() {
			c.schema(inside, p)
		} else {
			c.property(inside, p, old, new)
		}
	}
	for _, name := range eitherKeys(old.required, new.required) {
		p := pair{old.requires(name), new.requires(name)}
		had, has := old.properties[name].node != nil, new.properties[name].node != nil
		switch {
		case p.both() || had != has: // a property that came or went is told of above
		case p.old.node != nil:
			c.report("property-optional", at.inside(name), p)
		default:
			c.report("property-required", at.inside(name), p)
		}
	}
}

// property reports one that came or went.
func (c *comparer) property(at place, p pair, old, new *view) {
	v := p.either().view()
	if p.old.node == nil {
		required := new.required[p.key()].node != nil && !(at.direction == request && v.says("readOnly", "true"))
		c.oneSided("property", at, p, v.describe(2), required)
		return
	}
	change := "property-removed"
	if at.direction == request {
		change = "property-removed-ignored"
		if new.says("additionalProperties", "false") || new.says("unevaluatedProperties", "false") {
			change = "property-removed-refused"
		}
	}
	c.report(change, at, p, v.describe(2), "")
}
