package flatjson

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var errNoObject = errors.New("not a JSON object")

// Decode decodes one JSON object into dst and returns the names of the fields whose value does not fit. The error says
// that data is not one valid JSON object; dst may be half filled then. Nothing of data is kept: the strings in dst are
// parts of one copy.
func (c *Codec[T]) Decode(data []byte, dst *T) (odd []string, err error) {
	return c.decode(data, dst, 1)
}

func (c *Codec[T]) decode(data []byte, dst *T, depth int) (odd []string, err error) {
	s := scanner{data: data, text: string(data), valid: utf8.Valid(data), depth: depth}
	if !s.take('{') {
		return nil, errNoObject
	}
	target := reflect.ValueOf(dst).Elem()
	var ints []int
	next := 0
	for first := true; s.more(first, '}'); first = false {
		f := c.field(&s, next)
		if f == nil {
			s.value()
			continue
		}
		next = f.position + 1
		if f.kind == intPointerKind && ints == nil {
			ints = make([]int, 0, c.ints)
		}
		if v := target.Field(f.index); !f.decode(v, &s, &ints) {
			v.SetZero()
			odd = append(odd, f.name)
		}
	}
	return odd, s.end()
}

// field reads a name and returns its field, or nil. The one at position next comes first, as the order seldom changes.
func (c *Codec[T]) field(s *scanner, next int) *field {
	if s.next(); next < len(c.fields) && strings.HasPrefix(s.text[s.pos:], c.fields[next].prefix) {
		s.pos += len(c.fields[next].prefix)
		return &c.fields[next]
	}
	name := s.name()
	for i := range c.fields {
		if c.fields[i].name == name {
			return &c.fields[i]
		}
	}
	for i := range c.fields {
		if strings.EqualFold(c.fields[i].name, name) {
			return &c.fields[i]
		}
	}
	return nil
}

// decode reads a value into v and reports whether it fits. Pointers to numbers point into ints.
func (f *field) decode(v reflect.Value, s *scanner, ints *[]int) bool {
	if f.kind == stringKind && s.next() == '"' {
		v.SetString(s.string())
		return true
	}
	raw := s.value()
	switch {
	case s.bad:
		return true // the whole object is refused
	case f.kind == unmarshalerKind:
		return v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(raw) == nil
	case f.kind == otherKind:
		alone := reflect.New(f.alone)
		alone.Elem().Field(0).Set(v)
		err := json.Unmarshal(slices.Concat([]byte{'{'}, []byte(f.prefix), raw, []byte{'}'}), alone.Interface())
		v.Set(alone.Elem().Field(0))
		return err == nil
	case raw[0] == 'n':
		if f.kind == intPointerKind {
			v.SetZero()
		}
		return true
	case f.kind == stringKind:
		return false
	}
	n, err := strconv.Atoi(s.text[s.pos-len(raw) : s.pos])
	if f.kind == intKind {
		v.SetInt(int64(n))
	} else {
		*ints = append(*ints, n) // where a name comes twice it moves, and earlier pointers keep the old numbers
		v.Set(reflect.ValueOf(&(*ints)[len(*ints)-1]))
	}
	return err == nil
}
