package specsync

import (
	"cmp"
	"maps"
	"slices"
)

// choice compares the forms that a value may have, which are several on one side at least: each old one with the new
// one that means the same, or else with the one that has its name or, without names, its type; what is left was removed
// or added.
func (c *comparer) choice(single bool, at place, old, new *view) {
	form := func(s located) *view { // without what is said of all forms together
		v := s.view()
		if v.null = false; single {
			v.dropAside()
		}
		return v
	}
	same := func(a, b located) bool { return c.agree(at, form(a), form(b)) }
	named := func(a, b located) bool {
		return !single && componentName(form(a).ref) != "" && form(a).ref.node.Equal(form(b).ref.node)
	}
	typed := func(a, b located) bool {
		x, y := form(a), form(b)
		return !single && x.ref.node == nil && y.ref.node == nil && len(x.types) > 0 && slices.Equal(x.types, y.types)
	}
	forms := match(old.forms(single), new.forms(single), same, named, typed)
	if single && !slices.ContainsFunc(forms, pair.both) {
		c.reportWhole("type-changed", at, old, new)
		return
	}
	for _, p := range forms {
		name := cmp.Or(componentName(form(p.either()).ref), form(p.either()).describe(2))
		if !c.oneSided("variant", at, p, name, false) && !single {
			c.views(at, form(p.old), form(p.new))
		}
	}
}

// agree tries a comparison and forgets what it found. It reports whether only documentation differs, if anything.
func (c *comparer) agree(at place, old, new *view) bool {
	trial := comparer{visited: maps.Clone(c.visited)}
	trial.views(at, old, new)
	return trial.contracts == 0
}

// forms lists the variants, or the schema itself. What limits a choice besides leaves no form that a single schema
// could be; nobody writes that, and judging it is not worth the rules.
func (v *view) forms(single bool) []located {
	if len(v.variants) == 0 {
		return []located{v.located}
	}
	if single {
		if v.dropAside(); v.types != nil || len(v.properties)+len(v.required) > 0 || len(v.keywords) > 1 {
			return nil
		}
	}
	var all []located
	for _, form := range v.variants {
		all = append(all, form.located)
	}
	return all
}

func (v *view) dropAside() {
	maps.DeleteFunc(v.keywords, func(key string, _ []located) bool { return isAside(key) })
}

// isAside reports whether a keyword stands beside a composition rather than in its members.
func isAside(key string) bool {
	return isAnnotation(key) || announcesEnd(key) ||
		slices.Contains([]string{"default", "deprecated", "readOnly", "writeOnly", "discriminator"}, key)
}
