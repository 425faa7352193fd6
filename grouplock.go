package gcoresg

import (
	"context"
	"fmt"
	"sync"
)

// groupLocks makes the writes of one client to one group go one after another: the server locks a group while a task runs, and
// what is read of a group to settle an outcome means less while we write to it ourselves. An entry stays for the client's life.
type groupLocks struct {
	mu    sync.Mutex
	locks map[groupKey]chan struct{}
}

type groupKey struct {
	projectID, regionID int
	id                  string
}

// acquire waits for its turn, at most until the context ends. Receive from the channel when done.
func (l *groupLocks) acquire(ctx context.Context, key groupKey) (<-chan struct{}, error) {
	l.mu.Lock()
	lock, found := l.locks[key]
	if !found {
		if l.locks == nil {
			l.locks = map[groupKey]chan struct{}{}
		}
		lock = make(chan struct{}, 1)
		l.locks[key] = lock
	}
	l.mu.Unlock()
	select {
	case lock <- struct{}{}:
		return lock, nil
	default:
	}
	select {
	case lock <- struct{}{}:
		return lock, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("gcoresg: nothing was sent: waiting for another write of this client to the group: %w", ctx.Err())
	}
}

// lock takes the group for one write. Upper and lower case name the same group.
func (g *SecurityGroup) lock(ctx context.Context) (<-chan struct{}, error) {
	return g.client.locks.acquire(ctx, groupKey{g.projectID, g.regionID, g.canonicalID})
}
