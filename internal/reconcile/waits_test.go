package reconcile

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg/internal/call"
)

// near reports whether two lists of times are the same, give or take a fifth.
func near(got, want []time.Duration) bool {
	return slices.EqualFunc(got, want, func(a, b time.Duration) bool { return a >= b*8/10 && a <= b*12/10 })
}

// TestReadingsFillTheWindow holds when the group is read after an attempt whose outcome is not certain.
func TestReadingsFillTheWindow(t *testing.T) {
	for name, test := range map[string]struct {
		put     reply
		groups  []reply
		at      []time.Duration
		verdict Verdict
		shown   Shown
	}{
		"a loss is believed after four seconds": {
			reply{status: 500, body: ownFail}, []reply{{status: 200, body: groupJSON()}}, seconds(0, 0.25, 0.75, 1.75, 4), Lost, Neither,
		},
		"an unchanged group is believed after four seconds": {
			reply{status: 400, body: refusal}, []reply{{status: 200, body: groupJSON(oldRule)}}, seconds(0, 0.25, 0.75, 1.75, 4), NotDone, Unchanged,
		},
		"an open write is unknown after four seconds": {
			reply{err: io.ErrUnexpectedEOF}, []reply{{status: 200, body: groupJSON(oldRule)}}, seconds(0, 0.25, 0.75, 1.75, 4), Unknown, Unchanged,
		},
		"the new rule counts at once after the old one is gone": {
			reply{err: io.ErrUnexpectedEOF}, []reply{{status: 200, body: groupJSON(oldRule)}, {status: 200, body: groupJSON(oldRule, newRule)},
				{status: 200, body: groupJSON(newRule)}}, seconds(0, 0.25, 0.75, 1.75, 4), Applied, Wanted,
		},
		"a 408 is open": {
			reply{status: 408}, []reply{{status: 200, body: groupJSON(oldRule)}}, seconds(0, 0.25, 0.75, 1.75, 4), Unknown, Unchanged,
		},
		"a 202 is open": {
			reply{status: 202}, []reply{{status: 200, body: groupJSON(oldRule)}}, seconds(0, 0.25, 0.75, 1.75, 4), Unknown, Unchanged,
		},
		"a group that must not be read": {
			reply{status: 500, body: ownFail}, []reply{{status: 403}}, seconds(0), Unknown, Nothing,
		},
		"an unclear rule may be the new": {
			reply{status: 500, body: ownFail}, []reply{{status: 200, body: groupJSON(ruleJSON(newID, wanted, `,"remote_group_id":[]`))}}, seconds(0, 0.25, 0.75, 1.75, 4), Unknown, Unclear,
		},
		"a 404 that names the rule is final": {
			reply{status: 404, body: `{"message":"rule ` + oldID + ` not found"}`}, nil, nil, NotDone, Nothing,
		},
		"a 401 is final": {reply{status: 401}, nil, nil, NotDone, Nothing},
		"invalid fields are final": {
			reply{status: 400, body: `{"invalid_fields":{"a":["b"]}}`}, nil, nil, NotDone, Nothing,
		},
		"invalid JSON is final": {
			reply{status: 400, body: `{"message":"Invalid JSON: x"}`}, nil, nil, NotDone, Nothing,
		},
		"a redirect is final": {reply{status: 302}, nil, nil, NotDone, Nothing},
		"a 404 about another thing is not": {
			reply{status: 404, body: `{"message":"not found"}`}, []reply{{status: 200, body: groupJSON(oldRule)}}, seconds(0, 0.25, 0.75, 1.75, 4), NotDone, Unchanged,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, s := newEngine(t, 0, map[string][]reply{"PUT": {test.put}, "GROUP": test.groups})
				r := e.Update(context.Background(), group, oldID, &wanted)
				if r.Verdict != test.verdict || r.Shown != test.shown || (r.Rule != nil) != (test.verdict == Applied) {
					t.Errorf("verdict %d, shown %d, rule %v", r.Verdict, r.Shown, r.Rule)
				}
				if got := s.at["GROUP"]; !slices.Equal(got, test.at) {
					t.Errorf("the group was read at %v, want %v", got, test.at)
				}
			})
		})
	}
}

// TestAFailedTaskStarterIsGivenMoreTime, because a v2 operation that failed may have started a task.
func TestAFailedTaskStarterIsGivenMoreTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{
			"POST": {{status: 500, body: ownFail}}, "GROUP": {{status: 200, body: groupJSON(oldRule)}},
		})
		r := e.Create(context.Background(), group, &wanted)
		if want := seconds(0, 0.25, 0.75, 1.75, 6); r.Verdict != NotDone || !slices.Equal(s.at["GROUP"], want) {
			t.Errorf("verdict %d, read at %v, want %v", r.Verdict, s.at["GROUP"], want)
		}
	})
}

