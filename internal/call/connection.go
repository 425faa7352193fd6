package call

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
)

// connection remembers whether a request got a connection. Net/http's transport calls the hooks, also below a wrapper
// such as OpenTelemetry's. A transport that does not call them may have sent the request, whatever its error says: it
// may have tried twice, and failed to connect only the second time.
type connection struct {
	hooks      httptrace.ClientTrace
	asked, got atomic.Bool
}

func (c *connection) trace(ctx context.Context) context.Context {
	c.hooks.GetConn = func(string) { c.asked.Store(true) }
	c.hooks.GotConn = func(httptrace.GotConnInfo) { c.got.Store(true) }
	return httptrace.WithClientTrace(ctx, &c.hooks)
}

// maySend reports whether a request that failed may have left this machine.
func (c *connection) maySend() bool { return c.got.Load() || !c.asked.Load() }
