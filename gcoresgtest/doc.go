// Package gcoresgtest is an in-process fake of the Gcore API for security group rules, for the tests of programs that
// use gcoresg. It speaks real HTTP, behaves as the vendor's API is known to behave, and fails when it is told to:
//
//	func TestMyProgram(t *testing.T) {
//		srv := gcoresgtest.New(t) // closes itself
//		group := srv.AddGroup(1, 2)
//		rule := srv.AddRule(group, gcoresg.RuleSpec{
//			Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
//			PortRangeMin: gcoresg.Port(22), PortRangeMax: gcoresg.Port(22),
//		})
//
//		srv.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing))
//		err := myProgram(srv.Client(), group, rule.ID)
//		...
//	}
//
// Every request and every answer of the fake's own is judged against the OpenAPI document that the client is generated
// from. A request that does not fit is refused as the vendor refuses it. An operation that the fake does not implement
// is answered 501. [Server.Violations] lists both.
//
// # Time
//
// Tests take milliseconds. Clients made by [Server.Client] wait a hundredth of what clients of the API wait ([Speed]),
// and a task takes 2 ms. Durations given to the fake, such as those of [Fault.Delay] and [TaskTakes], are real time, as
// are the deadlines of contexts and of [gcoresg.WithTimeout].
//
// Where a test is about time, such as a deadline or a task of some seconds, run it in a bubble of testing/synctest. The
// server that is started there has no socket, its clients wait as long as clients of the API, and a task takes 200 ms.
// That time is the bubble's, which passes at once:
//
//	func TestDeadline(t *testing.T) {
//		synctest.Test(t, func(t *testing.T) {
//			srv := gcoresgtest.New(t) // in the bubble: a server from outside stops the bubble's clock
//			srv.Fault(gcoresgtest.TaskTakes(time.Hour))
//			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
//			defer cancel()
//			err := myProgram(ctx, srv.Client(), srv.AddGroup(1, 2))
//			...
//		})
//	}
//
// Other HTTP clients reach that server by the Transport of [Server.HTTPClient].
//
// # State
//
// A server keeps its state in memory: no file, and nothing that servers share. It is safe for use by many goroutines at
// once. It does not link the testing package, so that an example program can use it too.
package gcoresgtest
