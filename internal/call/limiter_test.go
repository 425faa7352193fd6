package call

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestPlacesAreGivenOutPerKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Limiter[string]{Places: 2}
		_ = l.Acquire(background(), "a")
		_ = l.Acquire(background(), "a")
		if err := l.Acquire(background(), "b"); err != nil {
			t.Errorf("another key: %v", err)
		}
		third := make(chan error, 1)
		go func() { third <- l.Acquire(background(), "a") }()
		synctest.Wait()
		select {
		case <-third:
			t.Fatal("a third place was given out of two")
		default:
		}
		l.Release("a")
		if err := <-third; err != nil {
			t.Error(err)
		}
	})
}

func TestWaitingForAPlaceEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Limiter[string]{Places: 1}
		_ = l.Acquire(background(), "a")
		reason := errors.New("it takes too long")
		ctx, cancel := context.WithTimeoutCause(background(), time.Second, reason)
		defer cancel()
		start := time.Now()
		if err := l.Acquire(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, reason) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		l.Release("a")
		if len(l.queues) != 0 {
			t.Errorf("%d keys are left", len(l.queues))
		}
	})
}

func TestWhoAsksFirstGetsAPlaceFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Limiter[string]{Places: 1}
		_ = l.Acquire(background(), "a")
		order := make(chan int, 3)
		for i := range 3 {
			go func() {
				if l.Acquire(background(), "a") == nil {
					order <- i
				}
			}()
			synctest.Wait()
		}
		for i := range 3 {
			l.Release("a")
			if got := <-order; got != i {
				t.Errorf("place %d went to %d", i, got)
			}
		}
	})
}

// TestAKeyGoesWhenNobodyUsesIt, whether its users held a place or gave up waiting for one.
func TestAKeyGoesWhenNobodyUsesIt(t *testing.T) {
	l := Limiter[int]{Places: 2}
	ctx, cancel := context.WithTimeout(background(), 50*time.Millisecond)
	defer cancel()
	var inUse [10]atomic.Int32
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			for range 20 {
				key := i % len(inUse)
				if l.Acquire(ctx, key) != nil {
					return
				}
				if n := inUse[key].Add(1); n > 2 {
					t.Errorf("%d places of 2 are taken", n)
				}
				time.Sleep(time.Microsecond)
				inUse[key].Add(-1)
				l.Release(key)
			}
		})
	}
	all.Wait()
	if len(l.queues) != 0 {
		t.Errorf("%d keys are left", len(l.queues))
	}
	for n := range 1000 {
		if err := l.Acquire(background(), n); err != nil {
			t.Fatal(err)
		}
		l.Release(n)
	}
	if len(l.queues) != 0 {
		t.Errorf("%d keys are left after calls in turn", len(l.queues))
	}
}

// TestWaitingIsNotPartOfAnAttempt: every exchange takes a second of the two that it may, so that none fails, although
// the last one waits for nine seconds.
func TestWaitingIsNotPartOfAnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, slow(time.Second), within(2*time.Second))
		start := time.Now()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if r := client.Attempt(background(), write()); r.Outcome != Succeeded {
					t.Errorf("outcome %d: %v", r.Outcome, r.Err)
				}
			})
		}
		all.Wait()
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("20 exchanges in 2 places took %v, want 10 s", took)
		}
	})
}

// TestEndOfTheContextWhileWaitingLeavesNothingOpen: the places come free at the very moment at which those who wait for
// them have to give up. Nothing of theirs was sent.
func TestEndOfTheContextWhileWaitingLeavesNothingOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent, open atomic.Int32
		client := newTestClient(t, likeNetHTTP(func(req *http.Request) (*http.Response, error) {
			sent.Add(1)
			return hang(req)
		}))
		ctx, cancel := context.WithTimeout(background(), time.Second)
		defer cancel()
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				if r := client.Attempt(ctx, write()); r.Outcome == Open {
					open.Add(1)
				}
			})
		}
		all.Wait()
		if open.Load() != sent.Load() || sent.Load() != 2 {
			t.Errorf("%d attempts are open, but %d were sent", open.Load(), sent.Load())
		}
	})
}

// TestRegionsDoNotWaitForEachOther, and the readings that reconcile a write wait for neither.
func TestRegionsDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, transport(func(req *http.Request) (*http.Response, error) {
			if req.Method == "PUT" {
				return hang(req)
			}
			return reply(200, ""), nil
		}))
		ctx, cancel := context.WithCancel(background())
		for range 2 {
			go client.Attempt(ctx, write())
		}
		synctest.Wait()
		start := time.Now()
		for _, r := range []*Request{
			{Method: "GET", Route: "/", Region: "9"},
			{Method: "GET", Route: "/", Region: "8", Reconciling: true},
		} {
			if result := client.Attempt(background(), r); result.Outcome != Succeeded || !time.Now().Equal(start) {
				t.Errorf("%+v: outcome %d after %v", r, result.Outcome, time.Since(start))
			}
		}
		short, stop := context.WithTimeout(background(), time.Second)
		defer stop()
		if result := client.Attempt(short, reading()); result.Outcome != Stopped {
			t.Errorf("a reading that reconciles nothing had a place beside the writes: outcome %d", result.Outcome)
		}
		cancel()
		synctest.Wait()
		if len(client.inFlight.queues) != 0 {
			t.Errorf("%d regions are left", len(client.inFlight.queues))
		}
	})
}

// slow answers after a time.
func slow(d time.Duration) transport {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return reply(200, ""), nil
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

// likeNetHTTP looks at the context before it looks for a connection, as net/http's transport does.
func likeNetHTTP(next transport) transport {
	return func(req *http.Request) (*http.Response, error) {
		if err := req.Context().Err(); err != nil {
			return nil, err
		}
		return traced(true, next)(req)
	}
}

// TestEndOfTheContextWhileTheKeyIsFetchedLeavesNothingOpen, because a transport such as net/http's sends nothing then.
func TestEndOfTheContextWhileTheKeyIsFetchedLeavesNothingOpen(t *testing.T) {
	ctx, cancel := context.WithCancel(background())
	client := newTestClient(t, likeNetHTTP(giving(reply(200, ""))), func(c *Config) {
		c.Key = func(context.Context) (Key, error) { cancel(); return scheme + testKey, nil }
	})
	if r := client.Attempt(ctx, write()); r.Outcome != Stopped || !errors.Is(r.Err, context.Canceled) {
		t.Errorf("outcome %d: %v", r.Outcome, r.Err)
	}
}

// TestAnAttemptWithoutTimeToBeginLeavesNothingOpen: the time-out is over before the transport looks for a connection.
func TestAnAttemptWithoutTimeToBeginLeavesNothingOpen(t *testing.T) {
	client := newTestClient(t, likeNetHTTP(giving(reply(200, ""))), within(1))
	if r := client.Attempt(background(), write()); r.Outcome != NotSent || !errors.Is(r.Err, context.DeadlineExceeded) {
		t.Errorf("outcome %d: %v", r.Outcome, r.Err)
	}
}
