package call

import (
	"strings"
	"testing"
)

func TestBaseURLsThatAreTaken(t *testing.T) {
	for raw, want := range map[string]string{
		"https://api.gcore.com": "https://api.gcore.com", "https://api.gcore.com/x/": "https://api.gcore.com/x",
		"http://127.0.0.1:80": "http://127.0.0.1:80", "http://127.8.8.8": "http://127.8.8.8", "http://[::1]:8080": "http://[::1]:8080",
		"http://LocalHost:1/x": "http://localhost:1/x", " HTTPS://API.example ": "https://api.example",
		"https://host/a%2Fb/": "https://host/a%2Fb", "https://host/...": "https://host/...",
	} {
		if base, err := ParseBaseURL(raw); err != nil || base.String() != want {
			t.Errorf("%s became %v, %v; want %s", raw, base, err, want)
		}
	}
}

func TestBaseURLsThatAreRefused(t *testing.T) {
	for raw, complaint := range map[string]string{
		"": "host", "api.gcore.com": "https://", "https://": "host", "//host": "https://", "ftp://host": "https://", "https://:80": "host",
		"https://user:pass@host": "password", "https://user@host": "user", "https://host?a=b": "query", "https://host?": "query",
		"https://host#f": "fragment", "http://example.com": "plain", "http://127.0.0.1.example.com": "plain", "http://10.0.0.1": "plain",
		"http://localhost.example": "plain", "http://[::1%25lo]": "plain", "http://ho st": "parsed", "https://host:x": "parsed",
		"https://host/a/../b": "..", "https://host/./b": "..", "https://host/%2e%2e/b": "..",
		"https://user:" + testKey + "@host": "password", "https://" + testKey + "@ho st:x": "parsed",
	} {
		base, err := ParseBaseURL(raw)
		if err == nil || !strings.Contains(err.Error(), complaint) || base == nil {
			t.Errorf("%q: %v, want a complaint about %s", raw, err, complaint)
		}
		holdsNoKey(t, "a refusal", err)
	}
}
