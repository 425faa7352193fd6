package gcoresgtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
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

func judgement(c *call, r *http.Request) *openapi3filter.RequestValidationInput {
	return &openapi3filter.RequestValidationInput{
		Request: r, PathParams: c.params, QueryParams: r.URL.Query(), Route: &c.endpoint.route, Options: judgeOptions,
	}
}

// judgeRequest compares the request with the document. The result is empty if it fits.
func judgeRequest(c *call) problems {
	r := c.request.Clone(context.Background())
	r.Body, r.GetBody, r.ContentLength = io.NopCloser(bytes.NewReader(c.body)), nil, int64(len(c.body))
	found := problems{}
	found.collect(openapi3filter.ValidateRequest(context.Background(), judgement(c, r)), "body")
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
			RequestValidationInput: judgement(c, c.request), Status: a.status, Header: a.header, Options: judgeOptions,
		}
		found.collect(openapi3filter.ValidateResponse(context.Background(), input.SetBodyBytes(a.body)), "body")
	}
	return found
}
