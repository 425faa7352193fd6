package flatjson

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The letters after a backslash, and what each stands for.
const (
	letters = `"\/bfnrt`
	meaning = "\"\\/\b\f\n\r\t"
)

// unquote returns what the inside of a string stands for, and whether it is valid. What is not UTF-8, and half a
// surrogate pair, becomes U+FFFD. No backslash stands at the very end.
func unquote(data []byte) (string, bool) {
	var buffer [128]byte
	out := buffer[:0]
	for i := 0; i < len(data); {
		if c := data[i]; c < ' ' {
			return "", false
		} else if c != '\\' {
			r, n := utf8.DecodeRune(data[i:])
			out, i = utf8.AppendRune(out, r), i+n
			continue
		}
		r := unit(data[i:])
		if r < 0 {
			letter := strings.IndexByte(letters, data[i+1])
			if letter < 0 {
				return "", false
			}
			out, i = append(out, meaning[letter]), i+2
			continue
		}
		i += 6
		if utf16.IsSurrogate(r) {
			if r = utf16.DecodeRune(r, unit(data[i:])); r != utf8.RuneError {
				i += 6
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), true
}

// unit returns the number in an escape such as \u00e9 at the start of data, or -1 where there is none.
func unit(data []byte) rune {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return -1
	}
	var n rune
	for _, c := range data[2:6] {
		switch letter := c | 0x20; {
		case '0' <= c && c <= '9':
			n = n<<4 | rune(c-'0')
		case 'a' <= letter && letter <= 'f':
			n = n<<4 | rune(letter-'a'+10)
		default:
			return -1
		}
	}
	return n
}
