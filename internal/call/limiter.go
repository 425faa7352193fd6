package call

import (
	"context"
	"sync"
)

// A Limiter gives out a number of places for each key. What it knows of a key goes when nobody holds a place of it or
// waits for one. Its zero value has no places; set Places first.
type Limiter[K comparable] struct {
	// Places is how many places each key has.
	Places int

	mu     sync.Mutex
	queues map[K]*Queue
	spare  *Queue // the last one that was given back, so that calls in turn need no new one
}

// A Queue holds the places of one key.
type Queue struct {
	users  int // who hold a place or wait for one
	places chan struct{}
}

// Acquire waits for a place, at most until the context ends, and returns the context's error then.
func (l *Limiter[K]) Acquire(ctx context.Context, key K) (*Queue, error) {
	q := l.join(key)
	select {
	case q.places <- struct{}{}: // without asking ctx for its channel, which is made on demand
		return q, nil
	default:
	}
	select {
	case q.places <- struct{}{}:
		return q, nil
	case <-ctx.Done():
		l.leave(key, q)
		return nil, ctx.Err()
	}
}

// Release gives a place back.
func (l *Limiter[K]) Release(key K, q *Queue) {
	<-q.places
	l.leave(key, q)
}

func (l *Limiter[K]) join(key K) *Queue {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queues[key]
	if q == nil {
		if l.queues == nil {
			l.queues = map[K]*Queue{}
		}
		if q, l.spare = l.spare, nil; q == nil {
			q = &Queue{places: make(chan struct{}, l.Places)}
		}
		l.queues[key] = q
	}
	q.users++
	return q
}

func (l *Limiter[K]) leave(key K, q *Queue) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if q.users--; q.users == 0 {
		delete(l.queues, key)
		l.spare = q
	}
}
