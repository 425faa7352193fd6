package call

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
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

// linkPatterns match one link with its parameters, up to the comma that ends it, and one parameter with its value.
var linkPatterns = sync.OnceValues(func() (link, parameter *regexp.Regexp) {
	const quoted = `"(?:[^"\\]|\\.)*(?:"|\\?$)`
	return regexp.MustCompile(`^[ \t,]*<([^>]*)>[ \t]*((?:;(?:[^,"]|` + quoted + `)*)?)`),
		regexp.MustCompile(`;[ \t]*([^=;, \t]+)[ \t]*=[ \t]*(` + quoted + `|[^;, \t]*)`)
})

// parseLinks reads Link headers (RFC 8288, section 3). A link with several relation types comes once for each. What is malformed
// ends the header it stands in.
func parseLinks(values []string) (links []Link) {
	link, parameter := linkPatterns()
	for _, rest := range values {
		for match := link.FindStringSubmatch(rest); match != nil; match = link.FindStringSubmatch(rest) {
			rest = rest[len(match[0]):]
			for _, p := range parameter.FindAllStringSubmatch(match[2], -1) {
				if !strings.EqualFold(p[1], "rel") {
					continue
				}
				for _, rel := range strings.Fields(strings.ReplaceAll(strings.Trim(p[2], `"`), `\`, "")) {
					links = append(links, Link{Target: strings.TrimSpace(match[1]), Rel: strings.ToLower(rel)})
				}
				break // of several rel, the first counts
			}
		}
	}
	return links
}
