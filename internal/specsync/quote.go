package specsync

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// quote writes a string in the style js-yaml chooses: plain where that is safe, single quotes where it is not,
// a block for several lines or one too long, double quotes where something must be escaped.
func quote(s string, level int, isKey bool) string {
	if s == "" || slices.Contains(oldBooleans, s) || oldSexagesimal.MatchString(s) {
		return "'" + s + "'"
	}
	for _, r := range s {
		if !printable(r) && (r != '\n' || isKey) {
			return doubleQuoted(s)
		}
	}
	indent := 2 * max(1, level)
	width := max(min(lineWidth, 40), lineWidth-indent)
	switch {
	case !isKey && hasFoldableLine(s, width):
		return ">" + block(s, foldLines(s, width), indent)
	case !isKey && strings.Contains(s, "\n"):
		return "|" + block(s, s, indent)
	case !unsafePlain.MatchString(s) && !looksOtherwise(s):
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// What YAML 1.1 readers took for booleans and base-60 numbers; js-yaml quotes them for their sake.
var (
	oldBooleans = []string{"y", "Y", "yes", "Yes", "YES", "on", "On", "ON",
		"n", "N", "no", "No", "NO", "off", "Off", "OFF"}
	oldSexagesimal = regexp.MustCompile(`^[-+]?[0-9_]+(:[0-9_]+)+(\.[0-9_]*)?$`)
)

// printable is js-yaml's set: a tab is not in it, so a string with a tab is double-quoted.
func printable(r rune) bool {
	switch {
	case r == 0x2028 || r == 0x2029 || r == 0xFEFF:
		return false
	case r >= 0x20 && r <= 0x7E, r >= 0xA1 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000:
		return true
	}
	return false
}

// unsafePlain finds what keeps a string from standing without quotes: a first character that means something, an end
// that gets lost, a line break, what begins a comment, and what ends a key.
var unsafePlain = regexp.MustCompile("^[-?:,\\[\\]{}#&*!|=>'\"%@` ]|[ :]$|\n| #|: ")

func hasFoldableLine(s string, width int) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if utf16Len(line) > width && line[0] != ' ' {
			return true
		}
	}
	return false
}

// block adds the header and the indent to a block scalar's lines. The header depends on the original string.
func block(s, lines string, indent int) string {
	header := ""
	if strings.HasPrefix(strings.TrimLeft(s, "\n"), " ") {
		header = "2" // the content's own first space would be taken for indentation
	}
	switch {
	case !strings.HasSuffix(s, "\n"):
		header += "-"
	case s == "\n" || strings.HasSuffix(s, "\n\n"):
		header += "+"
	}
	var b strings.Builder
	b.WriteString(header + "\n")
	for line := range strings.Lines(lines) {
		if line != "\n" {
			b.WriteString(strings.Repeat(" ", indent))
		}
		b.WriteString(line)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

var breaksAndLine = regexp.MustCompile(`(\n+)([^\n]*)`)

// foldLines breaks long lines at spaces. A line break of the content becomes two, except around lines that begin
// with a space, which YAML does not fold.
func foldLines(s string, width int) string {
	first, _, _ := strings.Cut(s, "\n")
	folded := foldLine(first, width)
	indented := s[0] == '\n' || s[0] == ' '
	for _, match := range breaksAndLine.FindAllStringSubmatch(s[len(first):], -1) {
		breaks, line, previousIndented := match[1], match[2], indented
		indented = strings.HasPrefix(line, " ")
		if !previousIndented && !indented && line != "" {
			breaks += "\n"
		}
		folded += breaks + foldLine(line, width)
	}
	return folded
}

// foldLine breaks greedily: the longest line under the width each time, else the shortest over it.
func foldLine(line string, width int) string {
	if strings.HasPrefix(line, " ") {
		return line
	}
	var words []string
	for i, word := range strings.Split(line, " ") {
		if word == "" && i > 0 { // of several spaces, only the last one is a place to break
			words[len(words)-1] += " "
		} else {
			words = append(words, word)
		}
	}
	folded, length := words[0], utf16Len(words[0])
	for _, word := range words[1:] {
		separator := " "
		if length += 1 + utf16Len(word); length > width {
			separator, length = "\n", utf16Len(word)
		}
		folded += separator + word
	}
	return folded
}

var escapes = map[rune]string{
	0: `\0`, 7: `\a`, 8: `\b`, 9: `\t`, 10: `\n`, 11: `\v`, 12: `\f`, 13: `\r`, 0x1B: `\e`, '"': `\"`, '\\': `\\`,
	0x85: `\N`, 0xA0: `\_`, 0x2028: `\L`, 0x2029: `\P`,
}

func doubleQuoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch escape := escapes[r]; {
		case escape != "":
			b.WriteString(escape)
		case printable(r):
			b.WriteRune(r)
		case r <= 0xFF:
			fmt.Fprintf(&b, `\x%02X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// utf16Len is the length of s as JavaScript counts it.
func utf16Len(s string) int { return len(utf16.Encode([]rune(s))) }
