package gcoresgtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// apiError is an error as the vendor writes it. Every field but the message is missing from some answers.
type apiError struct {
	Class         string   `json:"exception_class,omitempty"`
	Message       string   `json:"message"`
	Code          string   `json:"code,omitempty"`
	RequestID     string   `json:"request_id,omitempty"`
	InvalidFields problems `json:"invalid_fields,omitempty"`
	Info          any      `json:"info,omitempty"`
}

func newAnswer(status int, body []byte) answer {
	a := answer{status: status, header: http.Header{}, body: body}
	if len(body) > 0 {
		a.header.Set("Content-Type", "application/json")
	}
	return a
}

// jsonAnswer panics on a value that is not JSON: every value is one of ours.
func jsonAnswer(status int, value any) answer {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return newAnswer(status, body)
}

func refuse(c *call, status int, class, message string) answer {
	return jsonAnswer(status, apiError{Class: class, Message: message, RequestID: c.requestID})
}

// unauthorized echoes both ends of the key, as the vendor does; a short key would be given away whole.
func unauthorized(key string) answer {
	const shown = 5
	echo := "*****"
	if len(key) > 2*shown {
		echo = key[:shown] + echo + key[len(key)-shown:]
	}
	return jsonAnswer(http.StatusUnauthorized, apiError{
		Class: "UnauthorizedError", Message: "Invalid <APIKey> authentication token: " + echo,
	})
}

func notAuthenticated() answer {
	return jsonAnswer(http.StatusUnauthorized, apiError{
		Message: "Authentication credentials were not provided.", Code: "not_authenticated",
	})
}

// message is the text of an answer that is an error, which is what a task that fails for the same reason has for its
// error.
func (a answer) message() string {
	var e apiError
	_ = json.Unmarshal(a.body, &e) // Ours, and JSON.
	return e.Message
}

// notImplemented is no answer of the vendor's: whether the API has such an operation, the fake does not know.
func notImplemented(c *call, r *http.Request) answer {
	what := r.Method + " " + redacted(r.URL.EscapedPath())
	return refuse(c, http.StatusNotImplemented, "HTTPError", "HTTP 501: gcoresgtest does not implement "+what)
}

func notFound(c *call, what, id string) answer {
	return refuse(c, http.StatusNotFound, "NotFoundError", fmt.Sprintf("%s %s could not be found", what, id))
}

func conflict(c *call, format string, args ...any) answer {
	return refuse(c, http.StatusConflict, "ConflictError", fmt.Sprintf(format, args...))
}

// invalidJSON is the vendor's answer to a body that is no JSON. It carries no request id.
func invalidJSON(reason string) answer {
	return jsonAnswer(http.StatusBadRequest, apiError{
		Class: "ValidationError", Message: "Validation Error: Invalid JSON: " + reason,
	})
}

func invalid(c *call, wrong problems) answer {
	return jsonAnswer(http.StatusBadRequest, apiError{
		Class: "ValidationError", Message: "Validation Error: " + wrong.String(), RequestID: c.requestID,
		InvalidFields: wrong,
	})
}

// prohibited is a ValidationError of the vendor's own rules, which name no field.
func prohibited(c *call, message string) answer {
	return refuse(c, http.StatusBadRequest, "ValidationError", message)
}

// quotaExceeded is a 400, not a 403 or a 429.
func quotaExceeded(c *call, attribute string, usage, limit int) answer {
	return jsonAnswer(http.StatusBadRequest, apiError{
		Class: "QuotaLimitExceed", RequestID: c.requestID,
		Message: fmt.Sprintf("Quota limit for %s exceeded by %d", attribute, usage+1-limit),
		Info: map[string]any{
			"attribute": attribute, "current_usage": usage, "requested_usage": usage + 1, "limit": limit,
		},
	})
}

func lockedShortly(c *call, id string) answer {
	return conflict(c, "Resource `%s` is already locked by another task. Please try again later.", id)
}

func lockedByTask(c *call, id, name, taskID string, since time.Time) answer {
	return conflict(c, "Operation on resource `%s` currently locked by running task `%s` with id `%s` (%s) to prevent "+
		"concurrent operations. Repeat request a little later.", id, name, taskID, since.UTC().Format(taskTimeLayout))
}
