package gcoresgtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// answer is what the server has to say, before a fault changes it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func newAnswer(status int, body []byte) answer {
	a := answer{status: status, header: http.Header{}, body: body}
	if len(body) > 0 {
		a.header.Set("Content-Type", "application/json")
	}
	return a
}

func jsonAnswer(status int, value any) answer { return newAnswer(status, must(json.Marshal(value))) }

// must is for what cannot fail, because every value in it is one of ours.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// refusal is an error as the vendor writes it. Every field but the message is missing from some answers.
type refusal struct {
	status        int
	withoutID     bool     // the vendor does not name the request in it
	Class         string   `json:"exception_class,omitempty"`
	Message       string   `json:"message"`
	Code          string   `json:"code,omitempty"`
	RequestID     string   `json:"request_id,omitempty"`
	InvalidFields problems `json:"invalid_fields,omitempty"`
	Info          any      `json:"info,omitempty"`
}

// answerTo makes the answer to a call of the refusal, which stays as it is.
func (r refusal) answerTo(c *call) answer {
	if !r.withoutID {
		r.RequestID = c.requestID
	}
	return jsonAnswer(r.status, r)
}

// unauthorized echoes both ends of the key, as the vendor does; a short key would be given away whole.
func unauthorized(key string) *refusal {
	const shown = 5
	echo := "*****"
	if len(key) > 2*shown {
		echo = key[:shown] + echo + key[len(key)-shown:]
	}
	return &refusal{
		status: http.StatusUnauthorized, withoutID: true, Class: "UnauthorizedError",
		Message: "Invalid <APIKey> authentication token: " + echo,
	}
}

func notFound(what, id string) *refusal {
	return &refusal{
		status: http.StatusNotFound, Class: "NotFoundError", Message: fmt.Sprintf("%s %s could not be found", what, id),
	}
}

func conflict(format string, args ...any) *refusal {
	return &refusal{status: http.StatusConflict, Class: "ConflictError", Message: fmt.Sprintf(format, args...)}
}

func lockedByTask(id, name, taskID string, since time.Time) *refusal {
	return conflict("Operation on resource `%s` currently locked by running task `%s` with id `%s` (%s) to prevent "+
		"concurrent operations. Repeat request a little later.", id, name, taskID, since.UTC().Format(taskTimeLayout))
}

func invalid(message string) *refusal {
	return &refusal{status: http.StatusBadRequest, Class: "ValidationError", Message: "Validation Error: " + message}
}

func invalidJSON(reason string) *refusal {
	r := invalid("Invalid JSON: " + reason)
	r.withoutID = true
	return r
}

func invalidFields(wrong problems) *refusal {
	r := invalid(wrong.String())
	r.InvalidFields = wrong
	return r
}

// quotaExceeded is a 400, not a 403 or a 429.
func quotaExceeded(attribute string, usage, limit int) *refusal {
	return &refusal{
		status: http.StatusBadRequest, Class: "QuotaLimitExceed",
		Message: fmt.Sprintf("Quota limit for %s exceeded by %d", attribute, usage+1-limit),
		Info: map[string]any{
			"attribute": attribute, "current_usage": usage, "requested_usage": usage + 1, "limit": limit,
		},
	}
}
