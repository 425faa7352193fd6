// Package gcoresgtest is an in-process fake of the Gcore API for security group rules, for the tests of programs that use
// gcoresg. It speaks real HTTP on loopback, behaves as the vendor's API is known to behave, and fails on demand:
//
//	func TestMyProgram(t *testing.T) {
//		srv := gcoresgtest.New(t) // closes itself
//		group := srv.AddGroup(1, 2)
//		rule := srv.AddRule(group, gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
//			PortRangeMin: gcoresg.Port(22), PortRangeMax: gcoresg.Port(22)})
//
//		srv.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing))
//		err := myProgram(srv.Client(), group, rule.ID)
//		...
//	}
//
// Every request and every answer of the fake's own is judged against the OpenAPI document that the client is generated from.
// A request that does not fit is refused as the vendor refuses it, and [Server.Violations] lists it.
//
// A server keeps its state in memory: no file, nothing that servers share, no goroutine of its own. It is safe for use by many
// goroutines at once. It does not link the testing package, so that an example program can use it too.
package gcoresgtest
