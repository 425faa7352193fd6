package hostile_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

// TestRetryAfter: what the server asks for is waited for when it is bearable, and ignored when it is nonsense. Time is
// the bubble's.
func TestRetryAfter(t *testing.T) {
	const own = 250 * time.Millisecond // the client's own first wait, give or take a fifth
	for value, want := range map[string]time.Duration{
		"7": 7 * time.Second, "60": time.Minute, "0": own, "": own, "-7": own, "-9223372036854775808": own,
		"soon": own, "7s": own, "7.5": own, "1e9": own, "+7": 7 * time.Second,
		"0x7": own, "7, 8": own, "\u0667": own, "00000000000000000007": 7 * time.Second, strings.Repeat("9", 5000): own,
		"Sun, 06 Nov 1994 08:49:37 GMT": own, "Sun, 99 Nov 1994": own,
	} {
		t.Run(fmt.Sprintf("%.30q", value), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				got, err := update(t.Context(), inMemory(t, limitedOnce(http.Header{"Retry-After": {value}})))
				wantClass(t, rule, got, err)
				if waited := time.Since(start); waited < want*8/10 || waited > want*12/10 {
					t.Errorf("waited %v, want %v", waited, want)
				}
			})
		})
	}
	for _, value := range []string{"61", "315360000", "9223372036854775807", "Fri, 31 Dec 2199 23:59:59 GMT"} {
		t.Run("too long: "+value, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				got, err := update(t.Context(), inMemory(t, limitedOnce(http.Header{"Retry-After": {value}})))
				wantClass(t, rateLimited, got, err)
				var apiErr *gcoresg.APIError
				if waited := time.Since(start); waited != 0 || !errors.As(err, &apiErr) || apiErr.RetryAfter <= time.Minute {
					t.Errorf("waited %v: %v", waited, err)
				}
			})
		})
	}
}

// TestClocksThatDisagree: a date in Retry-After is by the server's clock, which its Date header tells. The bubble's
// clock stands at the year 2000, a quarter of a century behind that of the server. (Deadlines go by Go's monotonic
// clock, which no test can set.)
func TestClocksThatDisagree(t *testing.T) {
	for name, server := range map[string]time.Time{
		"the server is ahead":  time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"the server is behind": time.Date(1971, 1, 2, 3, 4, 5, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				then := server.Add(7 * time.Second)
				header := http.Header{"Date": {server.Format(http.TimeFormat)}, "Retry-After": {then.Format(http.TimeFormat)}}
				got, err := update(t.Context(), inMemory(t, limitedOnce(header)))
				wantClass(t, rule, got, err)
				if waited := time.Since(start); waited != 7*time.Second {
					t.Errorf("waited %v, want 7s", waited)
				}
			})
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// inMemory is a client without a network: real connections have no place in a bubble.
func inMemory(t *testing.T, transport roundTripper) *gcoresg.Client {
	t.Helper()
	return newClient(t, "http://127.0.0.1:1", gcoresg.WithMaxRetries(1), gcoresg.WithClock(call.Clock{}),
		gcoresg.WithHTTPClient(&http.Client{Transport: transport}))
}

// limitedOnce answers 429 with the header, and then a rule.
func limitedOnce(header http.Header) roundTripper {
	calls := 0
	return func(req *http.Request) (*http.Response, error) {
		calls++
		if err := req.Body.Close(); err != nil {
			return nil, err
		}
		body := io.NopCloser(strings.NewReader(ruleBody))
		resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: req}
		if calls == 1 {
			resp.StatusCode, resp.Header, resp.Body = http.StatusTooManyRequests, header, http.NoBody
		}
		return resp, nil
	}
}
