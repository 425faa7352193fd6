package reconcile

import "github.com/gcoresg/gcoresg/internal/call"

// Shown is what a reading of the group shows of a write.
type Shown int

const (
	Nothing    Shown = iota // there was no reading since the last attempt
	Unreadable              // the group cannot be read
	Unclear                 // a rule that may be the new one cannot be read
	Wanted                  // the group is as the write should make it
	Unchanged               // the group is as before the write
	Neither                 // neither the old rule nor the new one is there
)

// A situation is all that the next step of a write depends on.
type situation struct {
	last       call.Outcome // of the last attempt
	open       bool         // some attempt may still act
	acted      bool         // some attempt that has ended may have acted
	unseen     bool         // no reading has shown the rule that a create has made
	shown      Shown        // since the last attempt
	windowOver bool         // the reading began a window after the last attempt had ended
	mayRead    bool         // readings are not turned off
	maySend    bool         // attempts and the caller's time are left, and the server asks for no long wait
}

// decide is the table of docs/outcomes.md. "Not done" is said only where no attempt is open. An open write is sent
// again because the server's own rules make that harmless: it refuses a second rule like the first, and finds nothing
// to delete or to replace a second time.
func decide(s situation) Verdict {
	switch {
	case s.last == call.Succeeded && !s.unseen, s.shown == Wanted:
		return Applied
	case s.last == call.Succeeded && (s.windowOver || s.shown == Unreadable):
		return Unknown
	case s.last == call.Succeeded:
		return read
	case s.last.DidNotAct() && s.last.MayPass() && s.maySend:
		return send
	case !s.open && !s.acted:
		return NotDone
	case !s.mayRead, s.shown == Unreadable, s.shown == Unclear && s.windowOver:
		return Unknown
	case !s.windowOver:
		return read
	case s.shown == Neither && s.open:
		return Unknown
	case s.shown == Neither:
		return Lost
	case s.last.MayPass() && s.maySend:
		return send
	case s.open:
		return Unknown
	}
	return NotDone
}
