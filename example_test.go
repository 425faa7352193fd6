package gcoresg_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
	"github.com/gcoresg/gcoresg/gen"
)

var ctx = context.Background()

// https is the rule that the examples start from.
var https = gcoresg.RuleSpec{
	Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
	PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "10.0.0.0/8",
}

// fake starts the fake API with one group and one rule in it.
func fake() (*gcoresgtest.Server, string, gcoresg.Rule) {
	srv, err := gcoresgtest.Start()
	if err != nil {
		panic(err)
	}
	group := srv.AddGroup(1, 2)
	return srv, group, srv.AddRule(group, https)
}

func ExampleNewClient() {
	_, err := gcoresg.NewClient(
		gcoresg.WithAPIKey("my key"),
		gcoresg.WithBaseURL("http://api.example.com"),
	)
	fmt.Println(err)
	// Output:
	// gcoresg: the API key has a space, a line break or a character in it that a header cannot carry: copy it again
	// the base URL is plain http:// to another machine, which would show the API key to the network: use https://
}

func ExampleSecurityGroup_UpdateRule() {
	srv, groupID, old := fake()
	defer srv.Close()
	client := srv.Client(gcoresg.WithDeprecationHandler(nil))

	rule, err := client.SecurityGroup(1, 2, groupID).UpdateRule(ctx, old.ID, gcoresg.RuleSpec{
		Direction:      gcoresg.DirectionIngress,
		Protocol:       gcoresg.ProtocolTCP,
		PortRangeMin:   gcoresg.Port(8000),
		PortRangeMax:   gcoresg.Port(8100),
		RemoteIPPrefix: "192.0.2.0/24",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ports:", *rule.PortRangeMin, "to", *rule.PortRangeMax)
	fmt.Println("same id:", rule.ID == old.ID)
	// Output:
	// ports: 8000 to 8100
	// same id: false
}

func ExampleSpecOf() {
	srv, groupID, rule := fake()
	defer srv.Close()
	group := srv.Client(gcoresg.WithDeprecationHandler(nil)).SecurityGroup(1, 2, groupID)

	spec := gcoresg.SpecOf(&rule)
	spec.Description = "office" // the rest stays as it is
	updated, err := group.UpdateRule(ctx, rule.ID, spec)

	fmt.Println(updated.Description, updated.RemoteIPPrefix, err)
	// Output: office 10.0.0.0/8 <nil>
}

func ExampleValidate() {
	err := gcoresg.Validate(gcoresg.RuleSpec{Protocol: gcoresg.ProtocolTCP, PortRangeMin: gcoresg.Port(443)})

	var invalid *gcoresg.ValidationError
	if errors.As(err, &invalid) {
		for _, problem := range invalid.Problems {
			fmt.Println(problem.Field, problem.Message)
		}
	}
	// Output:
	// direction is missing, want "ingress" or "egress"
	// port_range_max is missing: want both ports, the same one twice for a single port
}

// Every failure is one of few kinds.
func Example_errors() {
	srv, groupID, rule := fake()
	defer srv.Close()
	group := srv.Client(gcoresg.WithDeprecationHandler(nil), gcoresg.WithMaxRetries(0), gcoresg.WithoutReconcile()).SecurityGroup(1, 2, groupID)
	srv.Fault(
		gcoresgtest.Refuse(404, "NotFoundError", "Security group rule could not be found"),
		gcoresgtest.Locked(),
		gcoresgtest.Refuse(400, "ValidationError", "egress port 25 is prohibited"),
		gcoresgtest.LoseConnection(gcoresgtest.AfterActing),
	)
	for range 4 {
		_, err := group.UpdateRule(ctx, rule.ID, https)

		var refused *gcoresg.APIError
		switch {
		case errors.Is(err, gcoresg.ErrOutcomeUnknown):
			fmt.Println("done or not done: read the group before trying again")
		case errors.Is(err, gcoresg.ErrRuleLost):
			fmt.Println("neither the old rule nor the new one is there")
		case errors.Is(err, gcoresg.ErrNotFound):
			fmt.Println("no such rule")
		case errors.Is(err, gcoresg.ErrLocked):
			fmt.Println("another task works on the group, try again later")
		case errors.As(err, &refused):
			fmt.Println("refused:", refused.StatusCode, refused.Class, refused.Message)
		}
	}
	// Output:
	// no such rule
	// another task works on the group, try again later
	// refused: 400 ValidationError egress port 25 is prohibited
	// done or not done: read the group before trying again
}

func ExampleWithDeprecationHandler() {
	srv, groupID, rule := fake()
	defer srv.Close()
	srv.Fault(gcoresgtest.Header("Sunset", "Thu, 31 Dec 2026 23:59:59 GMT"))

	client := srv.Client(gcoresg.WithDeprecationHandler(func(_ context.Context, d gcoresg.Deprecation) {
		fmt.Println(d.Operation, "ends on", d.Sunset.Format(time.DateOnly))
		fmt.Println("instead:", d.Replacements[0])
	}))
	for range 3 { // told once
		updated, err := client.SecurityGroup(1, 2, groupID).UpdateRule(ctx, rule.ID, https)
		if err != nil {
			fmt.Println(err)
			return
		}
		rule = *updated
	}
	// Output:
	// UpdateSecurityGroupRule ends on 2026-12-31
	// instead: POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules
}

func ExampleWithRefuseDeprecated() {
	srv, groupID, rule := fake()
	defer srv.Close()

	client := srv.Client(gcoresg.WithRefuseDeprecated())
	_, err := client.SecurityGroup(1, 2, groupID).UpdateRule(ctx, rule.ID, https)

	fmt.Println(errors.Is(err, gcoresg.ErrDeprecated), len(srv.Requests()), "requests sent")
	// Output: true 0 requests sent
}

func ExampleWithAPIKeyFunc() {
	srv, groupID, rule := fake()
	defer srv.Close()
	vault := func(context.Context) (string, error) { return srv.APIKey(), nil }

	client := srv.Client(gcoresg.WithAPIKeyFunc(vault), gcoresg.WithDeprecationHandler(nil))
	_, err := client.SecurityGroup(1, 2, groupID).UpdateRule(ctx, rule.ID, https)
	fmt.Println(err)
	// Output: <nil>
}

// tracing stands in for otelhttp.NewTransport(http.DefaultTransport).
type tracing struct{ next http.RoundTripper }

func (t tracing) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err == nil {
		fmt.Println("traced:", req.Method, resp.StatusCode)
	}
	return resp, err
}

func ExampleWithHTTPClient() {
	srv, groupID, rule := fake()
	defer srv.Close()

	own := &http.Client{Transport: tracing{http.DefaultTransport}}
	client := srv.Client(gcoresg.WithHTTPClient(own), gcoresg.WithDeprecationHandler(nil))
	_, err := client.SecurityGroup(1, 2, groupID).UpdateRule(ctx, rule.ID, https)
	fmt.Println(err)
	// Output:
	// traced: PUT 200
	// <nil>
}

func ExampleClient_Generated() {
	srv, groupID, rule := fake()
	defer srv.Close()
	client := srv.Client(gcoresg.WithDeprecationHandler(nil))

	body := https
	*gen.ParentGroup(&body) = groupID // nothing is filled in or validated here
	//lint:ignore SA1019 it shows the deprecated operation on purpose
	resp, err := client.Generated().UpdateSecurityGroupRuleWithResponse(ctx, 1, 2, rule.ID, body)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode(), resp.JSON200.RemoteIPPrefix, resp.HTTPResponse.Header.Get("request_id") != "")
	// Output: 200 10.0.0.0/8 true
}

