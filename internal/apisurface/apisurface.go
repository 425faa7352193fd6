// Package apisurface writes the exported Go API of packages as text, a line for everything a caller can depend on:
// constants with their values, variables, functions, types, fields with their tags, methods.
package apisurface

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// Of describes the packages that patterns name in the module in dir, keyed by import path.
func Of(dir string, patterns ...string) (map[string]string, error) {
	loaded, err := Load(dir, patterns...)
	if err != nil {
		return nil, err
	}
	surfaces := map[string]string{}
	for _, pkg := range loaded {
		module := ""
		if pkg.Module != nil {
			module = pkg.Module.Path
		}
		surfaces[pkg.PkgPath] = describe(pkg.Types, module)
	}
	return surfaces, nil
}

func describe(pkg *types.Package, module string) string {
	qualifier := func(other *types.Package) string {
		if other == pkg {
			return ""
		}
		return other.Path()
	}
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, name := range pkg.Scope().Names() {
		object := pkg.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		switch object := object.(type) {
		case *types.Const:
			add("const %s %s = %s", name, types.TypeString(object.Type(), qualifier), object.Val().ExactString())
		case *types.TypeName:
			describeType(add, object, module, qualifier)
		default:
			add("%s", types.ObjectString(object, qualifier))
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("package %s // %s\n\n%s\n", pkg.Name(), pkg.Path(), strings.Join(lines, "\n"))
}

// describeType lists, under an alias of a type of another package of this module, what that type has: callers depend
// on it just the same.
func describeType(add func(string, ...any), object *types.TypeName, module string, qualifier types.Qualifier) {
	name := object.Name()
	if object.IsAlias() {
		add("%s", types.ObjectString(object, qualifier))
		target, ok := types.Unalias(object.Type()).(*types.Named)
		if !ok || target.Obj().Pkg() == nil || target.Obj().Pkg() == object.Pkg() ||
			!within(module, target.Obj().Pkg().Path()) {
			return // its own type is listed where it is, another module's is none of ours
		}
		if fields, ok := target.Underlying().(*types.Struct); ok {
			describeFields(add, name, fields, qualifier)
		}
		describeMethods(add, name, target, qualifier)
		return
	}
	named := object.Type().(*types.Named)
	head := "type " + types.TypeString(named, qualifier) // with its type parameters
	switch underlying := named.Underlying().(type) {
	case *types.Struct:
		add("%s struct", head)
		describeFields(add, name, underlying, qualifier)
	case *types.Interface:
		add("%s interface", head)
	default:
		add("%s %s", head, types.TypeString(underlying, qualifier))
	}
	describeMethods(add, name, named, qualifier)
}

func within(module, path string) bool {
	return module != "" && (path == module || strings.HasPrefix(path, module+"/"))
}

func describeMethods(add func(string, ...any), name string, named *types.Named, qualifier types.Qualifier) {
	// The method set of the pointer has promoted methods too, which callers use just the same.
	receiver := types.Type(types.NewPointer(named))
	if types.IsInterface(named) {
		receiver = named
	}
	set := types.NewMethodSet(receiver)
	for i := range set.Len() {
		method := set.At(i)
		if !method.Obj().Exported() || fromStandardLibrary(method.Obj()) {
			continue
		}
		pointer := "*"
		if types.IsInterface(named) || types.NewMethodSet(named).Lookup(nil, method.Obj().Name()) != nil {
			pointer = ""
		}
		signature := strings.TrimPrefix(types.TypeString(method.Type(), qualifier), "func")
		add("method (%s%s) %s%s", pointer, name, method.Obj().Name(), signature)
	}
}

// fromStandardLibrary tells the methods that an embedded type of the standard library brings: they differ from one Go
// version to the next, and the embedded field stands for them.
func fromStandardLibrary(method types.Object) bool {
	return method.Pkg() != nil && !strings.Contains(strings.Split(method.Pkg().Path(), "/")[0], ".")
}

func describeFields(add func(string, ...any), name string, s *types.Struct, qualifier types.Qualifier) {
	hidden := false
	for i := range s.NumFields() {
		field := s.Field(i)
		if !field.Exported() {
			hidden = true
			continue
		}
		text := field.Name()
		if field.Embedded() {
			text = "(embedded) " + text
		}
		text += " " + types.TypeString(field.Type(), qualifier)
		if tag := s.Tag(i); tag != "" {
			text += " `" + tag + "`"
		}
		add("field %s.%s", name, text)
	}
	if hidden {
		add("field %s has unexported fields", name)
	}
	if types.Comparable(s) {
		add("field %s is comparable", name)
	}
}
