package specsync

import (
	"math/big"
	"slices"
	"strings"
)

// keyword compares one keyword, which at least one side has.
func (c *comparer) keyword(key, direction, name string, oldView, newView *view) {
	old, hadIt := oldView.keywords[key]
	new, hasIt := newView.keywords[key]
	if hadIt && hasIt && old.node.Equal(new.node) {
		return
	}
	base, _, _ := strings.Cut(key, "#")
	whole := hadIt && hasIt
	if !hadIt {
		old.at = extend(oldView.at, []string{base})
	} else if !hasIt {
		new.at = extend(newView.at, []string{base})
	}
	report := func(change string) { c.report(change, direction, name, old, new) }
	switch {
	case isAnnotation(base), base == "default" && direction == response:
		c.prose(old, new)
	case announcesEnd(base):
		report("sunset-changed")
	case base == "enum" && whole:
		c.enum(direction, name, old, new)
	case base == "items" && whole:
		c.schema(direction, name+"[]", old, new)
	case slices.Contains(nested, base) && whole:
		c.schema(direction, name, old, new)
	case base == "patternProperties" && whole:
		for _, pattern := range keysOf(old, new) {
			if from, to := old.child(pattern), new.child(pattern); from.node != nil && to.node != nil {
				c.schema(direction, name+".*", from, to)
			} else {
				c.report("unknown", direction, name, from, to)
			}
		}
	case base == "discriminator" && whole && sameForms(old, new):
		for _, value := range list(old.child("mapping")) {
			other := new.child("mapping").child(value.key())
			c.schema(direction, name, discriminates(value), discriminates(other))
		}
	case base == "additionalProperties" && whole && old.node.Kind == Mapping && new.node.Kind == Mapping:
		c.schema(direction, name+".*", old, new)
	case base == "additionalProperties" && (!hadIt || hasIt && new.node.Kind == Bool):
		report("other-properties-refused")
	case base == "format" && whole && sameFormat(direction, old.node.Text, new.node.Text):
		c.note("written-differently", old, new)
	case limits[base] != 0:
		report(limitChange(limits[base], old.node, new.node))
	case base == "multipleOf" && whole:
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

// sameForms reports whether two discriminators tell the same forms by the same values; the forms may be renamed.
func sameForms(old, new located) bool {
	a, b := old.child("mapping"), new.child("mapping")
	return old.node.Str("propertyName") == new.node.Str("propertyName") && a.node != nil && b.node != nil &&
		len(a.node.Keys) == len(b.node.Keys) && len(keysOf(a, b)) == len(a.node.Keys)
}

// discriminates is the schema that a value of a discriminator stands for.
func discriminates(value located) located {
	return located{newPair("$ref", newString(discriminated(value.node.Text))), value.at, value.in}
}

// sameFormat reports whether callers notice nothing of another format: ids are the server's, so that it may answer
// with any kind of uuid, and take any kind where it took one.
func sameFormat(direction, old, new string) bool {
	return old == "uuid4" && new == "uuid" || direction == response && old == "uuid" && new == "uuid4"
}

// nested are the keywords whose schema holds for a part of the value, in the same sense as the value's own.
var nested = []string{"propertyNames", "contains", "contentSchema", "additionalItems", "unevaluatedItems"}

// presence says how a keyword's coming, going and changing are called.
var presence = map[string]struct{ added, removed, changed string }{
	"additionalProperties": {"", "other-properties-allowed", "other-properties-allowed"},
	"enum":                 {"enum-added", "enum-removed", ""},
	"default":              {"default-added", "default-removed", "default-changed"},
	"deprecated":           {"deprecated", "undeprecated", "unknown"},
	"readOnly":             {"read-only", "read-only-lifted", "unknown"},
	"writeOnly":            {"write-only", "write-only-lifted", "unknown"},
	"items":                {"form-added", "form-removed", ""},
	"format":               {"form-added", "form-removed", "form-changed"},
	"pattern":              {"form-added", "form-removed", "form-changed"},
	"contentEncoding":      {"form-added", "form-removed", "form-changed"},
	"contentMediaType":     {"form-added", "form-removed", "form-changed"},
	"uniqueItems":          {"limit-tightened", "limit-relaxed", "unknown"},
	"multipleOf":           {"limit-tightened", "limit-relaxed", ""},
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

func limitChange(sense int, old, new *Node) string {
	switch {
	case old == nil:
		return "limit-tightened"
	case new == nil:
		return "limit-relaxed"
	}
	before, wasBeyond := number(old)
	after, isBeyond := number(new)
	if before == nil || after == nil {
		return "unknown"
	}
	if step := after.Cmp(before); step == sense || step == 0 && isBeyond && !wasBeyond {
		return "limit-tightened"
	}
	return "limit-relaxed"
}

// multipleChange judges a multipleOf by which of the two divides the other.
func multipleChange(old, new *Node) string {
	before, _ := number(old)
	after, _ := number(new)
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

func (c *comparer) enum(direction, name string, old, new located) {
	kept, gone, come := match(old.node.Items, new.node.Items, (*Node).Equal)
	for _, value := range gone {
		c.report("enum-value-removed", direction, name, old, new, text(value), "")
	}
	for _, value := range come {
		c.report("enum-value-added", direction, name, old, new, "", text(value))
	}
	if len(kept) == len(old.node.Items) && len(kept) == len(new.node.Items) {
		c.note("written-differently", old, new)
	}
}
