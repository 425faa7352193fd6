package specsync

import (
	"slices"
	"strings"
)

// twin compares one operation with the one that took its place.
func (c *comparer) twin(t Twin) {
	oldAt := []string{"paths", t.Old.Path, t.Old.Method}
	newAt := []string{"paths", t.New.Path, t.New.Method}
	old, new := c.old.root.Get(oldAt...), c.new.root.Get(newAt...)
	if new == nil {
		c.found.contract("operation-removed", operation, t.Old.String(), place{old: oldAt}, t.Old.String(), "")
		return
	}
	at := place{oldAt, newAt}
	renamed := templateNames(t.Old.Path, t.New.Path)
	switch {
	case t.Old.Method != t.New.Method || renamed == nil:
		c.found.contract("operation-moved", operation, t.Old.String(), at, t.Old.String(), t.New.String())
	case t.Old != t.New:
		c.found.contract("path-parameter-renamed", operation, t.Old.String(), at, t.Old.Path, t.New.Path)
	}
	c.pathItem(t, at)
	name := t.Old.String()
	for _, key := range eitherKeys(members(old), members(new)) {
		from, to := old.Get(key), new.Get(key)
		here := sides(from, to, extend(oldAt, []string{key}), extend(newAt, []string{key}))
		switch key {
		case "parameters", "security", "servers": // below, as inherited
		case "deprecated":
			c.deprecated(from, to, operation, name, here)
		case "requestBody":
			c.requestBody(from, to, here)
		case "responses":
			c.responses(from, to, here)
		default:
			c.rest(key, from, to, operation, name, here)
		}
	}
	c.parameters(t, renamed)
	c.servers(t)
	c.security(t)
}

// pathItem compares what a path says beside its operations.
func (c *comparer) pathItem(t Twin, at place) {
	old, new := c.old.root.Get("paths", t.Old.Path), c.new.root.Get("paths", t.New.Path)
	for _, key := range eitherKeys(members(old), members(new)) {
		if !slices.Contains(methods, key) && key != "parameters" && key != "servers" {
			from, to := old.Get(key), new.Get(key)
			c.rest(key, from, to, operation, t.Old.String(),
				sides(from, to, []string{"paths", t.Old.Path, key}, []string{"paths", t.New.Path, key}))
		}
	}
}

// templateNames maps the parameter names of one path template to those at the same places of another; it is nil for
// templates of different addresses.
func templateNames(old, new string) map[string]string {
	from, to := strings.Split(old, "/"), strings.Split(new, "/")
	if len(from) != len(to) {
		return nil
	}
	names := map[string]string{}
	for i := range from {
		if strings.HasPrefix(from[i], "{") && strings.HasPrefix(to[i], "{") {
			names[strings.Trim(from[i], "{}")] = strings.Trim(to[i], "{}")
		} else if from[i] != to[i] {
			return nil
		}
	}
	return names
}

func (c *comparer) deprecated(old, new *Node, direction, name string, at place) {
	before, after := isTrue(old), isTrue(new)
	change := "deprecated"
	if direction == operation {
		change = "operation-deprecated"
	}
	switch {
	case after && !before:
		c.found.contract(change, direction, name, at, text(old), text(new))
	case before && !after:
		c.found.contract(strings.Replace(change, "deprecated", "undeprecated", 1), direction, name, at, text(old), text(new))
	case !old.Equal(new):
		c.found.documentation("written-differently", at, text(old), text(new))
	}
}

func isTrue(n *Node) bool { return n != nil && n.Text == "true" }

// inherited returns the nearest value of key: the operation's own, its path's, or the document's.
func inherited(root *Node, o Operation, key string) located {
	for _, path := range [][]string{{"paths", o.Path, o.Method, key}, {"paths", o.Path, key}, {key}} {
		if value := root.Get(path...); value != nil {
			return located{value, path}
		}
	}
	return located{&Node{Kind: Sequence}, []string{key}}
}

func (c *comparer) servers(t Twin) {
	old, new := inherited(c.old.root, t.Old, "servers"), inherited(c.new.root, t.New, "servers")
	from, to := urls(old.node), urls(new.node)
	hits := c.found.hits
	lost := slices.DeleteFunc(slices.Clone(from), func(url string) bool { return slices.Contains(to, url) })
	gained := slices.DeleteFunc(slices.Clone(to), func(url string) bool { return slices.Contains(from, url) })
	oldAt := func(url string) []string { return extend(old.at, []string{indexOf(from, url), "url"}) }
	newAt := func(url string) []string { return extend(new.at, []string{indexOf(to, url), "url"}) }
	if len(lost) == 1 && len(gained) == 1 {
		c.found.contract("server-changed", operation, t.Old.String(), place{oldAt(lost[0]), newAt(gained[0])}, lost[0], gained[0])
	} else {
		for _, url := range lost {
			c.found.contract("server-removed", operation, t.Old.String(), place{old: oldAt(url)}, url, "")
		}
		for _, url := range gained {
			c.found.contract("server-added", operation, t.Old.String(), place{new: newAt(url)}, "", url)
		}
	}
	if len(from) > 0 && len(to) > 0 && from[0] != to[0] && slices.Contains(to, from[0]) {
		c.found.contract("default-server-changed", operation, t.Old.String(), place{oldAt(from[0]), newAt(to[0])}, from[0], to[0])
	}
	for i, server := range old.node.Items {
		j := slices.Index(to, from[i])
		if j < 0 {
			continue
		}
		for _, key := range eitherKeys(members(server), members(new.node.Items[j])) {
			a, b := server.Get(key), new.node.Items[j].Get(key)
			c.rest(key, a, b, operation, from[i], sides(a, b,
				extend(old.at, []string{indexOf(from, from[i]), key}), extend(new.at, []string{indexOf(to, to[j]), key})))
		}
	}
	if c.found.hits == hits {
		c.moved(old, new)
	}
}

// moved notes that an inherited value says the same, but elsewhere or in another order.
func (c *comparer) moved(old, new located) {
	if len(old.at) != len(new.at) || !old.node.Equal(new.node) {
		c.found.documentation("written-differently", place{old.at, new.at}, text(old.node), text(new.node))
	}
}

func urls(servers *Node) []string {
	var list []string
	for _, server := range servers.Items {
		list = append(list, server.Str("url"))
	}
	return list
}
