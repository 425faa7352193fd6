package gcoresg

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/internal/call"
)

// Sentinels for [errors.Is]. An [*APIError] matches at most one of the first eight.
var (
	// ErrUnauthorized is a 401: the API key is missing, wrong or expired.
	ErrUnauthorized = errors.New("gcoresg: unauthorized")
	// ErrForbidden is a 403: the key lacks a permission, or the region does not allow the operation.
	ErrForbidden = errors.New("gcoresg: forbidden")
	// ErrNotFound is a 404: there is no such rule, group, project or region.
	ErrNotFound = errors.New("gcoresg: not found")
	// ErrConflict is a 409 that does not pass, such as a rule that already exists.
	ErrConflict = errors.New("gcoresg: conflict")
	// ErrLocked is a 409 because another task works on the group, after all retries.
	ErrLocked = errors.New("gcoresg: locked by another task")
	// ErrQuota is a refusal because a quota is used up. The API answers it with 400.
	ErrQuota = errors.New("gcoresg: quota exceeded")
	// ErrRateLimited is a 429, after all retries, or where the server asks for a wait of more than a minute.
	ErrRateLimited = errors.New("gcoresg: rate limited")
	// ErrServer is a 5xx. After a write it is the cause inside [*OutcomeUnknownError], [*RuleLostError] or
	// [*ReplaceError], or of an error that says "not done".
	ErrServer = errors.New("gcoresg: server error")

	// ErrDeprecated is the refusal of a deprecated operation because of [WithRefuseDeprecated]. Nothing was sent.
	ErrDeprecated = errors.New("gcoresg: deprecated operation refused")
	// ErrTask is matched by [*TaskError].
	ErrTask = errors.New("gcoresg: task failed")
	// ErrOutcomeUnknown is matched by [*OutcomeUnknownError], and by a [*ReplaceError] whose ids are not certain.
	ErrOutcomeUnknown = errors.New("gcoresg: outcome unknown")
	// ErrRuleLost is matched by [*RuleLostError], and by a [*ReplaceError] that left neither rule.
	ErrRuleLost = errors.New("gcoresg: rule lost")
)

// An APIError is an answer of the server that is not a success. Any field but StatusCode, Method and Route can be
// empty, because a proxy between the client and the API answers in a form of its own. Pieces of the API key in the
// server's texts are replaced by ***.
type APIError struct {
	// StatusCode is the HTTP status.
	StatusCode int
	// Class is the API's name for the kind of error, such as ValidationError.
	Class string
	// Message is the API's text.
	Message string
	// RequestID is what Gcore's support asks for: from the body, or else from the header request_id.
	RequestID string
	// InvalidFields says what is wrong with each field of the request.
	InvalidFields map[string][]string
	// Info is a JSON object or array with details, such as the limit of a quota; nil if there is none.
	Info json.RawMessage
	// ExistingRuleID is the rule beside which the server refuses the new one, where its text names it.
	ExistingRuleID string
	// Method and Route are the operation's HTTP method and its path as the document writes it.
	Method, Route string
	// RetryAfter is how long the server asks to wait, 0 if it does not.
	RetryAfter time.Duration
}

// Error is one line: the operation, the status, the API's class and text, the request id and what to do about it.
func (e *APIError) Error() string { return "gcoresg: " + e.Method + " " + e.Route + ": " + e.detail() }

func (e *APIError) detail() string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP %d", e.StatusCode)
	if text := http.StatusText(e.StatusCode); text != "" {
		b.WriteString(" " + text)
	}
	for _, part := range []string{e.Class, e.Message} {
		if part != "" {
			b.WriteString(": " + call.OneLine(part))
		}
	}
	if e.RetryAfter > 0 {
		b.WriteString(" (the server asks to wait " + e.RetryAfter.String() + ")")
	}
	if e.RequestID != "" {
		b.WriteString(" (request id " + call.OneLine(e.RequestID) + ")")
	}
	if hint := hints[e.sentinel()]; hint != "" {
		b.WriteString("; " + hint)
	}
	return b.String()
}

var hints = map[error]string{
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
	case e.StatusCode == http.StatusConflict && call.IsLock(e.Message):
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

// A TaskError is a task that the server accepted and that ended in the state ERROR. Returned by itself, it means that
// nothing was changed: the client has read the group, or the text of the task says so. With [WithoutReconcile] the
// client does not read. Inside another error, that error says what is left.
type TaskError struct {
	// TaskID is the task's id, for Gcore's support.
	TaskID string
	// Message is the task's own text.
	Message string
	// ExistingRuleID is the rule beside which the server refuses the new one, where the text names it.
	ExistingRuleID string
	// Method and Route are the operation that started the task.
	Method, Route string
}

// Error is one line: the operation, the task and its text.
func (e *TaskError) Error() string { return "gcoresg: " + e.Method + " " + e.Route + ": " + e.detail() }

func (e *TaskError) detail() string {
	return "task " + call.OneLine(e.TaskID) + " failed: " + call.OneLine(e.Message)
}

// Is reports whether target is [ErrTask], or the sentinel that the text of the task speaks of: [ErrConflict] for a
// rule that already exists, [ErrQuota] for a quota, [ErrNotFound] for something that does not exist.
func (e *TaskError) Is(target error) bool {
	switch target {
	case ErrTask:
		return true
	case ErrConflict:
		return call.IsDuplicate(e.Message)
	case ErrQuota:
		return call.IsOverQuota(e.Message)
	case ErrNotFound:
		return call.IsMissing(e.Message)
	}
	return false
}
