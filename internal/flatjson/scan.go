package flatjson

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxDepth is the deepest nesting that encoding/json takes.
const maxDepth = 10000

// plain has the bytes that encoding/json never escapes. In JSON, a string of only these stands as it is.
var plain = func() (set [256]bool) {
	for c := ' '; c <= '~'; c++ {
		set[c] = !strings.ContainsRune(`"\<>&`, c)
	}
	return set
}()

// A scanner reads an object. After the first fault bad is set, and what the methods return has no meaning.
type scanner struct {
	data  []byte
	text  string // the same bytes, of which decoded strings are parts; empty where each string is copied
	pos   int
	depth int // of the object: 1 where it is not nested in another
	bad   bool
}

// next skips white space and returns the byte after it, or 0 at the end. It does not read that byte.
func (s *scanner) next() byte {
	for ; s.pos < len(s.data); s.pos++ {
		if c := s.data[s.pos]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
	}
	return 0
}

// take reads the next byte that is not white space, which has to be c.
func (s *scanner) take(c byte) {
	s.bad = s.bad || s.next() != c
	s.pos++
}

// more reads the bracket or the comma before an element of a list or object, and reports whether there is an element.
func (s *scanner) more(open, end byte, first bool) bool {
	if first {
		s.take(open)
	}
	c := s.next()
	if c == end || !first { // otherwise c is the beginning of the first element
		s.pos++
	}
	s.bad = s.bad || c != end && c != ',' && !first
	return c != end && !s.bad
}

// end returns an error unless all of data is read and was valid.
func (s *scanner) end() error {
	if s.next(); s.bad || s.pos < len(s.data) {
		return fmt.Errorf("not a valid JSON object, see byte %d", s.pos)
	}
	return nil
}

// name reads a name and the colon after it.
func (s *scanner) name() string {
	name := s.string()
	s.take(':')
	return name
}

// string reads a string and decodes it.
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

// value reads a value of any kind, checks its syntax and returns its bytes.
func (s *scanner) value() []byte {
	raw, isValid := s.bounds()
	s.bad = s.bad || !isValid && string(raw) != "null" && !json.Valid(raw)
	return raw
}

// bounds reads a value and returns its bytes. It only looks for its end and checks no syntax. Where isValid is true,
// the value is certainly valid JSON.
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

// closeString reads the rest of a string and reports whether all its bytes are plain. If they are, it is valid.
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
