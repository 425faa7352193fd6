package gcoresg_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
)

const (
	testKey = "7041$a9d2e84c61bf03957e"
	groupID = "11111111-1111-4111-8111-111111111111"
	ruleID  = "22222222-2222-4222-8222-222222222222"
	newID   = "33333333-3333-4333-8333-333333333333"
	path    = "/cloud/v1/securitygrouprules/7/8/" + ruleID
	route   = "/cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}"
)

// ruleBody is an answer as the API gives it.
const ruleBody = `{"created_at":"2019-06-18T11:56:16+0000","description":null,"direction":"ingress","ethertype":"IPv4","id":"` + newID +
	`","port_range_max":443,"port_range_min":443,"protocol":"tcp","remote_group_id":null,"remote_ip_prefix":"10.0.0.0/8","revision_number":0,"security_group_id":"` +
	groupID + `","updated_at":"2019-06-18T11:57:00+0000"}`

// ofGroup returns the spec with the group in it. Where the document has no field for that, it is the spec as it was.
func ofGroup(spec gcoresg.RuleSpec, id string) gcoresg.RuleSpec {
	*gen.ParentGroup(&spec) = id
	return spec
}

// specHasGroup reports whether a spec has a field for its group. Not every revision of the document has one, and tests
// about that field expect something else where it is not there.
func specHasGroup() bool {
	named := ofGroup(gcoresg.RuleSpec{}, groupID)
	return *gen.ParentGroup(&named) != ""
}

var spec = gcoresg.RuleSpec{
	Direction:      gcoresg.DirectionIngress,
	Protocol:       gcoresg.ProtocolTCP,
	PortRangeMin:   gcoresg.Port(443),
	PortRangeMax:   gcoresg.Port(443),
	RemoteIPPrefix: "10.0.0.0/8",
}

// recorder is a server that remembers what it was sent.
type recorder struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.requests)
}

// serve starts a server whose n-th request gets the n-th handler, and all later ones the last.
func serve(t *testing.T, handlers ...http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{}
	r.Server = httptest.NewServer(r.handler(handlers))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) handler(handlers []http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		n := len(r.requests)
		r.requests = append(r.requests, req)
		r.bodies = append(r.bodies, string(body))
		r.mu.Unlock()
		req.Body = io.NopCloser(bytes.NewReader(body))
		handlers[min(n, len(handlers)-1)](w, req)
	})
}

// answer is a handler with a fixed answer; headers are "Name: value".
func answer(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ": ")
			w.Header().Add(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

var ok = answer(200, ruleBody)

// echo answers a write with the rule that it asks for.
func echo(w http.ResponseWriter, req *http.Request) {
	fields := map[string]any{}
	_ = json.NewDecoder(req.Body).Decode(&fields)
	fields["id"], fields["security_group_id"] = newID, groupID
	body, _ := json.Marshal(fields)
	answer(200, string(body))(w, req)
}

// hangUp closes the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hurried makes a client wait a thousandth of what it would wait.
var hurried = gcoresg.WithClock(call.Clock{Speed: 1000})

// newClient makes a hurried client for a server on a base path. It says nothing of deprecations unless an option does.
func newClient(t *testing.T, server *recorder, options ...gcoresg.Option) *gcoresg.Client {
	t.Helper()
	client, err := gcoresg.NewClient(append([]gcoresg.Option{
		gcoresg.WithAPIKey(testKey), gcoresg.WithBaseURL(server.URL + "/base"), gcoresg.WithDeprecationHandler(nil), hurried,
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// update calls UpdateRule with everything valid.
func update(client *gcoresg.Client) (*gcoresg.Rule, error) {
	return client.SecurityGroup(7, 8, groupID).UpdateRule(context.Background(), ruleID, spec)
}

// generatedUpdate is update by way of the generated client.
func generatedUpdate(client *gcoresg.Client, editors ...gen.RequestEditorFn) (*gen.UpdateSecurityGroupRuleResponse, error) {
	//lint:ignore SA1019 the deprecated operation is the one there is
	return client.Generated().UpdateSecurityGroupRuleWithResponse(context.Background(), 7, 8, ruleID, spec, editors...)
}
