package gcoresg

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Sentinels for [errors.Is]. An [*APIError] matches at most one of the first eight.
var (
	// ErrUnauthorized is a 401: the API key is missing, wrong or expired.
	ErrUnauthorized = errors.New("gcoresg: unauthorized")
	// ErrForbidden is a 403: the key lacks a permission, or the region does not allow the operation.
	ErrForbidden = errors.New("gcoresg: forbidden")
	// ErrNotFound is a 404: there is no such rule, group, project or region.
	ErrNotFound = errors.New("gcoresg: not found")
	// ErrConflict is a 409 that waiting does not cure, such as a rule that already exists.
	ErrConflict = errors.New("gcoresg: conflict")
	// ErrLocked is a 409 because another task works on the group; it outlasted the retries.
	ErrLocked = errors.New("gcoresg: locked by another task")
	// ErrQuota is a refusal because a quota is used up. The API answers it with 400.
	ErrQuota = errors.New("gcoresg: quota exceeded")
	// ErrRateLimited is a 429; it outlasted the retries, or the server asks for a wait of more than a minute.
	ErrRateLimited = errors.New("gcoresg: rate limited")
	// ErrServer is a 5xx. Of a write it is a cause: of an [*OutcomeUnknownError], a [*RuleLostError], a [*ReplaceError], or of an error
	// that says that the write was not done.
	ErrServer = errors.New("gcoresg: server error")

	// ErrDeprecated is the refusal of a deprecated operation by [WithRefuseDeprecated]. Nothing was sent.
	ErrDeprecated = errors.New("gcoresg: deprecated operation refused")
)

// An APIError is an answer of the server that is not a success. Any field but StatusCode, Method and Route can be empty: what
// stands between the client and the API answers in its own form. Pieces of the API key in the server's texts are replaced by ***.
type APIError struct {
	// StatusCode is the HTTP status.
	StatusCode int
	// Class is the API's name for the kind of error, such as ValidationError.
	Class string
	// Message is the API's text.
	Message string
	// RequestID is what Gcore's support asks for: from the body, or else from the header request_id.
	RequestID string
	// InvalidFields has the complaints about each field of the request.
	InvalidFields map[string][]string
	// Info is a JSON object or array with details, such as the limit of a quota; nil if there is none.
	Info json.RawMessage
	// Method and Route are the operation's HTTP method and its path as the document writes it.
	Method, Route string
	// RetryAfter is how long the server asks to wait, 0 if it does not.
	RetryAfter time.Duration
}

// Error is one line: the operation, the status, the API's class and text, the request id and what to do about it.
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "gcoresg: %s %s: HTTP %d", e.Method, e.Route, e.StatusCode)
	if text := http.StatusText(e.StatusCode); text != "" {
		b.WriteString(" " + text)
	}
	for _, part := range []string{e.Class, e.Message} {
		if part != "" {
			b.WriteString(": " + oneLine(part))
		}
	}
	if e.RetryAfter > 0 {
		b.WriteString(" (the server asks to wait " + e.RetryAfter.String() + ")")
	}
	if e.RequestID != "" {
		b.WriteString(" (request id " + oneLine(e.RequestID) + ")")
	}
	if advice := advices[e.sentinel()]; advice != "" {
		b.WriteString("; " + advice)
	}
	return b.String()
}

var advices = map[error]string{
	ErrUnauthorized: "check the API key",
	ErrForbidden:    "check the key's permissions and whether the region offers this",
	ErrNotFound:     "check the ids; an updated rule has a new one",
	ErrConflict:     "waiting does not help: change the spec or the group",
	ErrLocked:       "try again when the other task has finished",
	ErrRateLimited:  "wait before trying again",
	ErrQuota:        "raise the quota or delete what is not needed",
}

// Is reports whether target is the sentinel of this error.
func (e *APIError) Is(target error) bool { return target != nil && target == e.sentinel() }

// fate tells what the status says about the server's state.
func (e *APIError) fate() fate {
	switch sentinel := e.sentinel(); {
	case sentinel == ErrRateLimited:
		return limited
	case sentinel == ErrLocked:
		return locked
	case e.StatusCode/100 == 4, isRedirect(e.StatusCode):
		return refused
	}
	return unknown
}

// isRedirect tells the statuses by which a server sends a request elsewhere without acting on it. 303 is not among them: it may
// follow a success.
func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func (e *APIError) sentinel() error {
	switch {
	case strings.Contains(e.Class, "QuotaLimitExceed"):
		return ErrQuota
	case e.StatusCode == http.StatusUnauthorized:
		return ErrUnauthorized
	case e.StatusCode == http.StatusForbidden:
		return ErrForbidden
	case e.StatusCode == http.StatusNotFound:
		return ErrNotFound
	case e.StatusCode == http.StatusConflict && strings.Contains(strings.ToLower(e.Message), "locked by"):
		return ErrLocked
	case e.StatusCode == http.StatusConflict:
		return ErrConflict
	case e.StatusCode == http.StatusTooManyRequests:
		return ErrRateLimited
	case e.StatusCode/100 == 5:
		return ErrServer
	}
	return nil
}

// oneLine keeps a text from outside to one printable line of bearable length.
func oneLine(text string) string {
	const most = 500
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || !strconv.IsPrint(r) }), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
