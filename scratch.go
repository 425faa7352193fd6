package gcoresg

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// scratch is the memory of one exchange: the answer, and whether the request got a connection.
type scratch struct {
	body   bytes.Buffer
	limit  io.LimitedReader
	shared bool

	hooks      httptrace.ClientTrace
	asked, got atomic.Bool
}

func newScratch() *scratch {
	s := new(scratch)
	s.hooks.GetConn = func(string) { s.asked.Store(true) }
	s.hooks.GotConn = func(httptrace.GotConnInfo) { s.got.Store(true) }
	return s
}

// unsent reports whether a request that failed with err certainly never left: it waited for a connection and got none. Only
// net/http's transport calls the hooks: under one that does not, nothing is known but what the error itself says.
func (s *scratch) unsent(err error) bool {
	if s.got.Load() {
		return false
	}
	var dial *net.OpError
	return s.asked.Load() || errors.As(err, &dial) && dial.Op == "dial"
}

var scratches = sync.Pool{New: func() any { return newScratch() }}

// scratch returns the memory for one exchange. It is shared only where nobody but this exchange calls the hooks: net/http's own
// transport does so before it returns, another one may do so late, and hooks of the caller's are joined to ours for good.
func (c *Client) scratch(ctx context.Context) *scratch {
	if !c.sharesScratch || httptrace.ContextClientTrace(ctx) != nil {
		return newScratch()
	}
	s := scratches.Get().(*scratch)
	s.body.Reset()
	s.asked.Store(false)
	s.got.Store(false)
	s.shared = true
	return s
}

// release takes the memory back after an exchange that ended well.
func (s *scratch) release() {
	const keep = 64 << 10 // the memory of a large answer is not kept
	if s.shared && s.body.Cap() <= keep {
		s.limit.R = nil
		scratches.Put(s)
	}
}
