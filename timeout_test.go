package gcoresg_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

// retryLog takes the log of a client and counts the lines of retries.
type retryLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *retryLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *retryLog) option() gcoresg.Option {
	return gcoresg.WithLogger(slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug})))
}

func (l *retryLog) retries() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), "sending again")
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
	var log retryLog
	client := newClient(t, serve(t, ok), gcoresg.WithTimeout(10*time.Millisecond), gcoresg.WithMaxRetries(1), log.option(),
		gcoresg.WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: hang}}))
	if _, err := update(client); err == nil || errors.Is(err, gcoresg.ErrOutcomeUnknown) || log.retries() != 1 {
		t.Errorf("%d retries, %v", log.retries(), err)
	}
}

// roundTripper is a transport that calls no hooks, as a caller's own may.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestForeignTransport: whatever error it gives, it may have sent the request, as it may have tried twice.
func TestForeignTransport(t *testing.T) {
	for name, failure := range map[string]error{
		"dial":  &net.OpError{Op: "dial", Err: errors.New("no route")},
		"write": &net.OpError{Op: "write", Err: errors.New("broken pipe")},
		"other": errors.New("something"),
	} {
		sent := 0
		transport := roundTripper(func(*http.Request) (*http.Response, error) { sent++; return nil, failure })
		client := newClient(t, serve(t, ok), gcoresg.WithoutReconcile(), gcoresg.WithHTTPClient(&http.Client{Transport: transport}))
		_, err := update(client)
		if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || sent != 1 || !errors.Is(err, failure) {
			t.Errorf("%s: sent %d times, %v", name, sent, err)
		}
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
		_, err := newClient(t, server, gcoresg.WithClock(call.Clock{})).SecurityGroup(7, 8, groupID).UpdateRule(ctx, ruleID, spec)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, gcoresg.ErrLocked) || errors.Is(err, gcoresg.ErrOutcomeUnknown) {
			t.Errorf("%v", err)
		}
		if took := time.Since(start); took > 700*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}
