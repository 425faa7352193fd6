package call

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Notice is what the headers of an answer say of a deprecation: Deprecation (RFC 9745), Sunset (RFC 8594), Link (RFC 8288).
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

// parseDeprecation reads the header of RFC 9745, a structured date (@1688169599, parameters ignored), and what came before it in
// drafts: true, or an HTTP date. The date is zero where it is not known or out of range.
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

// parseLinks reads Link headers (RFC 8288, section 3). A link with several relation types comes once for each. What is malformed
// ends the header it stands in.
func parseLinks(values []string) (links []Link) {
	for _, rest := range values {
		for {
			rest = strings.TrimLeft(rest, " \t,")
			if !strings.HasPrefix(rest, "<") {
				break
			}
			target, after, closed := strings.Cut(rest[1:], ">")
			if !closed {
				break
			}
			var rels string
			rels, rest = parseParameters(after)
			for _, rel := range strings.Fields(rels) {
				links = append(links, Link{Target: strings.TrimSpace(target), Rel: strings.ToLower(rel)})
			}
		}
	}
	return links
}

// parseParameters reads the parameters after a target up to the comma that ends the link; of several rel, the first counts.
func parseParameters(rest string) (rel, after string) {
	for {
		rest = strings.TrimLeft(rest, " \t")
		if !strings.HasPrefix(rest, ";") {
			return rel, rest
		}
		rest = strings.TrimLeft(rest[1:], " \t")
		end := strings.IndexAny(rest, "=;, \t")
		if end < 0 {
			return rel, ""
		}
		name := rest[:end]
		rest = strings.TrimLeft(rest[end:], " \t")
		value, found := strings.CutPrefix(rest, "=")
		if !found {
			continue
		}
		value, rest = parseValue(strings.TrimLeft(value, " \t"))
		if strings.EqualFold(name, "rel") && rel == "" {
			rel = value
		}
	}
}

// parseValue reads a token or a quoted string, with \ before any character in it.
func parseValue(rest string) (value, after string) {
	if !strings.HasPrefix(rest, `"`) {
		end := strings.IndexAny(rest, ";, \t")
		if end < 0 {
			return rest, ""
		}
		return rest[:end], rest[end:]
	}
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '"':
			return b.String(), rest[i+1:]
		case '\\':
			i++
		}
		if i < len(rest) {
			b.WriteByte(rest[i])
		}
	}
	return b.String(), ""
}
