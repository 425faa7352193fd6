package gcoresg_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

func TestKeyIsMendedOrRefused(t *testing.T) {
	for _, key := range []string{testKey, " " + testKey + "\r\n", "apikey " + testKey, "APIKey  " + testKey + "\n"} {
		server := serve(t, ok)
		if _, err := update(newClient(t, server, gcoresg.WithAPIKey(key))); err != nil {
			t.Errorf("%q: %v", key, err)
		} else if got := server.requests[0].Header["Authorization"]; len(got) != 1 || got[0] != "apikey "+testKey {
			t.Errorf("%q: sent %q", key, got)
		}
	}
	for key, complaint := range map[string]string{"": "GCORE_API_KEY", " \n": "GCORE_API_KEY", "apikey": "GCORE_API_KEY", "apikey ": "GCORE_API_KEY", "a b": "space", "a\nb": "line break", "é": "character"} {
		if _, err := gcoresg.NewClient(gcoresg.WithAPIKey(key)); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestKeyFunc(t *testing.T) {
	keys := []string{"first", " apikey second "}
	next := func(context.Context) (string, error) {
		key := keys[0]
		keys = keys[1:]
		return key, nil
	}
	server := serve(t, answer(409, lockedBody), ok)
	client := newClient(t, server, gcoresg.WithAPIKeyFunc(next))
	if _, err := update(client); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"apikey first", "apikey second"} {
		if got := server.requests[i].Header.Get("Authorization"); got != want {
			t.Errorf("attempt %d was sent %q, want %q", i, got, want)
		}
	}

	cause := errors.New("the vault is sealed")
	for name, source := range map[string]func(context.Context) (string, error){
		"its error": func(context.Context) (string, error) { return testKey, cause },
		"no key":    func(context.Context) (string, error) { return "", nil },
	} {
		server := serve(t, ok)
		client := newClient(t, server, gcoresg.WithAPIKeyFunc(source))
		_, err := update(client)
		if err == nil || errors.Is(err, gcoresg.ErrOutcomeUnknown) || server.count() != 0 || name == "its error" && !errors.Is(err, cause) {
			t.Errorf("%s: sent %d times, %v", name, server.count(), err)
		}
		_, err = generatedUpdate(client)
		if err == nil || server.count() != 0 {
			t.Errorf("%s: the generated client sent %d times, %v", name, server.count(), err)
		}
	}
}

func TestEnvironment(t *testing.T) {
	server := serve(t, ok)
	t.Setenv("GCORE_API_KEY", "from-environment")
	t.Setenv("GCORE_BASE_URL", server.URL+"/env")
	client, err := gcoresg.NewClient(gcoresg.WithDeprecationHandler(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := update(client); err != nil {
		t.Fatal(err)
	}
	if req := server.requests[0]; req.Header.Get("Authorization") != "apikey from-environment" || req.URL.Path != "/env"+path {
		t.Errorf("sent %q to %s", req.Header.Get("Authorization"), req.URL)
	}

	// An option wins, and what it replaces is not even looked at.
	t.Setenv("GCORE_API_KEY", "bro ken")
	t.Setenv("GCORE_BASE_URL", "nonsense")
	if _, err := gcoresg.NewClient(gcoresg.WithAPIKey("k"), gcoresg.WithBaseURL(server.URL)); err != nil {
		t.Error(err)
	}
	_, err = gcoresg.NewClient()
	if err == nil || !strings.Contains(err.Error(), "API key") || !strings.Contains(err.Error(), "base URL") {
		t.Errorf("both faults are wanted: %v", err)
	}
	t.Setenv("GCORE_API_KEY", "")
	t.Setenv("GCORE_BASE_URL", "")
	if _, err = gcoresg.NewClient(); err == nil || !strings.Contains(err.Error(), "GCORE_API_KEY") || strings.Contains(err.Error(), "base URL") {
		t.Errorf("want a word about GCORE_API_KEY alone: %v", err)
	}
}
