package specsync

import (
	"errors"
	"slices"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

// Kind says what a Node holds.
type Kind uint8

// The kinds are those of JSON, and one for what cannot be read.
const (
	Null Kind = iota
	Bool
	Number
	String
	Sequence
	Mapping
	Fault
)

// Node is one value of a document, with aliases expanded and scalars resolved. Text holds a scalar as it is
// printed (a string without its quotes), or what is wrong; Keys and Items hold a mapping's pairs in order; Items a
// sequence's.
type Node struct {
	Kind  Kind
	Text  string
	Keys  []string
	Items []*Node

	source *yaml.Node // where it was read
}

func newString(s string) *Node { return &Node{Kind: String, Text: s} }

func newMapping() *Node { return &Node{Kind: Mapping} }

// newPair is a mapping of one key.
func newPair(key string, value *Node) *Node {
	return &Node{Kind: Mapping, Keys: []string{key}, Items: []*Node{value}}
}

// Get returns the value under keys, of which those of a sequence are numbers, or nil. A nil Node has no keys, so that
// lookups chain. They end at what cannot be read.
func (n *Node) Get(keys ...string) *Node {
	for _, key := range keys {
		if n == nil || n.Kind == Fault {
			return n
		}
		i := slices.Index(n.Keys, key)
		if n.Kind == Sequence {
			if at, err := strconv.Atoi(key); err == nil && at < len(n.Items) {
				i = at
			}
		}
		if i < 0 {
			return nil
		}
		n = n.Items[i]
	}
	return n
}

// Err is what is wrong with a value that cannot be read.
func (n *Node) Err() error {
	if n != nil && n.Kind == Fault {
		return errors.New(n.Text)
	}
	return nil
}

// Str returns the text of the string at keys, or "".
func (n *Node) Str(keys ...string) string {
	if v := n.Get(keys...); v != nil && v.Kind == String {
		return v.Text
	}
	return ""
}

// set appends the pair, or replaces the value of a key that is there.
func (n *Node) set(key string, value *Node) {
	if i := slices.Index(n.Keys, key); i >= 0 {
		n.Items[i] = value
		return
	}
	n.Keys = append(n.Keys, key)
	n.Items = append(n.Items, value)
}

// mapping returns the mapping under a key, and makes one where there is none.
func (n *Node) mapping(key string) *Node {
	if n.Get(key) == nil {
		n.set(key, newMapping())
	}
	return n.Get(key)
}

// key returns the key of a mapping's item, and "" for a sequence.
func (n *Node) key(i int) string {
	if n.Kind == Mapping {
		return n.Keys[i]
	}
	return ""
}

// Equal reports whether both hold the same value; the order of a mapping's keys does not count.
func (n *Node) Equal(other *Node) bool {
	if n == nil || other == nil {
		return n == other
	}
	if n.Kind != other.Kind || n.Text != other.Text || len(n.Items) != len(other.Items) {
		return false
	}
	for i, item := range n.Items {
		var twin *Node
		if n.Kind == Mapping {
			twin = other.Get(n.Keys[i])
		} else {
			twin = other.Items[i]
		}
		if twin == nil || !item.Equal(twin) {
			return false
		}
	}
	return true
}
