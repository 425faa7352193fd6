package call

import (
	"context"
	"slices"
	"sync"
)

// A Limiter lets at most so many goroutines at a time hold a place of the same key. The others wait, and get a place in
// the order in which they came. It has no memory of a key of which nobody holds a place.
type Limiter[K comparable] struct {
	// Places is how many places each key has. Set it before the first use.
	Places int

	mu     sync.Mutex
	queues map[K]queue
}

type queue struct {
	held    int
	waiting []chan struct{} // closed when a place is handed over
}

// Acquire waits for a place. It returns an error only where the context ends first.
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
		return nil // the place was handed over at the moment at which the context ended
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	l.queues[key] = q
	return ContextError(ctx)
}

// enqueue takes a free place and returns nil. Where no place is free, it returns a channel that is closed when one is
// handed over.
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
