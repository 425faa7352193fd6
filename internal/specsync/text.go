package specsync

import "strings"

// text writes a value for a reader, on one line; a missing one is empty.
func text(n *Node) string {
	if n == nil {
		return ""
	}
	var parts []string
	for i, item := range n.Items {
		part := text(item)
		if n.Kind == Mapping {
			part = n.Keys[i] + ": " + part
		}
		parts = append(parts, part)
	}
	switch {
	case n.Kind == Mapping:
		return "{" + strings.Join(parts, ", ") + "}"
	case n.Kind == Sequence:
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Kind == String && (n.Text == "" || looksOtherwise(n.Text)):
		return "'" + n.Text + "'"
	}
	return n.Text
}
