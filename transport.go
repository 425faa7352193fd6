package gcoresg

import (
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// sender sends one request and follows nothing.
type sender func(*http.Request) (*http.Response, error)

// newSender calls the transport directly where it can: http.Client adds a tenth to the cost of a call and would turn a redirected
// PUT into a GET. A caller's own client is copied, so that its Jar and Timeout hold and it stays as it is. standard tells whether
// requests go straight to net/http's own transport.
func newSender(own *http.Client) (send sender, standard bool) {
	if own == nil {
		transport := defaultTransport()
		_, standard = transport.(*http.Transport)
		return transport.RoundTrip, standard
	}
	client := *own
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client.Do, false
}

// maxConnections bounds the connections to one host. With net/http's two idle ones, 64 goroutines open thousands of connections;
// with no bound, ten thousand calls at once open as many. It bounds the exchanges of a client too: on HTTP/2 net/http does not count
// a connection whose streams are all taken, and opens another.
const maxConnections = 64

// defaultTransport is shared by all clients without their own, so that a client is cheap and connections are reused.
var defaultTransport = sync.OnceValue(func() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport // replaced by the program, for instrumentation or a test
	}
	transport := standard.Clone()
	transport.MaxIdleConnsPerHost = maxConnections
	transport.MaxConnsPerHost = maxConnections
	transport.MaxResponseHeaderBytes = maxAnswer // net/http's own bound, 10 MiB, costs 100 MiB to reach
	// Short, so that a write rarely meets a connection that the server is just closing: its outcome would be unknown.
	transport.IdleConnTimeout = 30 * time.Second
	return transport
})

const modulePath = "github.com/gcoresg/gcoresg"

// userAgent names this module and, where the build recorded it, its version.
var userAgent = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == modulePath {
				return "gcoresg/" + module.Version
			}
		}
	}
	return "gcoresg"
})
