package reconcile

import (
	"testing"

	"github.com/gcoresg/gcoresg/internal/call"
)

// TestDecide has the rows of both tables of DESIGN section 4, as sentences, each with its neighbours.
func TestDecide(t *testing.T) {
	for name, test := range map[string]struct {
		s    situation
		want Verdict
	}{
		// What one attempt says of the server.
		"a success is the answer, and no reading is needed": {
			situation{last: call.Succeeded, mayRead: true, maySend: true}, Applied,
		},
		"a success counts although an earlier attempt is open": {
			situation{last: call.Succeeded, open: true, mayRead: true}, Applied,
		},
		"a success counts although readings are turned off": {
			situation{last: call.Succeeded, open: true}, Applied,
		},
		"a rule that a task has made is looked for in the group": {
			situation{last: call.Succeeded, unseen: true, mayRead: true, maySend: true}, read,
		},
		"it is looked for where readings are turned off, too": {
			situation{last: call.Succeeded, unseen: true}, read,
		},
		"it is looked for until the window is over": {
			situation{last: call.Succeeded, unseen: true, shown: Unchanged, mayRead: true, maySend: true}, read,
		},
		"it is unknown where the group does not show it then": {
			situation{last: call.Succeeded, unseen: true, shown: Unchanged, windowOver: true, mayRead: true, maySend: true}, Unknown,
		},
		"it is unknown where the group cannot be read": {
			situation{last: call.Succeeded, unseen: true, shown: Unreadable, mayRead: true, maySend: true}, Unknown,
		},
		"it is the answer where the group shows it": {
			situation{last: call.Succeeded, unseen: true, shown: Wanted, mayRead: true}, Applied,
		},
		"what was not sent is sent again": {
			situation{last: call.NotSent, mayRead: true, maySend: true}, send,
		},
		"what was rate limited is sent again": {
			situation{last: call.RateLimited, mayRead: true, maySend: true}, send,
		},
		"what met a lock is sent again": {
			situation{last: call.Locked, mayRead: true, maySend: true}, send,
		},
		"what was not sent is sent again without readings": {
			situation{last: call.NotSent, maySend: true}, send,
		},
		"what was not sent is not done where no attempts are left": {
			situation{last: call.NotSent, mayRead: true}, NotDone,
		},
		"what was limited is not done where no attempts are left": {
			situation{last: call.RateLimited, mayRead: true}, NotDone,
		},
		"what met a lock is not done where no attempts are left": {
			situation{last: call.Locked, mayRead: true}, NotDone,
		},
		"a request that was not made is not done": {
			situation{last: call.Stopped, mayRead: true, maySend: true}, NotDone,
		},
		"a refusal that is a final word is not done": {
			situation{last: call.Rejected, mayRead: true, maySend: true}, NotDone,
		},
		"a refusal that may follow a delete is checked": {
			situation{last: call.Rejected, acted: true, mayRead: true, maySend: true}, read,
		},
		"a finished failure is checked, as it may have acted": {
			situation{last: call.Failed, acted: true, mayRead: true, maySend: true}, read,
		},
		"an open attempt is checked": {
			situation{last: call.Open, open: true, mayRead: true, maySend: true}, read,
		},
		"an open attempt is unknown without readings": {
			situation{last: call.Open, open: true, maySend: true}, Unknown,
		},
		"a finished failure is unknown without readings": {
			situation{last: call.Failed, acted: true, maySend: true}, Unknown,
		},
		"a lock after an open attempt is sent again without a reading": {
			situation{last: call.Locked, open: true, mayRead: true, maySend: true}, send,
		},
		"a lock after an open attempt is checked in the end": {
			situation{last: call.Locked, open: true, mayRead: true}, read,
		},
		"a call that stopped after an open attempt is checked": {
			situation{last: call.Stopped, open: true, mayRead: true, maySend: true}, read,
		},
		"a final refusal after an open attempt is checked": {
			situation{last: call.Rejected, open: true, mayRead: true, maySend: true}, read,
		},
		"a rate limit after a finished failure is checked in time": {
			situation{last: call.RateLimited, acted: true, mayRead: true}, read,
		},
		"a refusal is checked although attempts are left": {
			situation{last: call.Rejected, acted: true, mayRead: true}, read,
		},
		"a write that was not sent after a failure is sent at once": {
			situation{last: call.NotSent, acted: true, mayRead: true, maySend: true}, send,
		},

		// Any outcome, and the group shows that it is as wanted.
		"as wanted after an open attempt is done, at once": {
			situation{last: call.Open, open: true, shown: Wanted, mayRead: true, maySend: true}, Applied,
		},
		"as wanted after a failure is done": {
			situation{last: call.Failed, acted: true, shown: Wanted, mayRead: true, maySend: true}, Applied,
		},
		"as wanted after a refusal is done": {
			situation{last: call.Rejected, acted: true, shown: Wanted, mayRead: true}, Applied,
		},
		"as wanted after a lock that followed an open attempt": {
			situation{last: call.Locked, open: true, shown: Wanted, mayRead: true, maySend: true}, Applied,
		},
		"as wanted after the window is done": {
			situation{last: call.Open, open: true, shown: Wanted, windowOver: true, mayRead: true}, Applied,
		},
		"as wanted in a call that stopped is done": {
			situation{last: call.Stopped, open: true, shown: Wanted, mayRead: true}, Applied,
		},
		"gone already, found without readings turned on, is done": {
			situation{last: call.Rejected, open: true, shown: Wanted}, Applied,
		},

		// Every attempt finished, and the group shows that it is unchanged.
		"unchanged is not believed before the window is over": {
			situation{last: call.Failed, acted: true, shown: Unchanged, mayRead: true, maySend: true}, read,
		},
		"unchanged after the window is sent again": {
			situation{last: call.Failed, acted: true, shown: Unchanged, windowOver: true, mayRead: true, maySend: true}, send,
		},
		"unchanged is the cause where no attempts are left": {
			situation{last: call.Failed, acted: true, shown: Unchanged, windowOver: true, mayRead: true}, NotDone,
		},
		"unchanged is the cause after a refusal": {
			situation{last: call.Rejected, acted: true, shown: Unchanged, windowOver: true, mayRead: true, maySend: true}, NotDone,
		},
		"unchanged after a failure and a lock is the cause": {
			situation{last: call.Locked, acted: true, shown: Unchanged, windowOver: true, mayRead: true}, NotDone,
		},
		"unchanged after a failure and a stop is the cause": {
			situation{last: call.Stopped, acted: true, shown: Unchanged, windowOver: true, mayRead: true, maySend: true}, NotDone,
		},
		"a refusal shown as unchanged waits for the window": {
			situation{last: call.Rejected, acted: true, shown: Unchanged, mayRead: true}, read,
		},

		// Every attempt finished, and the group shows neither rule.
		"neither rule is not believed before the window is over": {
			situation{last: call.Failed, acted: true, shown: Neither, mayRead: true, maySend: true}, read,
		},
		"neither rule after the window is a loss": {
			situation{last: call.Failed, acted: true, shown: Neither, windowOver: true, mayRead: true, maySend: true}, Lost,
		},
		"neither rule after a refusal is a loss": {
			situation{last: call.Rejected, acted: true, shown: Neither, windowOver: true, mayRead: true}, Lost,
		},

		// Some attempt is open.
		"unchanged after an open attempt waits for the window": {
			situation{last: call.Open, open: true, shown: Unchanged, mayRead: true, maySend: true}, read,
		},
		"unchanged after an open attempt is sent again": {
			situation{last: call.Open, open: true, shown: Unchanged, windowOver: true, mayRead: true, maySend: true}, send,
		},
		"unchanged after an open attempt is unknown in the end": {
			situation{last: call.Open, open: true, shown: Unchanged, windowOver: true, mayRead: true}, Unknown,
		},
		"unchanged after a refusal is unknown beside an open one": {
			situation{last: call.Rejected, open: true, acted: true, shown: Unchanged, windowOver: true, mayRead: true, maySend: true}, Unknown,
		},
		"unchanged after a failure is unknown beside an open one": {
			situation{last: call.Failed, open: true, acted: true, shown: Unchanged, windowOver: true, mayRead: true}, Unknown,
		},
		"neither rule after an open attempt waits for the window": {
			situation{last: call.Open, open: true, shown: Neither, mayRead: true, maySend: true}, read,
		},
		"neither rule after an open attempt is unknown": {
			situation{last: call.Open, open: true, shown: Neither, windowOver: true, mayRead: true, maySend: true}, Unknown,
		},
		"neither rule is no loss beside an open attempt": {
			situation{last: call.Rejected, open: true, acted: true, shown: Neither, windowOver: true, mayRead: true}, Unknown,
		},

		// What is not certain, and the group cannot be read.
		"an open attempt and no reading is unknown": {
			situation{last: call.Open, open: true, shown: Unreadable, mayRead: true, maySend: true}, Unknown,
		},
		"a failure and no reading is unknown": {
			situation{last: call.Failed, acted: true, shown: Unreadable, mayRead: true, maySend: true}, Unknown,
		},
		"a refusal after a delete, no reading, unknown": {
			situation{last: call.Rejected, acted: true, shown: Unreadable, mayRead: true}, Unknown,
		},
		"no reading after the window is unknown": {
			situation{last: call.Failed, acted: true, shown: Unreadable, windowOver: true, mayRead: true}, Unknown,
		},
		"a rule that cannot be read may be the new one": {
			situation{last: call.Failed, acted: true, shown: Unclear, windowOver: true, mayRead: true, maySend: true}, Unknown,
		},
		"such a rule may be clear in a later reading": {
			situation{last: call.Failed, acted: true, shown: Unclear, mayRead: true, maySend: true}, read,
		},
		"a final refusal needs no reading": {
			situation{last: call.Rejected, shown: Unreadable, mayRead: true}, NotDone,
		},
		"what was not sent needs no reading": {
			situation{last: call.NotSent, shown: Nothing, windowOver: true, mayRead: true}, NotDone,
		},
		"an unreadable group beside a lock is sent again": {
			situation{last: call.Locked, open: true, shown: Unreadable, mayRead: true, maySend: true}, send,
		},
	} {
		if got := decide(test.s); got != test.want {
			t.Errorf("%s: verdict %d, want %d", name, got, test.want)
		}
	}
}

