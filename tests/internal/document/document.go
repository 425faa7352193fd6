// Package document asks kin-openapi what the vendored document says of a body. It shares nothing with the library's
// own checks nor with gcoresgtest's: its formats are read anew from what defines them.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg/api"
	"github.com/gcoresg/gcoresg/gen"
)

// A Judge knows the two bodies of the PUT.
type Judge struct{ request, answer *openapi3.Schema }

// NewJudge loads the vendored document as it is, without the overlay.
func NewJudge() (*Judge, error) {
	doc, err := openapi3.NewLoader().LoadFromData(api.CloudAPI)
	if err != nil {
		return nil, err
	}
	op := gen.OperationUpdateSecurityGroupRule
	item := doc.Paths.Value(op.Route)
	if item == nil || item.GetOperation(op.Method) == nil {
		return nil, fmt.Errorf("the document has no %s %s", op.Method, op.Route)
	}
	put := item.GetOperation(op.Method)
	return &Judge{
		request: put.RequestBody.Value.Content.Get("application/json").Schema.Value,
		answer:  put.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value,
	}, nil
}

// Takes tells whether the body of a request has such a field.
func (j *Judge) Takes(field string) bool { return j.request.Properties[field] != nil }

// Request returns the document's complaint about the body of a request, nil for none.
func (j *Judge) Request(body []byte) error { return visit(j.request, body, options) }

// RequestAsDraft2020 asks for the same with kin-openapi's JSON Schema 2020-12, as its request filter does for a
// document of OpenAPI 3.1. It compiles the schema anew for every body, fifty times the cost, and then gives the same
// answers for this schema, which uses nothing that is new in 2020-12. Tests ask both now and then, so that this stays
// true.
func (j *Judge) RequestAsDraft2020(body []byte) error { return visit(j.request, body, draft2020) }

// Answer returns the document's complaint about the body of a 200, nil for none.
func (j *Judge) Answer(body []byte) error { return visit(j.answer, body, options) }

var (
	options = []openapi3.SchemaValidationOption{
		openapi3.EnableFormatValidation(),
		openapi3.WithStringFormatValidators(map[string]openapi3.StringFormatValidator{
			"uuid4":         openapi3.NewCallbackValidator(UUID4),
			"ipvanynetwork": openapi3.NewCallbackValidator(Network),
			"date-time":     openapi3.NewCallbackValidator(dateTime),
		}),
	}
	draft2020 = append([]openapi3.SchemaValidationOption{openapi3.EnableJSONSchema2020()}, options...)
)

func visit(schema *openapi3.Schema, body []byte, options []openapi3.SchemaValidationOption) error {
	if !json.Valid(body) {
		return errors.New("not JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // 1e400 is JSON, and no float64
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	return schema.VisitJSON(value, options...)
}
