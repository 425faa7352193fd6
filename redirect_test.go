package gcoresg_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// TestRedirectsAreRefused: to the same server, to another one, from https to http; through our own transport, a
// caller's client and the generated client. The target must never be asked, and the key never leave for it.
func TestRedirectsAreRefused(t *testing.T) {
	other := serve(t, ok)
	for _, status := range []int{301, 302, 307, 308} {
		for name, location := range map[string]string{"same server": "/elsewhere", "other server": other.URL + "/x", "none": ""} {
			for _, own := range []bool{false, true} {
				t.Run(fmt.Sprintf("%d %s %v", status, name, own), func(t *testing.T) {
					server := serve(t, answer(status, "", "Location: "+location), ok)
					var options []gcoresg.Option
					if own {
						options = append(options, gcoresg.WithHTTPClient(&http.Client{}))
					}
					client := newClient(t, server, options...)
					_, err := update(client)
					var apiErr *gcoresg.APIError
					if !errors.As(err, &apiErr) || apiErr.StatusCode != status || errors.Is(err, gcoresg.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "redirect") {
						t.Errorf("%v", err)
					}
					if server.count() != 1 || other.count() != 0 {
						t.Errorf("sent %d times, and %d times to the other server", server.count(), other.count())
					}
				})
			}
		}
	}
	for _, option := range []gcoresg.Option{gcoresg.WithMaxRetries(4), gcoresg.WithHTTPClient(&http.Client{})} {
		server := serve(t, answer(307, "", "Location: "+other.URL), ok)
		resp, err := generatedUpdate(newClient(t, server, option))
		if err != nil || resp.StatusCode() != 307 || server.count() != 1 || other.count() != 0 {
			t.Errorf("the generated client: %v, sent %d times, and %d times to the other server", err, server.count(), other.count())
		}
	}
}

func TestRedirectFromHTTPSToHTTPIsRefused(t *testing.T) {
	plain := serve(t, ok)
	secure := httptest.NewTLSServer(answer(302, "", "Location: "+plain.URL))
	defer secure.Close()
	client := newClient(t, plain, gcoresg.WithBaseURL(secure.URL), gcoresg.WithHTTPClient(secure.Client()))
	if _, err := update(client); err == nil || plain.count() != 0 {
		t.Errorf("the plain server was asked %d times: %v", plain.count(), err)
	}
}

// TestKeyStaysWithItsServer: an editor that sends a generated request elsewhere does not get it there with the key.
func TestKeyStaysWithItsServer(t *testing.T) {
	other, server := serve(t, ok), serve(t, ok)
	_, err := generatedUpdate(newClient(t, server),
		func(_ context.Context, req *http.Request) error {
			req.URL.Host = strings.TrimPrefix(other.URL, "http://")
			return nil
		})
	if err == nil || other.count()+server.count() != 0 {
		t.Errorf("sent %d and %d times: %v", other.count(), server.count(), err)
	}
}
