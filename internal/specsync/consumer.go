package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// ConsumerRules judge a consumer's contract, which states only what we rely on. What upstream has beyond it is no
// finding, so only these changes count; the sentences are those of Rules unless one stands here.
var ConsumerRules = []Rule{
	{"operation-removed", operation, narrowed, breaks, ""},
	{"operation-moved", operation, changed, breaks, ""},
	{"operation-deprecated", operation, changed, harmless, ""},
	{"sunset-changed", operation, changed, harmless, ""},
	{"server-removed", operation, narrowed, breaks, ""},
	{"server-changed", operation, changed, breaks, ""},
	{"security-removed", operation, narrowed, breaks, ""},
	{"security-required", operation, narrowed, breaks, ""},
	{"security-scheme-changed", operation, changed, breaks, ""},
	{"parameter-added-required", request, narrowed, breaks, ""},
	{"parameter-removed", request, narrowed, breaks, ""},
	{"parameter-renamed", request, changed, breaks, ""},
	{"parameter-moved", request, changed, breaks, ""},
	{"parameter-required", request, narrowed, breaks, ""},
	{"body-removed", request, narrowed, breaks, ""},
	{"body-added-required", request, narrowed, breaks, ""},
	{"content-type-removed", request, narrowed, breaks, ""},
	{"content-type-removed", response, changed, breaks, ""},
	{"status-removed-success", response, changed, breaks, ""},
	{"header-removed", response, changed, breaks, ""},
	{"property-added-required", request, narrowed, breaks, ""},
	{"property-removed-ignored", request, narrowed, breaks, ""},
	{"property-removed-refused", request, narrowed, breaks, ""},
	{"property-removed", response, changed, breaks, ""},
	{"property-required", request, narrowed, breaks, ""},
	{"property-optional", response, widened, breaks, ""},
	{"read-only", request, narrowed, breaks, ""},
	{"write-only", response, changed, breaks, ""},
	{"null-removed", request, narrowed, breaks, ""},
	{"null-added", response, widened, breaks, ""},
	{"type-changed", request, changed, breaks, ""},
	{"type-changed", response, changed, breaks, ""},
	{"type-narrowed", request, narrowed, breaks, ""},
	{"type-widened", response, widened, breaks, ""},
	{"enum-value-removed", request, narrowed, breaks, ""},
	{"enum-value-removed", response, narrowed, breaks, "we wait for {old} in {name}, which is no longer among the values"},
	{"enum-removed", response, widened, breaks, ""},
	{"form-changed", request, changed, breaks, ""},
	{"form-changed", response, changed, breaks, ""},
	{"variant-removed", request, narrowed, breaks, ""},
	{"variant-added", response, widened, breaks, ""},
}

// Consumer checks that all that the contract relies on still stands in upstream's document. The contract may refer to
// the components of the vendored slice as "cloud_api.yaml#/components/…".
func Consumer(contract, slice *Node, upstream *Document) ([]Finding, error) {
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
	var relied []Finding
	for _, f := range Compare(contract, cut, twins) {
		f.Effects = reliedOn(f.Effects, f.Old, f.New)
		if f.Contract() {
			relied = append(relied, f)
		}
	}
	return relied, nil
}

// reliedOn keeps the effects that ConsumerRules name, with their verdicts.
func reliedOn(effects []Effect, old, new string) []Effect {
	var kept []Effect
	for _, e := range effects {
		i := slices.IndexFunc(ConsumerRules, func(r Rule) bool {
			return r.Change == e.Rule.Change && r.Direction == e.Rule.Direction
		})
		if i < 0 {
			continue
		}
		rule := ConsumerRules[i]
		if rule.Meaning == "" {
			rule.Meaning = e.Rule.Meaning
		}
		kept = append(kept, newEffect(rule, e.Name, old, new))
	}
	return kept
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
