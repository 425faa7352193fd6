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
	Text     string // gen.RuleSpec.SecurityGroupID removed, breaking; also as gcoresg.RuleSpec
	Breaking bool   // callers' code stops compiling
}

// goChanges compares the exported APIs of two states of a module.
func goChanges(before, after []*packages.Package) (changes []GoChange) {
	old, new := goModule(before), goModule(after)
	aliases := aliasesOf(old)
	for _, change := range apidiff.ModuleChanges(old, new).Changes {
		name, what, _ := strings.Cut(change.Message, ": ")
		name, below := strings.CutPrefix(name, "./")
		breaking := !change.Compatible && !(what == "removed" && respelled(old, name))
		verdict := map[bool]string{true: "breaking", false: "not breaking"}[breaking]
		owner := strings.NewReplacer("(*", "", ")", "").Replace(name)
		if parts := strings.SplitN(owner, ".", 3); below && len(parts) > 1 {
			if alias := aliases[parts[0]+"."+strings.TrimRight(parts[1], ",")]; alias != "" {
				verdict += "; also as " + alias
			}
		}
		if !below && !strings.HasPrefix(name, "package ") {
			name = path.Base(old.Path) + "." + name
		}
		changes = append(changes, GoChange{fmt.Sprintf("%s %s, %s", name, shorten(what, 200), verdict), breaking})
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
func aliasesOf(module *apidiff.Module) map[string]string {
	names := map[string]string{}
	for _, pkg := range module.Packages {
		for _, name := range pkg.Scope().Names() {
			alias := aliasIn(pkg, name)
			if alias == nil || pkg.Path() != module.Path || !alias.Exported() {
				continue
			}
			if target, ok := types.Unalias(alias.Type()).(*types.Named); ok && target.Obj().Pkg() != nil {
				name := strings.TrimPrefix(target.Obj().Pkg().Path(), module.Path+"/") + "." + target.Obj().Name()
				names[name] = cmp.Or(names[name], path.Base(module.Path)+"."+alias.Name())
			}
		}
	}
	return names
}

// aliasIn returns the alias of that name in a package, or nil.
func aliasIn(pkg *types.Package, name string) *types.TypeName {
	if object, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok && object.IsAlias() {
		return object
	}
	return nil
}

// respelled reports whether what was removed is an alias of a predeclared type in a generated package: the schema
// behind it is written in place, and who passes a string goes on passing one.
func respelled(module *apidiff.Module, name string) bool {
	dir, name, _ := strings.Cut(name, ".")
	for _, pkg := range module.Packages {
		if alias := aliasIn(pkg, name); alias != nil && pkg.Path() == module.Path+"/"+dir {
			_, basic := types.Unalias(alias.Type()).(*types.Basic)
			return basic
		}
	}
	return false
}
