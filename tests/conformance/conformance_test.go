//go:build conformance

//lint:file-ignore SA1019 the deprecated operation is what is judged

package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/tests/internal/draw"
)

const (
	groupID = "11111111-1111-4111-8111-111111111111"
	ruleID  = "22222222-2222-4222-8222-222222222222"
)

// preference adds Prism's Prefer header and keeps the answers, which are Prism's and not ours to choose.
type preference struct {
	prefer string
	status int
	body   []byte
}

// RoundTrip makes a success the answer to the request: Prism answers with examples, and the client takes a rule for the new one only
// where it has the fields that were asked for.
func (p *preference) RoundTrip(req *http.Request) (*http.Response, error) {
	asked, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req = req.Clone(req.Context())
	req.Body = io.NopCloser(bytes.NewReader(asked))
	req.Header.Set("Prefer", p.prefer)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	p.status = resp.StatusCode
	p.body, err = io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	answer := p.body
	if p.status == http.StatusOK && err == nil {
		answer, err = with(answer, ofSpec, asked)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(answer)), int64(len(answer))
	return resp, err
}

// ofSpec are the fields that a request has, too.
var ofSpec = []string{"direction", "ethertype", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix",
	"remote_group_id", "description", "security_group_id"}

// with replaces fields of one object by those of another, and removes those that the other does not have.
func with(object []byte, fields []string, other []byte) ([]byte, error) {
	var to, from map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(object, &to), json.Unmarshal(other, &from)); err != nil {
		return nil, err
	}
	for _, field := range fields {
		delete(to, field)
		if value, found := from[field]; found {
			to[field] = value
		}
	}
	return json.Marshal(to)
}

func newClient(t *testing.T, through http.RoundTripper, options ...gcoresg.Option) *gcoresg.Client {
	t.Helper()
	client, err := gcoresg.NewClient(append([]gcoresg.Option{
		gcoresg.WithAPIKey("key"), gcoresg.WithBaseURL(prismURL), gcoresg.WithDeprecationHandler(nil), gcoresg.WithMaxRetries(0),
		gcoresg.WithoutReconcile(), // Prism has no groups to read
		gcoresg.WithTimeout(10 * time.Second), gcoresg.WithHTTPClient(&http.Client{Transport: through}),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func update(client *gcoresg.Client, spec gcoresg.RuleSpec) (*gcoresg.Rule, error) {
	return client.SecurityGroup(7, 8, groupID).UpdateRule(context.Background(), ruleID, spec)
}

// TestValidSpecsAreAccepted: Prism takes every request that the client sends for a valid spec, and the client Prism's answer, which is
// made of the document's own examples.
func TestValidSpecsAreAccepted(t *testing.T) {
	through := &preference{prefer: "code=200"}
	client := newClient(t, through)
	for number := range 500 {
		spec := draw.Valid(draw.New(1, uint64(number)))
		rule, err := update(client, spec)
		if err != nil {
			t.Fatalf("draw %d, %+v: HTTP %d %s: %v", number, spec, through.status, through.body, err)
		}
		if rule.ID == "" || rule.CreatedAt.Year() != 2019 {
			t.Fatalf("the document's example decoded to %+v", rule)
		}
	}
}

// TestPrismRefuses what the client refuses too, but sends without validation: so that the test before proves something.
func TestPrismRefuses(t *testing.T) {
	through := &preference{prefer: "code=200"}
	client := newClient(t, through, gcoresg.WithoutValidation())
	for name, spec := range map[string]gcoresg.RuleSpec{
		"direction":   {Direction: "sideways"},
		"ethertype":   {Direction: "ingress", EtherType: "ipv4"},
		"protocol":    {Direction: "ingress", Protocol: "TCP"},
		"port":        {Direction: "ingress", Protocol: "tcp", PortRangeMin: gcoresg.Port(1), PortRangeMax: gcoresg.Port(65536)},
		"description": {Direction: "ingress", Description: strings.Repeat("ü", 256)},
	} {
		if gcoresg.Validate(spec) == nil {
			t.Errorf("%s: Validate takes it", name)
		}
		var apiErr *gcoresg.APIError
		if _, err := update(client, spec); !errors.As(err, &apiErr) || apiErr.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: want a 422 of Prism's: %v", name, err)
		}
	}
}

// TestDynamicBodies: hundreds of answers that Prism draws at random from the document. Each is the answer to some spec, the one that
// SpecOf makes of it, and decodes to what it says. Only the two ids are ours: the document does not say that they are UUIDs.
func TestDynamicBodies(t *testing.T) {
	ids := fmt.Appendf(nil, `{"id":"33333333-3333-4333-8333-333333333333","security_group_id":"%s"}`, groupID)
	for number := range 500 {
		through := &preference{prefer: "code=200, dynamic=true"}
		_, _ = update(newClient(t, through), draw.Valid(draw.New(2, uint64(number))))
		if through.status != http.StatusOK {
			t.Fatalf("HTTP %d %s", through.status, through.body)
		}
		body, err := with(through.body, []string{"id", "security_group_id"}, ids)
		if err != nil {
			t.Fatalf("%v: %s", err, through.body)
		}
		rule, err := update(newClient(t, replay(body), gcoresg.WithoutValidation()), specOf(t, body))
		if err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
		wantSame(t, rule, body)
	}
}

// replay answers with a body of Prism's.
type replay []byte

func (r replay) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(r)), Request: req}, nil
}

