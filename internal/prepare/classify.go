package prepare

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// classify finds which types are equal. Types refer to each other, in circles too, so it begins with what each shows
// by itself and tells apart those whose parts were told apart, until nothing changes.
func classify(types []*goType) {
	for _, t := range types {
		t.class = t.shape()
	}
	for before, count := -1, 0; count != before; {
		next := make([]string, len(types))
		classes := map[string]bool{}
		for i, t := range types {
			next[i] = fmt.Sprintf("%x", sha256.Sum256([]byte(t.shape()+t.parts())))
			classes[next[i]] = true
		}
		for i, t := range types {
			t.class = next[i]
		}
		before, count = count, len(classes)
	}
	for _, t := range types {
		slices.SortFunc(t.oneOf, func(a, b *use) int { return strings.Compare(a.rank(), b.rank()) })
		t.oneOf = slices.CompactFunc(t.oneOf, func(a, b *use) bool { return a.class() == b.class() })
	}
}

// rank orders the members of a union, whatever the document's order: by what tells them apart for a reader, their
// fixed values and fields, so that a change inside one seldom moves it.
func (u *use) rank() string {
	fixed := ""
	for _, f := range u.to.fields {
		if len(f.use.to.enum) == 1 {
			fixed += f.name + text(f.use.to.enum)
		}
	}
	kind, shape, _ := strings.Cut(u.to.shape(), " ")
	return kind + " " + fixed + kind + " " + shape + u.class()
}

// shape is what a type shows without its parts.
func (t *goType) shape() string {
	kind := t.kind + " "
	if t.enum != nil {
		kind = "enum " + t.kind
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", kind, t.format, text(t.enum))
	for _, f := range t.fields {
		fmt.Fprintf(&b, " %q %v", f.name, f.required)
	}
	return b.String()
}

func (t *goType) parts() string {
	var parts, members []string
	for _, f := range t.fields {
		parts = append(parts, f.use.class())
	}
	if t.item != nil {
		parts = append(parts, "item "+t.item.class())
	}
	for _, member := range t.oneOf {
		members = append(members, member.class())
	}
	slices.Sort(members)
	return strings.Join(append(parts, slices.Compact(members)...), " ")
}

func (u *use) class() string { return fmt.Sprintf("%v %s", u.allowsNull(), u.to.class) }
