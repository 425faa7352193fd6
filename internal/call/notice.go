package call

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Notice is what the headers of an answer say of a deprecation: Deprecation (RFC 9745), Sunset (RFC 8594), Link
// (RFC 8288).
type Notice struct {
	// Since and Sunset are zero where they are not given.
	Since, Sunset time.Time
	Links         []Link
}

// newNotice is nil where the headers have neither a Deprecation nor a Sunset that can be read.
func newNotice(header http.Header, key Key) *Notice {
	deprecation, sunset := header.Get("Deprecation"), header.Get("Sunset")
	if deprecation == "" && sunset == "" {
		return nil
	}
	since, deprecated := parseDeprecation(deprecation)
	n := &Notice{Since: since, Sunset: parseDate(sunset)}
	if !deprecated && n.Sunset.IsZero() {
		return nil
	}
	for _, value := range header["Link"] {
		n.Links = append(n.Links, parseLinks(key.redact(value))...)
	}
	return n
}

// parseDeprecation reads the header Deprecation: a date such as @1688169599 (RFC 9745), or true or an HTTP date, as
// drafts of the RFC had it. The date is zero where it is not known or out of range.
func parseDeprecation(value string) (since time.Time, deprecated bool) {
	if date := parseDate(value); !date.IsZero() {
		return date, true
	}
	value, _, _ = strings.Cut(value, ";")
	value = strings.TrimSpace(value)
	if value == "true" || value == "?1" {
		return time.Time{}, true
	}
	digits, found := strings.CutPrefix(value, "@")
	seconds, err := strconv.ParseInt(digits, 10, 64)
	if !found || err != nil || strings.HasPrefix(digits, "+") {
		return time.Time{}, false
	}
	if date := time.Unix(seconds, 0).UTC(); date.Year() >= 1 && date.Year() <= 9999 {
		return date, true
	}
	return time.Time{}, true
}

// parseDate reads an HTTP date, which is what RFC 8594 wants; zero where there is none.
func parseDate(value string) time.Time {
	date, err := http.ParseTime(strings.TrimSpace(value))
	if err != nil {
		return time.Time{}
	}
	return date.UTC()
}

// A Link is one target of a Link header with one of its relation types, in lower case.
type Link struct{ Target, Rel string }

// parseLinks reads a Link header (RFC 8288, section 3). A link with several relation types is returned once for each.
// The first malformed link ends the reading.
func parseLinks(rest string) (links []Link) {
	for {
		target, isLink := strings.CutPrefix(strings.TrimLeft(rest, " \t,"), "<")
		target, parameters, closed := strings.Cut(target, ">")
		if !isLink || !closed {
			return links
		}
		parameters, rest = cutUnquoted(parameters, ',')
		for _, rel := range strings.Fields(relationOf(parameters)) {
			links = append(links, Link{Target: strings.TrimSpace(target), Rel: strings.ToLower(rel)})
		}
	}
}

// relationOf returns the first parameter rel of a link, empty if there is none.
func relationOf(parameters string) string {
	for parameters != "" {
		var parameter string
		parameter, parameters = cutUnquoted(parameters, ';')
		name, value, _ := strings.Cut(parameter, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		value = strings.Trim(value, " \t")
		if quoted, found := strings.CutPrefix(value, `"`); found {
			return strings.ReplaceAll(strings.TrimSuffix(quoted, `"`), `\`, "")
		}
		value, _, _ = strings.Cut(value, " ") // a token has no space
		return value
	}
	return ""
}

// cutUnquoted cuts a text at the first separator that is not in a quoted string.
func cutUnquoted(text string, separator byte) (before, after string) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == '\\' && quoted:
			i++
		case text[i] == separator && !quoted:
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}
