package specsync

import "fmt"

// alternatives keeps the members of an anyOf or oneOf as variants, or returns the one that is left beside null.
func (v *view) alternatives(key string, list *Node, at []string) []located {
	var members []located
	for i, member := range list.Items {
		if isNullSchema(member) {
			v.null = true
			continue
		}
		members = append(members, located{member, extend(at, []string{fmt.Sprint(i)})})
	}
	switch {
	case len(members) == 1:
		return members
	case len(members) == 0:
		v.types = []string{}
	case v.variants != nil: // an anyOf beside a oneOf
		v.add(key, list, at)
	default:
		v.variants = members
		v.add("composition", newString(key), at)
	}
	return nil
}

func isNullSchema(n *Node) bool {
	if t := n.Get("type"); t != nil {
		return t.Text == "null" || len(t.Items) == 1 && t.Items[0].Text == "null"
	}
	if e := n.Get("enum"); e != nil {
		return len(e.Items) == 1 && e.Items[0].Kind == Null
	}
	c := n.Get("const")
	return c != nil && c.Kind == Null
}

// typesOf are the types of the members of an enum, or nil if it is not clear.
func typesOf(members []*Node) []string {
	var types []string
	for _, member := range members {
		if member.Kind != String {
			return nil
		}
		types = []string{"string"}
	}
	return types
}
