package gcoresgtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// judgeOptions has no state: the formats belong to the documents, not to kin-openapi's global table, which is the
// user's.
var judgeOptions = &openapi3filter.Options{
	MultiError:                        true,
	IncludeResponseStatus:             true,
	SkipSettingDefaults:               true,
	RejectWhenRequestBodyNotSpecified: true,
	// Whether the key is right is the server's business; the document only knows that there has to be one.
	AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	SchemaValidationOptions: []openapi3.SchemaValidationOption{
		openapi3.EnableFormatValidation(), // kin-openapi 0.152 checks formats without it too; not every version did
		openapi3.WithStringFormatValidators(formats),
	},
}

func judgement(c *call) *openapi3filter.RequestValidationInput {
	return &openapi3filter.RequestValidationInput{
		Request: c.request, PathParams: c.params, QueryParams: c.request.URL.Query(), Route: &c.endpoint.route,
		Options: judgeOptions,
	}
}

// judgeRequest compares the request with the document. The result is empty if it fits.
func judgeRequest(c *call) problems {
	found := problems{}
	found.collect(openapi3filter.ValidateRequest(context.Background(), judgement(c)), "body")
	if c.endpoint.takesBody() && len(c.body) == 0 {
		// The vendor's document does not mark the body required. The server does require it.
		found.put("body", fieldRequired)
	}
	return found
}

// judgeAnswer compares an answer of the fake's own with the document, which declares successes only.
func judgeAnswer(c *call, a answer) problems {
	found := problems{}
	if a.status >= 200 && a.status < 300 {
		input := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: judgement(c), Status: a.status, Header: a.header, Options: judgeOptions,
		}
		found.collect(openapi3filter.ValidateResponse(context.Background(), input.SetBodyBytes(a.body)), "body")
	}
	return found
}

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

// formats are the string formats that the vendor's document names and that no standard defines, and date-time, which
// the vendor writes in its own way.
var formats = map[string]openapi3.StringFormatValidator{
	"uuid4":         format(neutron.IsUUID4, "want a UUID of version 4"),
	"ipvanynetwork": format(isNetwork, "want an IPv4 or IPv6 network without host bits"),
	"date-time":     format(isTime, "want a time as the vendor writes it, such as 2019-06-18T11:56:16+0000"),
}

// format makes a validator of a function that reports whether a text has the format.
func format(fits func(string) bool, problem string) openapi3.StringFormatValidator {
	return openapi3.NewCallbackValidator(func(text string) error {
		if !fits(text) {
			return errors.New(problem)
		}
		return nil
	})
}

func isNetwork(text string) bool {
	prefix, err := neutron.ParseNetwork(text)
	return err == nil && prefix == prefix.Masked()
}

func isTime(text string) bool {
	_, err := time.Parse(timeLayout, text)
	return err == nil
}

const (
	// timeLayout is how the vendor writes the times of rules and groups: a zone without a colon, unlike RFC 3339.
	timeLayout = "2006-01-02T15:04:05-0700"
	// taskTimeLayout is how the vendor writes the times of tasks: in UTC, and without saying so.
	taskTimeLayout = "2006-01-02T15:04:05"
)
