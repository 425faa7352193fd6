package call

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"
)

const testKey = "7041$a9d2e84c61bf03957e"

// transport is a transport that calls no hooks of httptrace, as a caller's own may be.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// traced calls the hooks as net/http's transport does: the first one when it looks for a connection, the second one when
// it has one.
func traced(connects bool, next transport) transport {
	return func(req *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(req.Context())
		trace.GetConn(req.Host)
		if connects {
			trace.GotConn(httptrace.GotConnInfo{})
		}
		return next(req)
	}
}

// hang answers nothing until the context of the request ends.
func hang(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// reply is an answer; headers are "Name: value".
func reply(status int, body string, headers ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		resp.Header[name] = append(resp.Header[name], value)
	}
	return resp
}

// always answers every request in the same way.
func always(status int, body string, headers ...string) transport {
	return func(*http.Request) (*http.Response, error) { return reply(status, body, headers...), nil }
}

// newTestClient makes a client that sends through the transport as it does through its own.
func newTestClient(t *testing.T, rt http.RoundTripper, changes ...func(*Config)) *Client {
	t.Helper()
	base, err := ParseBaseURL("https://api.example/base")
	if err != nil {
		t.Fatal(err)
	}
	config := Config{
		Key: FixedKey(scheme + testKey), BaseURL: base, UserAgent: "test", Timeout: time.Minute, MaxInFlight: 2, MaxRetries: 4,
		Logger: slog.New(slog.DiscardHandler),
	}
	for _, change := range changes {
		change(&config)
	}
	client := New(config)
	if rt != nil {
		client.Send = rt.RoundTrip
	}
	return client
}

func within(timeout time.Duration) func(*Config) { return func(c *Config) { c.Timeout = timeout } }

// write is a request of an operation that changes something.
func write() *Request {
	return &Request{Name: "Write", Method: "PUT", Route: "/rules/{id}", Values: [4]string{"1"}, Body: []byte("{}"), Region: "8"}
}

// reading is a request of an operation that changes nothing.
func reading() *Request {
	return &Request{Name: "Read", Method: "GET", Route: "/rules/{id}", Values: [4]string{"1"}, Region: "8"}
}

// holdsNoKey fails the test if any six characters of the key are in a value, however it is printed.
func holdsNoKey(t *testing.T, what string, value any) {
	t.Helper()
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
	encoded, _ := json.Marshal(value)
	texts := []string{log.String(), string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, value))
	}
	for _, text := range texts {
		for i := range len(testKey) - 5 {
			piece := testKey[i : i+6]
			if strings.Contains(text, piece) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", piece)) {
				t.Fatalf("%s shows %q of the key: %.1000s", what, piece, text)
			}
		}
	}
}

func background() context.Context { return context.Background() }
