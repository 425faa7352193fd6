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
	for i, e := range entries {
		if e.Name != "" {
			continue
		}
		e.Name = freeName(e, slice.Str("paths", e.Path, e.Method, "summary"), entries)
		entries[i] = e
		named = append(named, e)
		line := regexp.MustCompile(`(?mi)^(\s*-\s+)(["']?)(` + e.Method + `\s+` + regexp.QuoteMeta(e.Path) + `)(["']?)[ \t]*:?[ \t]*(#.*)?$`)
		list = line.ReplaceAllStringFunc(list, func(found string) string {
			part := line.FindStringSubmatch(found)
			if part[5] != "" {
				part[5] = " " + part[5]
			}
			return part[1] + part[2] + part[3] + part[4] + ": " + e.Name + part[5]
		})
	}
	return list, named
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
		name += capitalized(word)
	}
	if !exportedName.MatchString(name) {
		name = "Operation" + name
	}
	candidates := []string{name}
	if version := versionOf.FindStringSubmatch(e.Path); version != nil {
		name += "V" + version[1]
		candidates = append(candidates, name)
	}
	for i := 0; ; i++ {
		if i >= len(candidates) {
			candidates = append(candidates, name+"No"+strconv.Itoa(i))
		}
		e.Name = candidates[i]
		if e.clash(others) == nil {
			return e.Name
		}
	}
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

func capitalized(word string) string {
	if slices.Contains(initialisms, strings.ToUpper(word)) {
		return strings.ToUpper(word)
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
