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

func (p *preference) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Prefer", p.prefer)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	p.status = resp.StatusCode
	p.body, err = io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(p.body))
	return resp, err
}

func newClient(t *testing.T, through *preference, options ...gcoresg.Option) *gcoresg.Client {
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

// TestDynamicBodies: hundreds of answers that Prism draws at random from the document. Each decodes to what it says, or is refused
// for one of the reasons below.
func TestDynamicBodies(t *testing.T) {
	through := &preference{prefer: "code=200, dynamic=true"}
	client := newClient(t, through)
	decoded := 0
	for number := range 500 {
		rule, err := update(client, draw.Valid(draw.New(2, uint64(number))))
		if through.status != http.StatusOK {
			t.Fatalf("HTTP %d %s: %v", through.status, through.body, err)
		}
		reason := reasonToRefuse(through.body)
		switch {
		case reason == "" && err != nil:
			t.Fatalf("refused without a reason that this test knows: %v\n%s", err, through.body)
		case reason != "" && !errors.Is(err, gcoresg.ErrOutcomeUnknown):
			t.Fatalf("taken although %s: %v\n%s", reason, err, through.body)
		case err == nil:
			decoded++
			wantSame(t, rule, through.body)
		}
	}
	if decoded < 400 {
		t.Errorf("%d of 500 bodies decoded, too few to prove anything", decoded)
	}
}

// reasonToRefuse knows what may be in the document and not in a Rule: an empty id, which is none, a number that is larger than an int,
// and a time outside of the years that RFC 3339 can write.
func reasonToRefuse(body []byte) string {
	var fields struct {
		ID              string `json:"id"`
		SecurityGroupID string `json:"security_group_id"`
		RevisionNumber  json.Number
		CreatedAt       string `json:"created_at"`
		UpdatedAt       string `json:"updated_at"`
	}
	if err := json.Unmarshal(body, &fields); err != nil {
		return err.Error()
	}
	if fields.ID == "" || fields.SecurityGroupID == "" {
		return "an id is empty"
	}
	if _, err := fields.RevisionNumber.Int64(); fields.RevisionNumber != "" && err != nil {
		return err.Error()
	}
	for _, text := range []string{fields.CreatedAt, fields.UpdatedAt} {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			return err.Error()
		}
	}
	return ""
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
		if said, err := time.Parse(time.RFC3339, fmt.Sprint(want[name])); err != nil || !said.Equal(got) {
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
