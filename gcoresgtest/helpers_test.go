package gcoresgtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/api"
	"github.com/gcoresg/gcoresg/gcoresgtest"
	"github.com/gcoresg/gcoresg/gen"
)

const (
	project = 7
	region  = 76
	// somebody is an id that no server gives.
	somebody = "11111111-1111-4111-8111-111111111111"
)

// web is a rule that nothing objects to.
func web() gcoresg.RuleSpec {
	return gcoresg.RuleSpec{
		Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "10.0.0.0/8",
	}
}

// reply is an answer with its body read.
type reply struct {
	*http.Response
	body string
}

// send sends a request with the right key, then with what change makes of it. The error is that of the exchange.
func send(srv *gcoresgtest.Server, method, path, body string, change ...func(*http.Request)) (reply, error) {
	req, err := http.NewRequest(method, srv.URL()+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Authorization", "apikey "+srv.APIKey())
	req.Header.Set("Content-Type", "application/json")
	for _, f := range change {
		f(req)
	}
	client := *srv.HTTPClient()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return reply{resp, string(text)}, err
}

// mustSend is send for exchanges that have to come to an end.
func mustSend(t *testing.T, srv *gcoresgtest.Server, method, path, body string, change ...func(*http.Request)) reply {
	t.Helper()
	got, err := send(srv, method, path, body, change...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return got
}

func rulePath(ruleID string) string {
	return fmt.Sprintf("/cloud/v1/securitygrouprules/%d/%d/%s", project, region, ruleID)
}

// updateBody is the schema of the PUT's body: what revisions of the document disagree about, tests read here.
func updateBody(t *testing.T) *openapi3.Schema {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(api.CloudAPI)
	if err != nil {
		t.Fatal(err)
	}
	put := doc.Paths.Value(gen.OperationUpdateSecurityGroupRule.Route).Put
	return put.RequestBody.Value.Content.Get("application/json").Schema.Value
}

// namesGroup reports whether the PUT's body names the rule's group, as it did until July 2026.
func namesGroup(t *testing.T) bool { return updateBody(t).Properties["security_group_id"] != nil }

// takesNull reports whether null fits a schema.
func takesNull(schema *openapi3.Schema) bool {
	return schema.Type.Includes("null") || slices.ContainsFunc(schema.AnyOf, func(choice *openapi3.SchemaRef) bool { return takesNull(choice.Value) })
}

// bodyFor is a body for the PUT with these fields beside the two that the document requires or required.
func bodyFor(groupID, fields string) string {
	return `{"security_group_id":"` + groupID + `","direction":"ingress"` + fields + `}`
}

const webFields = `,"protocol":"tcp","port_range_min":443,"port_range_max":443`

// failure is an error body of the vendor's.
type failure struct {
	Class         string              `json:"exception_class"`
	Message       string              `json:"message"`
	Code          string              `json:"code"`
	RequestID     string              `json:"request_id"`
	InvalidFields map[string][]string `json:"invalid_fields"`
	Info          json.RawMessage     `json:"info"`
}

func (r reply) failure(t *testing.T) failure {
	t.Helper()
	var f failure
	if err := json.Unmarshal([]byte(r.body), &f); err != nil {
		t.Fatalf("the body is no JSON error: %v\n%s", err, r.body)
	}
	return f
}

func wantStatus(t *testing.T, got reply, want int) {
	t.Helper()
	if got.StatusCode != want {
		t.Errorf("status %d, want %d; body %s", got.StatusCode, want, got.body)
	}
}

func wantNoViolations(t *testing.T, srv *gcoresgtest.Server) {
	t.Helper()
	for _, v := range srv.Violations() {
		t.Errorf("violation: %s", v)
	}
}

// ids lists the ids of the rules in a group.
func ids(srv *gcoresgtest.Server, groupID string) []string {
	list := []string{}
	for _, r := range srv.Rules(groupID) {
		list = append(list, r.ID)
	}
	return list
}
