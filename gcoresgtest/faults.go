package gcoresgtest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gcoresg/gcoresg/gen/successor"
)

// Status answers with this status and this body, without acting. With At(AfterActing) the server acts and then answers
// so, as a proxy does that did not wait long enough.
func Status(code int, body string) Fault {
	return Fault{rewrite: func(*call, answer) answer { return newAnswer(code, []byte(body)) }}
}

// HTML answers with this status and an error page, as the vendor's edge does, without acting.
func HTML(code int) Fault {
	text := fmt.Sprintf("%d %s", code, http.StatusText(code))
	return Status(code, "<html>\r\n<head><title>"+text+"</title></head>\r\n<body>\r\n<center><h1>"+text+
		"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
}

// refusing answers with a refusal, without acting.
func refusing(r *refusal) Fault {
	return Fault{rewrite: func(c *call, _ answer) answer { return r.answerTo(c) }}
}

// Refuse answers with this status and the vendor's JSON with this exception class and message, without acting.
func Refuse(code int, class, message string) Fault { return refusing(refuse(code, class, message)) }

// Forbidden answers 403, without acting.
func Forbidden() Fault {
	return Refuse(http.StatusForbidden, "ForbiddenError",
		"You do not have permission to perform this action in this region")
}

// QuotaExceeded answers as to a request that goes beyond one quota, without acting: a 400, with one object of
// information.
func QuotaExceeded() Fault { return refusing(quotaExceeded("firewall_count", 20, 20)) }

// QuotasExceeded answers as to a request that goes beyond several quotas, without acting: a 400, with a list of
// information.
func QuotasExceeded() Fault {
	r := refuse(http.StatusBadRequest, "MultipleQuotaLimitExceeded", "Quota limits exceeded")
	r.Info = []map[string]any{{"attribute": "firewall_count"}, {"attribute": "firewall_rule_count"}}
	return refusing(r)
}

// Locked answers 409 as the API does while a task runs on the group, without acting. Locked().Times(3) is a group that
// is free again at the fourth request.
func Locked() Fault {
	return Fault{rewrite: func(c *call, _ answer) answer {
		text := "Resource `%s` is already locked by another task. Please try again later."
		return conflict(text, c.resource()).answerTo(c)
	}}
}

// LockedByTask answers 409 in the other words that the API has for a locked resource, without acting.
func LockedByTask() Fault {
	return Fault{rewrite: func(c *call, _ answer) answer {
		const id, kind = "00000000-0000-4000-8000-000000000000", "create_security_group_rule"
		return lockedBy(&task{id: id, kind: kind, created: time.Now()}, c.resource()).answerTo(c)
	}}
}

// RateLimit answers 429 without a body and without acting. A retryAfter that is not empty is sent as the Retry-After
// header.
func RateLimit(retryAfter string) Fault {
	f := Status(http.StatusTooManyRequests, "")
	if retryAfter != "" {
		f = f.WithHeader("Retry-After", retryAfter)
	}
	return f
}

// Redirect answers with this status, a 3xx, and this Location, without acting.
func Redirect(code int, location string) Fault {
	return Status(code, "").WithHeader("Location", location)
}

// LoseConnection closes the connection instead of answering. Mind that net/http sends a GET again by itself if the
// connection had been used before: then only a fault with Times(2) is seen.
func LoseConnection(m Moment) Fault { return Fault{lose: true}.At(m) }

// LoseRule breaks the PUT in the middle: the old rule is gone, the new one was not created, and the answer is a 500.
func LoseRule() Fault {
	return Refuse(http.StatusInternalServerError, "InternalServerError", "Internal server error").At(Halfway)
}

// Header acts, and adds a header to the answer, such as Deprecation, Sunset or Link.
func Header(name, value string) Fault { return Fault{moment: AfterActing}.WithHeader(name, value) }

// Body acts, and answers with this body instead of its own: empty, "{}", or anything else.
func Body(body string) Fault {
	return changingBody(func([]byte) []byte { return []byte(body) })
}

// TruncatedBody acts, and answers with the first half of its body as if that were all: JSON that ends too early.
func TruncatedBody() Fault {
	return changingBody(func(own []byte) []byte { return own[:len(own)/2] })
}

// OversizedBody acts, and answers with a body of at least this many bytes. It is a good answer with blanks before its
// end, so that a client that reads without a bound takes it.
func OversizedBody(size int) Fault {
	return changingBody(func(own []byte) []byte {
		end := max(0, len(own)-1)
		return slices.Concat(own[:end], bytes.Repeat([]byte(" "), max(0, size-len(own))), own[end:])
	})
}

func changingBody(change func(own []byte) []byte) Fault {
	return Fault{moment: AfterActing, rewrite: func(_ *call, a answer) answer {
		a.body = change(a.body)
		return a
	}}
}

// CutBody acts, and closes the connection in the middle of its answer.
func CutBody() Fault { return Fault{moment: AfterActing, cut: true} }

// SlowHeaders acts, and waits before it answers.
func SlowHeaders(d time.Duration) Fault { return Fault{moment: AfterActing, delay: d} }

// SlowBody acts, answers with the headers and half of the body, and waits before the rest.
func SlowBody(d time.Duration) Fault { return Fault{moment: AfterActing, bodyDelay: d} }

// TaskError makes the next request that starts a task start one that ends in the state ERROR with this text, after it
// did its work or, with any other moment than [AfterActing], without.
func TaskError(m Moment, text string) Fault {
	return twisted(m, func(t *task) {
		work := t.work
		t.work = func() (ruleID, failure string) {
			_, _ = work()
			return "", text
		}
	})
}

// TaskVanishes makes the next request that starts a task start one that cannot be read: 404. The task does its work
// when its time has come or, with any other moment than [AfterActing], not at all.
func TaskVanishes(m Moment) Fault { return twisted(m, func(t *task) { t.vanishes = true }) }

// TaskState makes the next request that starts a task start one that shows this state for ever. The task does its work
// when its time has come or, with any other moment than [AfterActing], not at all.
func TaskState(m Moment, state string) Fault {
	return twisted(m, func(t *task) { t.shows = successor.TaskState(state) })
}

// TaskTakes makes the next request that starts a task start one that takes so long. To a client from [Server.Client],
// 3*time.Second/[Speed] is what three seconds are to a client of the API; in a bubble of testing/synctest,
// 3*time.Second is.
func TaskTakes(d time.Duration) Fault {
	return twisted(AfterActing, func(t *task) { t.due = t.created.Add(d) })
}

// NoTasks answers the next request that starts a task with an empty list of tasks, before or after the task was
// started.
func NoTasks(m Moment) Fault {
	return Fault{moment: m, tasksOnly: true, rewrite: func(*call, answer) answer {
		return jsonAnswer(http.StatusOK, successor.TaskIDs{Tasks: []string{}})
	}}
}

// twisted changes the task of a request, which does not do its work unless the moment is AfterActing. The fault is kept
// to the requests that start tasks: it would be lost on any other.
func twisted(m Moment, change func(*task)) Fault {
	return Fault{moment: AfterActing, tasksOnly: true, task: func(t *task) {
		if m != AfterActing {
			t.work = func() (ruleID, failure string) { return "", "" }
		}
		change(t)
	}}
}
