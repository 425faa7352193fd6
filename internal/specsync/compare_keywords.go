package specsync

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// keyword compares one keyword, which at least one side has.
func (c *comparer) keyword(key string, at place, p pair) {
	switch {
	case isAnnotation(key), key == "default" && at.direction == response:
		c.prose(p)
	case announcesEnd(key) && !p.equal():
		c.report("sunset-changed", at, p)
	case slices.Contains(nested, key) && p.both():
		c.schema(at, p)
	case key == "items" && p.both():
		at.name += "[]"
		c.schema(at, p)
	case key == "additionalProperties" && p.kinds(Mapping):
		at.name += ".*"
		c.schema(at, p)
	case key == "patternProperties" && sameKeys(p):
		at.name += ".*"
		for _, property := range p.children() {
			c.schema(at, property)
		}
	case key == "discriminator" && p.child("propertyName").equal() && sameKeys(p.child("mapping")):
		for _, form := range p.child("mapping").children() {
			c.schema(at, pair{discriminates(form.old), discriminates(form.new)})
		}
	case p.same():
	case key == "additionalProperties" && (p.old.node == nil || p.new.node != nil && p.new.node.Kind == Bool):
		c.report("other-properties-refused", at, p)
	case key == "enum" && p.both():
		c.enum(at, p)
	case key == "format" && p.both() && sameFormat(at.direction, p.old.node.Text, p.new.node.Text):
		c.note("written-differently", p)
	case limits[key] != 0 || key == "multipleOf":
		c.report(limitChange(key, p.old.node, p.new.node), at, p)
	default:
		named := keywords[key]
		change := named.changed
		if p.old.node == nil {
			change = named.added
		} else if p.new.node == nil {
			change = named.removed
		}
		c.report(cmp.Or(change, "unknown"), at, p)
	}
}

// keywords says how the coming, going and changing of a keyword are called. What it does not call is unknown.
var keywords = map[string]struct{ added, removed, changed string }{
	"additionalProperties": {"", "other-properties-allowed", "other-properties-allowed"},
	"enum":                 {"enum-added", "enum-removed", ""},
	"default":              {"default-added", "default-removed", "default-changed"},
	"deprecated":           {"deprecated", "undeprecated", ""},
	"readOnly":             {"read-only", "read-only-lifted", ""},
	"writeOnly":            {"write-only", "write-only-lifted", ""},
	"items":                {"form-added", "form-removed", ""},
	"format":               {"form-added", "form-removed", "form-changed"},
	"pattern":              {"form-added", "form-removed", "form-changed"},
	"contentEncoding":      {"form-added", "form-removed", "form-changed"},
	"contentMediaType":     {"form-added", "form-removed", "form-changed"},
	"uniqueItems":          {"limit-tightened", "limit-relaxed", ""},
}

// nested are the keywords whose schema holds for a part of the value, in the same sense as the value's own.
var nested = []string{"propertyNames", "contains", "contentSchema", "additionalItems", "unevaluatedItems"}

// sameKeys reports whether two mappings, of which neither is missing, have the same keys.
func sameKeys(p pair) bool {
	return p.both() && !slices.ContainsFunc(p.children(), func(p pair) bool { return !p.both() })
}

// discriminates is the schema that a value of a discriminator stands for.
func discriminates(value located) located {
	return located{newPair("$ref", newString(discriminated(value.node.Text))), value.at, value.root}
}

// sameFormat reports whether callers notice nothing of another format: ids are the server's, so that it may answer
// with any kind of uuid, and take any kind where it took one.
func sameFormat(direction, old, new string) bool {
	return old == "uuid4" && new == "uuid" || direction == response && old == "uuid" && new == "uuid4"
}

func (c *comparer) enum(at place, p pair) {
	c.noteSpelling(p, func() {
		for _, value := range match(list(p.old), list(p.new), func(a, b located) bool { return a.node.Equal(b.node) }) {
			if value.new.node == nil {
				c.report("enum-value-removed", at, p, text(value.old.node), "")
			} else if value.old.node == nil {
				c.report("enum-value-added", at, p, "", text(value.new.node))
			}
		}
	})
}

// limits says whether raising a limit tightens it (+1) or relaxes it (-1).
var limits = map[string]int{
	"minimum": 1, "minLength": 1, "minItems": 1, "minProperties": 1,
	"maximum": -1, "maxLength": -1, "maxItems": -1, "maxProperties": -1,
}

// excluded marks a limit that is not allowed itself.
const excluded = " (excluded)"

// number returns the exact value of a limit and whether it is excluded; the value is nil for anything else.
func number(n *Node) (value *big.Rat, beyond bool) {
	text, beyond := strings.CutSuffix(n.Text, excluded)
	if _, exponent, _ := strings.Cut(strings.ToLower(text), "e"); n.Kind != Number || len(exponent) > 4 {
		return nil, false // no limit of ours is that large, and its exact value would be
	}
	value, _ = new(big.Rat).SetString(text)
	return value, beyond
}

// limitChange judges a limit by its old and its new value.
func limitChange(key string, old, new *Node) string {
	if old == nil {
		return "limit-tightened"
	}
	if new == nil {
		return "limit-relaxed"
	}
	before, wasBeyond := number(old)
	after, isBeyond := number(new)
	if before == nil || after == nil {
		return "unknown"
	}
	step, sense := after.Cmp(before), limits[key]
	switch {
	case key == "multipleOf" && divides(before, after):
		return "limit-tightened"
	case key == "multipleOf" && !divides(after, before):
		return "unknown"
	case key != "multipleOf" && (step == sense || step == 0 && isBeyond && !wasBeyond):
		return "limit-tightened"
	}
	return "limit-relaxed"
}

func divides(a, b *big.Rat) bool {
	return a.Sign() > 0 && b.Sign() > 0 && new(big.Rat).Quo(b, a).IsInt()
}
