package specsync

import (
	"maps"
	"slices"
	"strings"
)

// view is what a schema says once references are followed and compositions that merely combine are merged, so that
// two spellings of one meaning look alike: {anyOf: [X, null]}, {type: [x, null]} and {$ref: X, nullable: true}.
type view struct {
	located                         // where it is used
	parts      []*Node              // the nodes it was put together from, as written
	following  []*Node              // what the references lead to that are being followed
	ref        located              // the first of these references
	types      []string             // without null; nil is any type
	null       bool                 // null is allowed
	variants   []*view              // of an anyOf or oneOf with more than one member that is not null
	keywords   map[string][]located // all but these; an annotation may be met several times
	properties map[string]located
	required   map[string]located // where each required name stands
}

func newView(s located, following []*Node) *view {
	v := &view{located: s, following: slices.Clone(following), null: true,
		keywords: map[string][]located{}, properties: map[string]located{}, required: map[string]located{}}
	v.merge(s)
	return v
}

func (s located) view() *view {
	v := newView(s, nil)
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
	types, null := ownTypes(s.node)
	v.types, v.null = common(v.types, types), v.null && null
	for _, key := range s.node.Keys {
		v.take(key, s)
	}
	if target := s.target(); target.node != s.node && !slices.Contains(v.following, target.node) {
		if v.ref.node == nil {
			v.ref = s.child("$ref")
		}
		v.following = append(v.following, target.node)
		v.merge(target)
		v.following = v.following[:len(v.following)-1]
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
	var forms []*view
	for _, member := range list(s) {
		form := newView(member, v.following) // so that no schema is looked for in itself
		form.settle()
		null = null || form.null
		if (form.types == nil || len(form.types) > 0) && !slices.ContainsFunc(forms, form.alike) {
			forms = append(forms, form)
		}
	}
	enum := joinedEnum(forms)
	switch {
	case len(forms) == 1:
		v.merge(forms[0].located)
	case len(forms) == 0:
		v.types = []string{}
	case enum != nil:
		v.types = common(v.types, forms[0].types)
		v.add("enum", sequence(s.at, enum...))
	case len(forms) == len(v.variants) && !slices.ContainsFunc(forms, v.lacks): // the same choice again
	case v.variants != nil: // an anyOf beside a oneOf
		v.add(key, s)
		null = true
	default:
		v.variants = forms
		v.add("composition", located{node: newString(key), at: s.at})
	}
	v.null = before && null
}

// alike reports whether two schemas say the same, annotations aside.
func (v *view) alike(other *view) bool {
	differs := func(key string) bool {
		return !isAnnotation(key) && !slices.EqualFunc(v.keywords[key], other.keywords[key], sameValue)
	}
	return slices.Equal(v.types, other.types) && v.null == other.null &&
		slices.EqualFunc(v.variants, other.variants, (*view).alike) &&
		!slices.ContainsFunc(eitherKeys(v.keywords, other.keywords), differs) &&
		maps.EqualFunc(v.properties, other.properties, sameValue) &&
		slices.Equal(eitherKeys(v.required, nil), eitherKeys(other.required, nil))
}

// lacks reports whether no variant says the same as a form.
func (v *view) lacks(form *view) bool { return !slices.ContainsFunc(v.variants, form.alike) }

func sameValue(a, b located) bool { return pair{a, b}.same() }

// take notes one of a schema's own keywords. Types and compositions are none of its concern.
func (v *view) take(key string, schema located) {
	s := schema.child(key)
	switch key {
	case "$ref", "type", "nullable", "allOf", "anyOf", "oneOf":
	case "const":
		v.add("enum", sequence(s.at, s.node))
	case "enum":
		v.add("enum", sequence(s.at, filter(s.node.Items, func(n *Node) bool { return n.Kind != Null })...))
	case "exclusiveMinimum", "exclusiveMaximum":
		limit := "m" + strings.TrimPrefix(key, "exclusiveM")
		if isTrue(s.node) { // OpenAPI 3.0 has a flag beside the bound
			s = schema.child(limit)
		}
		if s.node != nil && s.node.Kind != Bool {
			s.node = &Node{Kind: Number, Text: s.node.Text + excluded}
			v.add(limit, s)
		}
	case "properties":
		for _, name := range s.node.Keys {
			property := s.child(name)
			if known, taken := v.properties[name]; taken {
				property = both(known, property)
			}
			v.properties[name] = property
		}
	case "required":
		for _, name := range s.node.Items {
			v.required[name.Text] = located{node: name, at: s.at}
		}
	default:
		v.add(key, s)
	}
}

// add records a keyword, unless it says nothing. Of two limits the tighter one holds. Annotations keep every occurrence,
// since each of them can change by itself.
func (v *view) add(key string, s located) {
	if usual := silent[key]; usual != "" && (text(s.node) == usual || usual == "true" && text(s.node) == "{}") {
		return
	}
	known := v.keywords[key]
	same := func(other located) bool { return sameValue(other, s) }
	switch {
	case len(known) == 0 || isAnnotation(key):
		v.keywords[key] = append(known, s)
	case slices.ContainsFunc(known, same):
	case key == "enum":
		kept := func(n *Node) bool { return slices.ContainsFunc(s.node.Items, n.Equal) }
		known[0] = sequence(known[0].at, filter(known[0].node.Items, kept)...)
	case limits[key] != 0:
		if limitChange(key, known[0].node, s.node) == "limit-tightened" {
			known[0] = s
		}
	case key == "items", slices.Contains(nested, key),
		key == "additionalProperties" && pair{known[0], s}.kinds(Mapping):
		known[0] = both(known[0], s)
	default:
		v.keywords[key] = append(known, s)
	}
}

// both is the schema that asks for all that two schemas ask for.
func both(a, b located) located {
	if a.node.Equal(b.node) {
		return a
	}
	return located{newPair("allOf", sequence(nil, a.node, b.node).node), a.at, a.root}
}

func sequence(at []string, items ...*Node) located {
	return located{node: &Node{Kind: Sequence, Items: items}, at: at}
}

// keyword is the n-th occurrence of a keyword. Where there is none it has the place where one would be.
func (v *view) keyword(key string, n int) located {
	if found := v.keywords[key]; n < len(found) {
		return found[n]
	}
	return located{at: extend(v.at, key)}
}

// says reports whether a keyword holds this text.
func (v *view) says(key, text string) bool {
	return slices.ContainsFunc(v.keywords[key], func(s located) bool { return s.node.Text == text })
}

// requires is where a required property is named, or would be.
func (v *view) requires(name string) located {
	if s, required := v.required[name]; required {
		return s
	}
	return located{at: extend(v.at, "required")}
}
