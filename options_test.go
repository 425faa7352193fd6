package gcoresg_test

import (
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

func TestConstructorReportsEveryFault(t *testing.T) {
	_, err := gcoresg.NewClient(
		gcoresg.WithAPIKey(""), gcoresg.WithBaseURL("ftp://x"), gcoresg.WithAPIKeyFunc(nil), gcoresg.WithHTTPClient(nil), gcoresg.WithUserAgent("a\nb"),
		gcoresg.WithLogger(nil), gcoresg.WithMaxRetries(-1), gcoresg.WithTimeout(0),
	)
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	for i, word := range []string{"GCORE_API_KEY", "https://", "WithAPIKeyFunc", "WithHTTPClient", "WithUserAgent", "WithLogger", "WithMaxRetries", "WithTimeout"} {
		if len(lines) != 8 || !strings.Contains(lines[i], word) {
			t.Fatalf("fault %d is not about %s:\n%v", i, word, err)
		}
	}
}

func TestBaseURL(t *testing.T) {
	for _, good := range []string{"https://api.gcore.com", "https://api.gcore.com/x/", "http://127.0.0.1:80", "http://127.8.8.8", "http://[::1]:8080", "http://localhost:1/x", " HTTPS://API.example "} {
		if _, err := gcoresg.NewClient(gcoresg.WithAPIKey("k"), gcoresg.WithBaseURL(good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for bad, complaint := range map[string]string{
		"": "host", "api.gcore.com": "https://", "https://": "host", "//host": "https://", "ftp://host": "https://", "https://:80": "host",
		"https://user:pass@host": "password", "https://user@host": "user", "https://host?a=b": "query", "https://host?": "query", "https://host#f": "fragment",
		"http://example.com": "plain", "http://127.0.0.1.example.com": "plain", "http://10.0.0.1": "plain", "http://localhost.example": "plain", "http://[::1%25lo]": "plain", "http://ho st": "parsed", "https://host:x": "parsed",
		"https://host/a/../b": "..", "https://host/./b": "..", "https://host/%2e%2e/b": "..",
	} {
		if _, err := gcoresg.NewClient(gcoresg.WithAPIKey("k"), gcoresg.WithBaseURL(bad)); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%q: %v, want a complaint about %s", bad, err, complaint)
		}
	}
}

// TestOwnHTTPClient: it is copied, its jar and its time-out hold, and redirects stay refused.
func TestOwnHTTPClient(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	followed := false
	own := &http.Client{Jar: jar, Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { followed = true; return nil }}
	before := *own
	server := serve(t, answer(307, "", "Location: /elsewhere", "Set-Cookie: a=b; Path=/"), ok)
	client := newClient(t, server, gcoresg.WithHTTPClient(own))
	if _, err := update(client); err == nil {
		t.Error("the redirect is a success")
	}
	if _, err := update(client); err != nil {
		t.Error(err)
	}
	if followed || own.Timeout != before.Timeout || own.Transport != nil {
		t.Errorf("the caller's client was changed, or the redirect followed: %v", followed)
	}
	if _ = own.CheckRedirect(nil, nil); !followed {
		t.Error("the caller's CheckRedirect was replaced")
	}
	if cookie, err := server.requests[1].Cookie("a"); err != nil || cookie.Value != "b" {
		t.Errorf("the jar did not hold: %v", err)
	}

	slow := serve(t, func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
	if _, err := update(newClient(t, slow, gcoresg.WithHTTPClient(&http.Client{Timeout: 20 * time.Millisecond}), gcoresg.WithoutReconcile())); err == nil {
		t.Error("the client's time-out did not hold")
	}
}
