package reconcile

import (
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// readingOf makes a reading of rules; the ones with the ids in odd have a field that cannot be read.
func readingOf(rules []gen.Rule, odd ...string) *reading {
	r := &reading{rules: rules}
	for _, rule := range rules {
		isOdd := false
		for _, id := range odd {
			isOdd = isOdd || rule.ID == id
		}
		if !isOdd {
			r.clear = append(r.clear, rule)
		}
	}
	return r
}

func asWanted(id string) gen.Rule {
	return gen.Rule{ID: id, SecurityGroupID: groupID, Direction: wanted.Direction, Protocol: wanted.Protocol, Description: wanted.Description}
}

// TestLook holds what a reading says of each kind of write.
func TestCompare(t *testing.T) {
	old, made, other := gen.Rule{ID: oldID, Direction: "egress"}, asWanted(newID), gen.Rule{ID: thirdID, Direction: "egress"}
	list := func(rules ...gen.Rule) []gen.Rule { return rules }
	for name, test := range map[string]struct {
		w    write
		r    *reading
		want Shown
	}{
		"update: the old rule alone":        {write{kind: update}, readingOf(list(old)), Unchanged},
		"update: the old rule and a twin":   {write{kind: update}, readingOf(list(old, made)), Unchanged},
		"update: neither":                   {write{kind: update}, readingOf(list(other)), Neither},
		"update: an empty group":            {write{kind: update}, readingOf(nil), Neither},
		"update: the new rule, window over": {write{kind: update, windowOver: true}, readingOf(list(made)), Wanted},
		"update: a rule that may be older":  {write{kind: update}, readingOf(list(made)), Neither},
		"update: a rule that cannot be read": {
			write{kind: update, windowOver: true}, readingOf(list(other), thirdID), Unclear,
		},
		"update: the new rule beside such one": {
			write{kind: update, windowOver: true}, readingOf(list(other, made), thirdID), Wanted,
		},
		"update: the old rule beside such one": {
			write{kind: update, windowOver: true}, readingOf(list(other, old), thirdID), Unchanged,
		},
		"create: nothing":                    {write{kind: create}, readingOf(list(other)), Unchanged},
		"create: the rule, window over":      {write{kind: create, windowOver: true}, readingOf(list(made)), Wanted},
		"create: a rule that may be older":   {write{kind: create}, readingOf(list(made)), Unchanged},
		"create: the one that the task made": {write{kind: create, cause: Cause{Made: newID}}, readingOf(list(made)), Wanted},
		"create: another than the task made": {
			write{kind: create, cause: Cause{Made: thirdID}}, readingOf(list(made)), Unchanged,
		},
		"create: it has that id, but is odd": {
			write{kind: create, cause: Cause{Made: newID}}, readingOf(list(made), newID), Wanted,
		},
		"create: it has that id, but no match": {
			write{kind: create, cause: Cause{Made: thirdID}}, readingOf(list(other)), Unchanged,
		},
		"create: the one that is excepted": {
			write{kind: create, windowOver: true, ruleID: newID}, readingOf(list(made)), Unchanged,
		},
		"create: a rule that cannot be read": {
			write{kind: create, windowOver: true}, readingOf(list(made), newID), Unclear,
		},
		"delete: still there":              {write{kind: remove}, readingOf(list(old)), Unchanged},
		"delete: still there, window over": {write{kind: remove, windowOver: true}, readingOf(list(old)), Unchanged},
		"delete: gone, or not shown yet":   {write{kind: remove}, readingOf(list(other)), Unchanged},
		"delete: gone, window over":        {write{kind: remove, windowOver: true}, readingOf(list(other)), Wanted},
		"delete: there, but it cannot be read": {
			write{kind: remove, windowOver: true}, readingOf(list(old), oldID), Unchanged,
		},
		"delete: another one cannot be read": {
			write{kind: remove, windowOver: true}, readingOf(list(other), thirdID), Wanted,
		},
		"update: the old rule cannot be read": {
			write{kind: update, windowOver: true}, readingOf(list(old, made), oldID), Unchanged,
		},
		"update: the new rule in no other case": {
			write{kind: update, windowOver: true, ruleID: newID}, readingOf(list(made)), Unchanged,
		},
	} {
		w := test.w
		w.spec = &wanted
		if w.ruleID == "" && w.kind != create {
			w.ruleID = oldID
		}
		got := w.compare(test.r)
		if got != test.want || (w.rule != nil) != (got == Wanted && w.kind != remove) {
			t.Errorf("%s: shown %d, want %d; rule %v", name, got, test.want, w.rule)
		}
	}
}

// TestARuleThatIsNewerThanTheAttemptCountsAtOnce, by the server's clock, which counts whole seconds.
func TestARuleThatIsNewerThanTheAttemptCountsAtOnce(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, test := range map[string]struct {
		created, date time.Time
		want          Shown
	}{
		"made now":                             {date, date, Wanted},
		"made in the second before":            {date.Add(-time.Second), date, Wanted},
		"made long before":                     {date.Add(-time.Minute), date, Neither},
		"made before, and the reading is slow": {date.Add(-8 * time.Second), date, Neither},
		"the server does not tell the time":    {date, time.Time{}, Neither},
		"the rule does not tell when it made":  {time.Time{}, date, Neither},
	} {
		rule := asWanted(newID)
		rule.CreatedAt.Time = test.created
		r := readingOf([]gen.Rule{rule})
		r.date, r.began = test.date, time.Now().Add(-10*time.Second)
		w := write{kind: update, spec: &wanted, ruleID: oldID, firstEnded: r.began}
		if got := w.compare(r); got != test.want || (w.candidate != nil) != (got != Wanted) {
			t.Errorf("%s: shown %d, want %d", name, got, test.want)
		}
	}
}

// TestACandidateIsTakenWhereTheGroupCannotBeReadAnyMore: that it is as wanted was read, and that nothing can be read
// is no sign against it.
func TestACandidateIsTakenWhereTheGroupCannotBeReadAnyMore(t *testing.T) {
	candidate := asWanted(newID)
	w := write{kind: update, spec: &wanted, candidate: &candidate}
	if w.giveUpReading(&Cause{}); w.shown != Wanted || w.rule != &candidate || w.unread != nil {
		t.Errorf("%+v", w)
	}
	w = write{kind: update, spec: &wanted}
	if w.giveUpReading(&Cause{}); w.shown != Unreadable || w.rule != nil || w.unread == nil {
		t.Errorf("%+v", w)
	}
}
