package gcoresg_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// holdsNoKey prints value in every way and fails the test if any eight characters of the key are in it.
func holdsNoKey(t *testing.T, what string, value any) {
	t.Helper()
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("x", "value", value)
	}
	encoded, _ := json.Marshal(value)
	for _, text := range []string{
		fmt.Sprintf("%v", value), fmt.Sprintf("%+v", value), fmt.Sprintf("%#v", value), fmt.Sprintf("%s", value), fmt.Sprintf("%q", value),
		fmt.Sprintf("%x", value), fmt.Sprintf("%d", value), string(encoded), log.String(),
	} {
		for i := range len(testKey) - 7 {
			piece := testKey[i : i+8]
			if strings.Contains(text, piece) || strings.Contains(text, fmt.Sprintf("%x", piece)) {
				t.Fatalf("%s shows the key: %s", what, text)
			}
		}
	}
}

func TestKeyIsNowhere(t *testing.T) {
	echoes := []http.HandlerFunc{
		answer(400, `{"exception_class":"`+testKey+`","message":"key `+testKey+` and apikey `+testKey[3:15]+`","request_id":"`+testKey+`","info":{"k":"`+testKey+`"},"invalid_fields":{"`+testKey+`":["`+testKey+`"]}}`),
		answer(401, `{"exception_class":"UnauthorizedError","message":"Invalid <APIKey> authentication token: `+testKey[:5]+`*****`+testKey[len(testKey)-5:]+`"}`),
		answer(404, testKey, "Content-Type: "+testKey, "request_id: "+testKey),
		answer(302, "", "Location: https://"+strings.ReplaceAll(testKey, "$", "-")+".example/"),
		answer(500, `{"message":"`+testKey+`"}`),
		answer(400, `{"info":{"a":["`+escaped(testKey)+`"],"`+escaped(testKey)+`":1},"invalid_fields":{"b":[{"c":"`+escaped(testKey)+`"}]}}`),
		answer(200, `{"id":"`+testKey+`"`),
		answer(200, `{"id":1,"created_at":"`+testKey+`"}`),
		answer(200, `{"created_at":"`+testKey+`"}`),
		hangUp,
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for i, handler := range append(echoes, answer(429, `{"message":"`+testKey+`"}`), answer(409, `{"message":"locked by `+testKey+`"}`)) {
		client := newClient(t, serve(t, handler), gcoresg.WithLogger(logger))
		gcoresg.RecordPauses(client)
		_, err := update(client)
		for ; err != nil; err = errors.Unwrap(err) {
			holdsNoKey(t, fmt.Sprintf("error %d", i), err)
		}
	}
	holdsNoKey(t, "log", log.String())

	client := newClient(t, serve(t, ok), gcoresg.WithLogger(logger))
	for what, value := range map[string]any{
		"client": client, "client by value": struct{ C *gcoresg.Client }{client}, "group": client.SecurityGroup(7, 8, groupID), "generated": client.Generated(),
		"option": gcoresg.WithAPIKey(testKey), "inner": client.Generated().ClientInterface, "dereferenced": *client.SecurityGroup(7, 8, groupID),
	} {
		holdsNoKey(t, what, value)
	}
	holdsNoKey(t, "the type itself", gcoresg.KeyValue(testKey))
	holdsNoKey(t, "the type in a struct", struct{ Key any }{gcoresg.KeyValue(testKey)})
	for _, bad := range []string{testKey + "\n" + testKey, testKey + " " + testKey, "ü" + testKey, testKey + "\x00"} {
		_, err := gcoresg.NewClient(gcoresg.WithAPIKey(bad))
		if err == nil {
			t.Errorf("%q was accepted", bad)
		}
		holdsNoKey(t, "constructor", err)
	}
	_, err := gcoresg.NewClient(gcoresg.WithAPIKey("x"), gcoresg.WithBaseURL("https://user:"+testKey+"@example.com"))
	holdsNoKey(t, "base URL", err)
	_, err = gcoresg.NewClient(gcoresg.WithAPIKey("x"), gcoresg.WithBaseURL("https://"+testKey+"@exa mple.com:x"))
	holdsNoKey(t, "unparsable base URL", err)
}

// escaped writes a text as JSON may.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, "\\u%04x", r)
	}
	return b.String()
}

// TestKeyInIDs: ids of the server's end up in fields and texts of errors.
func TestKeyInIDs(t *testing.T) {
	group := func(ruleID string) string {
		return `{"id":"` + groupID + `","security_group_rules":[` + strings.Replace(ruleBody, newID, ruleID, 1) + `]}`
	}
	for name, handler := range map[string]http.HandlerFunc{
		"of a rule": answer(200, group(testKey)),
		"of a task": func(w http.ResponseWriter, req *http.Request) {
			switch {
			case req.Method == "POST":
				answer(200, `{"tasks":["`+testKey[5:]+`"]}`)(w, req)
			case strings.Contains(req.URL.Path, "/tasks/"):
				answer(404, "")(w, req)
			default:
				answer(200, `{"id":"`+groupID+`","security_group_rules":[]}`)(w, req)
			}
		},
		"of a rule that a task made": func(w http.ResponseWriter, req *http.Request) {
			switch {
			case req.Method == "POST":
				answer(200, `{"tasks":["`+newID+`"]}`)(w, req)
			case strings.Contains(req.URL.Path, "/tasks/"):
				answer(200, `{"id":"`+newID+`","state":"FINISHED","created_resources":{"security_group_rules":["`+testKey+`\n"]}}`)(w, req)
			default:
				answer(200, `{"id":"`+groupID+`","security_group_rules":[]}`)(w, req)
			}
		},
	} {
		client := newClient(t, serve(t, handler), gcoresg.WithMaxRetries(1))
		gcoresg.RecordPauses(client)
		_, err := client.SecurityGroup(7, 8, groupID).ReplaceRule(context.Background(), ruleID, spec)
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		for ; err != nil; err = errors.Unwrap(err) {
			holdsNoKey(t, name, err)
		}
	}
}

// TestShortKeysAreWords: a short key, as tests use, is masked as a word and not in every word.
func TestShortKeysAreWords(t *testing.T) {
	err := gcoresg.ErrorOf(400, []byte(`{"message":"the test of test, \"test\" and contests"}`), "test")
	if want := "the *** of *** *** and contests"; err.Message != want {
		t.Errorf("%q, want %q", err.Message, want)
	}
}

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
	gcoresg.RecordPauses(client)
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
