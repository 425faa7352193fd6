package gcoresg_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

const (
	lockedBody = "{\"exception_class\":\"ConflictError\",\"message\":\"Resource `x` is already locked by another task. Please try again later.\",\"request_id\":\"r\"}"
	taskBody   = "{\"exception_class\":\"ConflictError\",\"message\":\"Operation on resource `x` currently locked by running task `y` with id `z` (now) to prevent concurrent operations. Repeat request a little later.\"}"
	existsBody = `{"exception_class":"ConflictError","message":"Security group rule already exists. Rule id is x."}`
)

// TestRetryTable is the table of README.md, row by row: what is sent again, how often, and what the caller is told.
func TestRetryTable(t *testing.T) {
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		sent    int
		is      error
		unknown bool
	}{
		"429":                        {answer(429, ""), 5, gcoresg.ErrRateLimited, false},
		"429, Retry-After":           {answer(429, "", "Retry-After: 7"), 5, gcoresg.ErrRateLimited, false},
		"429, Retry-After too long":  {answer(429, "", "Retry-After: 61"), 1, gcoresg.ErrRateLimited, false},
		"429, Retry-After 10 years":  {answer(429, "", "Retry-After: 315360000"), 1, gcoresg.ErrRateLimited, false},
		"429, Retry-After malformed": {answer(429, "", "Retry-After: soon"), 5, gcoresg.ErrRateLimited, false},
		"429, Retry-After negative":  {answer(429, "", "Retry-After: -1"), 5, gcoresg.ErrRateLimited, false},
		"409 locked":                 {answer(409, lockedBody), 5, gcoresg.ErrLocked, false},
		"409 locked by a task":       {answer(409, taskBody), 5, gcoresg.ErrLocked, false},
		"409 already exists":         {answer(409, existsBody), 1, gcoresg.ErrConflict, false},
		"400":                        {answer(400, `{"exception_class":"ValidationError","message":"m"}`), 1, nil, false},
		"401":                        {answer(401, ""), 1, gcoresg.ErrUnauthorized, false},
		"403":                        {answer(403, ""), 1, gcoresg.ErrForbidden, false},
		"404":                        {answer(404, ""), 1, gcoresg.ErrNotFound, false},
		"405":                        {answer(405, ""), 1, nil, false},
		"408":                        {answer(408, ""), 1, nil, false},
		"quota":                      {answer(400, `{"exception_class":"QuotaLimitExceed"}`), 1, gcoresg.ErrQuota, false},
		"many quotas":                {answer(400, `{"exception_class":"MultipleQuotaLimitExceeded"}`), 1, gcoresg.ErrQuota, false},
		"500":                        {answer(500, ""), 1, gcoresg.ErrServer, true},
		"502":                        {answer(502, "<html>"), 1, gcoresg.ErrServer, true},
		"503, Retry-After":           {answer(503, "", "Retry-After: 1"), 1, gcoresg.ErrServer, true},
		"504":                        {answer(504, ""), 1, gcoresg.ErrServer, true},
		"lost connection":            {hangUp, 1, io.EOF, true},
		"200, no body":               {answer(200, ""), 1, nil, true},
		"200, HTML":                  {answer(200, "<html>", "Content-Type: text/html"), 1, nil, true},
		"200, {}":                    {answer(200, "{}"), 1, nil, true},
		"200, null":                  {answer(200, "null"), 1, nil, true},
		"200, array":                 {answer(200, "["+ruleBody+"]"), 1, nil, true},
		"200, cut short":             {answer(200, ruleBody[:len(ruleBody)-1]), 1, nil, true},
		"200, trailing text":         {answer(200, ruleBody+"x"), 1, nil, true},
		"200, without id":            {answer(200, strings.Replace(ruleBody, newID, "", 1)), 1, nil, true},
		"200, a time that is none":   {answer(200, strings.Replace(ruleBody, "2019-06-18T11:56:16+0000", "soon", 1)), 1, nil, true},
		"200, length too large":      {answer(200, ruleBody, "Content-Length: 2000"), 1, io.ErrUnexpectedEOF, true},
		"200, over a megabyte":       {answer(200, strings.Repeat(" ", 1<<20)+ruleBody), 1, nil, true},
		"204":                        {answer(204, ""), 1, nil, true},
		"304":                        {answer(304, ""), 1, nil, true},
		"303":                        {answer(303, "", "Location: /elsewhere"), 1, nil, true},
		"status 700":                 {answer(700, ""), 1, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, test.handler)
			client := newClient(t, server, gcoresg.WithoutReconcile())
			pauses := gcoresg.RecordPauses(client)
			rule, err := update(client)
			if err == nil || rule != nil {
				t.Fatalf("got rule %v and error %v, want an error alone", rule, err)
			}
			if server.count() != test.sent || len(*pauses) != test.sent-1 {
				t.Errorf("sent %d times with waits %v, want %d times", server.count(), *pauses, test.sent)
			}
			if got := errors.Is(err, gcoresg.ErrOutcomeUnknown); got != test.unknown {
				t.Errorf("outcome unknown: %v, want %v: %v", got, test.unknown, err)
			}
			var unknown *gcoresg.OutcomeUnknownError
			if errors.As(err, &unknown) && (unknown.RuleID != ruleID || unknown.GroupID != groupID || unknown.Route != route || unknown.Method != "PUT") {
				t.Errorf("the error does not say what it is about: %+v", unknown)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("is not %v: %v", test.is, err)
			}
			for _, sentinel := range sentinels {
				if sentinel != test.is && errors.Is(err, sentinel) {
					t.Errorf("is %v too: %v", sentinel, err)
				}
			}
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

var sentinels = []error{gcoresg.ErrUnauthorized, gcoresg.ErrForbidden, gcoresg.ErrNotFound, gcoresg.ErrConflict,
	gcoresg.ErrLocked, gcoresg.ErrQuota, gcoresg.ErrRateLimited, gcoresg.ErrServer, gcoresg.ErrDeprecated}

func TestRetriesEndInSuccess(t *testing.T) {
	server := serve(t, answer(429, "", "Retry-After: 7"), answer(409, lockedBody), answer(409, lockedBody), ok)
	client := newClient(t, server)
	pauses := gcoresg.RecordPauses(client)
	rule, err := update(client)
	if err != nil || rule.ID != newID {
		t.Fatalf("%v, %v", rule, err)
	}
	if waits := *pauses; server.count() != 4 || waits[0] != 7*time.Second || waits[1] < 1600*time.Millisecond || waits[2] < 3200*time.Millisecond {
		t.Errorf("sent %d times with waits %v", server.count(), *pauses)
	}
	for _, body := range server.bodies {
		if body != server.bodies[0] || body == "" {
			t.Errorf("bodies differ: %q", server.bodies)
		}
	}
}

// TestUnsentIsSentAgain covers the requests that never left, from the dialler up.
func TestUnsentIsSentAgain(t *testing.T) {
	refused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = refused.Close()
	notTLS := serve(t, ok)
	for name, address := range map[string]string{
		"connection refused": "http://" + refused.Addr().String(),
		"not TLS":            strings.Replace(notTLS.URL, "http:", "https:", 1),
	} {
		client := newClient(t, notTLS, gcoresg.WithBaseURL(address))
		pauses := gcoresg.RecordPauses(client)
		_, err := update(client)
		if err == nil || errors.Is(err, gcoresg.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "nothing was sent") || len(*pauses) != 4 {
			t.Errorf("%s: %d retries, %v", name, len(*pauses), err)
		}
	}
	if notTLS.count() != 0 {
		t.Errorf("the server without TLS was sent %d requests", notTLS.count())
	}
}

func TestMaxRetries(t *testing.T) {
	for retries, want := range map[int]int{0: 1, 1: 2, 9: 10} {
		server := serve(t, answer(429, ""))
		client := newClient(t, server, gcoresg.WithMaxRetries(retries))
		gcoresg.RecordPauses(client)
		if _, err := update(client); !errors.Is(err, gcoresg.ErrRateLimited) || server.count() != want {
			t.Errorf("WithMaxRetries(%d): sent %d times, %v", retries, server.count(), err)
		}
	}
}

func TestTimeoutOfAnAttempt(t *testing.T) {
	release := make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	_, err := update(newClient(t, server, gcoresg.WithTimeout(30*time.Millisecond), gcoresg.WithoutReconcile()))
	if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "WithTimeout") {
		t.Errorf("%v", err)
	}
	if server.count() != 1 {
		t.Errorf("sent %d times", server.count())
	}
}

