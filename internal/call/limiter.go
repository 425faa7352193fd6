package call

import (
	"context"
	"slices"
	"sync"
)

// A Limiter gives out a number of places for each key, in the order in which they are asked for. A key takes no memory
// once nobody holds a place of it. The zero value has no places; set Places first.
type Limiter[K comparable] struct {
	// Places is how many places each key has.
	Places int

	mu     sync.Mutex
	queues map[K]queue
}

type queue struct {
	held    int
	waiting []chan struct{} // closed when a place is handed over
}

// Acquire waits for a place, at most until the context ends, and returns the context's error then.
func (l *Limiter[K]) Acquire(ctx context.Context, key K) error {
	turn := l.enqueue(key)
	if turn == nil {
		return nil
	}
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queues[key]
	i := slices.Index(q.waiting, turn)
	if i < 0 {
		return nil // the place came at the same moment
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	l.queues[key] = q
	return ContextError(ctx)
}

// enqueue takes a free place and returns nil, or returns what to wait for.
func (l *Limiter[K]) enqueue(key K) chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.queues == nil {
		l.queues = map[K]queue{}
	}
	q := l.queues[key]
	var turn chan struct{}
	if q.held < l.Places {
		q.held++
	} else {
		turn = make(chan struct{})
		q.waiting = append(q.waiting, turn)
	}
	l.queues[key] = q
	return turn
}

// Release gives a place back.
func (l *Limiter[K]) Release(key K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queues[key]
	if len(q.waiting) > 0 {
		close(q.waiting[0])
		q.waiting = q.waiting[1:]
	} else {
		q.held--
	}
	if q.held == 0 {
		delete(l.queues, key)
	} else {
		l.queues[key] = q
	}
}