// TestWritesAreSentAgainAfterTheWindow holds when an open write is sent again, how often, and what comes of it.
func TestWritesAreSentAgainAfterTheWindow(t *testing.T) {
	for name, test := range map[string]struct {
		put     []reply
		at      []time.Duration
		verdict Verdict
		open    bool
	}{
		"a lost connection":      {[]reply{{err: io.ErrUnexpectedEOF}}, seconds(0, 4, 8), Unknown, true},
		"an answer of the API's": {[]reply{{status: 500, body: ownFail}}, seconds(0, 4, 8), NotDone, false},
		"a lock": {
			[]reply{{status: 409, body: `{"message":"locked by x"}`}}, seconds(0, 1, 3), NotDone, false,
		},
		"a rate limit": {[]reply{{status: 429}}, seconds(0, 0.25, 0.75), NotDone, false},
		"one that is open, then locks": {
			[]reply{{status: 502}, {status: 409, body: `{"message":"locked by x"}`}}, seconds(0, 4, 6), Unknown, true,
		},
		"one that is open, then success": {
			[]reply{{status: 502}, {status: 200, body: newRule}}, seconds(0, 4), Applied, true,
		},
		"one that is open, then refused": {
			[]reply{{status: 502}, {status: 400, body: refusal}}, seconds(0, 4), Unknown, true,
		},
		"one that is open, then no rule": {
			[]reply{{status: 502}, {status: 404, body: `{"message":"rule ` + oldID + `"}`}}, seconds(0, 4), Unknown, true,
		},
		"one that failed, then no rule": {
			[]reply{{status: 500, body: ownFail}, {status: 404, body: `{"message":"rule ` + oldID + `"}`}}, seconds(0, 4), NotDone, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, s := newEngine(t, 2, map[string][]reply{"PUT": test.put, "GROUP": {{status: 200, body: groupJSON(oldRule)}}})
				r := e.Update(context.Background(), group, oldID, &wanted)
				if r.Verdict != test.verdict || r.Open != test.open || !near(s.at["PUT"], test.at) {
					t.Errorf("verdict %d, open %v, sent at %v, want about %v", r.Verdict, r.Open, s.at["PUT"], test.at)
				}
			})
		})
	}
}

// TestTheServerIsGivenTheTimeItAsksFor, counted from the end of the attempt; a minute is the most.
func TestTheServerIsGivenTheTimeItAsksFor(t *testing.T) {
	for wait, want := range map[time.Duration]int{time.Minute: 2, 61 * time.Second: 1} {
		w := write{engine: &Engine{Calls: call.New(call.Config{MaxRetries: 1})}, attempts: 1}
		w.cause.Answer = call.Result{Outcome: call.RateLimited, RetryAfter: wait}
		if got := decide(w.situation(context.Background())); (got == send) != (want == 2) {
			t.Errorf("asked to wait %v: step %d", wait, got)
		}
	}
}

// TestWithoutReadingsEveryRefusalIsTakenAtItsWord, and nothing is read.
func TestWithoutReadingsEveryRefusalIsTakenAtItsWord(t *testing.T) {
	for name, test := range map[string]struct {
		put  reply
		want Verdict
	}{
		"refused": {reply{status: 400, body: refusal}, NotDone}, "failed": {reply{status: 500, body: ownFail}, Unknown},
		"open": {reply{status: 504}, Unknown}, "done": {reply{status: 200, body: newRule}, Applied},
	} {
		synctest.Test(t, func(t *testing.T) {
			e, s := newEngine(t, 3, map[string][]reply{"PUT": {test.put}})
			e.Off = true
			if r := e.Update(context.Background(), group, oldID, &wanted); r.Verdict != test.want || len(s.order) != 1 || time.Since(s.start) != 0 {
				t.Errorf("%s: verdict %d after %v", name, r.Verdict, s.order)
			}
		})
	}
}

// TestReadingsGoOnForFiveSecondsAfterTheContext, and nothing is written any more.
func TestReadingsGoOnForFiveSecondsAfterTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 4, map[string][]reply{"PUT": {{status: 504}}, "GROUP": {{status: 200, body: groupJSON(oldRule)}}})
		s.slow = time.Hour
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		r := e.Update(ctx, group, oldID, &wanted)
		if took := time.Since(s.start); took != 6*time.Second || r.Verdict != Unknown || s.writes() != "PUT" {
			t.Errorf("verdict %d after %v and %s", r.Verdict, took, s.writes())
		}
		if r.Unread == nil || !errors.Is(r.Unread.Answer.Err, context.Canceled) {
			t.Errorf("%+v", r.Unread)
		}
	})
}

