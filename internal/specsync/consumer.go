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
func Consumer(contract, slice *Node, upstream *Document) ([]*Finding, error) {
	if err := bundle(contract, slice); err != nil {
		return nil, err
	}
	var operations []Operation
	for path, item := range members(contract.Get("paths")) {
		for _, method := range methods {
			if item.Get(method) != nil {
				operations = append(operations, Operation{method, path})
			}
		}
	}
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

// bundle makes the contract's references to the slice local. They may point anywhere in it.
func bundle(contract, slice *Node) error {
	return walk(contract, "document", func(n *Node, kind string) error {
		ref := n.Str("$ref")
		_, fragment, found := strings.Cut(ref, "cloud_api.yaml#")
		if !found || strings.HasPrefix(kind, "{}") {
			return nil
		}
		n.set("$ref", newString("#"+fragment))
		target := viewer{slice}.resolve(located{n, nil})
		switch {
		case target.node == n:
			return fmt.Errorf("the contract refers to %q, which is not there", ref)
		case target.at[0] != "components": // written where it is used
			n.drop("$ref")
			n.set("allOf", &Node{Kind: Sequence, Items: []*Node{target.node}})
			return adoptAll(contract, slice, target.node, kind)
		}
		n.set("$ref", newString("#"+pointer(target.at...)))
		return adopt(contract, slice, target.at)
	})
}

// adopt copies a component, and what it refers to, from the slice into the contract.
func adopt(contract, slice *Node, keys []string) error {
	if len(keys) < 3 || keys[0] != "components" {
		return fmt.Errorf("%s refers to %s, which is no component", sliceFile, pointer(keys...))
	}
	section, name := keys[1], keys[2]
	known, theirs := contract.Get("components", section, name), slice.Get("components", section, name)
	if known != nil {
		if !known.Equal(theirs) {
			return fmt.Errorf("the contract has another %s of the name %s than %s; rename it", section, name, sliceFile)
		}
		return nil
	}
	if contract.Get("components") == nil {
		contract.set("components", newMapping())
	}
	if contract.Get("components", section) == nil {
		contract.Get("components").set(section, newMapping())
	}
	contract.Get("components", section).set(name, theirs)
	return adoptAll(contract, slice, theirs, childKind(childKind("components", section), name))
}

// adoptAll adopts what a part of the slice refers to.
func adoptAll(contract, slice, part *Node, kind string) error {
	return walk(part, kind, func(n *Node, kind string) error {
		refs, err := references(n, kind)
		if err != nil {
			return err
		}
		for _, ref := range refs {
			keys, err := parseReference(ref)
			if err != nil {
				return err
			}
			if err := adopt(contract, slice, keys); err != nil {
				return err
			}
		}
		return nil
	})
}
