package model

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
)

// TestUntrueOfOverload makes 1,500 calls at once by the default transport. Every exchange takes 100 ms, far from the
// time-out of two seconds, so that nothing is open.
func TestUntrueOfOverload(t *testing.T) {
	for _, op := range []operation{update, create} {
		t.Run("7: "+op.String()+", with no exchange near its time-out, no outcome is unknown", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { overload(t, op) })
		})
	}
}

func overload(t *testing.T, op operation) {
	const calls = 1500
	s := newServer(&eventLog{off: true}, rand.NewPCG(1, 2))
	n := &network{server: s, plan: func(x *exchange) fault {
		x.there, x.back, x.gap = 50*time.Millisecond, 40*time.Millisecond, 10*time.Millisecond
		x.task = taskPlan{fresh: 100 * time.Millisecond, work: 100 * time.Millisecond}
		return fault{}
	}}
	saved := switchboard.to.Load()
	defer switchboard.to.Store(saved)
	switchboard.use(n)
	http.DefaultTransport = &switchboard
	client, err := gcoresg.NewClient(gcoresg.WithAPIKey("12345$0123456789abcdef"),
		gcoresg.WithBaseURL("https://api.example"),
		gcoresg.WithTimeout(2*time.Second), gcoresg.WithDeprecationHandler(nil))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	unknown, failed := 0, 0
	var sample error
	for range calls {
		g := s.addGroup(specs[0])
		c := &claim{op: op, old: g.rules()[0], want: specs[1]}
		all.Go(func() {
			c.call(context.Background(), client.SecurityGroup(1, 2, g.id), s, g)
			mu.Lock()
			defer mu.Unlock()
			if c.err != nil {
				failed++
				sample = c.err
			}
			if errors.Is(c.err, gcoresg.ErrOutcomeUnknown) {
				unknown++
			}
		})
	}
	all.Wait()
	if failed > 0 {
		t.Errorf("%d of %d calls are unknown, and %d fail, such as %v", unknown, calls, failed, sample)
	}
}
