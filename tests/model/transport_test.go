package model

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"syscall"
	"time"
)

// network carries requests to the server, and does to them what the plan says.
type network struct {
	*server
	plan   func(*exchange) fault // also draws the times of the exchange; called by one goroutine at a time
	traced bool                  // whether it calls the hooks of httptrace, as net/http's transport does

	mu     sync.Mutex
	counts [readsGroup + 1]int
	giveUp time.Time // from then on every answer is 401, so that a client that would go on for ever ends
	gaveUp bool
}

// RoundTrip is one exchange.
func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	x, err := parse(req)
	if err != nil {
		return nil, err
	}
	f := n.next(x)
	n.log.add("client: %v", x)
	if f.name != "" {
		n.log.add("network: %s", f.name)
	}
	ans, err := n.carry(req.Context(), x, f)
	if err != nil {
		n.log.add("client gets: %v", err)
		return nil, err
	}
	n.log.add("client gets: %s", lazy(ans.summary))
	return ans.response(req), nil
}

// lazy is a text that is made when the log is read.
type lazy func() string

func (l lazy) String() string { return l() }

func (n *network) next(x *exchange) fault {
	n.server.mu.Lock()
	calm := n.calm
	if g := n.groupOf(x.ruleID); g != nil {
		x.old, _ = g.find(x.ruleID)
		if x.kind == updates {
			x.groupID = g.id // the body may not name it
		}
	}
	n.server.mu.Unlock()
	n.mu.Lock()
	x.number = n.counts[x.kind]
	n.counts[x.kind]++
	if !n.giveUp.IsZero() && time.Now().After(n.giveUp) {
		n.gaveUp = true
	}
	over := n.gaveUp
	f := n.plan(x)
	n.mu.Unlock()
	if over {
		return fault{name: "the model ends the run", acts: never, answer: fixed(refusal(401, "UnauthorizedError",
			"the run is over"))}
	}
	if calm {
		x.task.end = endsWell
		return fault{}
	}
	return f
}

// carry is the exchange seen from the client.
func (n *network) carry(ctx context.Context, x *exchange, f fault) (answer, error) {
	if ctx.Err() != nil {
		return answer{}, ctx.Err() // net/http sends nothing then
	}
	trace := httptrace.ContextClientTrace(ctx)
	if !n.traced {
		trace = &httptrace.ClientTrace{}
	}
	if trace != nil && trace.GetConn != nil {
		trace.GetConn("api.gcore.com:443")
	}
	if (!f.dial || f.open) && trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	n.mark(x, f)
	if !sleep(ctx, x.there) {
		return answer{}, n.interrupted(ctx, x, f)
	}
	var ans answer
	switch f.acts {
	case now:
		done := make(chan answer, 1)
		n.work.Go(func() { done <- n.answerTo(x, f) })
		select {
		case ans = <-done:
		case <-ctx.Done():
			return answer{}, n.interrupted(ctx, x, fault{acts: never}) // the server goes on by itself
		}
	case later:
		defer n.actLater(x, f)
	case split:
		x.gap = f.late
		n.work.Go(func() { n.answerTo(x, f) })
	}
	wait := x.back + f.delay
	if f.hang {
		wait = time.Hour
	}
	if !sleep(ctx, wait) {
		return answer{}, n.interrupted(ctx, x, fault{acts: never})
	}
	switch {
	case f.dial:
		return answer{}, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case f.lose:
		return answer{}, lost
	case f.hang:
		return answer{}, errors.New("the model waited an hour for a client without a time-out")
	case f.answer != nil:
		ans = f.answer(x, ans)
	}
	return ans, nil
}

var lost = &net.OpError{Op: "read", Net: "tcp", Err: io.ErrUnexpectedEOF}

// mark notes what the fault leaves open.
func (n *network) mark(x *exchange, f fault) {
	if f.name == "" {
		return
	}
	if !x.kind.writes() {
		n.marks.readFailed.Store(true)
	} else if f.open || f.dial && !n.traced { // a dial error of an unknown transport proves nothing
		n.marks.open.Store(true)
	}
}

// interrupted ends an exchange whose context has ended. A request that was on its way can still arrive.
func (n *network) interrupted(ctx context.Context, x *exchange, f fault) error {
	if x.kind.writes() {
		n.marks.open.Store(true)
	} else {
		n.marks.readFailed.Store(true)
	}
	if x.kind.writes() && f.acts != never && x.stray > 0 {
		f.late = x.stray
		n.actLater(x, f)
	}
	return ctx.Err()
}

// actLater lets the server act when the client has long stopped waiting.
func (n *network) actLater(x *exchange, f fault) {
	n.work.Go(func() {
		time.Sleep(f.late)
		n.log.add("server: begins late with %v", x)
		n.answerTo(x, f)
	})
}

// sleep reports whether the whole time has passed.
func sleep(ctx context.Context, d time.Duration) bool {
	if ctx.Err() != nil || d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
