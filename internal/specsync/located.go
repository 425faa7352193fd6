package specsync

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// located is a value and where it stands. A missing value has no node, and a place only where it is known.
type located struct {
	node *Node
	at   []string
	in   *source
}

// source is what references are resolved in.
type source struct {
	root  *Node
	slice *source // what a reference to cloud_api.yaml leads to, from our contract with the successor API
}

func (f *source) get(keys ...string) located {
	if node := f.root.Get(keys...); node != nil {
		return located{node, keys, f}
	}
	return located{}
}

// child returns what stands under a key. Where there is nothing, it stands nowhere.
func (s located) child(key string) located {
	if value := s.node.Get(key); value != nil {
		return located{value, extend(s.at, []string{key}), s.in}
	}
	return located{}
}

// resolve follows a chain of references, for the objects that may be replaced by one.
func (s located) resolve() located {
	for range 32 { // a longer chain is a circle
		in, ref := s.in, s.node.Str("$ref")
		if fragment, found := strings.CutPrefix(ref, path.Base(sliceFile)); found && in.slice != nil {
			in, ref = in.slice, fragment
		}
		keys, err := parseReference(ref)
		if err != nil {
			return s
		}
		target := in.get(keys...)
		if target.node == nil {
			return s
		}
		s = target
	}
	return s
}

// key is the last element of where the value stands.
func (s located) key() string { return s.at[len(s.at)-1] }

// list returns the members of a sequence, or the values of a mapping in the order of their keys. A missing value has
// none.
func list(s located) []located {
	var all []located
	if s.node == nil {
		return nil
	}
	for i, item := range s.node.Items {
		key := strconv.Itoa(i)
		if s.node.Kind == Mapping {
			key = s.node.Keys[i]
		}
		all = append(all, located{item, extend(s.at, []string{key}), s.in})
	}
	if s.node.Kind == Mapping {
		slices.SortFunc(all, func(a, b located) int { return strings.Compare(a.key(), b.key()) })
	}
	return all
}

// keysOf returns the keys of two mappings, sorted.
func keysOf(a, b located) []string { return eitherKeys(members(a.node), members(b.node)) }

// members returns a mapping's entries; a missing or other node has none.
func members(n *Node) map[string]*Node {
	entries := map[string]*Node{}
	if n != nil && n.Kind == Mapping {
		for i, key := range n.Keys {
			entries[key] = n.Items[i]
		}
	}
	return entries
}

// eitherKeys returns the keys of both, sorted.
func eitherKeys[V any](a, b map[string]V) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// extend appends to a copy.
func extend(path, keys []string) []string { return append(slices.Clip(path), keys...) }

func isTrue(n *Node) bool { return n != nil && n.Text == "true" }
