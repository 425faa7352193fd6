package gcoresg

import (
	"cmp"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// newAPIError reads an answer that is not a success. It never fails: what it cannot read, it leaves out, and the status stays.
func newAPIError(op *gen.Operation, resp *http.Response, body []byte, key apiKey) *APIError {
	e := &APIError{
		StatusCode: resp.StatusCode,
		Method:     op.Method,
		Route:      op.Route,
		RetryAfter: retryAfter(resp.Header.Get("Retry-After"), clockOf(resp.Header)),
	}
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields) // HTML, nothing, or cut short: no fields
	e.Class = key.mask(cmp.Or(text(fields["exception_class"]), text(fields["code"])))
	e.Message = key.mask(text(fields["message"]))
	e.RequestID = key.mask(cmp.Or(text(fields["request_id"]), requestID(resp.Header)))
	e.InvalidFields = invalidFields(fields["invalid_fields"], key)
	e.Info = info(fields["info"], key)
	if e.Message == "" {
		e.Message = key.mask(describe(resp, body))
	}
	return e
}

// requestID reads the header that Gcore's API calls request_id, with an underscore.
func requestID(header http.Header) string {
	return cmp.Or(header.Get("request_id"), header.Get("X-Request-Id"))
}

// text is a JSON string or number as text, and empty for anything else.
func text(raw json.RawMessage) string {
	var value string
	if json.Unmarshal(raw, &value) == nil {
		return value
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String()
	}
	return ""
}

// invalidFields takes {field: [text]} and, where a field has one text and no list, that.
func invalidFields(raw json.RawMessage, key apiKey) map[string][]string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || len(fields) == 0 {
		return nil
	}
	result := make(map[string][]string, len(fields))
	for field, value := range fields {
		list := []json.RawMessage{value}
		_ = json.Unmarshal(value, &list)
		var texts []string
		for _, entry := range list {
			texts = append(texts, cmp.Or(key.mask(text(entry)), string(key.maskJSON(entry))))
		}
		result[key.mask(field)] = texts
	}
	return result
}

// info keeps an object or an array.
func info(raw json.RawMessage, key apiKey) json.RawMessage {
	if len(raw) == 0 || raw[0] != '{' && raw[0] != '[' {
		return nil
	}
	return key.maskJSON(raw)
}

// describe stands in for the message of an answer without one.
func describe(resp *http.Response, body []byte) string {
	if location, err := url.Parse(resp.Header.Get("Location")); isRedirect(resp.StatusCode) && err == nil {
		return "redirect to " + cmp.Or(location.Host, "the same server") + " refused: nothing was changed; check the base URL"
	}
	if len(body) == 0 {
		return "no body"
	}
	media, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	return "a body of " + strconv.Itoa(len(body)) + " bytes, " + cmp.Or(strings.TrimSpace(media), "of no stated type") +
		", that is not an error of the API"
}

// clockOf is the time by the server's clock, which a date in its answer refers to; by ours if the server does not tell.
func clockOf(header http.Header) time.Time {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		return date
	}
	return time.Now()
}

// retryAfter reads a Retry-After header, seconds or a date (RFC 9110, section 10.2.3). What is malformed or past is 0.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), math.MaxInt64/int64(time.Second))) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(date.Sub(now).Round(time.Second), 0)
	}
	return 0
}
