package gcoresgtest

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/gcoresg/gcoresg"
	engine "github.com/gcoresg/gcoresg/internal/call"
)

// apiKey is the one key that the server takes. Nothing in it occurs in ordinary messages, so that a test that looks for the key
// in logs and errors finds the key and nothing else.
const apiKey = "F4K3$QzXv7WkJ9pRm2TbY6LhN"

// speed is how many times shorter the waits of clients of a fake are than those of clients of the API. Tasks of the fake take 2 ms,
// those of the API up to a second.
const speed = 100

// TB is the part of [testing.TB] that [New] needs; *testing.T, *testing.B and *testing.F have it.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is a fake of the API. Make one with [New] or [Start].
type Server struct {
	tb     TB // nil when made by Start
	config config
	http   *httptest.Server
	routes *routes

	// mu guards everything below.
	mu         sync.Mutex
	store      *store
	faults     []*Fault
	requests   []*Request
	violations []Violation
}

// lock guards the state until the function that it returns is called, and brings it up to the present.
func (s *Server) lock() (unlock func()) {
	s.mu.Lock()
	s.store.settle(time.Now())
	return s.mu.Unlock
}

// New starts a server for a test and closes it when the test ends.
func New(tb TB, opts ...Option) *Server {
	tb.Helper()
	s, err := Start(opts...)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	s.tb = tb
	tb.Cleanup(s.Close)
	return s
}

// Start starts a server for a program that is not a test. Close it when done.
func Start(opts ...Option) (*Server, error) {
	config, err := configure(opts)
	if err != nil {
		return nil, err
	}
	routes, err := theRoutes()
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, routes: routes, store: newStore(config)}
	s.http = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	// net/http reports refused TLS handshakes and the like; a test that provokes them does not want to read of them.
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0)
	if config.tls {
		s.http.StartTLS()
	} else {
		s.http.Start()
	}
	return s, nil
}

// Close stops the server and ends whatever it still delays. Calling it twice is harmless.
func (s *Server) Close() {
	s.http.CloseClientConnections() // which ends the delays that faults asked for: Close waits for every handler
	s.http.Close()
}

// URL is the address to give to [gcoresg.WithBaseURL], with the base path and without a slash at its end.
func (s *Server) URL() string { return s.http.URL + s.config.basePath }

// APIKey is the key that the server takes. It is no real key.
func (s *Server) APIKey() string { return apiKey }

// HTTPClient is an HTTP client that trusts the certificate of a server made with [WithTLS].
func (s *Server) HTTPClient() *http.Client { return s.http.Client() }

// Client makes a client of this server. The options come after those that point it here, so that they win.
func (s *Server) Client(opts ...gcoresg.Option) *gcoresg.Client {
	all := []gcoresg.Option{gcoresg.WithBaseURL(s.URL()), gcoresg.WithAPIKey(apiKey), gcoresg.WithClock(engine.Clock{Speed: speed})}
	if s.config.tls {
		all = append(all, gcoresg.WithHTTPClient(s.HTTPClient()))
	}
	client, err := gcoresg.NewClient(append(all, opts...)...)
	if err != nil {
		s.fail("gcoresgtest: the options given to Client do not make a client: %v", err)
	}
	return client
}

// fail stops the test, or panics where there is none: what led here is a mistake in the program that uses the fake.
func (s *Server) fail(format string, args ...any) {
	if s.tb == nil {
		panic(fmt.Sprintf(format, args...))
	}
	s.tb.Helper()
	s.tb.Fatalf(format, args...)
}
