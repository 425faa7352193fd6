package specsync

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// view is what a schema says once references are followed and compositions that merely combine are merged, so that
// two spellings of one meaning look alike: {anyOf: [X, null]}, {type: [x, null]} and {$ref: X, nullable: true}.
type view struct {
	at         []string           // where it is used
	parts      []*Node            // the nodes it was put together from, as written
	open       []*Node            // what the references lead to that are being followed
	ref        located            // the first of these references
	keywords   map[string]located // all but those below; an annotation met again is numbered: "description#2"
	types      []string           // without null; nil is any type
	null       bool               // null is allowed
	properties map[string]located
	names      []string            // of the properties, in order
	required   map[string][]string // where each required name stands
	variants   []located           // of an anyOf or oneOf with more than one member that is not null
}

func newView(at []string) *view {
	return &view{at: at, null: true,
		keywords: map[string]located{}, properties: map[string]located{}, required: map[string][]string{}}
}

func (s located) view() *view {
	v := newView(s.at)
	v.merge(s)
	v.settle()
	return v
}

// merge takes a schema's own keywords, and then those of the schemas that it combines.
func (v *view) merge(s located) {
	v.parts = append(v.parts, s.node)
	if s.node.Kind != Mapping {
		if s.node.Text != "true" {
			v.types, v.null = []string{}, false // false allows nothing
		}
		return
	}
	before := v.null
	v.restrict(s.node)
	for _, key := range s.node.Keys {
		v.take(key, s.child(key))
	}
	ref := s.child("$ref")
	if target := s.resolve(); ref.node != nil && target.node != s.node && !slices.Contains(v.open, target.node) {
		if v.ref.node == nil {
			v.ref = ref
		}
		v.open = append(v.open, target.node)
		v.merge(target)
		v.open = v.open[:len(v.open)-1]
	}
	for _, member := range list(s.child("allOf")) {
		v.merge(member)
	}
	v.alternatives("anyOf", s.child("anyOf"))
	v.alternatives("oneOf", s.child("oneOf"))
	if isTrue(s.node.Get("nullable")) {
		v.null = before // as OpenAPI 3.0 says it
	}
}

// alternatives keeps the members of an anyOf or oneOf as variants, or merges the one that is left beside null.
func (v *view) alternatives(key string, s located) {
	if s.node == nil {
		return
	}
	before, null := v.null, false
	var members []located
	for _, member := range list(s) {
		part := newView(member.at)
		part.open = slices.Clone(v.open) // so that no schema is looked for in itself
		part.merge(member)
		null = null || part.null
		if part.types == nil || len(part.types) > 0 {
			members = append(members, member)
		}
	}
	switch {
	case len(members) == 1:
		v.merge(members[0])
	case len(members) == 0:
		v.types = []string{}
	case enums(members) != nil:
		v.merge(*enums(members))
	case v.variants != nil: // an anyOf beside a oneOf
		v.add(key, s)
		null = true
	default:
		v.variants = members
		v.add("composition", located{node: newString(key), at: s.at})
	}
	v.null = before && null
}

// take notes one of a schema's own keywords. Types and compositions are none of its concern.
func (v *view) take(key string, s located) {
	switch key {
	case "$ref", "type", "nullable", "allOf", "anyOf", "oneOf":
	case "const":
		v.add("enum", sequence(s.at, s.node))
	case "enum":
		v.add("enum", sequence(s.at, filter(s.node.Items, func(n *Node) bool { return n.Kind != Null })...))
	case "properties":
		for _, name := range s.node.Keys {
			property := s.child(name)
			if known, taken := v.properties[name]; taken {
				property = both(known, property)
			} else {
				v.names = append(v.names, name)
			}
			v.properties[name] = property
		}
	case "required":
		for _, name := range s.node.Items {
			v.required[name.Text] = s.at
		}
	default:
		v.add(key, s)
	}
}

// both is the schema that asks for all that two schemas ask for.
func both(a, b located) located {
	if a.node.Equal(b.node) {
		return a
	}
	return located{newPair("allOf", sequence(nil, a.node, b.node).node), a.at, a.in}
}

func sequence(at []string, items ...*Node) located {
	return located{node: &Node{Kind: Sequence, Items: items}, at: at}
}

// add records a keyword. Of two limits the tighter one holds; annotations keep every occurrence, since each of them
// can change by itself.
func (v *view) add(key string, s located) {
	known, taken := v.keywords[key]
	switch {
	case !taken:
		v.keywords[key] = s
	case known.node.Equal(s.node) && !isAnnotation(key):
	case key == "enum":
		kept := func(n *Node) bool { return slices.ContainsFunc(s.node.Items, n.Equal) }
		v.keywords[key] = sequence(known.at, filter(known.node.Items, kept)...)
	case limits[key] != 0:
		if limitChange(limits[key], known.node, s.node) == "limit-tightened" {
			v.keywords[key] = s
		}
	case key == "items", key == "additionalProperties" && known.node.Kind == Mapping && s.node.Kind == Mapping:
		v.keywords[key] = both(known, s)
	default:
		name, number, _ := strings.Cut(key, "#")
		n, _ := strconv.Atoi(number)
		v.add(fmt.Sprintf("%s#%d", name, max(n, 1)+1), s)
	}
}

// says reports whether keyword key holds exactly this text.
func (v *view) says(key, text string) bool {
	k, ok := v.keywords[key]
	return ok && k.node.Text == text
}

// whole is the schema itself, as something to point at.
func (v *view) whole() located { return located{node: v.parts[0], at: v.at} }

// requires is where a required property is named, or would be.
func (v *view) requires(name string) located {
	if at, ok := v.required[name]; ok {
		return located{node: newString(name), at: at}
	}
	return located{node: newString(name), at: extend(v.at, []string{"required"})}
}
