package flatjson

import (
	"fmt"
	"strings"
)

// A List is what DecodeList finds in an object.
type List[T any] struct {
	ID      string // the field id of the object, empty where that is no string
	Present bool   // the list is there, and is one
	Items   []T
	Odd     map[int][]string // by index, the odd fields of an item
}

// mostAhead bounds the items that memory is taken for before they are seen.
const mostAhead = 256

// DecodeList decodes the objects in the list with the given name. An item does not share its strings with others, so
// that keeping one does not keep them all. An item that is no object is an error. Where the list comes twice, the
// last one counts.
func (c *Codec[T]) DecodeList(data []byte, name string) (List[T], error) {
	var list List[T]
	s := scanner{data: data, depth: 1}
	if !s.take('{') {
		return list, errNoObject
	}
	for first := true; s.more(first, '}'); first = false {
		key := s.name()
		isList := strings.EqualFold(key, name)
		if isList && s.take('[') {
			list.Present, list.Items, list.Odd = true, []T{}, nil
			if err := c.items(&s, &list); err != nil {
				return List[T]{}, err
			}
			continue
		}
		if isList {
			list.Present, list.Items, list.Odd = false, nil, nil
		}
		if strings.EqualFold(key, "id") && s.next() == '"' {
			list.ID = s.string()
		} else {
			s.value()
		}
	}
	return list, s.end()
}

func (c *Codec[T]) items(s *scanner, list *List[T]) error {
	for first := true; s.more(first, ']'); first = false {
		s.next()
		raw, _ := s.bounds()
		if s.bad {
			break
		}
		var item T
		odd, err := c.decode(raw, &item, s.depth+2)
		if err != nil {
			return fmt.Errorf("item %d: %w", len(list.Items), err)
		}
		if first {
			list.Items = make([]T, 0, min((len(s.data)-s.pos)/len(raw)+2, mostAhead))
		}
		if odd != nil {
			if list.Odd == nil {
				list.Odd = map[int][]string{}
			}
			list.Odd[len(list.Items)] = odd
		}
		list.Items = append(list.Items, item)
	}
	return nil
}
