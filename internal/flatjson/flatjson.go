// Package flatjson decodes a JSON object without nesting into a struct, in one pass and with one allocation for all strings.
//
// It is a shortcut and no second JSON decoder: whatever is not plain (an escape, an unknown name, a nested value, a number with
// a fraction, anything malformed) it declines, and the caller asks encoding/json about the same bytes. Where it does not
// decline, the result is the one of encoding/json; a fuzz test holds it to that.
package flatjson

import (
	"encoding"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Decoder decodes objects into T. Its zero value declines everything.
type Decoder[T any] struct {
	fields map[string]field
	ints   int // how many fields are *int
}

type kind int

const (
	stringKind kind = iota
	intKind
	intPointerKind
	textKind // has UnmarshalText
)

type field struct {
	index int
	kind  kind
}

// For returns a decoder for the struct type T. If a field of T is of a type that it does not know, it declines everything.
func For[T any]() *Decoder[T] {
	t := reflect.TypeFor[T]()
	d := &Decoder[T]{fields: map[string]field{}}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		k, ok := kindOf(t.Field(i).Type)
		if !ok || name == "" {
			return &Decoder[T]{}
		}
		if k == intPointerKind {
			d.ints++
		}
		d.fields[name] = field{index: i, kind: k}
	}
	return d
}

func kindOf(t reflect.Type) (kind, bool) {
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return textKind, true
	case t.Kind() == reflect.String:
		return stringKind, true
	case t == reflect.TypeFor[int]():
		return intKind, true
	case t == reflect.TypeFor[*int]():
		return intPointerKind, true
	}
	return 0, false
}

// Decode decodes data into dst and reports whether it did. If not, dst may be half filled: start over with a fresh one.
// It keeps nothing of data.
func (d *Decoder[T]) Decode(data []byte, dst *T) bool {
	if len(d.fields) == 0 || !utf8.Valid(data) {
		return false
	}
	s := scanner{data: data, text: string(data)}
	if !s.take('{') {
		return false
	}
	target := reflect.ValueOf(dst).Elem()
	ints := make([]int, 0, d.ints) // never grows past its capacity, so that pointers into it stay good
	for first := true; ; first = false {
		if s.take('}') {
			return first && s.atEnd()
		}
		name, ok := s.string()
		if !ok || !s.take(':') {
			return false
		}
		f, known := d.fields[name]
		if !known || !s.value(f.kind, target.Field(f.index), &ints) {
			return false
		}
		if s.take(',') {
			continue
		}
		return s.take('}') && s.atEnd()
	}
}

type scanner struct {
	data []byte
	text string // the same bytes: what is kept of them is a part of this one string
	pos  int
}

func (s *scanner) value(k kind, target reflect.Value, ints *[]int) bool {
	if s.null() {
		if k == intPointerKind {
			target.SetZero()
		}
		return true
	}
	switch k {
	case stringKind:
		text, ok := s.string()
		target.SetString(text)
		return ok
	case textKind:
		text, ok := s.string()
		if !ok {
			return false
		}
		raw := s.data[s.pos-1-len(text) : s.pos-1]
		return target.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(raw) == nil
	case intKind:
		n, ok := s.integer()
		target.SetInt(int64(n))
		return ok
	default:
		n, ok := s.integer()
		if !ok || len(*ints) == cap(*ints) { // a name given twice can use up the room
			return false
		}
		*ints = append(*ints, n)
		target.Set(reflect.ValueOf(&(*ints)[len(*ints)-1]))
		return true
	}
}

func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// take skips white space and then c, if c is next.
func (s *scanner) take(c byte) bool {
	s.space()
	if s.pos < len(s.text) && s.text[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

func (s *scanner) atEnd() bool {
	s.space()
	return s.pos == len(s.text)
}

func (s *scanner) null() bool {
	s.space()
	if strings.HasPrefix(s.text[s.pos:], "null") {
		s.pos += len("null")
		return true
	}
	return false
}

// string reads a string without escapes.
func (s *scanner) string() (string, bool) {
	if !s.take('"') {
		return "", false
	}
	for i := s.pos; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			found := s.text[s.pos:i]
			s.pos = i + 1
			return found, true
		case c == '\\' || c < ' ':
			return "", false
		}
	}
	return "", false
}

// integer reads a number of digits only; JSON allows no leading zero.
func (s *scanner) integer() (int, bool) {
	s.space()
	start := s.pos
	if s.pos < len(s.text) && s.text[s.pos] == '-' {
		s.pos++
	}
	digits := s.pos
	for s.pos < len(s.text) && '0' <= s.text[s.pos] && s.text[s.pos] <= '9' {
		s.pos++
	}
	if s.pos-digits > 1 && s.text[digits] == '0' {
		return 0, false
	}
	n, err := strconv.Atoi(s.text[start:s.pos])
	return n, err == nil
}
