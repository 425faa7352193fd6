package gcoresgtest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"

	"github.com/gcoresg/gcoresg"
	engine "github.com/gcoresg/gcoresg/internal/call"
)

// apiKey is the one key that the server takes. Nothing in it occurs in ordinary messages, so that a test that looks for
// the key in logs and errors finds the key and nothing else.
const apiKey = "F4K3$QzXv7WkJ9pRm2TbY6LhN"

// Speed is how many times shorter the waits of clients made by [Server.Client] are than those of clients of the API,
// except in a bubble of testing/synctest, where they are the same.
const Speed = 100

// TB is the part of [testing.TB] that [New] needs; *testing.T, *testing.B and *testing.F have it.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is a fake of the API. Make one with [New] or [Start].
type Server struct {
	config   config
	url      string
	server   *http.Server
	client   *http.Client
	handlers sync.RWMutex // every handler holds it for reading
	// fail stops the test, or panics where there is none, because of a mistake in the program that uses the fake.
	fail func(format string, args ...any)

	// mu guards everything below.
	mu         sync.Mutex
	ids        *rand.Rand
	requestIDs *rand.Rand        // apart from ids, so that the ids of rules do not depend on the number of requests
	groups     []*group          // in the order they were added
	holders    map[string]*group // the group of every rule, by the rule's id
	tasks      map[string]*task
	observers  []func(groupID string, rules []gcoresg.Rule)
	faults     []Fault
	requests   []*Request
	violations []Violation
}

// lock guards the state until the function that it returns is called, and brings it up to the present.
func (s *Server) lock() (unlock func()) {
	s.mu.Lock()
	s.endTasks()
	return s.mu.Unlock
}

// New starts a server for a test and closes it when the test ends.
func New(tb TB, opts ...Option) *Server {
	tb.Helper()
	s, err := Start(opts...)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	s.fail = tb.Fatalf
	tb.Cleanup(s.Close)
	return s
}

// Start starts a server for a program that is not a test. Close it when done.
func Start(opts ...Option) (*Server, error) {
	config, err := configure(opts)
	if err != nil {
		return nil, err
	}
	random := func(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(config.seed, stream)) }
	s := &Server{
		config: config, ids: random(0), requestIDs: random(1),
		holders: map[string]*group{}, tasks: map[string]*task{},
	}
	s.fail = func(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
	return s, s.listen()
}

// Close stops the server and ends whatever it still delays. Calling it twice is harmless.
func (s *Server) Close() {
	_ = s.server.Close() // ends all connections, which ends what handlers still delay
	s.client.CloseIdleConnections()
	s.handlers.Lock() // waits for the handlers
	defer s.handlers.Unlock()
}

// URL is the address to give to [gcoresg.WithBaseURL], with the base path and without a slash at its end. In a bubble
// of testing/synctest only [Server.HTTPClient] reaches it.
func (s *Server) URL() string { return s.url }

// APIKey is the key that the server takes. It is no real key.
func (s *Server) APIKey() string { return apiKey }

// HTTPClient is an HTTP client that reaches the server in a bubble of testing/synctest too, and trusts the certificate
// of a server made with [WithTLS]. A client that wraps its Transport does so as well.
func (s *Server) HTTPClient() *http.Client { return s.client }

// Client makes a client of this server. The options come after those that point it here, so that they win.
//
// The client decides as a client of the API does, but the waits between its requests are shorter by the factor [Speed]:
// before it sends again, also where Retry-After says how long, between readings of a task, and until it believes a
// reading of the group. What it finds out about a lost answer thus takes it 40 ms and not 4 s. Deadlines are not
// shortened: contexts, [gcoresg.WithTimeout], and the time that readings go on after a context has ended.
func (s *Server) Client(opts ...gcoresg.Option) *gcoresg.Client {
	all := []gcoresg.Option{
		gcoresg.WithBaseURL(s.url), gcoresg.WithAPIKey(apiKey),
		gcoresg.WithClock(engine.Clock{Speed: s.config.speed}),
	}
	if s.config.tls || s.config.bubble {
		all = append(all, gcoresg.WithHTTPClient(s.client))
	}
	client, err := gcoresg.NewClient(append(all, opts...)...)
	if err != nil {
		s.fail("gcoresgtest: the options given to Client do not make a client: %v", err)
	}
	return client
}
