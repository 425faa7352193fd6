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
	case plainSafe(s) && !looksOtherwise(s):
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

// plainSafe reports whether s can stand without quotes as far as its characters go.
func plainSafe(s string) bool {
	runes := []rune(s)
	first, last := runes[0], runes[len(runes)-1]
	if strings.ContainsRune(" -?:,[]{}#&*!|=>'\"%@`", first) || last == ' ' || last == ':' {
		return false
	}
	for i, r := range runes {
		switch {
		case r == '\n':
			return false
		case i == 0:
		case r == '#' && runes[i-1] == ' ': // would begin a comment
			return false
		case r == ' ' && runes[i-1] == ':': // would end a key
			return false
		}
	}
	return true
}

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

// foldLines breaks long lines at spaces. A line break of the content becomes two, except around lines that begin
// with a space, which YAML does not fold.
func foldLines(s string, width int) string {
	first, _, _ := strings.Cut(s, "\n")
	rest := s[len(first):]
	var b strings.Builder
	b.WriteString(foldLine(first, width))
	previousIndented := s[0] == '\n' || s[0] == ' '
	for rest != "" {
		line := strings.TrimLeft(rest, "\n")
		breaks := rest[:len(rest)-len(line)]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		rest = rest[len(breaks)+len(line):]
		indented := strings.HasPrefix(line, " ")
		b.WriteString(breaks)
		if !previousIndented && !indented && line != "" {
			b.WriteByte('\n')
		}
		b.WriteString(foldLine(line, width))
		previousIndented = indented
	}
	return b.String()
}

// foldLine breaks greedily: the longest line under the width each time, else the shortest over it. It counts
// UTF-16 units, as JavaScript does.
func foldLine(line string, width int) string {
	if line == "" || line[0] == ' ' {
		return line
	}
	units := utf16.Encode([]rune(line))
	var parts []string
	start, last := 0, 0
	cut := func(end int) {
		parts = append(parts, string(utf16.Decode(units[start:end])))
		start = end + 1
	}
	for i := range len(units) - 1 {
		if units[i] != ' ' || units[i+1] == ' ' {
			continue
		}
		if i-start > width {
			if last > start {
				cut(last)
			} else {
				cut(i)
			}
		}
		last = i
	}
	if len(units)-start > width && last > start {
		cut(last)
	}
	cut(len(units))
	return strings.Join(parts, "\n")
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
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
