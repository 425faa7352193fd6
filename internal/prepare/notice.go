package prepare

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Notice is what callers are told about a deprecated operation.
type Notice struct {
	Reason                  string
	Replacements            []string // each a method and a route, or a route where the document names no method
	DeprecatedSince, Sunset string   // in the form 2006-01-02
	Link                    string
}

const bareReason = "Gcore has deprecated this operation."

// giveNotice writes the notice of a deprecated operation into its description, as a paragraph of its own, and into
// the extension that oapi-codegen reads: oapi-codegen 2.8.2 prints the latter without the blank line on the concrete
// methods, where no tool sees it. What the overlay says comes first, then the document's own words. An operation that
// is not deprecated loses what the overlay says for the case.
func giveNotice(operation object, route string) (*Notice, error) {
	if operation["deprecated"] != true {
		for key := range operation {
			if strings.HasPrefix(key, "x-") {
				delete(operation, key)
			}
		}
		return nil, nil
	}
	description := asText(operation["description"])
	own, replacements := ownWords(description, route)
	var notice Notice
	for key, value := range map[string]*string{"x-deprecated-reason": &notice.Reason, "x-deprecated-since": &notice.DeprecatedSince,
		"x-sunset": &notice.Sunset, "x-deprecation-link": &notice.Link} {
		if operation[key] == nil {
			continue
		}
		var isText bool
		if *value, isText = operation[key].(string); !isText {
			return nil, fmt.Errorf("%s is %v, want text", key, operation[key])
		}
	}
	for key, date := range map[string]string{"x-deprecated-since": notice.DeprecatedSince, "x-sunset": notice.Sunset} {
		if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
			return nil, fmt.Errorf("%s is %q, want a date like 2026-05-15", key, date)
		}
	}
	notice.Reason = strings.Join(strings.Fields(cmp.Or(notice.Reason, own)), " ")
	notice.Replacements = replacements
	if listed, isList := operation["x-replacements"].(list); isList {
		notice.Replacements = nil
		for _, entry := range listed {
			notice.Replacements = append(notice.Replacements, fmt.Sprint(entry))
		}
	}
	operation["x-deprecated-reason"] = notice.Reason
	operation["description"] = strings.TrimSpace(description + "\n\nDeprecated: " + notice.Reason)
	return &notice, nil
}

var (
	markup    = strings.NewReplacer("**", "", "`", "", "<", "{", ">", "}")
	announced = regexp.MustCompile(`(?i)^\W*deprecated\b[\s:.,]*`)
	advice    = regexp.MustCompile(`(?i)(^|[.;,:!\n]\s*)((please )?use\s.*)`)
	routeForm = regexp.MustCompile(`(?:\b(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE)\s+)?['"(]?(/[\w\-{}/.~]*\w[\w\-{}/.~]*)`)
	routeEnd  = regexp.MustCompile(`[.]+$`)
)

// ownWords finds the sentence of a description that says what to use instead, and the operations that it names.
func ownWords(description, of string) (reason string, replacements []string) {
	sentence := ""
	for _, paragraph := range regexp.MustCompile(`\n\s*\n`).Split(markup.Replace(description), -1) {
		said := announced.MatchString(paragraph)
		rest := announced.ReplaceAllString(paragraph, "")
		match := advice.FindStringSubmatchIndex(rest)
		switch {
		case match != nil && (said || routeForm.MatchString(rest[match[4]:])):
			sentence = rest[match[4]:]
			if said && !routeForm.MatchString(rest[match[4]:]) {
				sentence = rest
			}
		case said && strings.TrimSpace(rest) != "":
			sentence = rest
		}
		if sentence != "" {
			break
		}
	}
	sentence = strings.Join(strings.Fields(sentence), " ")
	for _, match := range routeForm.FindAllStringSubmatch(sentence, -1) {
		path := routeEnd.ReplaceAllString(match[2], "")
		if strings.Contains(path, "...") || strings.Count(path, "/") < 2 {
			continue // an abbreviation, or no route
		}
		prefix, _, versioned := strings.Cut(of, "/v")
		if versioned && !strings.HasPrefix(path, prefix+"/") { // the document's texts leave out the product
			path = prefix + path
		}
		if named := strings.TrimSpace(match[1] + " " + path); !slices.Contains(replacements, named) {
			replacements = append(replacements, named)
		}
	}
	if sentence == "" {
		return bareReason, nil
	}
	if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "!") {
		sentence += "."
	}
	return bareReason + " " + sentence, replacements
}
