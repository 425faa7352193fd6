package specsync

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// arrange puts the keys of n and of everything under it into the one order of the vendor's page, so that the
// input's own order does not show.
func arrange(n *Node, kind string) {
	if n.Kind == Mapping {
		sort.Sort(byRank{n, strings.Fields(grammar[kind].order)})
	}
	for i, item := range n.Items {
		key := ""
		if n.Kind == Mapping {
			key = n.Keys[i]
		}
		arrange(item, childKind(kind, key))
	}
}

type byRank struct {
	*Node
	order []string
}

func (b byRank) Len() int { return len(b.Keys) }

func (b byRank) Swap(i, j int) {
	b.Keys[i], b.Keys[j] = b.Keys[j], b.Keys[i]
	b.Items[i], b.Items[j] = b.Items[j], b.Items[i]
}

func (b byRank) Less(i, j int) bool {
	x, y := b.Keys[i], b.Keys[j]
	if rx, ry := b.rank(x), b.rank(y); rx != ry {
		return rx < ry
	}
	if ix, iy := arrayIndex(x), arrayIndex(y); ix >= 0 && iy >= 0 {
		return ix < iy
	}
	return x < y
}

// rank: numbers first, as JavaScript orders an object's keys; then the known ones, unknown ones, extensions.
func (b byRank) rank(key string) int {
	if arrayIndex(key) >= 0 {
		return -1
	}
	if i := slices.Index(b.order, key); i >= 0 {
		return i
	}
	if len(b.order) > 0 && strings.HasPrefix(key, "x-") {
		return len(b.order) + 1
	}
	return len(b.order)
}

// arrayIndex returns the number that JavaScript takes key for when it orders an object's keys, or -1.
func arrayIndex(key string) int64 {
	i, err := strconv.ParseUint(key, 10, 32)
	if err != nil || i == 1<<32-1 || strconv.FormatUint(i, 10) != key {
		return -1
	}
	return int64(i)
}
