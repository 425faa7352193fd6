package gcoresg

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/reconcile"
)

// A Client speaks to the API. Make one with [NewClient] and share it: it is safe for use by several goroutines, and its
// connections are reused. The zero Client does not work.
type Client struct {
	config
	engine    *reconcile.Engine
	generated *gen.ClientWithResponses
	notices   notices
}

// NewClient makes a client and sends nothing. The API key comes from the environment variable GCORE_API_KEY and the
// address from GCORE_BASE_URL, as with Gcore's own SDK, unless an option sets them. The error names every fault of
// the configuration at once.
func NewClient(options ...Option) (*Client, error) {
	c := &Client{notices: notices{reported: map[*gen.Operation]Deprecation{}}, config: config{call: call.Config{
		UserAgent: call.UserAgent(), MaxRetries: 4, Timeout: time.Minute, MaxInFlight: call.MaxInFlight,
	}}}
	var faults []error
	apply := func(option Option) {
		if option != nil {
			faults = append(faults, option(&c.config))
		}
	}
	for _, option := range options {
		apply(option)
	}
	if c.call.Key == nil {
		apply(WithAPIKey(os.Getenv("GCORE_API_KEY")))
	}
	if c.call.BaseURL == nil {
		apply(WithBaseURL(cmp.Or(os.Getenv("GCORE_BASE_URL"), gen.DefaultServer)))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("gcoresg: %w", err)
	}
	calls := call.New(c.call)
	c.engine = reconcile.New(calls, c.withoutReconcile)
	generated, err := gen.NewClientWithResponses(c.call.BaseURL.String(),
		gen.WithHTTPClient(generatedDoer{c}), gen.WithRequestEditorFn(calls.Authorize))
	if err != nil {
		return nil, fmt.Errorf("gcoresg: %w", err)
	}
	c.generated = generated
	return c, nil
}

// NewTransport returns a transport like the one of a client without an http.Client of its own, to be wrapped and
// given to [WithHTTPClient]: a copy of http.DefaultTransport with more idle connections, which it closes after 30 s.
// It bounds no connections, because [WithMaxInFlight] does.
func NewTransport() *http.Transport { return call.NewTransport() }

// Generated returns the generated client, for what this package does not wrap. The API key, the deprecation notice,
// the refusal of redirects and of deprecated operations, the bound on the size of an answer and the deadline apply to
// it too; validation, retries and typed errors do not. Package gen promises no compatibility: it follows the
// document.
func (c *Client) Generated() *gen.ClientWithResponses { return c.generated }

// generatedDoer sends the requests that the generated client builds.
type generatedDoer struct{ client *Client }

// Do finds the operation that a request belongs to, and sends it.
func (d generatedDoer) Do(req *http.Request) (*http.Response, error) {
	c, base := d.client, d.client.call.BaseURL
	if req.URL.Scheme != base.Scheme || req.URL.Host != base.Host {
		return nil, errors.New("gcoresg: a request editor changed the server; the API key goes to the base URL only")
	}
	op, region := operationOf(req.Method, strings.TrimPrefix(req.URL.EscapedPath(), base.EscapedPath()))
	name := req.Method + " (a path that the document does not have)"
	if op != nil {
		name = op.Method + " " + op.Route
	} else if c.refuseDeprecated {
		return nil, fmt.Errorf("%w: %s, so nobody can tell whether it is deprecated", ErrDeprecated, name)
	}
	if err := c.refuse(op); err != nil {
		return nil, err
	}
	resp, notice, err := c.engine.Calls.Do(req, name, region)
	c.notice(req.Context(), op, notice)
	return resp, err
}

// operationOf returns the operation to which a method and a path below the base URL belong, or nil, and the region in
// the path. Of two routes that match, the one with a literal segment counts: it comes first in the table.
func operationOf(method, path string) (*gen.Operation, string) {
	for _, op := range gen.Operations {
		if region, matches := call.Match(op.Route, path); matches && op.Method == method {
			return op, region
		}
	}
	return nil, ""
}
