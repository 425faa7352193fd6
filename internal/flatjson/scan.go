package flatjson

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxDepth is the deepest nesting that encoding/json takes.
const maxDepth = 10000

// plain has the bytes that encoding/json never escapes. A text of these stands in JSON as it is.
var plain = func() (set [256]bool) {
	for c := ' '; c <= '~'; c++ {
		set[c] = !strings.ContainsRune(`"\<>&`, c)
	}
	return set
}()

// A scanner reads an object. After the first fault bad is set, and what it returns has no meaning.
type scanner struct {
	data  []byte
	text  string // the same bytes, for strings to be parts of it; empty where strings are copied one by one
	pos   int
	depth int // of the object
	bad   bool
}

// next returns the next byte that is not white space, or 0 at the end.
func (s *scanner) next() byte {
	for ; s.pos < len(s.data); s.pos++ {
		if c := s.data[s.pos]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
	}
	return 0
}

// take reads c, which has to come next.
func (s *scanner) take(c byte) {
	s.bad = s.bad || s.next() != c
	s.pos++
}

// more reads what stands before an element of a list or object, and reports whether there is one.
func (s *scanner) more(open, end byte, first bool) bool {
	if first {
		s.take(open)
	}
	c := s.next()
	if c == end || !first { // otherwise the first element is next
		s.pos++
	}
	s.bad = s.bad || c != end && c != ',' && !first
	return c != end && !s.bad
}

// end returns an error unless everything is read and was valid.
func (s *scanner) end() error {
	if s.next(); s.bad || s.pos < len(s.data) {
		return fmt.Errorf("not a valid JSON object, see byte %d", s.pos)
	}
	return nil
}

// name reads a name and its colon.
func (s *scanner) name() string {
	name := s.string()
	s.take(':')
	return name
}

// string reads a string and returns what it stands for.
func (s *scanner) string() string {
	s.take('"')
	start := s.pos
	switch isPlain := s.closeString(); {
	case s.bad:
		return ""
	case !isPlain:
		var text string
		s.bad = json.Unmarshal(s.data[start-1:s.pos], &text) != nil
		return text
	case s.text == "":
		return string(s.data[start : s.pos-1])
	}
	return s.text[start : s.pos-1]
}

// value reads a value of any kind, checks its syntax and returns it as it stands.
func (s *scanner) value() []byte {
	raw, isValid := s.bounds()
	s.bad = s.bad || !isValid && string(raw) != "null" && !json.Valid(raw)
	return raw
}

// bounds reads a value and returns it. It only looks for the end; isValid reports that the value is valid JSON for
// certain.
func (s *scanner) bounds() (raw []byte, isValid bool) {
	s.next()
	start, open := s.pos, 0
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		s.pos++
		switch c {
		case '"':
			isValid = s.closeString()
		case '{', '[':
			open++
			s.bad = s.bad || s.depth+open > maxDepth
		case '}', ']':
			open--
			isValid = false
		default:
			isValid = isDigit(c)
			for ; s.pos < len(s.data) && isWord(s.data[s.pos]); s.pos++ {
				isValid = isValid && c != '0' && isDigit(s.data[s.pos])
			}
		}
		if open <= 0 {
			return s.data[start:s.pos], isValid
		}
	}
	s.bad = true
	return nil, false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isWord reports whether c may stand in a number, or in null, true or false.
func isWord(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || c == '.' || c == '-' || c == '+' || c == 'E'
}

// closeString reads the rest of a string and reports whether it is plain, which makes it valid.
func (s *scanner) closeString() (isPlain bool) {
	i, data := s.pos, s.data
	for i < len(data) && plain[data[i]] {
		i++
	}
	isPlain = i < len(data) && data[i] == '"'
	for ; i < len(data) && data[i] != '"'; i++ {
		if data[i] == '\\' {
			i++
		}
	}
	s.pos = min(i+1, len(data))
	return isPlain
}
