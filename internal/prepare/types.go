package prepare

import "slices"

// goType is a schema as far as Go tells it from others: two schemas with equal goTypes become one Go type, however
// they are spelled, named and shared in the document. Limits, formats that Go has no type for, and texts are not part
// of it.
type goType struct {
	kind   string // object, map, array, union, enum, any, or a type of JSON
	base   string // the type of JSON that an enum has
	format string
	fields []field
	item   *use   // of an array or a map, and what an object has besides its fields
	enum   list   // the members, sorted
	oneOf  []*use // the members of a union
	null   bool   // a member of the union allows null
	class  string // equal for equal types, once classify has run
	schema object // what the document says where the type is declared
}

type field struct {
	name     string
	required bool
	use      *use
}

// use is one place where a type stands.
type use struct {
	to    *goType
	null  bool
	notes object // what the document says at this place, and, where it says nothing, at the type
	role  string // Protocol, Direction or EtherType, whatever the type itself is called
}

func (u *use) allowsNull() bool { return u.null || u.to.null }

// typeBuilder turns normalized schemas into goTypes.
type typeBuilder struct {
	normal *normalizer // whose document is normalized
	named  map[string]*use
	all    []*goType
}

func newTypeBuilder(normalized object) *typeBuilder {
	schemas := asObject(get(normalized, "components", "schemas"))
	return &typeBuilder{normal: &normalizer{doc: normalized, sources: schemas, schemas: schemas}, named: map[string]*use{}}
}

func (b *typeBuilder) use(schema any) *use {
	s, null := splitNull(asObject(schema))
	if ref := refOf(s); ref != "" {
		target := b.component(schemaName(ref))
		return &use{to: target.to, null: null || target.null, notes: mixed(without(s, "$ref"), target.notes)}
	}
	u := &use{to: b.newType(s), null: null, notes: s}
	b.fill(u.to, s)
	return u
}

func (b *typeBuilder) newType(s object) *goType {
	t := &goType{kind: "any", schema: s}
	b.all = append(b.all, t)
	return t
}

// component builds a component once. It is known before it is filled, so that recursion ends. One that is a reference
// to another is that other, with its own texts.
func (b *typeBuilder) component(name string) *use {
	if known := b.named[name]; known != nil {
		return known
	}
	s, null := splitNull(asObject(get(b.normal.doc, "components", "schemas", name)))
	notes := without(s, "$ref")
	last := name
	for range longestChain {
		ref := refOf(s)
		if ref == "" {
			break
		}
		last = schemaName(ref)
		var also bool
		s, also = splitNull(asObject(get(b.normal.doc, "components", "schemas", last)))
		null = null || also
	}
	if last != name && refOf(s) == "" {
		u := *b.component(last)
		u.null, u.notes = null, mixed(notes, u.notes)
		b.named[name] = &u
		return &u
	}
	u := &use{to: b.newType(s), null: null, notes: s}
	b.named[name] = u
	b.fill(u.to, s)
	return u
}

// mixed adds to notes what they lack and others have.
func mixed(notes, others object) object {
	both := without(others, "$ref")
	for key, value := range notes {
		both[key] = value
	}
	return both
}

func (b *typeBuilder) fill(t *goType, s object) {
	if members := asList(s["anyOf"]); members != nil {
		b.union(t, s, "anyOf", members)
		return
	}
	if members := asList(s["oneOf"]); members != nil {
		b.union(t, s, "oneOf", members)
		return
	}
	if types := asList(s["type"]); types != nil {
		var members list
		for _, each := range types {
			members = append(members, object{"type": each})
		}
		b.union(t, without(s, "type"), "anyOf", members)
		return
	}
	switch kind := asText(s["type"]); kind {
	case "object":
		b.object(t, s)
	case "array":
		t.kind, t.item = kind, b.use(s["items"])
	case "string", "integer":
		t.kind, t.format = kind, goFormat(s)
		if members := asList(s["enum"]); members != nil {
			t.kind, t.base, t.enum, t.format = "enum", kind, members, ""
		}
	case "number", "boolean":
		t.kind, t.format = kind, goFormat(s)
	}
}

// goFormat returns the format that gives a value another Go type. A number is a float64 and an integer an int
// whatever their format, an id is a string: a format that comes or goes is then no change of the Go API.
func goFormat(s object) string {
	format := asText(s["format"])
	switch {
	case s["type"] == "number":
		return "double"
	case s["type"] == "string" && slices.Contains([]string{"date-time", "binary", "byte"}, format):
		return format
	}
	return ""
}

func (b *typeBuilder) object(t *goType, s object) {
	properties := asObject(s["properties"])
	required := asList(s["required"])
	extra := s["additionalProperties"]
	if len(properties) == 0 {
		t.kind, t.item = "map", b.use(extra)
		return
	}
	t.kind = "object"
	for _, name := range keysOf(properties) {
		t.fields = append(t.fields, field{name, slices.Contains(required, any(name)), b.use(properties[name])})
	}
	if asObject(extra) != nil {
		t.item = b.use(extra)
	}
}
