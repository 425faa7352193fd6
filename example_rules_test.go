package gcoresg_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gcoresg/gcoresg"
)

// Allow a port, and wait for the server no longer than ten seconds.
func ExampleSecurityGroup_CreateRule() {
	srv, groupID, _ := fake()
	defer srv.Close()
	group := srv.Client().SecurityGroup(1, 2, groupID)

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	rule, err := group.CreateRule(ctx, gcoresg.RuleSpec{
		Direction:    gcoresg.DirectionIngress,
		Protocol:     gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(22),
		PortRangeMax: gcoresg.Port(22),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rule.Protocol, *rule.PortRangeMin, rule.EtherType)
	// Output: tcp 22 IPv4
}

// A rule that does not exist is as good as deleted.
func ExampleSecurityGroup_DeleteRule() {
	srv, groupID, rule := fake()
	defer srv.Close()
	group := srv.Client().SecurityGroup(1, 2, groupID)

	for range 2 {
		err := group.DeleteRule(ctx, rule.ID)
		fmt.Println(err == nil || errors.Is(err, gcoresg.ErrNotFound))
	}
	// Output:
	// true
	// true
}

// Find out whether a group has a rule, in the words of the server or not.
func ExampleMatches() {
	srv, groupID, _ := fake()
	defer srv.Close()
	rules, err := srv.Client().SecurityGroup(1, 2, groupID).Rules(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	wanted := https
	wanted.EtherType = gcoresg.EtherTypeIPv4 // the default
	fmt.Println(gcoresg.Matches(&rules[0], wanted))
	// Output: true
}
