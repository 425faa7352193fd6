package hostile_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/tests/internal/leak"
)

// TestHTTP2 are the same misdeeds on a stream, which net/http reports in other ways than those on a connection.
func TestHTTP2(t *testing.T) {
	head := func(w http.ResponseWriter, status, length int) {
		w.Header().Set("Content-Length", strconv.Itoa(length))
		w.WriteHeader(status)
		_ = http.NewResponseController(w).Flush()
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    class
	}{
		"in order":      {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, ruleBody) }, rule},
		"reset at once": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, unknown},
		"reset in a body": {
			func(w http.ResponseWriter, _ *http.Request) { head(w, 200, 400); panic(http.ErrAbortHandler) }, unknown,
		},
		"length too long": {
			func(w http.ResponseWriter, _ *http.Request) { head(w, 200, 4000); _, _ = io.WriteString(w, ruleBody) }, unknown,
		},
		"length too short": {
			func(w http.ResponseWriter, _ *http.Request) { head(w, 200, 10); _, _ = io.WriteString(w, ruleBody) }, unknown,
		},
		"no answer": {func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }, unknown},
		"no body": {
			func(w http.ResponseWriter, req *http.Request) { head(w, 200, 400); <-req.Context().Done() }, unknown,
		},
		"no body, 404": {
			func(w http.ResponseWriter, req *http.Request) { head(w, 404, 400); <-req.Context().Done() }, checked,
		},
		"without end": {func(w http.ResponseWriter, _ *http.Request) {
			for err := error(nil); err == nil; {
				_, err = io.WriteString(w, strings.Repeat(" ", 1<<16))
			}
		}, unknown},
		"204": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, unknown},
		"a connection given up": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Connection", "close")
			w.WriteHeader(503)
		}, unknown},
		"a storm of 1xx": {func(w http.ResponseWriter, req *http.Request) {
			for req.Context().Err() == nil {
				w.WriteHeader(http.StatusEarlyHints)
			}
		}, unknown},
	} {
		t.Run(name, func(t *testing.T) { attackHTTP2(t, test.handler, show(oldGroup), ifRead(test.want)) })
		t.Run(name+", readings too", func(t *testing.T) { attackHTTP2(t, test.handler, test.handler, ifNotRead(test.want)) })
	}
}

func show(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

func attackHTTP2(t *testing.T, handler, reading http.HandlerFunc, want class) {
	t.Helper()
	leak.Check(t)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch {
		case req.URL.Path == "/connect":
		case req.Method == http.MethodGet:
			reading(w, req)
		default:
			handler(w, req)
		}
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	resp, err := server.Client().Get(server.URL + "/connect") // so that no handshake takes of the short time of an attempt
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	timeout := 50 * time.Millisecond
	if want == rule || want == refused {
		timeout = 500 * time.Millisecond // an answer, or its head, has to come within it
	}
	client := newClient(t, server.URL, gcoresg.WithHTTPClient(server.Client()), gcoresg.WithTimeout(timeout))
	got, err := update(t.Context(), client)
	wantClass(t, want, got, err)
}
