package specsync

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// sortKeys puts the keys of one object into their order: numbers first, as JavaScript orders an object's keys; then
// those that the grammar names, unknown ones, extensions.
func sortKeys(n *Node, kind string) {
	order := strings.Fields(grammar[kind].order)
	rank := func(key string) int64 {
		known := slices.Index(order, key)
		switch i := arrayIndex(key); {
		case i >= 0:
			return i - 1<<32
		case known >= 0:
			return int64(known)
		case len(order) > 0 && strings.HasPrefix(key, "x-"):
			return int64(len(order) + 1)
		}
		return int64(len(order))
	}
	entries := map[string]*Node{}
	for i, key := range n.Keys {
		entries[key] = n.Items[i]
	}
	slices.SortFunc(n.Keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
	for i, key := range n.Keys {
		n.Items[i] = entries[key]
	}
}

// arrayIndex returns the number that JavaScript takes key for when it orders an object's keys, or -1.
func arrayIndex(key string) int64 {
	i, err := strconv.ParseUint(key, 10, 32)
	if err != nil || i == 1<<32-1 || strconv.FormatUint(i, 10) != key {
		return -1
	}
	return int64(i)
}
