package model

import (
	"testing"
	"time"
)

// The tests in this file and in the ones named untrue_…_test.go are the sentences of issue 8 about what the first
// engine said and what was not true. Each was red on it, commit d5fb494, unless its comment says otherwise.

var (
	refuse400  = fixed(refusal(400, "ValidationError", "Not like this"))
	broke      = fixed(refusal(500, "InternalServerError", "Something broke"))
	noReading  = fault{name: "403", answer: fixed(refusal(403, "ForbiddenError", "You may not read this"))}
	sixLater   = 6 * time.Second
	mayNotKnow = []outcome{saysUnknown, saysDone} // done only for one that waited long enough to see it
)

func TestUntrueOfRefusals(t *testing.T) {
	for _, d := range []staged{
		{
			name: "1: an update deletes and is refused, and the group cannot be read", op: update,
			says:    []outcome{saysUnknown},
			faults:  map[kind][]fault{updates: {{name: "refused halfway", half: true, answer: refuse400}}},
			forever: map[kind]fault{readsGroup: noReading},
		},
		{
			name: "1: a task in ERROR has made the rule, and the group cannot be read", op: create,
			says:  []outcome{saysUnknown},
			tasks: []taskPlan{{work: time.Second, end: failsAfter}}, forever: map[kind]fault{readsGroup: noReading},
		},
		{
			name: "1: readings that show a loss count although a later one fails", op: update,
			says: []outcome{saysUnknown, saysLost},
			faults: map[kind][]fault{
				updates: {{name: "refused halfway", half: true, answer: refuse400}}, readsGroup: {{}, {}},
			},
			forever: map[kind]fault{readsGroup: noReading},
		},
		{
			name: "5: a first reading that is 0.1 s old hides a lost rule", op: update, says: []outcome{saysLost},
			faults: map[kind][]fault{updates: {{name: "refused halfway", half: true, answer: refuse400}}},
			lags:   []time.Duration{100 * time.Millisecond, 0},
		},
		{
			name: "5: certain ids do not contradict what was read before", op: replace, spec: changed,
			faults: map[kind][]fault{creates: {{name: "refused", acts: never, answer: refuse400}}},
			lags:   []time.Duration{0, 2 * time.Second},
		},
	} {
		t.Run(d.name, d.run)
	}
}

func TestUntrueOfOpenWrites(t *testing.T) {
	cut := func(_ *exchange, a answer) answer {
		return answer{status: 200, body: []byte(`{"id": "1`), cut: true}
	}
	for _, d := range []staged{
		{
			name: "2: an update whose 200 broke off acts six seconds later", op: update, says: mayNotKnow,
			faults: map[kind][]fault{updates: {{name: "200 broken off", acts: later, late: sixLater, open: true,
				answer: cut}}},
		},
		{
			name: "2: an update whose connection broke acts six seconds later", op: update, says: mayNotKnow,
			faults: map[kind][]fault{updates: {{name: "connection lost", acts: later, late: sixLater, open: true,
				lose: true}}},
		},
		{
			name: "2: a delete whose 200 broke off acts six seconds later", op: remove, says: mayNotKnow,
			faults: map[kind][]fault{deletes: {{name: "200 broken off", acts: later, late: sixLater, open: true,
				answer: cut}}},
		},
		{
			name: "2: a create whose connection broke acts six seconds later", op: create, says: mayNotKnow,
			faults: map[kind][]fault{creates: {{name: "connection lost", acts: later, late: sixLater, open: true,
				lose: true}}},
		},
		{
			name: "6: a task that stays RUNNING does not hold the call for ever", op: create,
			says:  []outcome{saysDone, saysUnknown},
			tasks: []taskPlan{{work: time.Second, end: neverEndsButActs}},
		},
		{
			name: "6: a task that stays RUNNING without acting does not hold the call for ever", op: remove,
			says:  []outcome{saysUnknown},
			tasks: []taskPlan{{work: time.Second, end: neverEnds}},
		},
		{
			name: "8: 408 is a time-out, after which the group is read", op: update, says: []outcome{saysDone},
			faults: map[kind][]fault{updates: {{name: "408", open: true, answer: fixed(fromGateway(408))}}},
		},
		{
			name: "8: 520 is a gateway's time-out, after which the server can act", op: update, says: mayNotKnow,
			faults: map[kind][]fault{updates: {{name: "520", acts: later, late: sixLater, open: true,
				answer: fixed(fromGateway(520))}}},
		},
		{
			name: "8: 527 is a gateway's time-out, after which the server can act", op: remove, says: mayNotKnow,
			faults: map[kind][]fault{deletes: {{name: "527", acts: later, late: sixLater, open: true,
				answer: fixed(fromGateway(527))}}},
		},
		{
			name: "12: a dial error of a transport that retries by itself leaves the write open", op: update,
			says:   []outcome{saysDone},
			faults: map[kind][]fault{updates: {{name: "acted, then dial error", open: true, dial: true}}},
		},
		{
			name: "12: and the server can act later", op: update, says: mayNotKnow,
			faults: map[kind][]fault{updates: {{name: "dial error", acts: later, late: sixLater, open: true,
				dial: true}}},
		},
	} {
		t.Run(d.name, d.run)
	}
}
