package model

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg"
)

// converge stops the faults and calls ReplaceRule again with the same arguments, until it says that it is done. Late
// actions of the call before can still be under way.
func (r *run) converge(s *server, c scenario, call func(context.Context) truth) {
	s.calmDown()
	r.log.add("the faults stop")
	r.followPutBack(s, c)
	for range 5 {
		facts := call(context.Background())
		r.log.add("client says: %s", r.claim.String())
		if r.claim.err != nil && !r.hopeless(s, c) {
			r.followPutBack(s, c)
			time.Sleep(30 * time.Second)
			continue
		}
		s.work.Wait()
		facts.finish(s, c.group)
		for _, problem := range r.claim.judge(facts) {
			problem.kind = "called again: " + problem.kind
			r.complaints = append(r.complaints, problem)
		}
		return
	}
	r.complaints = append(r.complaints, complaint{"called again, ReplaceRule does not come to an end",
		r.claim.err.Error()})
}

// followPutBack takes the id from the error where the old rule has been put back under a new one, as a caller has to.
func (r *run) followPutBack(s *server, c scenario) {
	var e *gcoresg.ReplaceError
	if !errors.As(r.claim.err, &e) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if back, found := c.group.find(strings.ToLower(e.OldID)); found {
		r.claim.old = back
	}
}

// hopeless reports whether the group itself is why the same arguments are refused again: it has another rule that
// Neutron calls the same, or is full.
func (r *run) hopeless(s *server, c scenario) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	third, found := c.group.duplicate(c.want)
	if found && third.id != r.claim.old.id && !third.isAs(c.want) {
		return errors.Is(r.claim.err, gcoresg.ErrConflict)
	}
	return len(c.group.rules()) >= s.limit && errors.Is(r.claim.err, gcoresg.ErrQuota)
}
