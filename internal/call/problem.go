package call

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A Problem is what an answer other than a success says. Any field can be empty. Pieces of the API key are redacted.
type Problem struct {
	FromAPI       bool // the answer has the API's own form, and is not a gateway's
	Class         string
	Message       string
	RequestID     string
	InvalidFields map[string][]string
	Info          json.RawMessage // an object or an array, nil for none
}

// newProblem never fails: it leaves out what it cannot read.
func newProblem(resp *http.Response, body []byte, key Key) *Problem {
	var fields map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	_ = decoder.Decode(&fields) // HTML, nothing, or cut short: no fields
	fields, _ = key.redactValue(fields).(map[string]any)

	p := &Problem{
		FromAPI:       textOf(fields["exception_class"]) != "",
		Class:         cmp.Or(textOf(fields["exception_class"]), textOf(fields["code"])),
		Message:       textOf(fields["message"]),
		RequestID:     textOf(fields["request_id"]),
		InvalidFields: invalidFields(fields["invalid_fields"]),
		Info:          infoOf(fields["info"]),
	}
	if p.RequestID == "" { // the API calls the header request_id, with an underscore
		p.RequestID = key.redact(cmp.Or(resp.Header.Get("request_id"), resp.Header.Get("X-Request-Id")))
	}
	if p.Message == "" {
		p.Message = key.redact(describe(resp, body))
	}
	return p
}

// textOf is a JSON string or number as text, and empty for anything else.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	}
	return ""
}

// invalidFields takes {field: [text]}, and also a field with one text in place of a list.
func invalidFields(value any) map[string][]string {
	fields, _ := value.(map[string]any)
	if len(fields) == 0 {
		return nil
	}
	result := make(map[string][]string, len(fields))
	for field, value := range fields {
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, entry := range list {
			text := textOf(entry)
			if text == "" {
				text = string(encode(entry))
			}
			result[field] = append(result[field], text)
		}
	}
	return result
}

func infoOf(value any) json.RawMessage {
	switch value.(type) {
	case map[string]any, []any:
		return encode(value)
	}
	return nil
}

func encode(value any) []byte {
	encoded, _ := json.Marshal(value) // what was decoded from JSON can be encoded
	return encoded
}

// describe stands in for the message of an answer without one.
func describe(resp *http.Response, body []byte) string {
	if location, err := url.Parse(resp.Header.Get("Location")); IsRedirect(resp.StatusCode) && err == nil {
		return "redirect to " + cmp.Or(location.Host, "the same server") + " refused: nothing was changed; check the base URL"
	}
	if len(body) == 0 {
		return "no body"
	}
	media, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	return "a body of " + strconv.Itoa(len(body)) + " bytes, " + cmp.Or(strings.TrimSpace(media), "of no stated type") +
		", that is not an error of the API"
}

// clockOf is when an answer was sent, by the server's clock, to which a date in the answer refers. Where the header
// Date cannot be read, it is the time by our clock.
func clockOf(header string) time.Time {
	if date, err := http.ParseTime(header); err == nil {
		return date
	}
	return time.Now()
}

// retryAfter reads a Retry-After header: seconds, or a date (RFC 9110, section 10.2.3). It returns 0 for a malformed
// header and for a time that is past.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), math.MaxInt64/int64(time.Second))) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(date.Sub(now).Round(time.Second), 0)
	}
	return 0
}