// TestARefusalIsNotLostWhereTheNextAttemptIsNotMade.
func TestARefusalIsNotLostWhereTheNextAttemptIsNotMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := newEngine(t, 3, map[string][]reply{"PUT": {{status: 429}}})
		noKey, asked := errors.New("no key"), 0
		e.Calls.Key = func(context.Context) (call.Key, error) {
			if asked++; asked > 1 {
				return "", noKey
			}
			return "apikey x", nil
		}
		r := e.Update(context.Background(), group, oldID, &wanted)
		if answer := r.Cause.Answer; r.Verdict != NotDone || answer.Status != 429 || !errors.Is(answer.Stopped, noKey) {
			t.Errorf("verdict %d, status %d, stopped by %v", r.Verdict, answer.Status, answer.Stopped)
		}
	})
}

// TestAGroupThatCannotBeReadIsTriedForFifteenSeconds, by retries that do not depend on those of writes.
func TestAGroupThatCannotBeReadIsTriedForFifteenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{"PUT": {{status: 504}}, "GROUP": {{status: 502}}})
		r := e.Update(context.Background(), group, oldID, &wanted)
		if took := time.Since(s.start); r.Verdict != Unknown || took < 10*time.Second || took > 15*time.Second || len(s.at["GROUP"]) < 5 {
			t.Errorf("verdict %d after %v and %d readings", r.Verdict, took, len(s.at["GROUP"]))
		}
		if r.Unread == nil || !errors.Is(r.Unread.Answer.Stopped, errReadingTime) {
			t.Errorf("why the group was not read: %+v", r.Unread)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		e, _ := newEngine(t, 0, map[string][]reply{
			"PUT": {{status: 504}}, "GROUP": {{status: 502}, {status: 502}, {status: 200, body: groupJSON(newRule)}},
		})
		if r := e.Update(context.Background(), group, oldID, &wanted); r.Verdict != Applied {
			t.Errorf("two readings failed and the third shows the rule: verdict %d", r.Verdict)
		}
	})
}

// TestReadingsWaitForWhatTheWriteBeforeMayHaveDone until its end: an open attempt of it may have acted late.
func TestReadingsWaitForWhatTheWriteBeforeMayHaveDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{
			"DELETE": {{status: 504}}, "POST": {{status: 504}}, "GROUP": {{status: 200, body: groupJSON()}},
		})
		if r := e.Delete(context.Background(), group, oldID); r.Verdict != Applied || time.Since(s.start) != window {
			t.Fatalf("verdict %d after %v", r.Verdict, time.Since(s.start))
		}
		n := len(s.at["GROUP"])
		e.Create(context.Background(), group, &wanted)
		if got := s.at["GROUP"][n]; got != 2*window {
			t.Errorf("the first reading began at %v, want %v", got, 2*window)
		}
	})
}

// TestACreateRightAfterAWriteDoesNotWait for the window of that write, because the task names the new rule.
func TestACreateRightAfterAWriteDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{
			"DELETE": {started}, "POST": {started}, "TASK": {task("FINISHED", ""), made},
			"GROUP": {{status: 200, body: groupJSON(newRule)}},
		})
		deleted := e.Delete(context.Background(), group, oldID)
		created := e.Create(context.Background(), group, &wanted)
		if deleted.Verdict != Applied || created.Verdict != Applied || !slices.Equal(s.at["GROUP"], seconds(0)) {
			t.Errorf("the group was read at %v: %+v", s.at["GROUP"], created)
		}
	})
}

// TestOnlyA404SaysThatAnEarlierAttemptHasDeleted: another refusal may name the rule too.
func TestOnlyA404SaysThatAnEarlierAttemptHasDeleted(t *testing.T) {
	for status, want := range map[int]Verdict{404: Applied, 403: Unknown} {
		synctest.Test(t, func(t *testing.T) {
			e, _ := newEngine(t, 1, map[string][]reply{
				"DELETE": {{status: 504}, {status: status, body: `{"message":"rule ` + oldID + `"}`}},
				"GROUP":  {{status: 200, body: groupJSON(oldRule)}},
			})
			if r := e.Delete(context.Background(), group, oldID); r.Verdict != want {
				t.Errorf("%d: verdict %d, want %d", status, r.Verdict, want)
			}
		})
	}
}

// TestRecentWritesAreForgotten where there are too many of them.
func TestRecentWritesAreForgotten(t *testing.T) {
	var r recent
	now := time.Now()
	for n := range 10000 {
		r.note(strconv.Itoa(n), now, call.Clock{})
	}
	if kept := len(r.young) + len(r.old); kept > 1024 || r.last("9999") != now || !r.last("0").IsZero() {
		t.Errorf("%d are remembered", kept)
	}
}
