//lint:file-ignore SA1019 the deprecated operation is what this program moves away from

// Command migrate shows the move off the deprecated operation on the built-in fake of the API: the same program
// before and after, and that nothing deprecated is left.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// before is a program as it was.
func before(
	ctx context.Context, group *gcoresg.SecurityGroup, ruleID string, spec gcoresg.RuleSpec,
) (*gcoresg.Rule, error) {
	return group.UpdateRule(ctx, ruleID, spec)
}

// after is the same program, with one word changed.
func after(
	ctx context.Context, group *gcoresg.SecurityGroup, ruleID string, spec gcoresg.RuleSpec,
) (*gcoresg.Rule, error) {
	return group.ReplaceRule(ctx, ruleID, spec)
}

func main() {
	fake, err := gcoresgtest.Start()
	if err != nil {
		log.Fatal(err)
	}
	defer fake.Close()
	spec := gcoresg.RuleSpec{
		Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443),
	}
	groupID := fake.AddGroup(1, 2)
	rule := fake.AddRule(groupID, spec)
	spec.RemoteIPPrefix = "10.0.0.0/8"

	// With this option, whatever still uses a deprecated operation fails before it sends anything.
	group := fake.Client(gcoresg.WithRefuseDeprecated()).SecurityGroup(1, 2, groupID)

	_, err = before(context.Background(), group, rule.ID, spec)
	fmt.Println("before: refused as deprecated:", errors.Is(err, gcoresg.ErrDeprecated))

	replaced, err := after(context.Background(), group, rule.ID, spec)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("after:  replaced, the rule is now from", replaced.RemoteIPPrefix)
	for _, request := range fake.Requests() {
		if request.Method != "GET" {
			fmt.Println("sent:  ", request.Method, request.Route)
		}
	}
}