func specOf(t *testing.T, body []byte) gcoresg.RuleSpec {
	t.Helper()
	fields, err := with([]byte("{}"), ofSpec, body) // without the times, which may be outside of the years that a time can have
	if err != nil {
		t.Fatal(err)
	}
	var rule gcoresg.Rule
	if err := json.Unmarshal(fields, &rule); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return gcoresg.SpecOf(&rule)
}

// wantSame compares a rule with the body by the names of the document.
func wantSame(t *testing.T, rule *gcoresg.Rule, body []byte) {
	t.Helper()
	var want map[string]any
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatal(err)
	}
	port := func(p *int) any {
		if p == nil {
			return nil
		}
		return float64(*p)
	}
	for name, got := range map[string]any{
		"id": rule.ID, "security_group_id": rule.SecurityGroupID, "direction": string(rule.Direction), "ethertype": string(rule.EtherType),
		"description": rule.Description, "protocol": string(rule.Protocol), "remote_group_id": rule.RemoteGroupID, "remote_ip_prefix": rule.RemoteIPPrefix,
		"revision_number": float64(rule.RevisionNumber), "port_range_min": port(rule.PortRangeMin), "port_range_max": port(rule.PortRangeMax),
	} {
		if said := want[name]; said != got && (said != nil || got != "") {
			t.Errorf("%s is %v, the body says %v", name, got, said)
		}
	}
	for name, got := range map[string]time.Time{"created_at": rule.CreatedAt.Time, "updated_at": rule.UpdatedAt.Time} {
		said, err := time.Parse(time.RFC3339, fmt.Sprint(want[name]))
		if err != nil {
			said = time.Time{} // it is outside of the years that RFC 3339 can write
		}
		if !said.Equal(got) {
			t.Errorf("%s is %v, the body says %v", name, got, want[name])
		}
	}
}

// TestPrismsOwnErrors are answers that the document does not have, and that the client tells apart by their status.
func TestPrismsOwnErrors(t *testing.T) {
	spec := draw.Valid(draw.New(3, 0))
	for prefer, want := range map[string]int{"code=404": http.StatusNotFound, "example=none": http.StatusNotFound} {
		through := &preference{prefer: prefer}
		var apiErr *gcoresg.APIError
		if _, err := update(newClient(t, through), spec); !errors.As(err, &apiErr) || apiErr.StatusCode != want || apiErr.StatusCode != through.status {
			t.Errorf("%s: HTTP %d %s: %v", prefer, through.status, through.body, err)
		}
	}
}

// TestPrismNoticesTheDeprecation: Prism sends the header Deprecation: true for what the document marks deprecated.
func TestPrismNoticesTheDeprecation(t *testing.T) {
	var told []gcoresg.Deprecation
	client := newClient(t, &preference{prefer: "code=200"}, gcoresg.WithDeprecationHandler(func(_ context.Context, d gcoresg.Deprecation) { told = append(told, d) }))
	for range 2 {
		if _, err := update(client, draw.Valid(draw.New(4, 0))); err != nil {
			t.Fatal(err)
		}
	}
	if len(told) != 1 || told[0].Source != "server" || told[0].Operation != "UpdateSecurityGroupRule" {
		t.Errorf("%+v", told)
	}
}
