package specsync

import "strings"

// text writes a value for a reader, on one line; a missing one is empty.
func text(n *Node) string {
	if n == nil {
		return ""
	}
	switch n.Kind {
	case Mapping:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = n.Keys[i] + ": " + text(item)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Sequence:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = text(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case String:
		if n.Text == "" || looksOtherwise(n.Text) {
			return "'" + n.Text + "'"
		}
	}
	return n.Text
}
