package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// security compares the ways to authenticate a call, and the schemes they name.
func (c *comparer) security(t Twin) {
	old, new := inherited(c.old.root, t.Old, "security"), inherited(c.new.root, t.New, "security")
	renamed := c.schemes(old.node, new.node, t.Old.String())
	from, to := ways(old.node, renamed), ways(new.node, nil)
	at := place{old.at, new.at}
	before, after := strings.Join(from, " or "), strings.Join(to, " or ")
	hits := c.found.hits
	switch open, opens := mayCallWithout(from), mayCallWithout(to); {
	case open && !opens:
		c.found.contract("security-required", operation, t.Old.String(), at, before, after)
	case !open && opens:
		c.found.contract("security-dropped", operation, t.Old.String(), at, before, after)
	default:
		for _, way := range from {
			if !slices.Contains(to, way) {
				c.found.contract("security-removed", operation, t.Old.String(), at, way, "")
			}
		}
		for _, way := range to {
			if !slices.Contains(from, way) {
				c.found.contract("security-added", operation, t.Old.String(), at, "", way)
			}
		}
	}
	if c.found.hits == hits && len(renamed) == 0 {
		c.moved(old, new)
	}
}

// ways names the alternatives of a security requirement, under the new names of schemes that were renamed.
func ways(security *Node, renamed map[string]string) []string {
	var all []string
	for _, alternative := range security.Items {
		var parts []string
		for i, name := range alternative.Keys {
			if to, ok := renamed[name]; ok {
				name = to
			}
			if scopes := alternative.Items[i]; len(scopes.Items) > 0 {
				name += " " + text(scopes)
			}
			parts = append(parts, name)
		}
		slices.Sort(parts)
		all = append(all, strings.Join(parts, " and "))
	}
	return all
}

func mayCallWithout(ways []string) bool { return len(ways) == 0 || slices.Contains(ways, "") }

// schemes compares the schemes that both name, and returns those that only got another name.
func (c *comparer) schemes(old, new *Node, name string) map[string]string {
	renamed := map[string]string{}
	taken := schemeNames(new)
	for _, from := range schemeNames(old) {
		oldAt := []string{"components", "securitySchemes", from}
		to := from
		if !slices.Contains(taken, from) {
			to = c.sameScheme(from, taken, schemeNames(old))
			if to == "" {
				continue
			}
			renamed[from] = to
			c.found.documentation("security-scheme-renamed", place{oldAt, []string{"components", "securitySchemes", to}}, from, to)
		}
		newAt := []string{"components", "securitySchemes", to}
		a, b := c.old.root.Get(oldAt...), c.new.root.Get(newAt...)
		for _, key := range eitherKeys(members(a), members(b)) {
			x, y := a.Get(key), b.Get(key)
			at := sides(x, y, extend(oldAt, []string{key}), extend(newAt, []string{key}))
			if isAnnotation(key) || announcesEnd(key) {
				c.rest(key, x, y, operation, "the scheme "+from, at)
			} else if !x.Equal(y) {
				c.found.contract("security-scheme-changed", operation, name, at, key+" "+text(x), key+" "+text(y))
			}
		}
	}
	return renamed
}

func schemeNames(security *Node) []string {
	var names []string
	for _, alternative := range security.Items {
		for _, name := range alternative.Keys {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// sameScheme finds a new name for the same scheme, documentation aside.
func (c *comparer) sameScheme(from string, candidates, known []string) string {
	bare := func(root *Node, name string) string {
		parts := []string{}
		scheme := root.Get("components", "securitySchemes", name)
		for key, value := range members(scheme) {
			if !isAnnotation(key) {
				parts = append(parts, key+"="+text(value))
			}
		}
		slices.Sort(parts)
		return fmt.Sprint(parts)
	}
	for _, to := range candidates {
		if !slices.Contains(known, to) && bare(c.old.root, from) == bare(c.new.root, to) {
			return to
		}
	}
	return ""
}
