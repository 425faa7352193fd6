package reconcile

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
)

const (
	groupID = "11111111-1111-4111-8111-111111111111"
	oldID   = "22222222-2222-4222-8222-222222222222"
	newID   = "33333333-3333-4333-8333-333333333333"
	thirdID = "44444444-4444-4444-8444-444444444444"
	taskID  = "55555555-5555-4555-8555-555555555555"
	ownFail = `{"exception_class":"InternalServerError","message":"m"}`
	refusal = `{"exception_class":"ValidationError","message":"m"}`
)

var (
	group  = NewGroup(7, 8, groupID)
	wanted = gen.RuleSpec{Direction: "ingress", Protocol: "tcp", Description: "new"}
)

// ruleJSON is a rule of the group that a spec asks for; more is put before its end.
func ruleJSON(id string, spec gen.RuleSpec, more string) string {
	return fmt.Sprintf(`{"id":%q,"security_group_id":%q,"direction":%q,"protocol":%q,"description":%q%s}`,
		id, groupID, spec.Direction, spec.Protocol, spec.Description, more)
}

// groupJSON is the group with rules.
func groupJSON(rules ...string) string {
	return `{"id":"` + groupID + `","security_group_rules":[` + strings.Join(rules, ",") + `]}`
}

// oldRule and newRule are the rules of most tests.
var (
	oldRule = ruleJSON(oldID, gen.RuleSpec{Direction: "ingress", Protocol: "udp"}, "")
	newRule = ruleJSON(newID, wanted, "")
)

// A reply is an answer, or none where its error is set. The status -1 is no connection.
type reply struct {
	status int
	body   string
	err    error
}

// A server answers the requests of an engine from memory. The n-th request of a kind gets the n-th reply, and all later
// ones the last; kinds are methods, TASK and GROUP. It remembers when each came.
type server struct {
	replies map[string][]reply
	start   time.Time
	mu      sync.Mutex // guards what follows, which some tests read while a write is under way
	at      map[string][]time.Duration
	order   []string
	slow    time.Duration // how long a reading of the group takes
}

func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	kind := req.Method
	if kind == "GET" {
		kind = "GROUP"
		if strings.Contains(req.URL.Path, "/tasks/") {
			kind = "TASK"
		}
	}
	s.mu.Lock()
	n := len(s.at[kind])
	s.at[kind] = append(s.at[kind], time.Since(s.start))
	s.order = append(s.order, kind)
	s.mu.Unlock()
	noConnection := len(s.replies[kind]) > n && s.replies[kind][n].status == -1
	if trace := httptrace.ContextClientTrace(req.Context()); trace != nil {
		trace.GetConn(req.Host)
		if !noConnection {
			trace.GotConn(httptrace.GotConnInfo{})
		}
	}
	if noConnection {
		return nil, errors.New("no connection")
	}
	if kind == "GROUP" && s.slow > 0 {
		select {
		case <-time.After(s.slow):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	replies := s.replies[kind]
	if len(replies) == 0 {
		return nil, errors.New("the test has no reply to " + kind)
	}
	r := replies[min(n, len(replies)-1)]
	if r.err != nil {
		return nil, r.err
	}
	return &http.Response{
		StatusCode: r.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(r.body)), ContentLength: int64(len(r.body)),
	}, nil
}

// writes are the kinds of the writes, in order.
func (s *server) writes() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var writes []string
	for _, kind := range s.order {
		if kind != "TASK" && kind != "GROUP" {
			writes = append(writes, kind)
		}
	}
	return strings.Join(writes, " ")
}

// newEngine makes an engine with so many retries, and its server.
func newEngine(t *testing.T, retries int, replies map[string][]reply) (*Engine, *server) {
	t.Helper()
	base, err := call.ParseBaseURL("https://api.example")
	if err != nil {
		t.Fatal(err)
	}
	calls := call.New(call.Config{
		Key: call.FixedKey("apikey x"), BaseURL: base, UserAgent: "test", Timeout: time.Minute, MaxInFlight: 8, MaxRetries: retries,
		Logger: slog.New(slog.DiscardHandler),
	})
	s := &server{replies: replies, start: time.Now(), at: map[string][]time.Duration{}}
	calls.Send = s.RoundTrip
	return New(calls, false), s
}

// seconds are times since the start.
func seconds(n ...float64) (times []time.Duration) {
	for _, n := range n {
		times = append(times, time.Duration(n*float64(time.Second)))
	}
	return times
}

// debugTo is a logger that writes everything.
func debugTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
