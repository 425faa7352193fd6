// Package flatjson decodes a flat JSON object into a struct and encodes a struct as one, faster than encoding/json and
// with the same result. It handles strings and whole numbers itself, and leaves everything else to encoding/json.
//
// It differs from encoding/json in one point: a value that does not fit its field is no error. The field stays zero,
// and Decode returns its name.
package flatjson

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// A Codec decodes and encodes values of T. It is safe for use by several goroutines.
type Codec[T any] struct {
	fields []field // in the order of the struct
}

type field struct {
	name, prefix string // the prefix is the name in quotes, and a colon
	index        int    // in the struct
	kind         kind
	omit         bool // the field is left out where it is zero
}

type kind int

const (
	otherKind kind = iota // left to encoding/json
	unmarshalerKind
	stringKind
	intKind // int or *int
)

// For returns a codec for the struct type T. It panics where a field is embedded.
func For[T any]() *Codec[T] {
	t := reflect.TypeFor[T]()
	c := &Codec[T]{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			panic(fmt.Sprintf("flatjson: field %s of %s is embedded", f.Name, t))
		}
		tag := f.Tag.Get("json")
		if tag == "-" || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			name = f.Name
		}
		quoted, _ := json.Marshal(name) // a string cannot fail
		c.fields = append(c.fields, field{
			name: name, prefix: string(quoted) + ":", index: i, kind: kindOf(f.Type, options),
			omit: strings.Contains(options, "omit"),
		})
	}
	return c
}

func kindOf(t reflect.Type, options string) kind {
	pointer := reflect.PointerTo(t)
	methods := pointer.NumMethod()
	if pointer.Implements(reflect.TypeFor[interface{ Valid() bool }]()) {
		methods-- // generated enums have it; encoding/json may call any other method
	}
	switch {
	case strings.Contains(options, "string"):
		return otherKind
	case pointer.Implements(reflect.TypeFor[json.Unmarshaler]()):
		return unmarshalerKind
	case t.Kind() == reflect.String && methods == 0:
		return stringKind
	case t == reflect.TypeFor[int](), t == reflect.TypeFor[*int]():
		return intKind
	}
	return otherKind
}
