package model

import (
	"context"
	"errors"
	"time"

	"github.com/gcoresg/gcoresg"
)

// converge stops the faults and calls ReplaceRule again with the same arguments, until it says that it is done. Late actions of the
// call before can still be under way.
func (r *run) converge(s *server, c scenario, call func(context.Context) truth) {
	s.calmDown()
	r.log.add("the faults stop")
	for range 5 {
		facts := call(context.Background())
		r.log.add("client says: %s", r.claim.String())
		if r.claim.err != nil && !r.hopeless(s, c) {
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
	r.complaints = append(r.complaints, complaint{"called again, ReplaceRule does not come to an end", r.claim.err.Error()})
}

// hopeless reports whether the group itself is why the same arguments are refused again: it has another rule that Neutron calls the
// same, or is full.
func (r *run) hopeless(s *server, c scenario) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	third, found := c.group.duplicate(c.want)
	if found && third.id != c.old.id && !third.isAs(c.want) {
		return errors.Is(r.claim.err, gcoresg.ErrConflict)
	}
	return len(c.group.rules()) >= s.limit && errors.Is(r.claim.err, gcoresg.ErrQuota)
}
