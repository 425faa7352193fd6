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
		"in order":         {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, ruleBody) }, rule},
		"reset at once":    {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, unknown},
		"reset in a body":  {func(w http.ResponseWriter, _ *http.Request) { head(w, 200, 400); panic(http.ErrAbortHandler) }, unknown},
		"length too long":  {func(w http.ResponseWriter, _ *http.Request) { head(w, 200, 4000); _, _ = io.WriteString(w, ruleBody) }, unknown},
		"length too short": {func(w http.ResponseWriter, _ *http.Request) { head(w, 200, 10); _, _ = io.WriteString(w, ruleBody) }, unknown},
		"no answer":        {func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }, unknown},
		"no body":          {func(w http.ResponseWriter, req *http.Request) { head(w, 200, 400); <-req.Context().Done() }, unknown},
		"no body, 404":     {func(w http.ResponseWriter, req *http.Request) { head(w, 404, 400); <-req.Context().Done() }, refused},
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
		t.Run(name, func(t *testing.T) {
			leak.Check(t)
			server := httptest.NewUnstartedServer(test.handler)
			server.EnableHTTP2 = true
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.StartTLS()
			t.Cleanup(server.Close)
			client := newClient(t, server.URL, gcoresg.WithHTTPClient(server.Client()), gcoresg.WithTimeout(300*time.Millisecond))
			got, err := update(t.Context(), client)
			wantClass(t, test.want, got, err)
		})
	}
}
