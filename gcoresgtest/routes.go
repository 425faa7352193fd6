package gcoresgtest

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
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

// The operations of the successor API, which takes the place of the deprecated PUT.
const (
	// CreateRule starts a task that adds a rule to a group.
	CreateRule Operation = "CreateSecurityGroupRule"
	// DeleteRule starts a task that takes a rule out of a group.
	DeleteRule Operation = "DeleteSecurityGroupRule"
	// GetTask reads how far a task has come.
	GetTask Operation = "GetTask"
	// GetGroup reads a group with all of its rules.
	GetGroup Operation = "GetSecurityGroup"
)

// endpoint is an operation that the fake offers: what its document says of it, and what to do when it is called.
type endpoint struct {
	operation Operation
	route     routers.Route
	pattern   *regexp.Regexp   // the path, with a named group for each parameter
	success   *openapi3.Schema // the body of a success
	act       action
}

// action does what a call asks for. It returns the body of the answer, or the reason against it.
type action func(*Server, *call) (body any, refused *refusal)

// theEndpoints are the same for every server and never change; reading the documents costs more than starting a server.
var theEndpoints = sync.OnceValue(func() []*endpoint {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	// Our own document refers to the vendor's and to no other.
	loader.ReadFromURIFunc = func(*openapi3.Loader, *url.URL) ([]byte, error) { return api.CloudAPI, nil }
	cloud := must(openapi3.NewLoader().LoadFromData(api.CloudAPI))
	next := must(loader.LoadFromDataWithPath(api.SuccessorAPI, &url.URL{Path: "successor_api.yaml"}))
	return []*endpoint{
		newEndpoint(cloud, gen.OperationUpdateSecurityGroupRule, (*Server).updateRule),
		newEndpoint(next, successor.OperationCreateSecurityGroupRule, (*Server).createRule),
		newEndpoint(next, successor.OperationDeleteSecurityGroupRule, (*Server).deleteRule),
		newEndpoint(next, successor.OperationGetTask, (*Server).getTask),
		newEndpoint(next, successor.OperationGetSecurityGroup, (*Server).getGroup),
	}
})

// parameter is a parameter in a path of the document, such as {rule_id}.
var parameter = regexp.MustCompile(`\{(\w+)\}`)

func newEndpoint(doc *openapi3.T, op gen.Operation, act action) *endpoint {
	item := doc.Paths.Value(op.Route)
	if item == nil || item.GetOperation(op.Method) == nil {
		panic(fmt.Sprintf("gcoresgtest: the document has no %s %s; run make generate", op.Method, op.Route))
	}
	operation := item.GetOperation(op.Method)
	return &endpoint{
		operation: Operation(op.Name),
		route:     routers.Route{Spec: doc, Path: op.Route, PathItem: item, Method: op.Method, Operation: operation},
		pattern:   regexp.MustCompile("^" + parameter.ReplaceAllString(op.Route, "(?P<$1>[^/]+)") + "$"),
		success:   schemaOf(operation.Responses.Status(http.StatusOK).Value.Content),
		act:       act,
	}
}

func schemaOf(content openapi3.Content) *openapi3.Schema {
	return content.Get("application/json").Schema.Value
}

func (e *endpoint) takesBody() bool { return e.route.Operation.RequestBody != nil }

// unknown is the endpoint for every other request. Its answer is none of the vendor's: whether the API has such an
// operation, the fake does not know.
var unknown = &endpoint{act: func(_ *Server, c *call) (any, *refusal) {
	what := c.request.Method + " " + redacted(c.request.URL.EscapedPath())
	return nil, refuse(http.StatusNotImplemented, "HTTPError", "HTTP 501: gcoresgtest does not implement "+what)
}}

// endpoint is the endpoint for a request, and the values in its path. An escaped slash is part of a value. net/http's
// own multiplexer is not used because it answers an unclean path with a redirect.
func (s *Server) endpoint(r *http.Request) (*endpoint, map[string]string) {
	path, below := strings.CutPrefix(r.URL.EscapedPath(), s.config.basePath)
	for _, e := range theEndpoints() {
		found := e.pattern.FindStringSubmatch(path)
		if !below || found == nil || e.route.Method != r.Method {
			continue
		}
		values := map[string]string{}
		for i, name := range e.pattern.SubexpNames()[1:] { // the first one is for the whole path
			values[name], _ = url.PathUnescape(found[i+1]) // the escapes of an EscapedPath are valid
		}
		return e, values
	}
	return unknown, nil
}
