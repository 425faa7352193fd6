//lint:file-ignore SA1019 the fake of the deprecated operation is used on purpose

package gcoresgtest_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func Example() {
	srv, err := gcoresgtest.Start() // in a test: srv := gcoresgtest.New(t)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	ssh := gcoresg.RuleSpec{
		Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(22), PortRangeMax: gcoresg.Port(22), RemoteIPPrefix: "192.0.2.0/24",
	}
	groupID := srv.AddGroup(1, 2)
	old := srv.AddRule(groupID, ssh)

	// The code under test gets a client of the fake.
	client := srv.Client(gcoresg.WithDeprecationHandler(nil))
	group := client.SecurityGroup(1, 2, groupID)

	srv.Fault(gcoresgtest.Refuse(400, "ValidationError", "not today"))
	_, err = group.UpdateRule(context.Background(), old.ID, ssh)
	var refused *gcoresg.APIError
	fmt.Println("refused:", errors.As(err, &refused) && refused.StatusCode == 400)

	rule, err := group.UpdateRule(context.Background(), old.ID, ssh)
	fmt.Println("updated:", err == nil && rule.ID != old.ID)
	fmt.Println("the server holds the new rule:", srv.Rules(groupID)[0].ID == rule.ID)
	fmt.Println("updates asked for:", len(srv.RequestsTo(gcoresgtest.UpdateRule)), "violations:", len(srv.Violations()))
	// Output:
	// refused: true
	// updated: true
	// the server holds the new rule: true
	// updates asked for: 2 violations: 0
}

func ExampleServer_Fault() {
	srv, err := gcoresgtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	ping := gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolICMP}
	groupID := srv.AddGroup(1, 2, ping)
	old := srv.Rules(groupID)[0]
	group := srv.Client(gcoresg.WithDeprecationHandler(nil)).SecurityGroup(1, 2, groupID)

	// The first update goes through, the second one does not.
	srv.Fault(gcoresgtest.Forbidden().On(gcoresgtest.UpdateRule).Skip(1))
	rule, err := group.UpdateRule(context.Background(), old.ID, ping)
	fmt.Println(err)
	_, err = group.UpdateRule(context.Background(), rule.ID, ping)
	fmt.Println("forbidden:", errors.Is(err, gcoresg.ErrForbidden), "faults left:", srv.FaultsLeft())
	// Output:
	// <nil>
	// forbidden: true faults left: 0
}