func ExampleSecurityGroup_ReplaceRule() {
	srv, groupID, old := fake()
	defer srv.Close()
	group := srv.Client().SecurityGroup(1, 2, groupID)

	spec := gcoresg.SpecOf(&old)
	spec.RemoteIPPrefix = "192.0.2.0/24"
	rule, err := group.ReplaceRule(ctx, old.ID, spec)
	if err != nil {
		var failure *gcoresg.ReplaceError
		if errors.As(err, &failure) {
			fmt.Println("old rule:", failure.OldID, "new rule:", failure.NewID)
		}
		return // and call it again, with the same arguments
	}
	fmt.Println(rule.RemoteIPPrefix, "with a new id:", rule.ID != old.ID)
	// Output: 192.0.2.0/24 with a new id: true
}

func ExampleSecurityGroup_Rules() {
	srv, groupID, rule := fake()
	defer srv.Close()
	group := srv.Client().SecurityGroup(1, 2, groupID)

	made, err := group.CreateRule(ctx, gcoresg.RuleSpec{
		Direction: gcoresg.DirectionEgress, Protocol: gcoresg.ProtocolUDP,
		PortRangeMin: gcoresg.Port(53), PortRangeMax: gcoresg.Port(53), Description: "DNS",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := group.DeleteRule(ctx, rule.ID); err != nil {
		fmt.Println(err)
		return
	}
	rules, err := group.Rules(ctx)
	fmt.Println(len(rules), rules[0].ID == made.ID, rules[0].Description, err)
	// Output: 1 true DNS <nil>
}

func ExampleRuleLostError() {
	srv, groupID, rule := fake()
	defer srv.Close()
	group := srv.Client(gcoresg.WithDeprecationHandler(nil)).SecurityGroup(1, 2, groupID)
	srv.Fault(gcoresgtest.LoseRule()) // the server deletes the old rule and then fails

	_, err := group.UpdateRule(ctx, rule.ID, https)
	var lost *gcoresg.RuleLostError
	if errors.As(err, &lost) {
		_, err = group.CreateRule(ctx, lost.Spec)
	}
	fmt.Println(len(srv.Rules(groupID)), err)
	// Output: 1 <nil>
}
