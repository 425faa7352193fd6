// Package flatjson decodes flat JSON objects into a struct and encodes them, faster than encoding/json and with the
// same result.
//
// It differs from encoding/json in one point: a value that does not fit its field is no error. The field stays zero,
// and Decode names it. Fields of types that it does not know go through encoding/json one by one.
package flatjson

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// A Codec decodes and encodes values of T. It is safe for use by several goroutines.
type Codec[T any] struct {
	fields []field // in the order of the struct
	ints   int     // how many fields are *int
}

type field struct {
	name, prefix string // the prefix is the name in quotes, and a colon
	index        int    // in the struct
	position     int    // in Codec.fields
	kind         kind
	omit         bool         // where it is zero; of otherKind, encoding/json decides
	alone        reflect.Type // a struct with this field and no other, for encoding/json
}

type kind int

const (
	otherKind kind = iota // left to encoding/json
	unmarshalerKind
	stringKind
	intKind
	intPointerKind
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
		k := kindOf(f.Type, options)
		if k == intPointerKind {
			c.ints++
		}
		c.fields = append(c.fields, field{
			name: name, prefix: string(quoted) + ":", index: i, position: len(c.fields), kind: k,
			omit: strings.Contains(options, "omit"), alone: reflect.StructOf([]reflect.StructField{f}),
		})
	}
	return c
}

func kindOf(t reflect.Type, options string) kind {
	pointer := reflect.PointerTo(t)
	implements := func(i reflect.Type) bool { return t.Implements(i) || pointer.Implements(i) }
	switch {
	case strings.Contains(options, "string"), t == reflect.TypeFor[json.Number]():
		return otherKind
	case pointer.Implements(reflect.TypeFor[json.Unmarshaler]()):
		return unmarshalerKind
	case implements(reflect.TypeFor[json.Marshaler]()), implements(reflect.TypeFor[encoding.TextMarshaler]()),
		implements(reflect.TypeFor[encoding.TextUnmarshaler]()),
		implements(reflect.TypeFor[interface{ IsZero() bool }]()):
		return otherKind
	case t.Kind() == reflect.String:
		return stringKind
	case t == reflect.TypeFor[int]():
		return intKind
	case t == reflect.TypeFor[*int]():
		return intPointerKind
	}
	return otherKind
}
