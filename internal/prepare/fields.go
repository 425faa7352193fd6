package prepare

import (
	"fmt"
	"strings"
)

// Field is what readers of the Go API are told about a field, in plain sentences.
type Field struct {
	Name string // in JSON
	Text string
}

// describe tells for each field its meaning, its default and its limits, as the document does, and whether a request
// has to have it.
func (u *use) describe(isRequest bool) []Field {
	var fields []Field
	for _, f := range u.to.fields {
		var sentences []string
		switch {
		case isRequest && f.name == groupField:
			sentences = append(sentences, "Left empty, it is the group of the handle.")
		case isRequest && f.required:
			sentences = append(sentences, "Required.")
		}
		notes := f.use.notes
		description := strings.Join(strings.Fields(asText(notes["description"])), " ")
		if letters(description) != letters(f.name) && description != "" {
			sentences = append(sentences, strings.TrimRight(description, ".")+".")
		}
		sentences = append(sentences, f.use.limits()...)
		if usual, present := notes["default"]; present {
			sentences = append(sentences, "The default is "+value(usual)+".")
		}
		fields = append(fields, Field{f.name, strings.Join(sentences, " ")})
	}
	return fields
}

// groupField is the field of a request that the root package fills in.
const groupField = "security_group_id"

// mostListed is how many values of an enum a sentence lists.
const mostListed = 8

// limits says in words what values the document allows.
func (u *use) limits() (sentences []string) {
	say := func(format string, keys ...string) {
		var values []any
		for _, key := range keys {
			if u.notes[key] == nil {
				return
			}
			values = append(values, value(u.notes[key]))
		}
		sentences = append(sentences, fmt.Sprintf(format, values...))
	}
	switch members := u.to.enum; {
	case len(members) > mostListed:
		sentences = append(sentences, fmt.Sprintf("One of %d values, for which there are constants.", len(members)))
	case len(members) > 0:
		words := make([]string, len(members))
		for i, member := range members {
			words[i] = value(member)
		}
		sentences = append(sentences, "One of "+strings.Join(words, ", ")+".")
	}
	if u.notes["minimum"] != nil && u.notes["maximum"] != nil {
		say("From %s to %s.", "minimum", "maximum")
	} else {
		say("At least %s.", "minimum")
		say("At most %s.", "maximum")
	}
	say("At least %s characters.", "minLength")
	say("At most %s characters.", "maxLength")
	switch format := asText(u.notes["format"]); format {
	case "", "date-time":
	case "uuid", "uuid4":
		sentences = append(sentences, "A UUID.")
	case "ipvanynetwork":
		sentences = append(sentences, "An IP network, such as 10.0.0.0/8.")
	default:
		sentences = append(sentences, "In the format "+format+".")
	}
	return sentences
}

// value writes a value of the document into a sentence.
func value(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		if v == "" {
			return "the empty text"
		}
		return v
	}
	return text(v)
}
