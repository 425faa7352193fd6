package specsync

import (
	"maps"
	"slices"
	"strings"
)

// variants compares the members of two anyOfs or oneOfs: each old one with the new one that means the same, or else
// with the one that has its name; what is left was removed or added.
func (c *comparer) variants(old, new *view, direction, name string) {
	left := append([]located(nil), new.variants...)
	var unmatched []located
	for _, member := range old.variants {
		if i := c.match(member, left, direction, name); i >= 0 {
			c.schema(member, left[i], direction, name)
			left = append(left[:i], left[i+1:]...)
		} else {
			unmatched = append(unmatched, member)
		}
	}
	for _, member := range unmatched {
		if i := sameReference(member, left); i >= 0 {
			c.schema(member, left[i], direction, name)
			left = append(left[:i], left[i+1:]...)
			continue
		}
		c.found.contract("variant-removed", direction, name, place{old: member.at}, c.form(c.old, member), "")
	}
	for _, member := range left {
		c.found.contract("variant-added", direction, name, place{new: member.at}, "", c.form(c.new, member))
	}
}

// match finds the candidate that differs from the schema in documentation at most.
func (c *comparer) match(s located, candidates []located, direction, name string) int {
	for i, candidate := range candidates {
		if c.agree(s, candidate, direction, name) {
			return i
		}
	}
	return -1
}

// agree tries a comparison and forgets what it found.
func (c *comparer) agree(old, new located, direction, name string) bool {
	trial := comparer{old: c.old, new: c.new, visited: maps.Clone(c.visited)}
	trial.schema(old, new, direction, name)
	return trial.contracts() == 0
}

func sameReference(s located, candidates []located) int {
	ref := s.node.Str("$ref")
	for i, candidate := range candidates {
		if ref != "" && candidate.node.Str("$ref") == ref {
			return i
		}
	}
	return -1
}

// composed compares a single schema with a choice of several.
func (c *comparer) composed(old, new *view, direction, name string) {
	at := place{old.at, new.at}
	for _, key := range eitherKeys(old.keywords, new.keywords) {
		if isAside(key) && (old.local(key) || new.local(key)) {
			c.keyword(key, old, new, direction, name)
		}
	}
	if old.null != new.null {
		change := "null-removed"
		if new.null {
			change = "null-added"
		}
		c.found.contract(change, direction, name, at, c.old.describe(old), c.new.describe(new))
	}
	single, several, change, viewers := old, new, "variant-added", [2]viewer{c.old, c.new}
	if len(old.variants) > 0 {
		single, several, change, viewers = new, old, "variant-removed", [2]viewer{c.new, c.old}
	}
	kept := -1
	for i, member := range several.variants {
		if limited(several) {
			break // by what stands beside the choice; nobody writes that, and judging it is not worth the rules
		}
		trial := comparer{old: viewers[0], new: viewers[1], visited: maps.Clone(c.visited)}
		v := trial.new.view(member)
		v.null = single.null
		if trial.views(single, v, direction, name); trial.contracts() == 0 {
			kept = i
			break
		}
	}
	if kept < 0 {
		c.found.contract("type-changed", direction, name, at, c.old.describe(old), c.new.describe(new))
		return
	}
	for i, member := range several.variants {
		switch {
		case i == kept:
		case change == "variant-added":
			c.found.contract(change, direction, name, place{new: member.at}, "", c.form(c.new, member))
		default:
			c.found.contract(change, direction, name, place{old: member.at}, c.form(c.old, member), "")
		}
	}
}

// isAside reports whether a keyword stands beside a composition rather than in its members.
func isAside(key string) bool {
	base, _, _ := strings.Cut(key, "#")
	return isAnnotation(base) || announcesEnd(base) ||
		slices.Contains([]string{"default", "deprecated", "readOnly", "writeOnly", "discriminator"}, base)
}

// limited reports whether more than the choice of variants decides what is allowed.
func limited(v *view) bool {
	if v.types != nil || len(v.names) > 0 || len(v.required) > 0 {
		return true
	}
	for key := range v.keywords {
		if key != "composition" && !isAside(key) {
			return true
		}
	}
	return false
}

// form names a variant: by its component, or by its type.
func (c *comparer) form(r viewer, s located) string {
	if ref := s.node.Str("$ref"); ref != "" {
		return componentName(ref)
	}
	return r.describe(r.view(s))
}