// TestTimeoutWithoutAConnection: a time-out while waiting for a connection is no unknown outcome.
func TestTimeoutWithoutAConnection(t *testing.T) {
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
	client := newClient(t, serve(t, ok), gcoresg.WithTimeout(10*time.Millisecond), gcoresg.WithMaxRetries(1),
		gcoresg.WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: hang}}))
	pauses := gcoresg.RecordPauses(client)
	if _, err := update(client); err == nil || errors.Is(err, gcoresg.ErrOutcomeUnknown) || len(*pauses) != 1 {
		t.Errorf("%d retries, %v", len(*pauses), err)
	}
}

// roundTripper is a transport that calls no hooks, as a caller's own may.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestForeignTransport(t *testing.T) {
	for name, test := range map[string]struct {
		err     error
		unknown bool
		sent    int
	}{
		"dial":  {&net.OpError{Op: "dial", Err: errors.New("no route")}, false, 5},
		"write": {&net.OpError{Op: "write", Err: errors.New("broken pipe")}, true, 1},
		"other": {errors.New("something"), true, 1},
	} {
		sent := 0
		client := newClient(t, serve(t, ok), gcoresg.WithoutReconcile(), gcoresg.WithHTTPClient(&http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			sent++
			return nil, test.err
		})}))
		gcoresg.RecordPauses(client)
		_, err := update(client)
		if errors.Is(err, gcoresg.ErrOutcomeUnknown) != test.unknown || sent != test.sent || !errors.Is(err, test.err) {
			t.Errorf("%s: sent %d times, %v", name, sent, err)
		}
	}
}

