package specsync

import (
	"cmp"
	"fmt"
	"go/types"
	"path"
	"strings"

	"golang.org/x/exp/apidiff"
	"golang.org/x/tools/go/packages"
)

// GoChange is an exported Go name that appears, vanishes or changes.
type GoChange struct {
	Name     string // gen.RuleSpec.SecurityGroupID
	What     string // removed
	Breaking bool   // callers' code stops compiling
	Aliases  string // under which names the root package passes it on: gcoresg.RuleSpec
}

// String is the change as a line of the report.
func (c GoChange) String() string {
	verdict := "not breaking"
	if c.Breaking {
		verdict = "breaking"
	}
	if c.Aliases != "" {
		verdict += "; also as " + c.Aliases
	}
	return fmt.Sprintf("%s %s, %s", c.Name, shorten(c.What, 200), verdict)
}

// goChanges compares the exported APIs of two states of a module.
func goChanges(before, after []*packages.Package) []GoChange {
	var changes []GoChange
	old, new := goModule(before), goModule(after)
	aliases := aliasesOf(before, old.Path)
	for _, change := range apidiff.ModuleChanges(old, new).Changes {
		name, what, _ := strings.Cut(change.Message, ": ")
		name, below := strings.CutPrefix(name, "./")
		c := GoChange{Name: name, What: what, Breaking: !change.Compatible && !respelled(before, old.Path, name, what)}
		if !below && !strings.HasPrefix(name, "package ") {
			c.Name = path.Base(old.Path) + "." + name
		}
		owner := strings.NewReplacer("(*", "", ")", "").Replace(name)
		if parts := strings.SplitN(owner, ".", 3); below && len(parts) > 1 {
			c.Aliases = aliases[parts[0]+"."+strings.TrimRight(parts[1], ",")]
		}
		changes = append(changes, c)
	}
	return changes
}

func goModule(loaded []*packages.Package) *apidiff.Module {
	module := &apidiff.Module{}
	for _, pkg := range loaded {
		if pkg.Module != nil {
			module.Path = pkg.Module.Path
		}
		if pkg.Types != nil {
			module.Packages = append(module.Packages, pkg.Types)
		}
	}
	return module
}

// aliasesOf maps the names of types, such as gen.RuleSpec, to those that the root package gives them.
func aliasesOf(loaded []*packages.Package, root string) map[string]string {
	names := map[string]string{}
	for _, pkg := range loaded {
		for _, name := range pkg.Types.Scope().Names() {
			object, ok := pkg.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || pkg.PkgPath != root || !object.IsAlias() || !object.Exported() {
				continue
			}
			if target, ok := types.Unalias(object.Type()).(*types.Named); ok && target.Obj().Pkg() != nil {
				name := strings.TrimPrefix(target.Obj().Pkg().Path(), root+"/") + "." + target.Obj().Name()
				names[name] = cmp.Or(names[name], path.Base(root)+"."+object.Name())
			}
		}
	}
	return names
}

// respelled reports whether what was removed is an alias of a predeclared type in a generated package: the schema
// behind it is written in place, and who passes a string goes on passing one.
func respelled(before []*packages.Package, root, name, what string) bool {
	dir, name, _ := strings.Cut(name, ".")
	for _, pkg := range before {
		if pkg.PkgPath == root+"/"+dir && what == "removed" {
			object, ok := pkg.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || !object.IsAlias() {
				return false
			}
			_, basic := types.Unalias(object.Type()).(*types.Basic)
			return basic
		}
	}
	return false
}
