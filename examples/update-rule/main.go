//lint:file-ignore SA1019 the deprecated operation is what this program shows

// Command update-rule changes a security group rule on the built-in fake of the API, and shows what a user of the
// deprecated operation meets: the deprecation notice, the new id of the rule, and an error handled.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func main() {
	fake, err := gcoresgtest.Start()
	if err != nil {
		log.Fatal(err)
	}
	defer fake.Close()
	groupID := fake.AddGroup(1, 2)
	rule := fake.AddRule(groupID, gcoresg.RuleSpec{
		Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "0.0.0.0/0",
	})

	client, err := gcoresg.NewClient( // with the real API: gcoresg.NewClient() and GCORE_API_KEY
		gcoresg.WithAPIKey(fake.APIKey()),
		gcoresg.WithBaseURL(fake.URL()),
		gcoresg.WithDeprecationHandler(printNotice),
	)
	if err != nil {
		log.Fatal(err)
	}
	if err := narrow(client.SecurityGroup(1, 2, groupID), &rule); err != nil {
		log.Fatal(err)
	}
}

// narrow lets a rule match only one network, and keeps the rest of it.
func narrow(group *gcoresg.SecurityGroup, rule *gcoresg.Rule) error {
	fmt.Println("before: ", line(rule))
	spec := gcoresg.SpecOf(rule)
	spec.RemoteIPPrefix = "10.0.0.0/8"
	updated, err := group.UpdateRule(context.Background(), rule.ID, spec)
	if err != nil {
		return err
	}
	fmt.Println("after:  ", line(updated))

	// The update replaced the rule, so its old id is gone.
	_, err = group.UpdateRule(context.Background(), rule.ID, spec)
	switch {
	case errors.Is(err, gcoresg.ErrNotFound):
		fmt.Println("again:   the old id is gone; the rule now has the id", updated.ID)
	case errors.Is(err, gcoresg.ErrOutcomeUnknown):
		fmt.Println("again:   nobody knows, read the group before trying again")
	default:
		return err
	}
	return nil
}

func printNotice(_ context.Context, d gcoresg.Deprecation) {
	fmt.Printf("notice:  %s %s is deprecated: %s\n", d.Method, d.Route, d.Message)
	fmt.Printf("         instead: %s\n", strings.Join(d.Replacements, "\n                  "))
}

func line(r *gcoresg.Rule) string {
	return fmt.Sprintf("%s  %s %s %d-%d from %s", r.ID, r.Direction, r.Protocol, *r.PortRangeMin, *r.PortRangeMax,
		r.RemoteIPPrefix)
}
