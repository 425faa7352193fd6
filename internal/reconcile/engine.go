// Package reconcile carries out one write to a security group: it sends the request, waits for the server's task,
// reads the group where the outcome is open, and decides what is true. Results are values; the root package makes
// public errors of them.
package reconcile

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
)

// A Group names a security group. Make one with [NewGroup].
type Group struct {
	ProjectID, RegionID, ID string
	key                     string // the three of them in one
}

// NewGroup names a group. Upper and lower case of its id name the same one.
func NewGroup(projectID, regionID int, id string) Group {
	g := Group{ProjectID: strconv.Itoa(projectID), RegionID: strconv.Itoa(regionID), ID: strings.ToLower(id)}
	g.key = g.ProjectID + "/" + g.RegionID + "/" + g.ID
	return g
}

// An Engine carries out writes. It is safe for use by several goroutines. Its writes to one group go one after
// another: the server locks a group while a task runs, and a reading says less while another write is under way.
type Engine struct {
	Calls *call.Client
	// Off turns off the readings that find out what became of a write.
	Off bool

	locks    call.Limiter[string] // by the key of the group
	recent   recent
	restored sync.Map // by the id of a rule that was deleted, the id under which it was put back
	doomed   sync.Map // ids of rules that a write with an unknown outcome may still delete
}

// New makes an engine.
func New(calls *call.Client, off bool) *Engine {
	return &Engine{Calls: calls, Off: off, locks: call.Limiter[string]{Places: 1}}
}

// lock waits until no other write of this client is under way at the group.
func (e *Engine) lock(ctx context.Context, group Group) error {
	if err := e.locks.Acquire(ctx, group.key); err != nil {
		return fmt.Errorf("waiting for another write of this client to the group: %w", err)
	}
	return nil
}

func (e *Engine) unlock(group Group) { e.locks.Release(group.key) }

// window is how far a reading of a group may lag. What a reading shows as unchanged is believed only where the
// reading began at least this long after the change could have happened.
const window = 4 * time.Second

// readOn is how long readings go on after the call's context has ended.
const readOn = 5 * time.Second

// A Verdict is what became of a write.
type Verdict int

const (
	Applied Verdict = iota // the group is as wanted
	NotDone                // nothing was changed, and nothing will be
	Lost                   // the group has neither the old rule nor the new one
	Unknown                // nobody can tell

	// These are no verdicts yet, but what the write does next.
	send
	read
)

// A Result is what is known of a write at its end.
type Result struct {
	Verdict Verdict
	// Rule is the new rule, nil after a failure and after a delete.
	Rule *gen.Rule
	// Open reports whether some attempt may still act. After a success that does no harm, because the server refuses
	// what is already done.
	Open bool
	// Cause is the last attempt: after a failure, the reason.
	Cause Cause
	// Shown is what the last reading that succeeded showed of the group, and Unread why the last reading failed, nil
	// if it did not.
	Shown  Shown
	Unread *Cause
	// Ended is when the last attempt ended.
	Ended time.Time
	// Notices are what the server's headers say of deprecations.
	Notices []Notice
}

// A Notice is what the headers of an answer say of its operation.
type Notice struct {
	Op     *gen.Operation
	Header *call.Notice
}

// recent remembers when this client's last write to each group ended, for as long as a reading may lag behind it, and
// for a thousand groups at most. It has two maps and from time to time drops the older one, so that it need not search
// for entries that are too old.
type recent struct {
	mu         sync.Mutex
	started    time.Time
	young, old map[string]time.Time // by the key of the group
}

// note remembers when a write to a group ended.
func (r *recent) note(key string, ended time.Time, clock call.Clock) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.young == nil || clock.Between(r.started, ended) > window || len(r.young) == 512 {
		r.started, r.old, r.young = ended, r.young, map[string]time.Time{}
	}
	r.young[key] = ended
}

// last returns when the last write to a group ended, zero where that is long ago.
func (r *recent) last(key string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ended, found := r.young[key]; found {
		return ended
	}
	return r.old[key]
}

// request is the operation on the group, with the values of its path parameters after project, region and group.
func request(op *gen.Operation, group Group, values ...string) call.Request {
	r := call.Request{Name: op.Name, Method: op.Method, Route: op.Route, Region: group.RegionID}
	r.Values[0], r.Values[1] = group.ProjectID, group.RegionID
	copy(r.Values[2:], values)
	return r
}
