package prepare

import "slices"

// union makes a type of alternatives. What stands beside them belongs to each; those of one simple type are that type.
func (b *typeBuilder) union(t *goType, rest object, members list) {
	var joined []object
	for _, member := range members {
		found, null := b.alternatives(asObject(member), 0)
		t.null = t.null || null
		for _, merged := range found {
			if !limitsNothing(rest) {
				opened, _ := b.normal.opened(merged)
				merged = clone(opened)
				b.normal.merge(merged, without(rest, annotations...))
				inferType(merged)
			}
			joined = append(joined, merged)
		}
	}
	switch joined = distinct(joined); len(joined) {
	case 0:
		return
	case 1:
		opened, _ := b.normal.opened(joined[0])
		b.fill(t, opened)
		return
	}
	if simple := sameSimpleType(joined); simple != nil {
		b.fill(t, simple)
		return
	}
	t.kind = "union"
	for _, member := range joined {
		t.oneOf = append(t.oneOf, b.use(member))
	}
}

// distinct leaves out the schemas that say what one before them says, annotations aside.
func distinct[T any](schemas []T) []T {
	seen := map[string]bool{}
	return slices.DeleteFunc(schemas, func(schema T) bool {
		key := text(without(asObject(schema), annotations...))
		known := seen[key]
		seen[key] = true
		return known
	})
}

// alternatives returns what a member of a union stands for, and whether null is among it: itself, or the members of
// the union that it is or refers to. References to objects stay, so that recursion ends; those to simple types are
// followed.
func (b *typeBuilder) alternatives(member object, depth int) (found []object, null bool) {
	opened, null := b.normal.opened(member)
	if isNull(opened) {
		return nil, true
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		nested := asList(opened[key])
		if nested == nil || depth == longestChain || !limitsNothing(opened, key) {
			continue
		}
		for _, each := range nested {
			more, also := b.alternatives(asObject(each), depth+1)
			found, null = append(found, more...), null || also
		}
		return found, null
	}
	if isSimple(asText(opened["type"])) {
		return []object{opened}, null
	}
	plain, _ := splitNull(member)
	return []object{clone(plain)}, null
}

// sameSimpleType returns the schema for alternatives that are one simple type with different limits, or nil. A string
// that some of them limit to an enum is an enum that is not closed: its constants stay.
func sameSimpleType(members []object) object {
	var known list
	kind := asText(members[0]["type"])
	isNumber := func(kind string) bool { return kind == "integer" || kind == "number" }
	for _, member := range members {
		other := asText(member["type"])
		if kind != other && isNumber(kind) && isNumber(other) {
			kind, other = "number", "number"
		}
		if kind != other || !isSimple(other) || member["anyOf"] != nil || member["oneOf"] != nil {
			return nil
		}
		known = append(known, asList(member["enum"])...)
	}
	simple := object{"type": kind}
	if len(known) > 0 {
		simple["enum"] = sorted(known)
	}
	return simple
}

func isSimple(kind string) bool {
	return kind != "" && kind != "object" && kind != "array"
}
