package specsync

import (
	"math/big"
	"slices"
	"strings"
)

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
	case slices.Contains(nested, base) && hadIt && hasIt:
		c.schema(old, new, direction, name)
	case base == "patternProperties" && hadIt && hasIt:
		c.patterns(old, new, direction, name)
	case base == "additionalProperties":
		c.otherProperties(oldView, newView, at, direction, name)
	case limits[base] != 0:
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

// nested are the keywords whose schema holds for a part of the value, in the same sense as the value's own.
var nested = []string{"propertyNames", "contains", "contentSchema", "additionalItems", "unevaluatedItems"}

func (c *comparer) patterns(old, new located, direction, name string) {
	for _, pattern := range eitherKeys(members(old.node), members(new.node)) {
		from, to := old.node.Get(pattern), new.node.Get(pattern)
		at := sides(from, to, extend(old.at, []string{pattern}), extend(new.at, []string{pattern}))
		if from == nil || to == nil {
			c.found.contract("unknown", direction, name, at, text(from), text(to))
			continue
		}
		c.schema(located{from, at.old}, located{to, at.new}, direction, name+".*")
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
	"contentEncoding":  {"form-added", "form-removed", "form-changed"},
	"contentMediaType": {"form-added", "form-removed", "form-changed"},
	"uniqueItems":      {"limit-tightened", "limit-relaxed", "unknown"},
	"multipleOf":       {"limit-tightened", "limit-relaxed", "unknown"},
}

// limits says whether raising a limit tightens it (+1) or relaxes it (-1).
var limits = map[string]int{
	"minimum": 1, "exclusiveMinimum": 1, "minLength": 1, "minItems": 1, "minProperties": 1,
	"maximum": -1, "exclusiveMaximum": -1, "maxLength": -1, "maxItems": -1, "maxProperties": -1,
}

// number returns the exact value of a number, or nil for anything else.
func number(n *Node) *big.Rat {
	if _, exponent, _ := strings.Cut(strings.ToLower(n.Text), "e"); n.Kind != Number || len(exponent) > 4 {
		return nil // no limit of ours is that large, and its exact value would be
	}
	r, _ := new(big.Rat).SetString(n.Text)
	return r
}

func limitChange(sense int, old, new *Node) string {
	switch {
	case old == nil:
		return "limit-tightened"
	case new == nil:
		return "limit-relaxed"
	}
	before, after := number(old), number(new)
	switch {
	case before == nil || after == nil:
		return "unknown"
	case after.Cmp(before) == sense:
		return "limit-tightened"
	}
	return "limit-relaxed"
}

// multipleChange judges a multipleOf by which of the two divides the other.
func multipleChange(old, new *Node) string {
	before, after := number(old), number(new)
	switch {
	case before == nil || after == nil || before.Sign() <= 0 || after.Sign() <= 0:
		return "unknown"
	case quotient(after, before).IsInt():
		return "limit-tightened"
	case quotient(before, after).IsInt():
		return "limit-relaxed"
	}
	return "unknown"
}

func quotient(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

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
