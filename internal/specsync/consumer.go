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

// bundle makes the contract's references to the slice local.
func bundle(contract, slice *Node) error {
	return walk(contract, "document", func(n *Node, kind string) error {
		ref := n.Get("$ref")
		if ref == nil || strings.HasPrefix(kind, "{}") {
			return nil
		}
		_, fragment, found := strings.Cut(ref.Text, "cloud_api.yaml#")
		if !found {
			return nil
		}
		ref.Text = "#" + fragment
		return adopt(contract, slice, ref.Text)
	})
}

// adopt copies the component at ref, and what it refers to, from the slice into the contract.
func adopt(contract, slice *Node, ref string) error {
	keys, err := parseReference(ref)
	if err != nil {
		return err
	}
	if len(keys) < 3 || slice.Get(keys...) == nil {
		return fmt.Errorf("the contract refers to %q, which %s does not have", ref, sliceFile)
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
	return walk(theirs, childKind(childKind("components", section), name), func(n *Node, kind string) error {
		refs, err := references(n, kind)
		for _, next := range refs {
			if err == nil {
				err = adopt(contract, slice, next)
			}
		}
		return err
	})
}
