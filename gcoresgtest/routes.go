package gcoresgtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"github.com/gcoresg/gcoresg/api"
	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// Operation names an operation of the API, by the name that the generated client gives it.
type Operation string

// UpdateRule is the deprecated PUT that replaces a rule.
const UpdateRule Operation = "UpdateSecurityGroupRule"

// endpoint is an operation that the fake offers: what its document says of it, and what to do when it is called.
type endpoint struct {
	operation Operation
	route     routers.Route
	act       func(*Server, *call) answer
}

// theEndpoints are the same for every server and never change; reading the documents costs more than starting a server.
var theEndpoints = sync.OnceValues(loadEndpoints)

// loadEndpoints reads the documents and ties each operation to what the fake does for it.
func loadEndpoints() (all []*endpoint, err error) {
	cloud, err := openapi3.NewLoader().LoadFromData(api.CloudAPI)
	if err != nil {
		return nil, fmt.Errorf("gcoresgtest: api/cloud_api.yaml: %w", err)
	}
	next, err := loadSuccessor()
	if err != nil {
		return nil, fmt.Errorf("gcoresgtest: api/successor_api.yaml: %w", err)
	}
	add := func(doc *openapi3.T, op gen.Operation, act func(*Server, *call) answer) {
		if err == nil {
			e := &endpoint{operation: Operation(op.Name), act: act}
			all, err = append(all, e), e.find(doc, op)
		}
	}
	add(cloud, gen.OperationUpdateSecurityGroupRule, (*Server).updateRule)
	add(next, successor.OperationCreateSecurityGroupRule, (*Server).createRule)
	add(next, successor.OperationDeleteSecurityGroupRule, (*Server).deleteRule)
	add(next, successor.OperationGetTask, (*Server).getTask)
	add(next, successor.OperationGetSecurityGroup, (*Server).getGroup)
	return all, err
}

// loadSuccessor reads our own document, which refers to the vendor's beside it.
func loadSuccessor() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, at *url.URL) ([]byte, error) {
		if at.Path == "cloud_api.yaml" {
			return api.CloudAPI, nil
		}
		return nil, fmt.Errorf("there is no document %s", at)
	}
	return loader.LoadFromDataWithPath(api.SuccessorAPI, &url.URL{Path: "successor_api.yaml"})
}

// find finds what the document says of the operation.
func (e *endpoint) find(doc *openapi3.T, op gen.Operation) error {
	item := doc.Paths.Value(op.Route)
	if item == nil || item.GetOperation(op.Method) == nil {
		return fmt.Errorf("gcoresgtest: the document has no %s %s; run make generate", op.Method, op.Route)
	}
	e.route = routers.Route{
		Spec: doc, Path: op.Route, PathItem: item, Method: op.Method, Operation: item.GetOperation(op.Method),
	}
	return nil
}

// endpoint is the endpoint for a request, nil if there is none, and the values in its path. net/http's own multiplexer
// is not used because it answers an unclean path with a redirect.
func (s *Server) endpoint(r *http.Request) (*endpoint, map[string]string) {
	path, below := strings.CutPrefix(r.URL.EscapedPath(), s.config.basePath)
	for _, e := range s.endpoints {
		if values, ok := match(e.route.Path, path); ok && below && e.route.Method == r.Method {
			return e, values
		}
	}
	return nil, nil
}

// match compares segment by segment, before unescaping: an escaped slash is part of a value.
func match(template, escapedPath string) (map[string]string, bool) {
	want, got := strings.Split(template, "/"), strings.Split(escapedPath, "/")
	if len(want) != len(got) {
		return nil, false
	}
	values := map[string]string{}
	for i := range want {
		text, err := url.PathUnescape(got[i])
		if err != nil {
			return nil, false
		}
		name, isParam := strings.CutPrefix(want[i], "{")
		if !isParam && text != want[i] || isParam && text == "" {
			return nil, false
		}
		if isParam {
			values[strings.TrimSuffix(name, "}")] = text
		}
	}
	return values, true
}

// requestSchema is what the document says of the body of a request.
func (e *endpoint) requestSchema() *openapi3.Schema {
	return e.route.Operation.RequestBody.Value.Content.Get("application/json").Schema.Value
}

// successSchema is what the document says of the body of a success.
func (e *endpoint) successSchema() *openapi3.Schema {
	return e.route.Operation.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value
}
