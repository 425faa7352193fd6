package flatjson

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// maxDepth is the deepest nesting that encoding/json takes.
const maxDepth = 10000

// A scanner reads an object. After the first fault bad is set, and what it returns has no meaning.
type scanner struct {
	data  []byte
	text  string // the same bytes, for strings to be parts of it; empty where strings are copied one by one
	valid bool   // data is valid UTF-8
	bad   bool
	pos   int
	depth int // of the object that is read
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// next returns the next byte that is not white space, or 0 at the end.
func (s *scanner) next() byte {
	for ; s.pos < len(s.data); s.pos++ {
		if c := s.data[s.pos]; !isSpace(c) {
			return c
		}
	}
	return 0
}

// take reads c if it comes next, and reports whether it did.
func (s *scanner) take(c byte) bool {
	found := s.next() == c
	if found {
		s.pos++
	}
	return found
}

// more reports whether another element follows in a list or object, and reads what stands before it.
func (s *scanner) more(first bool, end byte) bool {
	if s.bad || s.take(end) {
		return false
	}
	s.bad = !first && !s.take(',')
	return !s.bad
}

// end returns an error unless everything is read and was valid.
func (s *scanner) end() error {
	if s.next(); s.bad || s.pos < len(s.data) {
		return fmt.Errorf("invalid JSON near byte %d", s.pos)
	}
	return nil
}

// name reads a name and its colon.
func (s *scanner) name() string {
	if s.next() != '"' {
		s.bad = true
		return ""
	}
	name := s.string()
	s.bad = s.bad || !s.take(':')
	return name
}

// string reads a string, whose quote is next, and returns what it stands for.
func (s *scanner) string() (text string) {
	raw, plain := s.bounds()
	switch {
	case s.bad:
	case !plain, !s.valid && !utf8.Valid(raw): // with escapes, or with bytes to replace
		var unescaped string
		s.bad = json.Unmarshal(raw, &unescaped) != nil
		text = unescaped
	case s.text == "":
		text = string(raw[1 : len(raw)-1])
	default:
		text = s.text[s.pos-len(raw)+1 : s.pos-1]
	}
	return text
}

// value reads a value of any kind, checks its syntax and returns it as it stands.
func (s *scanner) value() []byte {
	s.next()
	raw, plain := s.bounds()
	s.bad = s.bad || !plain && string(raw) != "null" && !json.Valid(raw)
	return raw
}

// bounds reads a value and returns it. It finds the end of a list or object by its brackets. A plain value is valid,
// and if it is a string, has no escapes.
func (s *scanner) bounds() (raw []byte, plain bool) {
	start, open, end := s.pos, 0, 0
	plain = true
	for i := start; i < len(s.data) && end == 0; i++ {
		switch c := s.data[i]; {
		case c == '"':
			plain = plain && i == start
			for i++; i < len(s.data) && s.data[i] != '"'; i++ {
				if c := s.data[i]; c == '\\' {
					plain = false
					i++
				} else if c < ' ' {
					plain = false
				}
			}
			if open == 0 {
				end = i + 1
			}
		case c == '{', c == '[':
			plain = false
			open++
			s.bad = s.bad || s.depth+open > maxDepth
		case open == 0 && (c == ',' || c == '}' || c == ']' || isSpace(c)):
			end = i
		case c == '}', c == ']':
			if open--; open == 0 {
				end = i + 1
			}
		case c < '1', c > '9':
			plain = false // a number of other digits is valid
		}
	}
	if end <= start || end > len(s.data) {
		s.bad = true
		return nil, false
	}
	s.pos = end
	return s.data[start:end], plain
}
