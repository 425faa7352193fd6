// Package key_test looks for the API key in everything that the library prints, logs, returns or marshals, whatever the
// server echoes, and in what leaves the machine other than to the server.
//
//lint:file-ignore SA1019 the deprecated operation takes part
package key_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

// apiKey has nothing in it that occurs in ordinary text.
const apiKey = "7041$a9d2e84c61bf03957e"

const (
	groupID = "11111111-1111-4111-8111-111111111111"
	ruleID  = "22222222-2222-4222-8222-222222222222"
)

var spec = gcoresg.RuleSpec{
	Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
	PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443),
}

// wantNoKey fails the test if a text has eight characters of the key in a row in it, as they are or in hexadecimal.
func wantNoKey(t *testing.T, what, text string) {
	t.Helper()
	lower := strings.ToLower(text)
	for i := range len(apiKey) - 7 {
		piece := apiKey[i : i+8]
		if strings.Contains(text, piece) || strings.Contains(lower, fmt.Sprintf("%x", piece)) {
			t.Fatalf("%s shows %q: %.2000s", what, piece, text)
		}
	}
}

// printed is a value in every form that a program may print, log or marshal it in.
func printed(value any) map[string]string {
	forms := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		forms[verb] = fmt.Sprintf(verb, value)
	}
	var text, lines, gobbed bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("x", "value", value, slog.Group("g", "v", value))
	slog.New(slog.NewJSONHandler(&lines, nil)).Info("x", "value", value, slog.Group("g", "v", value))
	forms["slog text"], forms["slog JSON"] = text.String(), lines.String()
	// What cannot be marshalled shows nothing; the error may, though.
	encoded, err := json.Marshal(value)
	forms["json"] = fmt.Sprint(string(encoded), err)
	encoded, err = xml.Marshal(value)
	forms["xml"] = fmt.Sprint(string(encoded), err)
	err = gob.NewEncoder(&gobbed).Encode(value)
	forms["gob"] = fmt.Sprint(gobbed.String(), err)
	return forms
}

// wantSecret looks at a value, and at everything below it if it is an error.
func wantSecret(t *testing.T, what string, value any) {
	t.Helper()
	for form, text := range printed(value) {
		wantNoKey(t, what+", "+form, text)
	}
	switch err := value.(type) {
	case interface{ Unwrap() error }:
		if inner := err.Unwrap(); inner != nil {
			wantSecret(t, what+", below", inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range err.Unwrap() {
			wantSecret(t, what+", below", inner)
		}
	}
}

// TestErrorsKeepTheirIdentity: an error whose text had to be changed is still what it was.
func TestErrorsKeepTheirIdentity(t *testing.T) {
	cause := errors.New("the cause")
	client, err := gcoresg.NewClient(gcoresg.WithAPIKey(apiKey), gcoresg.WithBaseURL("http://127.0.0.1:1"),
		gcoresg.WithDeprecationHandler(nil), gcoresg.WithMaxRetries(0), gcoresg.WithClock(call.Clock{Speed: 1000}),
		gcoresg.WithHTTPClient(&http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("I was sent %s: %w", apiKey, cause)
		})}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.SecurityGroup(7, 8, groupID).UpdateRule(t.Context(), ruleID, spec)
	if !errors.Is(err, cause) || !errors.Is(err, gcoresg.ErrOutcomeUnknown) {
		t.Errorf("%v", err)
	}
	wantSecret(t, "error", err)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
