package call

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// giving answers with one response, whatever is asked.
func giving(resp *http.Response) transport {
	return func(*http.Request) (*http.Response, error) { return resp, nil }
}

// endless is a body whose reads do not return.
type endless struct{}

func (endless) Read([]byte) (int, error) { select {} }
func (endless) Close() error             { return nil }

// TestWhatIsKnownOfARequestThatFailed: without a connection nothing was sent; a transport that does not tell may have
// sent.
func TestWhatIsKnownOfARequestThatFailed(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errors.New("no route")}
	fails := func(err error) transport {
		return func(*http.Request) (*http.Response, error) { return nil, err }
	}
	for name, test := range map[string]struct {
		transport transport
		want      Outcome
	}{
		"no connection":                           {traced(false, fails(dial)), NotSent},
		"no connection, in other words":           {traced(false, fails(io.ErrUnexpectedEOF)), NotSent},
		"a connection that broke":                 {traced(true, fails(io.ErrUnexpectedEOF)), Open},
		"a dial error after a connection":         {traced(true, fails(dial)), Open},
		"a dial error of a transport that is mum": {fails(dial), Open},
		"a write error of such a transport": {
			fails(&net.OpError{Op: "write", Err: errors.New("broken pipe")}), Open,
		},
		"no answer and no error":       {traced(true, giving(nil)), Open},
		"no answer, no error, no word": {giving(nil), Open},
	} {
		if r := newTestClient(t, test.transport).Attempt(background(), write()); r.Outcome != test.want || r.Err == nil || r.Status != 0 {
			t.Errorf("%s: outcome %d, want %d: %v", name, r.Outcome, test.want, r.Err)
		}
	}
}

// TestConnectionsAreNotMixedUp: what one attempt saw of its connection says nothing about the next one.
func TestConnectionsAreNotMixedUp(t *testing.T) {
	broken := errors.New("broken")
	fails := func(*http.Request) (*http.Response, error) { return nil, broken }
	for range 20 {
		for _, step := range []struct {
			transport transport
			want      Outcome
		}{{traced(true, fails), Open}, {traced(false, fails), NotSent}, {fails, Open}} {
			client := newTestClient(t, step.transport)
			if r := client.Attempt(background(), write()); r.Outcome != step.want {
				t.Fatalf("outcome %d, want %d", r.Outcome, step.want)
			}
		}
	}
}

func TestAnAttemptEndsInTime(t *testing.T) {
	for name, test := range map[string]struct {
		transport transport
		want      Outcome
	}{
		"no connection": {traced(false, hang), NotSent},
		"no answer":     {traced(true, hang), Open},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			r := newTestClient(t, test.transport, within(3*time.Second)).Attempt(background(), write())
			if time.Since(start) != 3*time.Second || r.Outcome != test.want {
				t.Errorf("%s: outcome %d after %v", name, r.Outcome, time.Since(start))
			}
			if !errors.Is(r.Err, context.DeadlineExceeded) || !strings.Contains(r.Err.Error(), "WithTimeout") {
				t.Errorf("%s: %v", name, r.Err)
			}
		})
	}
}

// TestTheContextEndsAnAttempt: its cause goes before the transport's words.
func TestTheContextEndsAnAttempt(t *testing.T) {
	reason := errors.New("the user left")
	for name, test := range map[string]struct {
		transport transport
		want      Outcome
	}{
		"before there is a connection": {traced(false, hang), Stopped},
		"before there is an answer":    {traced(true, hang), Open},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(background())
			time.AfterFunc(time.Second, func() { cancel(reason) })
			r := newTestClient(t, test.transport).Attempt(ctx, write())
			if r.Outcome != test.want || !errors.Is(r.Err, reason) || !errors.Is(r.Err, context.Canceled) {
				t.Errorf("%s: outcome %d, %v", name, r.Outcome, r.Err)
			}
		})
	}
}

func TestNothingIsSentWhereTheContextHasEndedOrThereIsNoKey(t *testing.T) {
	sent := 0
	count := transport(func(*http.Request) (*http.Response, error) { sent++; return reply(200, ""), nil })
	ended, cancel := context.WithCancel(background())
	cancel()
	sealed := errors.New("the vault is sealed")
	noKey := func(c *Config) { c.Key = func(context.Context) (Key, error) { return "", sealed } }
	for name, test := range map[string]struct {
		client  *Client
		ctx     context.Context
		request *Request
		is      error
	}{
		"context": {newTestClient(t, count), ended, write(), context.Canceled},
		"key":     {newTestClient(t, count, noKey), background(), write(), sealed},
		"path": {
			newTestClient(t, count), background(), &Request{Method: "PUT", Route: "/{id}", Values: [4]string{".."}}, nil,
		},
	} {
		r := test.client.Attempt(test.ctx, test.request)
		if r.Outcome != Stopped || r.Err == nil || test.is != nil && !errors.Is(r.Err, test.is) || sent != 0 {
			t.Errorf("%s: sent %d times, outcome %d, %v", name, sent, r.Outcome, r.Err)
		}
	}
}

// TestRetriesAreLogged at Debug, with what a reader of the log needs.
func TestRetriesAreLogged(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := newTestClient(t, nil, func(c *Config) { c.Logger = logger })
	client.LogRetry(background(), write(), &Result{Status: 503, Problem: &Problem{Class: "Busy", Message: "a\nb"}}, time.Second)
	client.LogRetry(background(), write(), &Result{Err: io.ErrUnexpectedEOF}, time.Second)
	for _, want := range []string{"level=DEBUG", "operation=Write", "wait=1s", "status=503", `"Busy: a b"`, "unexpected EOF"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is not in the log:\n%s", want, log.String())
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != 2 {
		t.Errorf("%d lines for two retries:\n%s", lines, log.String())
	}
}

// TestAnAnswerLongerThanAnnouncedIsNotCutOff but refused. Net/http cuts it off itself, and other transports may not.
func TestAnAnswerLongerThanAnnouncedIsNotCutOff(t *testing.T) {
	client := newTestClient(t, transport(func(*http.Request) (*http.Response, error) {
		resp := reply(200, `{"a":1} and more`)
		resp.ContentLength = 7
		return resp, nil
	}))
	result := client.Attempt(background(), write())
	if result.Outcome != Open || result.Err == nil || !strings.Contains(result.Err.Error(), "Content-Length") {
		t.Errorf("%+v", result)
	}
}
