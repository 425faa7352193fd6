package specsync

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// lineWidth is js-yaml's default; the vendor's page uses it.
const lineWidth = 80

// Render writes the slice and reads it back, so that a fault of the writer cannot reach the file.
func Render(slice *Node) ([]byte, error) {
	text := Dump(slice)
	written, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the slice cannot be read back: %w; this is a fault of specsync", err)
	}
	if !written.Equal(slice) {
		return nil, errors.New("the slice reads back as something else; this is a fault of specsync")
	}
	return text, nil
}

// Dump writes the tree as js-yaml 4.1's dump does with its default options. Reading and dumping the vendor's own
// file changes not one byte, so a diff of the slice shows only what the vendor changed.
func Dump(n *Node) []byte {
	var w dumper
	w.node(n, 0, true)
	w.out.WriteByte('\n')
	return w.out.Bytes()
}

type dumper struct{ out bytes.Buffer }

// node writes n at the given depth. Compact means that its first entry continues the present line ("- key: …").
func (w *dumper) node(n *Node, level int, compact bool) {
	switch {
	case n.Kind == Mapping && len(n.Items) > 0:
		w.mapping(n, level, compact)
	case n.Kind == Sequence && len(n.Items) > 0:
		w.sequence(n, level, compact)
	case n.Kind == Mapping:
		w.out.WriteString("{}")
	case n.Kind == Sequence:
		w.out.WriteString("[]")
	case n.Kind == String:
		w.out.WriteString(quote(n.Text, level, false))
	default:
		w.out.WriteString(n.Text)
	}
}

func (w *dumper) mapping(n *Node, level int, compact bool) {
	for i, key := range n.Keys {
		if i > 0 || !compact {
			w.newLine(level)
		}
		value := n.Items[i]
		written := quote(key, level+1, true)
		explicit := utf16Len(written) > 1024 // YAML's limit for a key without a question mark
		if explicit {
			w.out.WriteString("? " + written)
			w.newLine(level)
		} else {
			w.out.WriteString(written)
		}
		w.out.WriteByte(':')
		if isScalar(value) || explicit {
			w.out.WriteByte(' ')
		}
		w.node(value, level+1, explicit)
	}
}

func (w *dumper) sequence(n *Node, level int, compact bool) {
	for i, item := range n.Items {
		if i > 0 || !compact {
			w.newLine(level)
		}
		w.out.WriteString("- ")
		w.node(item, level+1, true)
	}
}

func (w *dumper) newLine(level int) {
	w.out.WriteByte('\n')
	w.out.WriteString(strings.Repeat("  ", level))
}

// isScalar reports whether n fits on its key's line: a scalar, or an empty collection.
func isScalar(n *Node) bool {
	return n.Kind < Sequence || len(n.Items) == 0
}
