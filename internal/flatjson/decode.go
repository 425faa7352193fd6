package flatjson

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Decode decodes one JSON object into dst and returns the names of the odd fields, whose values do not fit. It returns
// an error where data is not one valid JSON object; dst may be half filled then. The strings in dst share the memory of
// one copy of data.
func (c *Codec[T]) Decode(data []byte, dst *T) (odd []string, err error) {
	return c.decode(data, dst, 1)
}

// decode does what Decode does for an object that is nested in others. depth is 1 for an object that is not.
func (c *Codec[T]) decode(data []byte, dst *T, depth int) (odd []string, err error) {
	s := scanner{data: data, text: string(data), depth: depth}
	target := reflect.ValueOf(dst).Elem()
	next := 0
	for first := true; s.more('{', '}', first); first = false {
		i := c.field(&s, next)
		if i < 0 {
			s.value()
			continue
		}
		next = i + 1
		if f := &c.fields[i]; !f.decode(target, &s) {
			target.Field(f.index).SetZero()
			odd = append(odd, f.name)
		}
	}
	return odd, s.end()
}

// field reads a name and returns the index of its field, or -1. It first compares the name with that of the field next,
// because the server seldom changes the order.
func (c *Codec[T]) field(s *scanner, next int) int {
	if s.next(); next < len(c.fields) && strings.HasPrefix(s.text[s.pos:], c.fields[next].prefix) {
		s.pos += len(c.fields[next].prefix)
		return next
	}
	name := s.name()
	if i := slices.IndexFunc(c.fields, func(f field) bool { return f.name == name }); i >= 0 {
		return i
	}
	return slices.IndexFunc(c.fields, func(f field) bool { return strings.EqualFold(f.name, name) })
}

// decode reads a value into its field of target and reports whether it fits.
func (f *field) decode(target reflect.Value, s *scanner) bool {
	v := target.Field(f.index)
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
		object := slices.Concat([]byte{'{'}, []byte(f.prefix), raw, []byte{'}'})
		return json.Unmarshal(object, target.Addr().Interface()) == nil
	case string(raw) == "null":
		if v.Kind() == reflect.Pointer {
			v.SetZero()
		}
		return true
	}
	n, err := strconv.Atoi(string(raw))
	switch {
	case f.kind == stringKind, err != nil:
		return false
	case v.Kind() == reflect.Pointer:
		pointed := n
		v.Set(reflect.ValueOf(&pointed))
	default:
		v.SetInt(int64(n))
	}
	return true
}

// A List is what DecodeList finds in an object.
type List[T any] struct {
	ID      string // the field id of the object, empty where that is no string
	Present bool   // the object has a field of that name, and it is a list
	Items   []T
	Odd     map[int][]string // by index, the odd fields of an item
}

// DecodeList decodes the objects in the list with the given name. An item that is not an object is an error. Each item
// has strings of its own, so that keeping one does not keep them all. Where the name comes twice, the last list counts.
func (c *Codec[T]) DecodeList(data []byte, name string) (list List[T], err error) {
	s := scanner{data: data, depth: 1}
	for first := true; s.more('{', '}', first); first = false {
		switch key := s.name(); {
		case strings.EqualFold(key, name):
			list = List[T]{ID: list.ID, Present: s.next() == '['}
			if !list.Present {
				s.value()
			} else if err := c.items(&s, &list); err != nil {
				return List[T]{}, err
			}
		case strings.EqualFold(key, "id") && s.next() == '"':
			list.ID = s.string()
		default:
			s.value()
		}
	}
	return list, s.end()
}

func (c *Codec[T]) items(s *scanner, list *List[T]) error {
	list.Items = []T{}
	for first := true; s.more('[', ']', first); first = false {
		raw, _ := s.bounds()
		i := len(list.Items)
		list.Items = append(list.Items, *new(T))
		odd, err := c.decode(raw, &list.Items[i], s.depth+2)
		if err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
		if odd != nil && list.Odd == nil {
			list.Odd = map[int][]string{}
		}
		if odd != nil {
			list.Odd[i] = odd
		}
	}
	return nil
}