// TestMemoryOfAnExchangeIsCleared: what one exchange saw of its connection says nothing about the next one.
func TestMemoryOfAnExchangeIsCleared(t *testing.T) {
	server := serve(t, ok)
	client := newClient(t, server, gcoresg.WithoutReconcile())
	sent := 0
	for range 20 { // the memory of an exchange is shared, and may go to another goroutine
		gcoresg.SendWith(client, http.DefaultTransport)
		if _, err := update(client); err != nil {
			t.Fatal(err)
		}
		gcoresg.SendWith(client, roundTripper(func(*http.Request) (*http.Response, error) { sent++; return nil, io.ErrUnexpectedEOF }))
		if _, err := update(client); !errors.Is(err, gcoresg.ErrOutcomeUnknown) {
			t.Fatalf("a transport that says nothing of its connections: %v", err)
		}
	}
	if sent != 20 {
		t.Errorf("20 writes were sent %d times", sent)
	}
}

func TestCancelled(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		server := serve(t, ok)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := newClient(t, server).SecurityGroup(7, 8, groupID).UpdateRule(ctx, ruleID, spec)
		if !errors.Is(err, context.Canceled) || errors.Is(err, gcoresg.ErrOutcomeUnknown) || server.count() != 0 {
			t.Errorf("sent %d times, %v", server.count(), err)
		}
	})
	t.Run("during", func(t *testing.T) {
		reason := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(context.Background())
		server := serve(t, func(_ http.ResponseWriter, req *http.Request) { cancel(reason); <-req.Context().Done() })
		_, err := newClient(t, server, gcoresg.WithoutReconcile()).SecurityGroup(7, 8, groupID).UpdateRule(ctx, ruleID, spec)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) || !errors.Is(err, gcoresg.ErrOutcomeUnknown) {
			t.Errorf("%v", err)
		}
	})
	t.Run("while waiting to try again", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		server := serve(t, answer(409, lockedBody))
		start := time.Now()
		_, err := newClient(t, server).SecurityGroup(7, 8, groupID).UpdateRule(ctx, ruleID, spec)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, gcoresg.ErrLocked) || errors.Is(err, gcoresg.ErrOutcomeUnknown) {
			t.Errorf("%v", err)
		}
		if took := time.Since(start); took > 700*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

func TestBackoffGrowsAndIsBounded(t *testing.T) {
	for attempt := range 70 {
		for _, lock := range []bool{false, true} {
			base := 250 * time.Millisecond
			if lock {
				base = time.Second
			}
			middle := min(base<<min(attempt, 6), 8*time.Second)
			if wait := gcoresg.Backoff(attempt, lock); wait < middle*8/10 || wait > middle*12/10 {
				t.Errorf("attempt %d, lock %v: waits %v, want %v give or take a fifth", attempt, lock, wait, middle)
			}
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-7": 0, "1.5": 0, "soon": 0, "315360000": 87600 * time.Hour,
		"9223372036854775807":           9223372036 * time.Second,
		"92233720368547758070":          0,
		"Fri, 02 Jan 2026 03:04:35 GMT": 30 * time.Second,
		"Fri, 02 Jan 2026 03:04:00 GMT": 0,
	} {
		if got := gcoresg.ParseRetryAfter(value, now); got != want {
			t.Errorf("Retry-After %q is %v, want %v", value, got, want)
		}
	}
}
