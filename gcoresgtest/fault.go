package gcoresgtest

import (
	"cmp"
	"slices"
	"time"
)

// Moment is when a fault happens, relative to the work that the request asks for.
type Moment int

// The moments at which a fault can happen.
const (
	// BeforeActing is before the server did anything: the request has no effect.
	BeforeActing Moment = iota
	// Halfway is after the PUT deleted the old rule and before it created the new one. The other operations have no
	// such moment; a fault at Halfway is for [UpdateRule] only.
	Halfway
	// AfterActing is after the server did all that it was asked for.
	AfterActing

	// never is the moment of no fault.
	never Moment = -1
)

// Fault is something that goes wrong, once if not said otherwise, with the next request that it is meant for. Functions
// like [Status] and [LoseConnection] make one, methods like [Fault.On] and [Fault.Times] narrow it down, and
// [Server.Fault] adds it to a server. A Fault is a value: the methods return a changed copy.
type Fault struct {
	operation Operation
	groupID   string
	skip      int
	times     int
	always    bool
	moment    Moment
	delay     time.Duration
	bodyDelay time.Duration
	header    []headerField
	lose      bool                       // no answer at all
	cut       bool                       // half an answer, then no connection
	rewrite   func(*call, answer) answer // nil leaves the answer as it is
	task      func(*task)                // nil leaves the task as it is
	tasksOnly bool                       // only for requests that start tasks
}

type headerField struct{ name, value string }

// On keeps the fault to one operation.
func (f Fault) On(op Operation) Fault { f.operation = op; return f }

// InGroup keeps the fault to requests that concern one group.
func (f Fault) InGroup(groupID string) Fault { f.groupID = groupID; return f }

// Skip leaves out the first n requests that the fault is meant for.
func (f Fault) Skip(n int) Fault { f.skip = n; return f }

// Times makes the fault happen n times.
func (f Fault) Times(n int) Fault { f.times = n; return f }

// Always makes the fault happen until [Server.ClearFaults].
func (f Fault) Always() Fault { f.always = true; return f }

// At sets the moment at which the fault happens.
func (f Fault) At(m Moment) Fault {
	f.moment = m
	if m == Halfway {
		f.operation = UpdateRule
	}
	return f
}

// Delay makes the server wait before it answers, or before it loses the connection.
func (f Fault) Delay(d time.Duration) Fault { f.delay = d; return f }

// WithHeader adds a header to the answer.
func (f Fault) WithHeader(name, value string) Fault {
	f.header = slices.Concat(f.header, []headerField{{name, value}})
	return f
}

// And joins another fault to this one, so that both happen to the same request:
// LoseConnection(AfterActing).And(TaskTakes(d)) is an answer that is lost while the task goes on. Where both change the
// same thing, the other one wins. Which request it is and the moment stay as they are here.
func (f Fault) And(other Fault) Fault {
	f.header = slices.Concat(f.header, other.header)
	f.delay = cmp.Or(other.delay, f.delay)
	f.bodyDelay = cmp.Or(other.bodyDelay, f.bodyDelay)
	f.lose = f.lose || other.lose
	f.cut = f.cut || other.cut
	f.tasksOnly = f.tasksOnly || other.tasksOnly
	if other.rewrite != nil {
		f.rewrite = other.rewrite
	}
	if other.task != nil {
		f.task = other.task
	}
	return f
}

// Fault adds faults to the queue of the server. A request meets the first one that is meant for it, and no other.
func (s *Server) Fault(faults ...Fault) {
	defer s.lock()()
	s.faults = append(s.faults, faults...)
}

// FaultsLeft is the number of faults in the queue: those that have not yet happened as often as they are to.
func (s *Server) FaultsLeft() int {
	defer s.lock()()
	return len(s.faults)
}

// ClearFaults empties the queue of faults.
func (s *Server) ClearFaults() {
	defer s.lock()()
	s.faults = nil
}

// takeFault is the fault that happens to the call. Where there is none, it is one that never happens.
func (s *Server) takeFault(c *call) Fault {
	for i := range s.faults {
		f := &s.faults[i]
		if !s.concerns(f, c) {
			continue
		}
		if f.skip > 0 {
			f.skip--
			continue
		}
		f.times--
		taken := *f
		if f.times <= 0 && !f.always {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return taken
	}
	return Fault{moment: never}
}

// concerns reports whether a fault is meant for a call.
func (s *Server) concerns(f *Fault, c *call) bool {
	op := c.endpoint.operation
	if f.operation != "" && op != f.operation || f.tasksOnly && op != CreateRule && op != DeleteRule {
		return false
	}
	g := s.groupOf(c)
	return f.groupID == "" || g != nil && g.id == f.groupID
}
