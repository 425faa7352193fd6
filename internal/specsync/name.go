package specsync

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// pin gives a Go name to every entry that has none, and writes it into the text of api/operations.yaml. Comments and
// order stay.
func pin(entries []Entry, slice *Node, list string) (pinned string, named []Entry) {
	lines := strings.Split(list, "\n")
	for i, e := range entries {
		if e.Name == "" {
			e.Name = freeName(e, slice.Str("paths", e.Path, e.Method, "summary"), entries)
			entries[i], named = e, append(named, e)
			operation, comment, commented := strings.Cut(lines[e.line-1], " #")
			lines[e.line-1] = strings.TrimRight(operation, " \t:") + ": " + e.Name
			if commented {
				lines[e.line-1] += " #" + comment
			}
		}
	}
	return strings.Join(lines, "\n"), named
}

// freeName makes a name of the operation's summary, which reads like one ("Update security group rule"), or of its
// path where there is none or a long one. A name that is taken gets the version in the path, then a number.
func freeName(e Entry, summary string, others []Entry) string {
	words := wordsOf(summary)
	if len(words) == 0 || len(words) > 8 {
		words = append([]string{e.Method}, wordsOf(braces.ReplaceAllString(e.Path, ""))...)
	}
	name := ""
	for _, word := range words {
		if slices.Contains(initialisms, strings.ToUpper(word)) {
			word = strings.ToUpper(word)
		}
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	if !exportedName.MatchString(name) {
		name = "Operation" + name
	}
	e.Name = name
	if version := versionOf.FindStringSubmatch(e.Path); version != nil && e.clash(others) != nil {
		name += "V" + version[1]
		e.Name = name
	}
	for i := 2; e.clash(others) != nil; i++ {
		e.Name = name + "No" + strconv.Itoa(i)
	}
	return e.Name
}

var (
	braces    = regexp.MustCompile(`\{[^}]*\}`)
	versionOf = regexp.MustCompile(`/v(\d+)/`)
)

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// initialisms are words that Go writes in capitals throughout, as oapi-codegen does.
var initialisms = strings.Fields(
	"ACL API CPU DNS HTTP HTTPS ID IP JSON RAM SQL SSH TCP TLS TTL UDP UI UID UUID URI URL VM XML DB GPU SSL AI K8S")
