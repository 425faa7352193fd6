package prepare

import "slices"

// goType is a schema as far as Go tells it from others: two schemas with equal goTypes become one Go type, however
// they are spelled, named and shared in the document. Limits, formats that Go has no type for, and texts are not part
// of it.
type goType struct {
	kind   string // object, map, array, union, any, or a type of JSON
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

// needsName reports whether Go declares the type. The others are written where they are used.
func (t *goType) needsName() bool { return t.kind == "object" || t.kind == "union" || t.enum != nil }

// typeBuilder turns normalized schemas into goTypes.
type typeBuilder struct {
	normal *normalizer // whose document is normalized
	types  map[string]*goType
}

func newTypeBuilder(normalized object) *typeBuilder {
	schemas := asObject(get(normalized, "components", "schemas"))
	normal := &normalizer{doc: normalized, sources: schemas, schemas: schemas}
	return &typeBuilder{normal: normal, types: map[string]*goType{}}
}

// use builds the type of a schema, once for every text. A type is known before it is filled, so that recursion ends.
// A reference is what it refers to, with its own texts.
func (b *typeBuilder) use(schema any) *use {
	s, null := splitNull(asObject(schema))
	if ref := refOf(s); ref != "" {
		target := b.use(b.normal.schemas[schemaName(ref)])
		return &use{to: target.to, null: null || target.null, notes: without(with(s, target.notes), "$ref")}
	}
	key := text(s)
	t := b.types[key]
	if t == nil {
		t = &goType{kind: "any", schema: s}
		b.types[key] = t
		b.fill(t, s)
	}
	return &use{to: t, null: null, notes: s}
}

func (b *typeBuilder) fill(t *goType, s object) {
	for _, key := range []string{"anyOf", "oneOf"} {
		if members := asList(s[key]); members != nil {
			b.union(t, without(s, key), members)
			return
		}
	}
	if types := asList(s["type"]); types != nil {
		var members list
		for _, each := range types {
			members = append(members, object{"type": each})
		}
		b.union(t, without(s, "type"), members)
		return
	}
	switch kind := asText(s["type"]); kind {
	case "object":
		b.object(t, s)
	case "array":
		t.kind, t.item = kind, b.use(s["items"])
	case "string", "integer", "number", "boolean":
		if t.kind = kind; kind == "string" || kind == "integer" {
			t.enum = asList(s["enum"])
		}
		if t.enum == nil {
			t.format = goFormat(s)
		}
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
	properties, extra := asObject(s["properties"]), s["additionalProperties"]
	if len(properties) == 0 {
		t.kind, t.item = "map", b.use(extra)
		return
	}
	t.kind = "object"
	for _, name := range keysOf(properties) {
		required := slices.Contains(asList(s["required"]), any(name))
		t.fields = append(t.fields, field{name, required, b.use(properties[name])})
	}
	if asObject(extra) != nil {
		t.item = b.use(extra)
	}
}
