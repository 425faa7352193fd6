package load_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

const (
	slowRegion = 9 // where the server does not answer
	lostGroup  = "11111111-1111-4111-8111-999999999999"
	newID      = "33333333-3333-4333-8333-333333333333"
	newRule    = `{"id":"` + newID + `","direction":"ingress","security_group_id":"%s","created_at":"%s"}`
	oldRule    = `{"id":"%s","direction":"egress","security_group_id":"%s"}`
)

// ruleIn is the id of the rule of a group, and groupOf the group of the rule whose id ends a path. Not every revision of the document
// has the group in the body.
func ruleIn(groupID string) string { return "2" + groupID[1:] }

func groupOf(path string) string {
	id := path[strings.LastIndex(path, "/")+1:]
	return "1" + id[1:]
}

func groupID(number int) string { return fmt.Sprintf("11111111-1111-4111-8111-%012d", number) }

// server answers updates with a rule of the group that they name, and counts.
type server struct {
	*httptest.Server
	delay                                    time.Duration
	first                                    int64         // nothing is answered before so many updates are there at once
	full                                     chan struct{} // they are
	connections, atOnce, mostAtOnce, hanging atomic.Int64
	fill                                     sync.Once
	lost, lose                               chan struct{} // the update of lostGroup is there; it may lose its answer
}

func newServer(t *testing.T, http2 bool, delay time.Duration, configure ...func(*server)) *server {
	t.Helper()
	s := &server{delay: delay, full: make(chan struct{}), lost: make(chan struct{}), lose: make(chan struct{})}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.handle))
	s.EnableHTTP2 = http2
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	for _, set := range configure {
		set(s)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(s.Certificate())
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: trusted}
	standard := http.DefaultTransport
	http.DefaultTransport = transport // clients of the test make their transport from it
	t.Cleanup(func() { http.DefaultTransport = standard })
	return s
}

func (s *server) client(t *testing.T, options ...gcoresg.Option) *gcoresg.Client {
	t.Helper()
	client, err := gcoresg.NewClient(append([]gcoresg.Option{
		gcoresg.WithAPIKey("key"), gcoresg.WithBaseURL(s.URL), gcoresg.WithDeprecationHandler(nil),
		gcoresg.WithMaxRetries(0), gcoresg.WithClock(call.Clock{Speed: 1000}),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// waitFor waits until so many are counted.
func waitFor(t *testing.T, what string, want int64, count *atomic.Int64) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); count.Load() < want; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d %s after a minute, want %d", count.Load(), what, want)
		}
	}
}

func (s *server) handle(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if req.Method == http.MethodGet { // only lostGroup gets its new rule
		id := req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:]
		rule := fmt.Sprintf(oldRule, ruleIn(id), id)
		if id == lostGroup {
			rule = fmt.Sprintf(newRule, lostGroup, time.Now().UTC().Format(time.RFC3339))
		}
		_, _ = fmt.Fprintf(w, `{"id":"%s","security_group_rules":[%s]}`, id, rule)
		return
	}
	now := s.atOnce.Add(1)
	defer s.atOnce.Add(-1)
	for most := s.mostAtOnce.Load(); now > most && !s.mostAtOnce.CompareAndSwap(most, now); most = s.mostAtOnce.Load() {
	}
	_, _ = io.Copy(io.Discard, req.Body)
	group := groupOf(req.URL.Path)
	switch {
	case group == lostGroup:
		close(s.lost)
		<-s.lose
		panic(http.ErrAbortHandler)
	case strings.Contains(req.URL.Path, fmt.Sprintf("/%d/", slowRegion)):
		s.hanging.Add(1)
		<-req.Context().Done()
		s.hanging.Add(-1)
		return
	}
	if s.first > 0 {
		if now == s.first {
			s.fill.Do(func() { close(s.full) })
		}
		select {
		case <-s.full:
		case <-req.Context().Done():
			return
		}
	}
	time.Sleep(s.delay)
	_, _ = fmt.Fprintf(w, newRule, group, "2019-06-18T11:56:16+0000")
}
