package specsync

import (
	"math/big"
	"slices"
)

// ownTypes returns the types that a schema itself allows, null aside, and whether it allows null. No types at all
// (nil) are all types. The keywords that combine schemas are not looked at, but for OpenAPI 3.0's nullable.
func ownTypes(n *Node) (types []string, null bool) {
	null = true
	if t := n.Get("type"); t != nil {
		types, null = []string{}, false
		for _, item := range append([]*Node{t}, t.Items...) {
			switch {
			case item.Kind == String && item.Text == "null":
				null = true
			case item.Kind == String:
				types = append(types, item.Text)
			}
		}
		slices.Sort(types)
	}
	var values []*Node
	if e := n.Get("enum"); e != nil {
		values = e.Items
	}
	if c := n.Get("const"); c != nil {
		values = append(values, c)
	}
	if len(values) > 0 {
		if types == nil {
			types = typesOf(values) // a type left out beside an enum says nothing that the enum does not
		}
		null = null && slices.ContainsFunc(values, func(v *Node) bool { return v.Kind == Null })
	}
	for key, t := range map[string]string{"properties": "object", "items": "array"} {
		if types == nil && n.Get(key) != nil { // nobody means that the value may be of another type
			types, null = []string{t}, false
		}
	}
	return types, null || isTrue(n.Get("nullable"))
}

// filter returns the items that are meant, in a list of its own.
func filter[T any](list []T, is func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(item T) bool { return !is(item) })
}

// enums returns the one enum that alternatives with nothing but values make up, or nil.
func enums(members []located) *located {
	values := sequence(nil)
	for _, m := range members {
		for _, key := range m.node.Keys {
			if !isAnnotation(key) && key != "type" && key != "enum" && key != "const" {
				return nil
			}
		}
		switch enum, value := m.node.Get("enum"), m.node.Get("const"); {
		case enum != nil:
			values.node.Items = append(values.node.Items, enum.Items...)
		case value != nil:
			values.node.Items = append(values.node.Items, value)
		default:
			return nil
		}
	}
	types, _ := ownTypes(members[0].node)
	for _, m := range members {
		if other, _ := ownTypes(m.node); !slices.Equal(types, other) {
			return nil
		}
	}
	schema := newPair("enum", values.node)
	if len(types) == 1 {
		schema.set("type", newString(types[0]))
	}
	return &located{node: schema, at: members[0].at[:len(members[0].at)-1]}
}

// typesOf are the types of values, null aside, or nil if they are not plain.
func typesOf(values []*Node) []string {
	types := []string{}
	for _, v := range values {
		switch v.Kind {
		case String:
			types = append(types, "string")
		case Bool:
			types = append(types, "boolean")
		case Null:
		default:
			return nil
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// restrict leaves of the view what the schema's own types allow as well.
func (v *view) restrict(n *Node) {
	types, null := ownTypes(n)
	v.null = v.null && null
	switch {
	case v.types == nil:
		v.types = types
	case types != nil:
		all := slices.Concat(v.types, types)
		all = slices.Compact(slices.Sorted(slices.Values(all)))
		v.types = filter(all, func(t string) bool { return covered(t, v.types) && covered(t, types) })
	}
}

// covered reports whether the types allow every value of type t. No types at all are all types.
func covered(t string, types []string) bool {
	return types == nil || slices.Contains(types, t) || t == "integer" && slices.Contains(types, "number")
}

// silent are the keywords that say nothing when they hold this text.
var silent = map[string]string{
	"minLength": "0", "minItems": "0", "minProperties": "0", "readOnly": "false", "writeOnly": "false",
	"deprecated": "false", "uniqueItems": "false", "additionalProperties": "true", "unevaluatedProperties": "true",
}

// plainFormats are the formats that a type has anyway.
var plainFormats = map[string]string{"int64": "integer", "double": "number"}

// settle brings keywords with two spellings to one, and drops those that say nothing.
func (v *view) settle() {
	v.bound("minimum", "exclusiveMinimum")
	v.bound("maximum", "exclusiveMaximum")
	for key, usual := range silent {
		k, ok := v.keywords[key]
		if ok && (k.node.Text == usual || usual == "true" && k.node.Kind == Mapping && len(k.node.Items) == 0) {
			delete(v.keywords, key)
		}
	}
	if k, ok := v.keywords["format"]; ok && slices.Equal(v.types, []string{plainFormats[k.node.Text]}) {
		delete(v.keywords, "format")
	}
}

// bound makes one keyword of a limit and its exclusive form; for integers, an exclusive limit is the next integer.
func (v *view) bound(key, exclusive string) {
	limit, limited := v.keywords[key]
	beyond, strict := v.keywords[exclusive]
	delete(v.keywords, exclusive)
	switch {
	case !strict:
	case beyond.node.Kind != Bool:
		beyond.node = &Node{Kind: Number, Text: beyond.node.Text + excluded}
		if !limited || limitChange(limits[key], limit.node, beyond.node) == "limit-tightened" {
			limit, limited = beyond, true
		}
	case limited && isTrue(beyond.node): // OpenAPI 3.0 has a flag beside the bound
		limit.node = &Node{Kind: Number, Text: limit.node.Text + excluded}
	}
	if !limited {
		return
	}
	if value, out := number(limit.node); value != nil && slices.Equal(v.types, []string{"integer"}) {
		limit.node = &Node{Kind: Number, Text: nextInteger(value, out, limits[key]).String()}
	}
	v.keywords[key] = limit
}

// nextInteger is the first integer that a limit allows, upwards (+1) or downwards (-1) from it.
func nextInteger(limit *big.Rat, excluded bool, sense int) *big.Int {
	signed := new(big.Rat).Mul(limit, big.NewRat(int64(sense), 1))
	floor := new(big.Int).Div(signed.Num(), signed.Denom()) // rounds down, the denominator being positive
	if excluded || !signed.IsInt() {
		floor.Add(floor, big.NewInt(1))
	}
	return floor.Mul(floor, big.NewInt(int64(sense)))
}
