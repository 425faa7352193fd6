package specsync

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// choice compares the forms that a value may have, which are several on one side at least: each old one with the new
// one that means the same, or else with the one that has its name; what is left was removed or added.
func (c *comparer) choice(direction, name string, old, new *view) {
	single := len(old.variants) == 0 || len(new.variants) == 0
	same := func(a, b *view) bool { return c.agree(direction, a, b) }
	named := func(a, b *view) bool { return !single && a.ref.node != nil && a.ref.node.Equal(b.ref.node) }
	kept, gone, come := match(old.forms(single), new.forms(single), same, named)
	if single && len(kept) == 0 {
		c.report("type-changed", direction, name, old.whole(), new.whole(), old.describe(), new.describe())
		return
	}
	for _, forms := range kept {
		if !single {
			c.views(direction, name, forms[0], forms[1])
		}
	}
	for _, v := range gone {
		c.report("variant-removed", direction, name, v.whole(), located{}, v.form(), "")
	}
	for _, v := range come {
		c.report("variant-added", direction, name, located{}, v.whole(), "", v.form())
	}
}

// agree tries a comparison and forgets what it found. It reports whether only documentation differs, if anything.
func (c *comparer) agree(direction string, old, new *view) bool {
	trial := comparer{visited: maps.Clone(c.visited), asText: c.asText}
	trial.views(direction, "", old, new)
	return trial.contracts == 0
}

// forms lists the variants, or the schema itself, without what is said of all of them together: whether the value may
// be null and, if one side is single, what may stand beside a choice. What limits a choice besides leaves no form that
// a single schema could be; nobody writes that, and judging it is not worth the rules.
func (v *view) forms(single bool) []*view {
	if len(v.variants) == 0 {
		return []*view{v.bare()}
	}
	if single && (v.types != nil || len(v.names) > 0 || len(v.required) > 0 || len(v.bare().keywords) > 1) {
		return nil
	}
	var forms []*view
	for _, s := range v.variants {
		form := s.view()
		if form.null = false; single {
			form = form.bare()
		}
		forms = append(forms, form)
	}
	return forms
}

func (v *view) bare() *view {
	bare := *v
	bare.null = false
	bare.keywords = maps.Clone(v.keywords)
	maps.DeleteFunc(bare.keywords, func(key string, _ located) bool { return isAside(key) })
	return &bare
}

// isAside reports whether a keyword stands beside a composition rather than in its members.
func isAside(key string) bool {
	base, _, _ := strings.Cut(key, "#")
	return isAnnotation(base) || announcesEnd(base) ||
		slices.Contains([]string{"default", "deprecated", "readOnly", "writeOnly", "discriminator"}, base)
}

// form names a variant: by its component, or by its type.
func (v *view) form() string { return cmp.Or(componentName(v.ref), v.describe()) }
