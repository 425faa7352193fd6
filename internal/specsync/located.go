package specsync

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// located is a value and where it stands. A missing value has no node, and a place only where it is known.
type located struct {
	node *Node
	at   []string
	root *Node // what references are resolved in
}

// child returns what stands under some keys. Where there is nothing, it stands nowhere.
func (s located) child(keys ...string) located {
	if value := s.node.Get(keys...); value != nil {
		return located{value, extend(s.at, keys...), s.root}
	}
	return located{}
}

// resolve follows a chain of references, for the objects that may be replaced by one.
func (s located) resolve() located {
	for range 32 { // a longer chain is a circle
		next := s.target()
		if next.node == s.node {
			break
		}
		s = next
	}
	return s
}

// target follows one reference. What is none is its own target.
func (s located) target() located {
	root, ref := s.root, s.node.Str("$ref")
	if fragment, found := strings.CutPrefix(ref, linked); found {
		root, ref = root.Get(linked), fragment
	}
	keys, err := parseReference(ref)
	if target := root.Get(keys...); err == nil && target != nil {
		return located{target, keys, root}
	}
	return s
}

// linked is the file that our contract with the successor API refers into. While the contract is compared, it holds
// that file under this key.
const linked = "cloud_api.yaml"

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
		all = append(all, located{item, extend(s.at, key), s.root})
	}
	if s.node.Kind == Mapping {
		slices.SortFunc(all, func(a, b located) int { return strings.Compare(a.key(), b.key()) })
	}
	return all
}

// pair is a value of the vendored slice and the one upstream that took its place. Either may be missing.
type pair struct{ old, new located }

func (p pair) child(keys ...string) pair { return pair{p.old.child(keys...), p.new.child(keys...)} }

func (p pair) resolve() pair { return pair{p.old.resolve(), p.new.resolve()} }

func (p pair) equal() bool { return p.old.node.Equal(p.new.node) }

// same reports whether two values are equal, and so is what they refer to.
func (p pair) same() bool { return p.sameBut(map[[2]*Node]bool{}) }

// sameBut is same, but for pairs that are being looked at.
func (p pair) sameBut(seen map[[2]*Node]bool) bool {
	p = p.resolve()
	if !p.both() || p.old.node.Kind != p.new.node.Kind || p.old.node.Text != p.new.node.Text {
		return p.old.node == p.new.node
	}
	known := seen[[2]*Node{p.old.node, p.new.node}]
	seen[[2]*Node{p.old.node, p.new.node}] = true
	return known || !slices.ContainsFunc(p.children(), func(child pair) bool { return !child.sameBut(seen) })
}

// both reports whether neither value is missing.
func (p pair) both() bool { return p.old.node != nil && p.new.node != nil }

// kinds reports whether both values are of that kind.
func (p pair) kinds(k Kind) bool { return p.both() && p.old.node.Kind == k && p.new.node.Kind == k }

// either is the old value, or the new one where there is no old one.
func (p pair) either() located {
	if p.old.node != nil {
		return p.old
	}
	return p.new
}

func (p pair) key() string { return p.either().key() }

// children pairs what two mappings have under the same key, in the order of the keys.
func (p pair) children() []pair {
	all := match(list(p.old), list(p.new), sameKey)
	slices.SortFunc(all, func(a, b pair) int { return strings.Compare(a.key(), b.key()) })
	return all
}

func sameKey(a, b located) bool { return a.key() == b.key() }

// match pairs each old member with the first new one that is the same by the first criterion, then by the next for
// those that are left. Those that have none come last, each paired with nothing.
func match(old, new []located, same ...func(a, b located) bool) []pair {
	var kept, gone, come []pair
	left, new := old, slices.Clone(new)
	for _, is := range same {
		old, left = left, nil
		for _, a := range old {
			if i := slices.IndexFunc(new, func(b located) bool { return is(a, b) }); i >= 0 {
				kept = append(kept, pair{a, new[i]})
				new = slices.Delete(new, i, i+1)
			} else {
				left = append(left, a)
			}
		}
	}
	for _, a := range left {
		gone = append(gone, pair{old: a})
	}
	for _, b := range new {
		come = append(come, pair{new: b})
	}
	return slices.Concat(kept, gone, come)
}

// eitherKeys returns the keys of both, sorted.
func eitherKeys[V any](a, b map[string]V) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// extend appends to a copy.
func extend(path []string, keys ...string) []string { return append(slices.Clip(path), keys...) }

func isTrue(n *Node) bool { return n != nil && n.Text == "true" }
