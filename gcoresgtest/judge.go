package gcoresgtest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// Violation is a request that does not fit the document or that the fake does not implement, or, if the fake itself is
// wrong, an answer that does not fit.
type Violation struct {
	Operation Operation
	Method    string
	Path      string
	// Problem says what does not fit, field by field.
	Problem string
}

// String is the violation on one line.
func (v Violation) String() string { return v.Method + " " + v.Path + ": " + v.Problem }

// Violations lists what did not fit so far. Most tests want it to be empty at their end.
func (s *Server) Violations() []Violation {
	defer s.lock()()
	return slices.Clone(s.violations)
}

func (s *Server) violate(r *Request, problem string) {
	v := Violation{Operation: r.Operation, Method: r.Method, Path: r.Path, Problem: redacted(problem)}
	s.violations = append(s.violations, v)
}

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
