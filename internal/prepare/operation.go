package prepare

import (
	"fmt"
	"slices"
	"strings"
)

// Operation is one line of api/operations.yaml: what is taken from the document, and its name in Go.
type Operation struct{ Method, Path, Name string }

// operation is an operation of the document with the types that it uses.
type operation struct {
	Operation
	object     object
	parameters []parameter
	bodies     []message
	answers    []message
}

type parameter struct {
	object object
	use    *use
}

// message is the body, or an answer, in one media type.
type message struct {
	status, media, suffix string
	use                   *use // nil where the document does not say
}

// succeeds reports whether a message is a body or a successful answer.
func (m message) succeeds() bool { return m.status == "" || strings.HasPrefix(m.status, "2") }

func (o *operation) String() string { return o.Name + " (" + o.Method + " " + o.Path + ")" }

// operations finds the listed operations in a normalized document and builds their types.
func (b *typeBuilder) operations(doc object, listed []Operation) (operations []*operation, err error) {
	for _, l := range listed {
		source := asObject(get(doc, "paths", l.Path, strings.ToLower(l.Method)))
		if source == nil {
			return nil, fmt.Errorf("api/operations.yaml lists %s %s, which api/cloud_api.yaml does not have; run make sync",
				l.Method, l.Path)
		}
		operations = append(operations, b.operation(l, source))
	}
	return operations, nil
}

func (b *typeBuilder) operation(named Operation, source object) *operation {
	o := &operation{Operation: named, object: source, bodies: b.messages(source["requestBody"])}
	for _, entry := range asList(source["parameters"]) {
		p := asObject(entry)
		schema := p["schema"]
		for _, media := range keysOf(asObject(p["content"])) {
			schema = get(p, "content", media, "schema")
		}
		o.parameters = append(o.parameters, parameter{p, b.use(schema)})
	}
	responses := asObject(source["responses"])
	statuses := keysOf(responses)
	successes := slices.DeleteFunc(slices.Clone(statuses), func(s string) bool { return !strings.HasPrefix(s, "2") })
	for _, status := range statuses {
		answers := b.messages(responses[status])
		if answers == nil {
			answers = []message{{}}
		}
		for _, m := range answers {
			m.status, m.suffix = status, answerName(status, len(successes) == 1)+m.suffix
			o.answers = append(o.answers, m)
		}
	}
	return o
}

// messages lists the media types of a body or an answer, JSON first. Only the others add to the names of types.
func (b *typeBuilder) messages(owner any) (messages []message) {
	content := asObject(get(owner, "content"))
	kinds := keysOf(content)
	slices.SortStableFunc(kinds, func(x, y string) int {
		return strings.Compare(fmt.Sprint(!isJSON(x)), fmt.Sprint(!isJSON(y)))
	})
	for i, media := range kinds {
		m := message{media: media}
		if schema := get(content, media, "schema"); schema != nil {
			m.use = b.use(schema)
		}
		if i > 0 {
			m.suffix = camel(media[strings.Index(media, "/")+1:])
		}
		messages = append(messages, m)
	}
	return messages
}

func isJSON(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json")
}
