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

// holdsNoKey prints value in every way and fails the test if any six characters of the key are in it.
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
		for i := range len(testKey) - 5 {
			piece := testKey[i : i+6]
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
		answer(400, `{"info":{"a":{"k":"`+testKey+`","k":"x"},"a":{"k":"x"}},"invalid_fields":{"k":[{"b":"`+testKey+`","b":"x"}]}}`),
		answer(400, `{"message":"x `+testKey[:6]+` y","info":["`+testKey[9:15]+`"]}`),
		answer(200, `{"id":"`+testKey+`"`),
		answer(200, `{"id":1,"created_at":"`+testKey+`"}`),
		answer(200, `{"created_at":"`+testKey+`"}`),
		hangUp,
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for i, handler := range append(echoes, answer(429, `{"message":"`+testKey+`"}`), answer(409, `{"message":"locked by `+testKey+`"}`)) {
		client := newClient(t, serve(t, handler), gcoresg.WithLogger(logger))
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

// TestKeyIsNotInErrorsOfTheGeneratedClient, which quote what cannot be decoded.
func TestKeyIsNotInErrorsOfTheGeneratedClient(t *testing.T) {
	for _, body := range []string{
		`{"created_at":"` + testKey + `"}`, `{"created_at":"` + escaped(testKey) + `"}`, testKey,
		`{"created_at":"` + testKey + `","created_at":"2019-06-18T11:56:16+0000"}`,
		`{"created_at":"` + escaped(testKey) + `","created_at":"2019-06-18T11:56:16+0000"}`,
		`{"created_at":"` + testKey[:6] + `"}`,
	} {
		_, err := generatedUpdate(newClient(t, serve(t, answer(200, body))))
		for inner := err; inner != nil; inner = errors.Unwrap(inner) {
			holdsNoKey(t, body, inner)
		}
	}
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
		_, err := client.SecurityGroup(7, 8, groupID).ReplaceRule(context.Background(), ruleID, spec)
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		for ; err != nil; err = errors.Unwrap(err) {
			holdsNoKey(t, name, err)
		}
	}
}
