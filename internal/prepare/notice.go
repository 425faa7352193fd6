package prepare

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
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
		maps.DeleteFunc(operation, func(key string, _ any) bool { return strings.HasPrefix(key, "x-") })
		return nil, nil
	}
	var faults []error
	said := func(key string) string {
		value, isText := operation[key].(string)
		if operation[key] != nil && !isText {
			faults = append(faults, fmt.Errorf("%s is %v, want text", key, operation[key]))
		}
		return value
	}
	date := func(key string) string {
		value := said(key)
		if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
			faults = append(faults, fmt.Errorf("%s is %q, want a date like 2026-05-15", key, value))
		}
		return value
	}
	description := asText(operation["description"])
	own, replacements := ownWords(description, route)
	if listed := asList(operation["x-replacements"]); listed != nil {
		replacements = nil
		for _, entry := range listed {
			replacements = append(replacements, fmt.Sprint(entry))
		}
	}
	reason := strings.Join(strings.Fields(cmp.Or(said("x-deprecated-reason"), own)), " ")
	operation["x-deprecated-reason"] = reason
	operation["description"] = strings.TrimSpace(description + "\n\nDeprecated: " + reason)
	return &Notice{Reason: reason, Replacements: replacements, DeprecatedSince: date("x-deprecated-since"),
		Sunset: date("x-sunset"), Link: said("x-deprecation-link")}, errors.Join(faults...)
}

var (
	markup    = strings.NewReplacer("**", "", "`", "", "<", "{", ">", "}")
	blankLine = regexp.MustCompile(`\n\s*\n`)
	announced = regexp.MustCompile(`(?i)^\W*deprecated\b[\s:.,]*`)
	advice    = regexp.MustCompile(`(?is)(^|[.;,:!\n]\s*)((please )?use\s.*)`)
	routeForm = regexp.MustCompile(`(?:\b(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE)\s+)?['"(]?` +
		`(/[\w\-{}/.~]*\w[\w\-{}/.~]*)`)
)

// ownWords finds the sentence of a description that says what to use instead, and the operations that it names.
func ownWords(description, of string) (reason string, replacements []string) {
	sentence := ""
	for _, paragraph := range blankLine.Split(markup.Replace(description), -1) {
		rest := announced.ReplaceAllString(paragraph, "")
		if match := advice.FindStringSubmatch(rest); match != nil && routeForm.MatchString(match[2]) {
			sentence = match[2]
		} else if announced.MatchString(paragraph) {
			sentence = strings.TrimSpace(rest)
		}
		if sentence != "" {
			break
		}
	}
	sentence = strings.Join(strings.Fields(sentence), " ")
	for _, match := range routeForm.FindAllStringSubmatch(sentence, -1) {
		path := strings.TrimRight(match[2], ".")
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
