package gcoresgtest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// problems maps the name of a field to what is wrong with it. A body as a whole has the name "body".
type problems map[string][]string

const fieldRequired = "Field required"

func (p problems) put(field, message string) { p[field] = append(p[field], message) }

// collect takes kin-openapi's tree of errors apart. Its own text repeats the schema and the value and fills a page. The
// field is for those errors that do not name theirs.
func (p problems) collect(err error, field string) {
	switch err := err.(type) {
	case nil:
	case openapi3.MultiError:
		for _, one := range err {
			p.collect(one, field)
		}
	case *openapi3filter.RequestError:
		if err.Parameter != nil {
			field = err.Parameter.Name
		}
		p.collect(cmp.Or(err.Err, errors.New(err.Reason)), field)
	case *openapi3filter.ResponseError:
		p.collect(cmp.Or(err.Err, errors.New(err.Reason)), field)
	case *openapi3.SchemaError:
		p.collectSchema(err, field)
	default:
		p.put(field, err.Error())
	}
}

// kin-openapi has two validators and chooses by the schema. The second one repeats the place of the value in its text,
// and gives the names of missing properties nowhere else.
var (
	place   = regexp.MustCompile(`^(?:error at "[^"]*": )?at '[^']*': `)
	missing = regexp.MustCompile(`missing propert(?:y|ies) ('.*')`)
)

func (p problems) collectSchema(err *openapi3.SchemaError, field string) {
	if pointer := strings.Join(err.JSONPointer(), "."); pointer != "" {
		field = pointer
	}
	var causes openapi3.MultiError
	switch names := missing.FindStringSubmatch(err.Reason); {
	case errors.As(err.Origin, &causes):
		p.collect(causes, field)
	case err.SchemaField != "required":
		p.put(field, place.ReplaceAllString(err.Reason, ""))
	case names == nil:
		p.put(field, fieldRequired)
	default:
		for name := range strings.SplitSeq(names[1], ", ") {
			p.put(strings.Trim(name, "'"), fieldRequired)
		}
	}
}

// String writes the problems as the vendor does, which is how Python prints a dictionary.
func (p problems) String() string {
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(p)) {
		fields = append(fields, fmt.Sprintf("'%s': ['%s']", name, strings.Join(p[name], "', '")))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}
