package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// beyond are changes by which upstream differs from a consumer's contract by having more, which the contract, stating
// only what we rely on, does not know.
var beyond = []string{"status-added-success", "other-properties-refused", "enum-added", "enum-value-added",
	"limit-tightened", "limit-relaxed", "form-added", "form-removed", "unknown"}

// Consumer checks that all that the contract relies on still stands in upstream's document. The contract may refer to
// the components of the vendored slice as "cloud_api.yaml#/components/…".
func Consumer(contract, slice *Node, upstream *Node) ([]*Finding, error) {
	contract.set(linked, slice)
	if err := resolves(contract); err != nil {
		return nil, err
	}
	operations := contract.Operations()
	slices.SortFunc(operations, func(a, b Operation) int { return strings.Compare(a.String(), b.String()) })
	twins, there := findTwins(upstream, contract, operations)
	cut, err := Cut(upstream, there)
	if err != nil {
		return nil, err
	}
	return reliedOn(Compare(contract, cut, twins)), nil
}

// reliedOn keeps what breaks us, and what tells of an end. A value that is no longer answered is one that we wait for.
func reliedOn(found []*Finding) (relied []*Finding) {
	for _, f := range found {
		f.Follows = reliedOn(f.Follows)
		f.Effects = slices.DeleteFunc(f.Effects, func(e Effect) bool {
			told := e.Direction == operation && (f.Change == "operation-deprecated" || f.Change == "sunset-changed")
			return !told && (!e.Breaking || slices.Contains(beyond, f.Change)) && f.Change != "enum-value-removed"
		})
		for i := range f.Effects {
			if e := &f.Effects[i]; f.Change == "enum-value-removed" && !e.Breaking {
				e.Breaking, e.Sentence = true, "we wait for "+f.Old+", which is no longer among the values: "+e.Sentence
			}
		}
		if f.Contract() {
			relied = append(relied, f)
		}
	}
	return relied
}

// resolves reports a part of the contract that cannot be read, or refers to nothing.
func resolves(contract *Node) error {
	return walk(contract, "document", func(n *Node, kind string) error {
		if n.Kind == Fault {
			return n.Err()
		}
		s := located{node: n, root: contract}
		if ref := n.Str("$ref"); ref != "" && !strings.HasPrefix(kind, "{}") && s.resolve().node == n {
			return fmt.Errorf("the contract refers to %q, which is not there", ref)
		}
		return nil
	})
}
