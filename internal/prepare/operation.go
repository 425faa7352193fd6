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

func (o *operation) String() string { return o.Name + " (" + o.Method + " " + o.Path + ")" }

// readOperations finds the listed operations in a normalized document and builds their types.
func (b *typeBuilder) readOperations(doc object, listed []Operation) ([]*operation, error) {
	var operations []*operation
	for _, l := range listed {
		source := asObject(get(doc, "paths", l.Path, strings.ToLower(l.Method)))
		if source == nil {
			return nil, fmt.Errorf("api/operations.yaml lists %s %s, which api/cloud_api.yaml does not have; run make sync", l.Method, l.Path)
		}
		o := &operation{Operation: l, object: source}
		for _, entry := range asList(source["parameters"]) {
			p := asObject(entry)
			schema := p["schema"]
			for _, media := range keysOf(asObject(p["content"])) {
				schema = get(p, "content", media, "schema")
			}
			o.parameters = append(o.parameters, parameter{p, b.use(schema)})
		}
		o.bodies = b.messages(source["requestBody"])
		responses := asObject(source["responses"])
		successes := len(slices.DeleteFunc(keysOf(responses), func(status string) bool { return status[0] != '2' }))
		for _, status := range keysOf(responses) {
			answers := b.messages(responses[status])
			for i := range answers {
				answers[i].status = status
				answers[i].suffix = answerName(status, successes == 1) + answers[i].suffix
			}
			if answers == nil {
				answers = []message{{status: status}}
			}
			o.answers = append(o.answers, answers...)
		}
		operations = append(operations, o)
	}
	return operations, nil
}

// messages lists the media types of a body or an answer, JSON first. Only the others add to the names of types.
func (b *typeBuilder) messages(owner any) []message {
	var messages []message
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
