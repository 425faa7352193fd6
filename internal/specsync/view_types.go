package specsync

import (
	"maps"
	"math/big"
	"slices"
	"strings"
)

// ownTypes returns the types that a schema itself allows, null aside, and whether it allows null. No types at all
// (nil) are all types. The keywords that combine schemas are not looked at, but for OpenAPI 3.0's nullable.
func ownTypes(n *Node) (types []string, null bool) {
	types = []string{}
	t, values := n.Get("type"), list(located{node: n.Get("enum")})
	if value := n.Get("const"); value != nil {
		values = append(values, located{node: value})
	}
	switch {
	case t != nil && t.Kind == Sequence:
		for _, item := range t.Items {
			types = append(types, item.Text)
		}
	case t != nil:
		types = []string{t.Text}
	case len(values) > 0: // a type left out beside an enum says nothing that the enum does not
		for _, value := range values {
			types = append(types, typeOf(value.node))
		}
	case n.Get("properties") != nil: // nobody means that the value may be of another type
		types = []string{"object"}
	case n.Get("items") != nil:
		types = []string{"array"}
	default:
		return nil, true
	}
	null = slices.Contains(types, "null")
	if len(values) > 0 {
		null = null && slices.ContainsFunc(values, func(v located) bool { return v.node.Kind == Null })
	}
	slices.Sort(types)
	types = filter(slices.Compact(types), func(t string) bool { return t != "null" })
	return types, null || isTrue(n.Get("nullable"))
}

// typeOf is the type of a value.
func typeOf(value *Node) string {
	if value.Kind == Number && strings.ContainsAny(value.Text, ".e") {
		return "number"
	}
	return map[Kind]string{Null: "null", Bool: "boolean", Number: "integer", String: "string", Sequence: "array",
		Mapping: "object"}[value.Kind]
}

// filter returns the items that are meant, in a list of its own.
func filter[S ~[]T, T any](list S, is func(T) bool) S {
	return slices.DeleteFunc(slices.Clone(list), func(item T) bool { return !is(item) })
}

// common returns the types that both allow.
func common(a, b []string) []string {
	if a == nil {
		return b
	} else if b == nil {
		return a
	}
	all := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
	return filter(all, func(t string) bool { return covered(t, a) && covered(t, b) })
}

// covered reports whether the types allow every value of type t. No types at all are all types.
func covered(t string, types []string) bool {
	return types == nil || slices.Contains(types, t) || t == "integer" && slices.Contains(types, "number")
}

// joinedEnum returns the values of alternatives that have nothing but values of the same types, or nil.
func joinedEnum(forms []*view) (values []*Node) {
	for _, form := range forms {
		enum := form.keywords["enum"]
		if enum == nil || !slices.Equal(form.types, forms[0].types) {
			return nil
		}
		for key := range form.keywords {
			if key != "enum" && !isAnnotation(key) {
				return nil
			}
		}
		for _, value := range enum[0].node.Items {
			if !slices.ContainsFunc(values, value.Equal) {
				values = append(values, value)
			}
		}
	}
	return values
}

// silent are the keywords that say nothing when they hold this text.
var silent = map[string]string{
	"minLength": "0", "minItems": "0", "minProperties": "0", "readOnly": "false", "writeOnly": "false",
	"deprecated": "false", "uniqueItems": "false", "additionalProperties": "true", "unevaluatedProperties": "true",
}

// plainFormats are the formats that a type has anyway.
var plainFormats = map[string]string{"int64": "integer", "double": "number"}

// settle drops formats that say nothing, and rounds the limits of integers to the next one that is allowed.
func (v *view) settle() {
	maps.DeleteFunc(v.keywords, func(key string, said []located) bool {
		return key == "format" && slices.Equal(v.types, []string{plainFormats[said[0].node.Text]})
	})
	if !slices.Equal(v.types, []string{"integer"}) {
		return
	}
	for key, sense := range limits {
		if limit := v.keywords[key]; limit != nil {
			limit[0].node = nextInteger(limit[0].node, sense)
		}
	}
}

// nextInteger is the first integer that a limit allows, upwards (+1) or downwards (-1) from it.
func nextInteger(limit *Node, sense int) *Node {
	value, excluded := number(limit)
	if value == nil {
		return limit
	}
	value.Mul(value, big.NewRat(int64(sense), 1))
	floor := new(big.Int).Div(value.Num(), value.Denom()) // rounds down, the denominator being positive
	if excluded || !value.IsInt() {
		floor.Add(floor, big.NewInt(1))
	}
	return &Node{Kind: Number, Text: floor.Mul(floor, big.NewInt(int64(sense))).String()}
}

// describe names the type for a reader: "string or null", "array of integer". Depth bounds what is named inside.
func (v *view) describe(depth int) string {
	var parts []string
	for _, t := range v.types {
		if items := v.keywords["items"]; items != nil && t == "array" && depth > 0 {
			t += " of " + items[0].view().describe(depth-1)
		}
		parts = append(parts, t)
	}
	for _, variant := range v.variants {
		if depth > 0 {
			parts = append(parts, variant.describe(depth-1))
		}
	}
	if v.types == nil && len(parts) == 0 {
		return "any value"
	}
	if v.null {
		parts = append(parts, "null")
	}
	if len(parts) == 0 {
		return "no value"
	}
	return strings.Join(slices.Compact(parts), " or ")
}

// anything reports whether values of all types are allowed.
func (v *view) anything() bool { return v.types == nil && v.variants == nil }

// isAnnotation reports whether a schema keyword tells readers something and limits nothing.
func isAnnotation(key string) bool {
	switch key {
	case "title", "description", "example", "examples", "$comment", "externalDocs",
		"$defs", "definitions": // what the schema refers to in these is compared where it does
		return true
	}
	return strings.HasPrefix(key, "x-") && !announcesEnd(key)
}

// announcesEnd reports whether an extension says when or why something ends: x-sunset, x-deprecated-since.
func announcesEnd(key string) bool {
	key = strings.ToLower(key)
	return strings.HasPrefix(key, "x-") && (strings.Contains(key, "sunset") || strings.Contains(key, "deprecat"))
}
