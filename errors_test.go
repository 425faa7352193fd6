package gcoresg_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

// fullError has every field that the API is known to send with an error.
const fullError = `{"exception_class":"ValidationError","message":"Validation Error","request_id":"0123456789abcdef","info":{"limit":20},"invalid_fields":{"direction":["Field required"]}}`

func apiError(t *testing.T, status int, body string, headers ...string) *gcoresg.APIError {
	t.Helper()
	client := newClient(t, serve(t, answer(status, body, headers...)), gcoresg.WithMaxRetries(0), gcoresg.WithoutReconcile())
	_, err := update(client)
	var apiErr *gcoresg.APIError
	if !errors.As(err, &apiErr) {
		t.Fatalf("%d %s: not an APIError: %v", status, body, err)
	}
	return apiErr
}

func TestAPIErrorHasEveryField(t *testing.T) {
	got := apiError(t, 400, fullError, "Retry-After: 3", "request_id: from-the-header")
	want := &gcoresg.APIError{
		StatusCode: 400, Class: "ValidationError", Message: "Validation Error", RequestID: "0123456789abcdef",
		InvalidFields: map[string][]string{"direction": {"Field required"}}, Info: json.RawMessage(`{"limit":20}`),
		Method: "PUT", Route: route, RetryAfter: 3 * time.Second,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%#v, want\n%#v", got, want)
	}
	text := "gcoresg: PUT " + route + ": HTTP 400 Bad Request: ValidationError: Validation Error (the server asks to wait 3s) (request id 0123456789abcdef)"
	if got.Error() != text {
		t.Errorf("text is\n%s, want\n%s", got, text)
	}
}

// TestAPIErrorWithFieldsMissing leaves out and spoils every field in turn: the others stay.
func TestAPIErrorWithFieldsMissing(t *testing.T) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(fullError), &all); err != nil {
		t.Fatal(err)
	}
	for missing := range all {
		for _, spoilt := range []string{"", "null", "7", `"text"`, "[1]", "{}", "true"} {
			body := map[string]json.RawMessage{}
			for name, value := range all {
				if name != missing {
					body[name] = value
				} else if spoilt != "" {
					body[name] = json.RawMessage(spoilt)
				}
			}
			encoded, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			got := apiError(t, 400, string(encoded))
			for name, present := range map[string]bool{
				"exception_class": got.Class == "ValidationError", "message": got.Message == "Validation Error", "request_id": got.RequestID == "0123456789abcdef",
				"info": got.Info != nil, "invalid_fields": got.InvalidFields != nil,
			} {
				if name != missing && !present {
					t.Errorf("%s: %s is lost", encoded, name)
				}
			}
		}
	}
}

func TestAPIErrorFromOtherForms(t *testing.T) {
	for name, test := range map[string]struct {
		status  int
		body    string
		headers []string
		ok      func(*gcoresg.APIError) bool
	}{
		"the other form of 401": {401, `{"message":"Authentication credentials were not provided.","code":"not_authenticated"}`, nil,
			func(e *gcoresg.APIError) bool {
				return e.Class == "not_authenticated" && strings.HasPrefix(e.Message, "Authentication")
			}},
		"request id in the header": {404, `{}`, []string{"request_id: abc"}, func(e *gcoresg.APIError) bool { return e.RequestID == "abc" }},
		"info is an array":         {400, `{"exception_class":"MultipleQuotaLimitExceeded","info":[{"attribute":"firewall_count"}]}`, nil, func(e *gcoresg.APIError) bool { return string(e.Info) == `[{"attribute":"firewall_count"}]` }},
		"one text, no list": {400, `{"invalid_fields":{"a":"x","b":[{"c":1}]}}`, nil, func(e *gcoresg.APIError) bool {
			return e.InvalidFields["a"][0] == "x" && e.InvalidFields["b"][0] == `{"c":1}`
		}},
		"HTML": {403, "<html>Access denied</html>", []string{"Content-Type: text/html; charset=UTF-8"}, func(e *gcoresg.APIError) bool {
			return strings.Contains(e.Message, "26 bytes") && errors.Is(e, gcoresg.ErrForbidden)
		}},
		"nothing":            {404, "", nil, func(e *gcoresg.APIError) bool { return e.Message == "no body" && errors.Is(e, gcoresg.ErrNotFound) }},
		"an array":           {400, "[]", nil, func(e *gcoresg.APIError) bool { return e.StatusCode == 400 }},
		"control characters": {400, `{"message":"a\nb\u0000c\u202ed"}`, nil, func(e *gcoresg.APIError) bool { return strings.Contains(e.Error(), "a b c d") }},
		"a very long text":   {400, `{"message":"` + strings.Repeat("ä", 100000) + `"}`, nil, func(e *gcoresg.APIError) bool { return len(e.Error()) < 700 && len(e.Message) == 200000 }},
	} {
		if got := apiError(t, test.status, test.body, test.headers...); !test.ok(got) {
			t.Errorf("%s: %#v: %v", name, got, got)
		}
	}
}

func TestErrorOfABrokenAnswerKeepsItsStatus(t *testing.T) {
	got := apiError(t, 404, `{"message"`, "Content-Length: 500")
	if got.StatusCode != 404 {
		t.Errorf("%v", got)
	}
}
