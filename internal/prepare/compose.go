package prepare

import (
	"fmt"
	"slices"
	"strings"
)

// alternatives simplifies an anyOf or oneOf: null is taken out and reported, members of the same kind are drawn in, of
// equal ones the first stays, one that is left is merged with what stands beside it, and several plain enums of one
// type are one enum.
func (n *normalizer) alternatives(s object, key string) (null bool) {
	if s[key] == nil {
		return false
	}
	var members list
	for _, member := range asList(s[key]) {
		m, memberNull := splitNull(asObject(member))
		if opened, _ := n.opened(m); isNull(opened) {
			null = true
			continue
		}
		null = null || memberNull
		if nested := asList(m[key]); nested != nil && limitsNothing(m, key) {
			members = append(members, nested...)
			continue
		}
		members = append(members, m)
	}
	delete(s, key)
	members = distinct(members)
	switch enum, enumNull := n.joinedEnum(members); {
	case len(members) == 0 && null:
		s["type"] = "null"
		return false
	case len(members) == 0:
	case len(members) == 1:
		s["allOf"] = append(asList(s["allOf"]), members[0])
	case enum != nil:
		s["allOf"], null = append(asList(s["allOf"]), enum), null || enumNull
	default:
		s[key] = members
	}
	return null
}

// joinedEnum returns the one enum that alternatives with nothing but values of one type make up, or nil, and reports
// whether null is among them.
func (n *normalizer) joinedEnum(members list) (enum object, null bool) {
	var all list
	var kind any
	for i, member := range members {
		m, memberNull := n.opened(asObject(member))
		if !limitsNothing(m, "type", "enum") || m["enum"] == nil || i > 0 && m["type"] != kind {
			return nil, false
		}
		kind, null = m["type"], null || memberNull
		all = append(all, asList(m["enum"])...)
	}
	return object{"type": kind, "enum": sorted(all)}, null
}

// combined merges an allOf and what stands beside it. One reference beside annotations stays a reference. Null is
// allowed where all parts that name a type allow it.
func (n *normalizer) combined(s object) (merged object, null bool) {
	parts, rest := asList(s["allOf"]), without(s, "allOf")
	if len(parts) == 1 && limitsNothing(rest) {
		part, partNull := splitNull(asObject(parts[0]))
		return with(rest, part), partNull // what is said at the place of use goes before what the part says
	}
	merged, null = rest, rest["type"] == nil && rest["properties"] == nil
	for _, entry := range parts {
		part, partNull := n.opened(asObject(entry))
		if part["type"] != nil || part["anyOf"] != nil || part["oneOf"] != nil || part["$ref"] != nil {
			null = null && partNull
		}
		n.merge(merged, part)
	}
	return merged, null && len(parts) > 0
}

// opened follows references so that a part can be merged. One that leads back to itself stays as it is.
func (n *normalizer) opened(part object) (object, bool) {
	null := false
	for range longestChain {
		var partNull bool
		part, partNull = splitNull(part)
		null = null || partNull
		ref := refOf(part)
		name := schemaName(ref)
		if ref == "" || slices.Contains(n.merging, name) {
			break
		}
		part = with(without(part, "$ref"), n.component(name))
	}
	return part, null
}

// merge adds to a schema what another asks for besides.
func (n *normalizer) merge(into, other object) {
	for _, key := range keysOf(other) {
		value := other[key]
		present, has := into[key]
		switch {
		case !has:
			into[key] = value
		case key == "properties":
			properties := asObject(present)
			for _, name := range keysOf(asObject(value)) {
				theirs := asObject(value)[name]
				if ours, both := properties[name]; both && text(ours) != text(theirs) {
					theirs = n.both(ours, theirs)
				}
				properties[name] = theirs
			}
		case key == "required":
			into[key] = sorted(append(slices.Clone(asList(present)), asList(value)...))
		case key == "enum":
			into[key] = common(asList(present), asList(value))
		case key == "type":
			if present == "number" && value == "integer" {
				into[key] = value
			}
		case key == "anyOf" || key == "oneOf":
			if text(present) != text(value) {
				into["allOf"] = append(asList(into["allOf"]), object{key: value})
			}
		case tighter(key, present, value):
			into[key] = value
		}
	}
}

// both returns the schema that asks for all that two ask for. Where two recursive schemas meet again inside, the first
// one stands for both.
func (n *normalizer) both(ours, theirs any) any {
	schema := object{"allOf": list{ours, theirs}}
	key := text(schema)
	if slices.Contains(n.merging, key) {
		return ours
	}
	n.merging = append(n.merging, key)
	defer func() { n.merging = n.merging[:len(n.merging)-1] }()
	return n.schema(schema)
}

// common returns the values that both lists have.
func common(a, b list) list {
	return slices.DeleteFunc(slices.Clone(a), func(x any) bool {
		return !slices.ContainsFunc(b, func(y any) bool { return text(x) == text(y) })
	})
}

// tighter reports whether the second value of a bound allows less.
func tighter(key string, present, value any) bool {
	var a, b float64
	_, err := fmt.Sscan(fmt.Sprint(present, value), &a, &b)
	switch {
	case err != nil:
		return false
	case strings.HasPrefix(key, "min"), key == "exclusiveMinimum":
		return b > a
	case strings.HasPrefix(key, "max"), key == "exclusiveMaximum":
		return b < a
	}
	return false
}
