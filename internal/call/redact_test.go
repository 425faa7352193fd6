package call

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

var key = Key(scheme + testKey)

// escaped writes a text as JSON may.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, "\\u%04x", r)
	}
	return b.String()
}

// problemOf is what an answer says.
func problemOf(status int, body string) *Problem {
	return newProblem(&http.Response{StatusCode: status, Header: http.Header{}}, []byte(body), key)
}

// TestPiecesOfSixCharactersAreRedacted. The API itself shows five of either end.
func TestPiecesOfSixCharactersAreRedacted(t *testing.T) {
	for i := range len(testKey) - 5 {
		for _, text := range []string{testKey[i : i+6], "x" + testKey[i:i+6] + "y", "for " + testKey[i:i+6] + ": no"} {
			if got := key.redact(text); strings.Contains(got, testKey[i:i+6]) || !strings.Contains(got, redacted) {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
	for i := range len(testKey) - 4 {
		if five := testKey[i : i+5]; key.redact("token "+five+"..") != "token "+five+".." {
			t.Errorf("five characters were redacted: %q", key.redact(five))
		}
	}
	if got, want := key.redact("a "+testKey+", b"), "a *** b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestShortKeysAreWords: a short key, as tests use, is redacted as a word and not in every word.
func TestShortKeysAreWords(t *testing.T) {
	short := Key(scheme + "test")
	if got, want := short.redact(`the test of test, "test" and contests`), "the *** of *** *** and contests"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNothingHidesTheKeyInAnAnswer, neither an escape nor a name that comes twice.
func TestNothingHidesTheKeyInAnAnswer(t *testing.T) {
	for _, k := range []string{testKey, escaped(testKey), testKey[:6], escaped(testKey[3:9])} {
		for _, body := range []string{
			`{"message":"` + k + `","exception_class":"` + k + `","request_id":"` + k + `"}`,
			`{"message":"x","message":"` + k + `"}`,
			`{"info":{"` + k + `":["` + k + `",{"a":"` + k + `"}]},"invalid_fields":{"` + k + `":["` + k + `"]}}`,
			`{"info":{"a":{"k":"` + k + `","k":"x"},"a":{"k":"x"}},"invalid_fields":{"k":[{"b":"` + k + `","b":"x"}]}}`,
			`{"info":{"k":"x","k":"` + k + `"},"invalid_fields":{"k":{"b":"x","b":"` + k + `"}}}`,
			`{"info":["` + k + `"],"invalid_fields":{"k":"` + k + `"}}`,
			k, `"` + k + `"`, `["` + k + `"]`,
		} {
			holdsNoKey(t, "a problem", *problemOf(400, body))
			if info := problemOf(400, body).Info; info != nil {
				holdsNoKey(t, "info", string(info))
			}
		}
	}
	digits := Key(scheme + "1234567890")
	p := newProblem(&http.Response{Header: http.Header{}}, []byte(`{"info":{"n":1234567890,"m":12345}}`), digits)
	if got := string(p.Info); got != `{"m":12345,"n":"***"}` {
		t.Errorf("numbers: %s", got)
	}
}

func TestBodiesWithoutTheKeyStayAsTheyAre(t *testing.T) {
	for _, body := range []string{"", "{}", `{"b":1.0,"a":[1e3, "ü"]} `, "<html>", "\xff", `{"a":1,"a":2}`, `{"a"`} {
		if got := string(key.redactBody([]byte(body))); got != body {
			t.Errorf("%q became %q", body, got)
		}
	}
	for _, body := range []string{
		testKey, `{"a":"` + testKey + `"}`, `{"a":"` + escaped(testKey) + `"}`, `{"` + testKey + `":1}`, `{"a":"` + testKey + `","a":1}`,
		`{"a":"` + escaped(testKey) + `","a":1}`, `{} ` + testKey,
	} {
		got := string(key.redactBody([]byte(body)))
		holdsNoKey(t, "a body", got)
		if strings.Contains(got, `\u0037\u0030\u0034\u0031`) {
			t.Errorf("the key is in the body, escaped: %s", got)
		}
	}
}

// TestErrorsAreRedactedAndShort, and still tell what they are.
func TestErrorsAreRedactedAndShort(t *testing.T) {
	timeout := &net.DNSError{Err: "about " + testKey, IsTimeout: true}
	err := key.redactError(fmt.Errorf("a\nb: %w", timeout))
	var asNet net.Error
	if !errors.As(err, &asNet) || !asNet.Timeout() || errors.As(err, new(*net.DNSError)) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		holdsNoKey(t, "an error", inner)
	}
	sentinel := errors.New("sentinel")
	if err := key.redactError(fmt.Errorf("%w %s", sentinel, testKey)); !errors.Is(err, sentinel) {
		t.Errorf("%v is no longer what it was", err)
	}
	long := key.redactError(errors.New(strings.Repeat("ä", 1000)))
	if len(long.Error()) > 510 || errors.Unwrap(long) == nil {
		t.Errorf("%d bytes", len(long.Error()))
	}
	if plain := errors.New("plain"); key.redactError(plain) != plain || key.redactError(nil) != nil {
		t.Error("an error with nothing to redact is not itself any more")
	}
}

// FuzzErrorBody: whatever the body, the error's text is one line, its info is JSON, and no piece of the key is in it.
func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{
		ownError, lockedBody, existsBody, "", "null", "<html>", `{"message":"` + testKey + `"}`, `{"info":{"` + testKey[:9] + `":1}}`,
		`{"invalid_fields":{"a":1}}`, `{"info":{"a":"` + testKey + `","a":1}}`,
	} {
		f.Add(400, seed)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		p := problemOf(status, body)
		if strings.ContainsAny(OneLine(p.Message), "\n\r") || outcomeOf(status, p) == Succeeded {
			t.Fatalf("%+v", p)
		}
		holdsNoKey(t, "a problem", *p)
		if p.Info != nil {
			holdsNoKey(t, "info", string(p.Info))
		}
		if p.Info != nil && !json.Valid(p.Info) {
			t.Fatalf("info is not JSON: %s", p.Info)
		}
	})
}

// TestAnEscapedSlashHidesNoKey: the pieces between the slashes are too short to be an echo.
func TestAnEscapedSlashHidesNoKey(t *testing.T) {
	slashed := Key(scheme + "abc/def/ghi/jkl")
	if got := string(slashed.redactBody([]byte(`{"a":"abc\/def\/ghi\/jkl"}`))); got != `{"a":"***"}` {
		t.Error(got)
	}
}
