package specsync

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// dropped are the top-level keys that say nothing about the operations of a slice.
var dropped = []string{"paths", "components", "webhooks", "x-tagGroups"}

// lost says what is wrong with a document in which something is missing, and what to do.
const lost = "cut off or broken: fetch it again, or tell the vendor"

// maxNodes bounds a slice. Ours has four hundred nodes, the whole document two hundred thousand.
const maxNodes = 1_000_000

// Cut returns the slice of the document: the operations with everything they reference, in the vendor's layout.
func Cut(doc *Node, operations []Operation) (*Node, error) {
	c := cutter{doc: doc}
	selected, err := c.selected(operations)
	if err != nil {
		return nil, err
	}
	if c.slice, err = c.copied(selected, "document", nil); err != nil {
		return nil, err
	}
	// OpenAPI says that these are text. A revision id such as 105979e61234 must not become a number.
	for _, path := range [][]string{{"openapi"}, {"info", "version"}} {
		value := c.slice.Get(path...)
		if value == nil {
			return nil, fmt.Errorf("not a whole OpenAPI document: %q is missing; fetch it again", strings.Join(path, "."))
		}
		*value = *newString(value.source.Value)
	}
	if err := c.follow(c.slice, "document", "the slice"); err != nil {
		return nil, err
	}
	return c.slice, c.components()
}

type cutter struct {
	doc   *Node
	slice *Node
	size  int         // of what was copied
	queue []component // in the order of their first reference
}

type component struct{ section, name string }

// copied copies a part of the document, with its keys in the one order of the vendor's page, so that the input's own
// order does not show. It refuses values whose form OpenAPI does not allow.
func (c *cutter) copied(n *Node, kind string, at []string) (*Node, error) {
	if c.size++; c.size > maxNodes {
		return nil, fmt.Errorf("the aliases expand to more than %d values; refused", maxNodes)
	}
	other := *n
	other.Keys, other.Items = slices.Clone(n.Keys), slices.Clone(n.Items)
	for i, item := range n.Items {
		key := cmp.Or(n.key(i), strconv.Itoa(i))
		here := extend(at, key)
		err := wrong(kind, key, item)
		if err != nil {
			return nil, fmt.Errorf("%s %w; tell the vendor", pointer(here...), err)
		}
		if other.Items[i], err = c.copied(item, childKind(kind, n.key(i)), here); err != nil {
			return nil, err
		}
	}
	sortKeys(&other, kind)
	return &other, n.Err()
}

// selected is the document with the listed operations, and without components.
func (c *cutter) selected(operations []Operation) (*Node, error) {
	top, paths := newMapping(), newMapping()
	for i, key := range c.doc.Keys {
		if !slices.Contains(dropped, key) {
			top.set(key, c.doc.Items[i])
		}
	}
	top.set("paths", paths)
	for _, o := range operations {
		source, err := pathItem(c.doc, o)
		if err != nil {
			return nil, err
		}
		if source.Get(o.Method) == nil {
			return nil, &GoneError{Operation: o, Nearest: nearest(o, c.doc.Operations())}
		}
		item := paths.mapping(o.Path)
		for i, key := range source.Keys {
			if key == o.Method || !slices.Contains(methods, key) {
				item.set(key, source.Items[i])
			}
		}
	}
	return top, nil
}

// pathItem returns the path item of an operation, which may be a component.
func pathItem(doc *Node, o Operation) (*Node, error) {
	item := doc.Get("paths", o.Path)
	if ref := item.Get("$ref"); ref != nil {
		keys, err := parseReference(ref.Text)
		if err != nil {
			return nil, fmt.Errorf("%s %w", o.Path, err)
		}
		item = doc.Get(keys...)
	}
	return item, item.Err()
}

// follow queues the components that n refers to.
func (c *cutter) follow(n *Node, kind, name string) error {
	return walk(n, kind, func(n *Node, kind string) error {
		for _, ref := range references(n, kind) {
			keys, err := parseReference(ref)
			if err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			part := component{}
			if keys[0] == "components" && len(keys) > 2 {
				part = component{keys[1], keys[2]}
			}
			switch there := c.doc.Get(keys...) != nil; {
			case !there && part.section == "securitySchemes":
				return fmt.Errorf("the security scheme %q is required but not defined; the document is "+lost, part.name)
			case !there:
				return fmt.Errorf("%s refers to %q, which the document does not have; it is "+lost, name, ref)
			case part != component{} && !slices.Contains(c.queue, part):
				c.queue = append(c.queue, part)
			case part == component{} && c.slice.Get(keys...) == nil:
				return fmt.Errorf("%s refers to %q, which is no component; list its operation in %s too",
					name, ref, operationsFile)
			}
		}
		return nil
	})
}

// components adds the queued components and those that they refer to in turn, breadth first.
func (c *cutter) components() error {
	sections := newMapping()
	for i := 0; i < len(c.queue); i++ {
		part := c.queue[i]
		kind := childKind(childKind("components", part.section), part.name)
		at := []string{"components", part.section, part.name}
		source := c.doc.Get(at...)
		if err := wrong(childKind("components", part.section), part.name, source); err != nil {
			return fmt.Errorf("%s %w; tell the vendor", pointer(at...), err)
		}
		value, err := c.copied(source, kind, at)
		if err != nil {
			return fmt.Errorf("component %s: %w", part.name, err)
		}
		sections.mapping(part.section).set(part.name, value)
		if err := c.follow(value, kind, "component "+part.name); err != nil {
			return err
		}
	}
	if sortKeys(sections, "components"); len(sections.Items) > 0 {
		c.slice.set("components", sections)
	}
	return nil
}
