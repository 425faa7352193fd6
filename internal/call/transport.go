package call

import (
	"net/http"
	"sync"
	"time"
)

// newSender returns what sends a request: without a client of the caller's own, the transport itself, because an
// http.Client costs a tenth more and would turn a redirected PUT into a GET. A caller's own client is copied, so that
// it is not modified.
func newSender(own *http.Client) func(*http.Request) (*http.Response, error) {
	if own == nil {
		return defaultTransport().RoundTrip
	}
	client := *own
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client.Do
}

// shared is the transport of all clients without one of their own, so that a client is cheap and connections are
// reused.
var shared struct {
	sync.Mutex
	origin, transport *http.Transport
}

// defaultTransport is the shared transport. It is made anew where the program has replaced http.DefaultTransport, as it
// may do for instrumentation or in a test. A replacement that is not net/http's is used as it is.
func defaultTransport() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok && http.DefaultTransport != nil {
		return http.DefaultTransport
	}
	shared.Lock()
	defer shared.Unlock()
	if shared.transport == nil || shared.origin != standard {
		shared.origin, shared.transport = standard, NewTransport()
	}
	return shared.transport
}

// NewTransport returns a copy of http.DefaultTransport that suits many calls at once. It does not bound connections,
// because the limit on exchanges in flight does.
func NewTransport() *http.Transport {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	if standard, ok := http.DefaultTransport.(*http.Transport); ok && standard != nil {
		transport = standard.Clone()
	}
	transport.MaxIdleConns = 0
	transport.MaxIdleConnsPerHost = MaxInFlight // with net/http's two, almost every one of many calls opens a connection
	transport.MaxResponseHeaderBytes = maxAnswer
	// Short, so that a write rarely meets a connection that the server is just closing: its outcome would be unknown.
	transport.IdleConnTimeout = 30 * time.Second
	return transport
}

// MaxInFlight is the default limit on the exchanges of one region in flight.
const MaxInFlight = 256
