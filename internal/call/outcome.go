package call

import (
	"net/http"
	"strings"
	"time"
)

// An Outcome is what one attempt says about the server.
type Outcome int

const (
	Succeeded   Outcome = iota // 2xx: it acted and said so
	Stopped                    // the request was not made: there was no key, or the context had ended
	NotSent                    // there was no connection: the server did not act
	RateLimited                // 429: the server did not act
	Locked                     // 409 because a task holds the lock: the server did not act
	Rejected                   // another 4xx, or a redirect: the server is finished
	Failed                     // a 5xx that the API itself wrote: the server is finished and may have acted
	Open                       // anything else: the server may act, now or later
)

// DidNotAct reports whether the server certainly did nothing.
func (o Outcome) DidNotAct() bool {
	return o == Stopped || o == NotSent || o == RateLimited || o == Locked
}

// MayPass reports whether the same request may fare better later.
func (o Outcome) MayPass() bool { return o != Succeeded && o != Stopped && o != Rejected }

// A Result is what one attempt came to.
type Result struct {
	Outcome Outcome
	// Status is the HTTP status, 0 where no answer came.
	Status int
	// Body is the body of a success until [Result.Release], nil otherwise.
	Body []byte
	// Problem is what an answer other than a success says, nil where none came.
	Problem *Problem
	// RetryAfter is how long the server asks to wait, 0 if it does not.
	RetryAfter time.Duration
	// Date is the header Date: when the server answered, by its own clock.
	Date string
	// Notice is what the headers say of a deprecation, nil where they are silent.
	Notice *Notice
	// Err is why there is no answer, or why it cannot be read. Pieces of the API key in its text are redacted.
	Err error
	// Stopped is why no further attempt was made although attempts were left, nil otherwise.
	Stopped error

	key Key
}

// Release gives the memory of the body back. The body must not be used after that.
func (r *Result) Release() {
	if cap(r.Body) == shortAnswer {
		buffers.Put((*[shortAnswer]byte)(r.Body[:shortAnswer]))
	}
	r.Body = nil
}

// Redact removes pieces of the API key from a text of the server's.
func (r *Result) Redact(text string) string { return r.key.redact(text) }

// read fills in what the answer says. Err is already set where the body is incomplete.
func (r *Result) read(resp *http.Response, body []byte) {
	r.Status = resp.StatusCode
	r.Notice = newNotice(resp.Header, r.key)
	r.Date = resp.Header.Get("Date")
	if value := resp.Header.Get("Retry-After"); value != "" {
		r.RetryAfter = retryAfter(value, clockOf(r.Date))
	}
	switch {
	case r.Status/100 == 2 && r.Err == nil:
		r.Outcome, r.Body = Succeeded, body
	case r.Status/100 == 2:
		r.Outcome = Open
	default:
		r.Err = nil // an answer cut short still has its status
		r.Problem = newProblem(resp, body, r.key)
		r.Outcome = outcomeOf(r.Status, r.Problem)
	}
}

func outcomeOf(status int, p *Problem) Outcome {
	switch {
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status == http.StatusConflict && IsLock(p.Message):
		return Locked
	case status == http.StatusRequestTimeout:
		return Open
	case status/100 == 4, IsRedirect(status):
		return Rejected
	case status/100 == 5 && p.FromAPI:
		return Failed // in the API's own form, so the API is finished; after a gateway's answer it may still be at work
	}
	return Open
}

// IsRedirect reports whether a status sends a request elsewhere without acting on it. 303 does not: it may follow a
// success.
func IsRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// IsLock reports whether the text of a conflict is about a running task. Such a conflict passes.
func IsLock(text string) bool { return says(text, "locked by") }

// IsDuplicate reports whether the text of a failed task is about something that already exists.
func IsDuplicate(text string) bool { return says(text, "already exists") }

// IsOverQuota reports whether the text of a failed task is about a quota.
func IsOverQuota(text string) bool { return says(text, "quota") }

// IsMissing reports whether the text of a failed task is about something that does not exist.
func IsMissing(text string) bool { return says(text, "not found") || says(text, "could not be found") }

func says(text, words string) bool { return strings.Contains(strings.ToLower(text), words) }