// TestDecideKeepsItsPromises in every situation that there is.
func TestDecideKeepsItsPromises(t *testing.T) {
	yesNo := []bool{false, true}
	for last := call.Succeeded; last <= call.Open; last++ {
		for shown := Nothing; shown <= Neither; shown++ {
			for bits := range 64 {
				at := func(i int) bool { return yesNo[bits>>i&1] }
				s := situation{last: last, shown: shown, open: at(0), acted: at(1), windowOver: at(2), mayRead: at(3), maySend: at(4), unseen: at(5)}
				if s.windowOver && shown == Nothing {
					continue // a reading shows something
				}
				isSought := last == call.Succeeded && s.unseen // done, but nobody knows the new rule yet
				isDone := last == call.Succeeded && !s.unseen || shown == Wanted
				got := decide(s)
				for promise, broken := range map[string]bool{
					"done is said where it is done, and only there":         (got == Applied) != isDone,
					"not done is not said of an open write":                 got == NotDone && s.open,
					"not done is not said of what a reading does not show":  got == NotDone && s.acted && (shown != Unchanged || !s.windowOver),
					"lost is said of a finished write after the window":     got == Lost && (s.open || !s.windowOver || shown != Neither),
					"nothing is sent that must not be":                      got == send && (!s.maySend || !last.MayPass()),
					"nothing is sent where an earlier word may be an error": got == send && !last.DidNotAct() && (shown != Unchanged || !s.windowOver),
					"nothing is read that must not be":                      got == read && !s.mayRead && !isSought,
					"nothing is read where the last reading counts":         got == read && s.windowOver,
					"nothing is read where nothing can have happened":       got == read && !s.open && !s.acted && !isSought,
					"unknown is said only where something is in doubt":      got == Unknown && !s.open && !s.acted && !isSought,
				} {
					if broken {
						t.Errorf("%s: verdict %d of %+v", promise, got, s)
					}
				}
			}
		}
	}
}
