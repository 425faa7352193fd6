package specsync

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// dropped are the top-level keys that say nothing about the operations of a slice.
var dropped = []string{"paths", "components", "webhooks", "x-tagGroups"}

// lost says what is wrong with a document in which something is missing, and what to do.
const lost = "cut off or broken: fetch it again, or tell the vendor"

// Cut returns the slice of the document: the operations with everything they reference, in the vendor's layout.
func Cut(doc *Document, operations []Operation) (*Node, error) {
	c := cutter{doc: doc, slice: newMapping()}
	if err := c.top(); err != nil {
		return nil, err
	}
	if err := c.paths(operations); err != nil {
		return nil, err
	}
	arrange(c.slice, "document")
	if err := c.follow(c.slice, "document", "the slice"); err != nil {
		return nil, err
	}
	if err := c.schemes(); err != nil {
		return nil, err
	}
	if err := c.components(); err != nil {
		return nil, err
	}
	return c.slice, nil
}

type cutter struct {
	doc   *Document
	slice *Node
	queue []component // in the order of their first reference
}

type component struct{ section, name string }

func (c *cutter) top() error {
	for _, key := range c.doc.keys() {
		if slices.Contains(dropped, key) {
			continue
		}
		value, err := c.doc.expand(key)
		if err != nil {
			return err
		}
		c.slice.set(key, value)
	}
	// OpenAPI says that these are text. A revision id such as 105979e61234 must not become a number.
	for _, path := range [][]string{{"openapi"}, {"info", "version"}} {
		source, _ := c.doc.find(path...)
		if source == nil {
			return fmt.Errorf("not a whole OpenAPI document: %q is missing; fetch it again", strings.Join(path, "."))
		}
		*c.slice.Get(path...) = *newString(source.Value)
	}
	return nil
}

func (c *cutter) paths(operations []Operation) error {
	paths := c.slice.mapping("paths")
	for _, o := range operations {
		at, err := c.pathItem(o)
		if err != nil {
			return err
		}
		item := paths.mapping(o.Path)
		for _, key := range c.doc.keys(at...) {
			if slices.Contains(methods, key) && key != o.Method || item.Get(key) != nil {
				continue
			}
			value, err := c.doc.expand(append(at, key)...)
			if err != nil {
				return fmt.Errorf("%s: %w", o, err)
			}
			item.set(key, value)
		}
	}
	return nil
}

// pathItem returns where the operation's path item is, which may be a component.
func (c *cutter) pathItem(o Operation) ([]string, error) {
	at := []string{"paths", o.Path}
	if ref, err := c.doc.expand("paths", o.Path, "$ref"); ref != nil && err == nil {
		if at, err = parseReference(ref.Text); err != nil {
			return nil, fmt.Errorf("%s %w", o.Path, err)
		}
	}
	operation, err := c.doc.find(append(at, o.Method)...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o, err)
	}
	if operation == nil {
		return nil, &GoneError{Operation: o, Nearest: nearest(o, c.doc.Operations())}
	}
	return at, nil
}

// follow queues the components that n refers to.
func (c *cutter) follow(n *Node, kind, name string) error {
	return walk(n, kind, func(n *Node, kind string) error {
		refs, err := references(n, kind)
		if err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
		for _, ref := range refs {
			keys, err := parseReference(ref)
			if err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			if !c.doc.has(keys...) {
				return fmt.Errorf("%s refers to %q, which the document does not have; it is "+lost, name, ref)
			}
			switch {
			case keys[0] == "components" && len(keys) > 2:
				c.want(component{keys[1], keys[2]})
			case c.slice.Get(keys...) == nil:
				return fmt.Errorf("%s refers to %q, which is no component; list its operation in %s too",
					name, ref, operationsFile)
			}
		}
		return nil
	})
}

func (c *cutter) want(part component) {
	if !slices.Contains(c.queue, part) {
		c.queue = append(c.queue, part)
	}
}

// schemes queues the security schemes that the document or an operation of the slice requires.
func (c *cutter) schemes() error {
	required := []*Node{c.slice.Get("security")}
	for _, item := range c.slice.Get("paths").Items {
		for _, operation := range item.Items {
			required = append(required, operation.Get("security"))
		}
	}
	for _, security := range required {
		if security == nil {
			continue
		}
		for _, alternative := range security.Items {
			for _, name := range alternative.Keys {
				if !c.doc.has("components", "securitySchemes", name) {
					return fmt.Errorf("the security scheme %q is required but not defined; the document is "+lost, name)
				}
				c.want(component{"securitySchemes", name})
			}
		}
	}
	return nil
}

// components adds the queued components and those that they refer to in turn, breadth first.
func (c *cutter) components() error {
	sections := newMapping()
	for i := 0; i < len(c.queue); i++ {
		part := c.queue[i]
		value, err := c.doc.expand("components", part.section, part.name)
		if err != nil {
			return fmt.Errorf("component %s: %w", part.name, err)
		}
		kind := childKind(childKind("components", part.section), part.name)
		arrange(value, kind)
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

// Render writes the slice and reads it back, so that a fault of the writer cannot reach the file.
func Render(slice *Node) ([]byte, error) {
	text := Dump(slice)
	written, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the slice cannot be read back: %w; this is a fault of specsync", err)
	}
	again, err := written.expand()
	if err != nil || !again.Equal(slice) {
		return nil, errors.New("the slice reads back as something else; this is a fault of specsync")
	}
	return text, nil
}
