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
	// Deprecated reports whether there is a Deprecation header that can be read.
	Deprecated bool
	// Since and Sunset are zero where they are not given.
	Since, Sunset time.Time
	Links         []Link
}

// newNotice is nil where the headers have neither Deprecation nor Sunset.
func newNotice(header http.Header, key Key) *Notice {
	deprecation, sunset := header["Deprecation"], header["Sunset"]
	if len(deprecation) == 0 && len(sunset) == 0 {
		return nil
	}
	n := &Notice{Sunset: parseSunset(sunset)}
	n.Since, n.Deprecated = parseDeprecation(deprecation)
	if !n.Deprecated && n.Sunset.IsZero() {
		return nil
	}
	for _, value := range header["Link"] {
		n.Links = append(n.Links, parseLinks([]string{key.redact(value)})...)
	}
	return n
}

// parseDeprecation reads the header of RFC 9745, a structured date (@1688169599, parameters ignored), and what came
// before it in drafts: true, or an HTTP date. The date is zero where it is not known or out of range.
func parseDeprecation(values []string) (since time.Time, deprecated bool) {
	if len(values) == 0 {
		return time.Time{}, false
	}
	value := strings.TrimSpace(values[0])
	if date, err := http.ParseTime(value); err == nil {
		return date.UTC(), true
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

// parseSunset reads the HTTP date of RFC 8594; zero where there is none.
func parseSunset(values []string) time.Time {
	if len(values) == 0 {
		return time.Time{}
	}
	date, err := http.ParseTime(strings.TrimSpace(values[0]))
	if err != nil {
		return time.Time{}
	}
	return date.UTC()
}

// A Link is one target of a Link header with one of its relation types, in lower case.
type Link struct{ Target, Rel string }

// parseLinks reads Link headers (RFC 8288, section 3). A link with several relation types comes once for each. What
// is malformed ends the header it stands in.
func parseLinks(values []string) (links []Link) {
	for _, rest := range values {
		for {
			target, isLink := strings.CutPrefix(strings.TrimLeft(rest, " \t,"), "<")
			target, parameters, closed := strings.Cut(target, ">")
			if !isLink || !closed {
				break
			}
			parameters, rest = cutUnquoted(parameters, ',')
			for _, rel := range strings.Fields(relationOf(parameters)) {
				links = append(links, Link{Target: strings.TrimSpace(target), Rel: strings.ToLower(rel)})
			}
		}
	}
	return links
}

// relationOf returns the parameter rel of a link. Of several, the first counts.
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
