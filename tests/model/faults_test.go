package model

import (
	"math/rand/v2"
	"time"
)

// fault is what goes wrong with one exchange. The zero fault is none.
type fault struct {
	name  string        // empty for none
	acts  acting        // what the server does
	late  time.Duration // how long after the exchange it acts, or how long the gap of a split update is
	half  bool          // an update deletes only
	sync  bool          // v2 does its work at once, without a task
	open  bool          // the client cannot know that the server is done
	delay time.Duration // before the client gets its answer

	// What the client gets: one of these, or else the server's answer.
	dial, lose, hang bool
	answer           func(*exchange, answer) answer
}

// acting is what the server does with a request, and when.
type acting int

const (
	now   acting = iota
	never        // the request does not reach it
	later        // after the exchange has ended for the client
	split        // an update deletes at once, and creates after the exchange has ended
)

func fixed(a answer) func(*exchange, answer) answer {
	return func(*exchange, answer) answer { return a }
}

// drawer draws a fault for an exchange.
type drawer func(*rand.Rand, *exchange) fault

// pick returns one of the values.
func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// upTo is a random time.
func upTo(r *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(most)))
}

// openActing draws what a server does whose answer does not tell.
func openActing(r *rand.Rand, x *exchange, f fault) fault {
	f.open = true
	f.late = 1 + upTo(r, 30*time.Second)
	choices := []acting{now, now, never, later}
	if x.kind == updates {
		choices = append(choices, split)
		f.half = r.IntN(4) == 0
	}
	f.acts = pick(r, choices...)
	if f.acts == split {
		f.half = false
	}
	return f
}

// finished draws what a server does whose handler has ended when the answer goes out.
func finished(r *rand.Rand, x *exchange, f fault) fault {
	f.acts = pick(r, now, never)
	f.sync = true
	f.half = x.kind == updates && r.IntN(2) == 0
	return f
}

func refusedConnection(*rand.Rand, *exchange) fault {
	return fault{name: "no connection", acts: never, dial: true}
}

// retriedDial is a transport that sends by itself again: the second try finds no connection, but the first one may
// have acted.
func retriedDial(r *rand.Rand, x *exchange) fault {
	return openActing(r, x, fault{name: "a transport that retries by itself finds no connection at last", dial: true})
}

func lostConnection(r *rand.Rand, x *exchange) fault {
	return openActing(r, x, fault{name: "the connection is lost", lose: true, delay: upTo(r, time.Second)})
}

func hanging(r *rand.Rand, x *exchange) fault {
	return openActing(r, x, fault{name: "the exchange hangs", hang: true})
}

func ownFailure(r *rand.Rand, x *exchange) fault {
	status := pick(r, 500, 500, 501, 503)
	return finished(r, x, fault{name: "the API fails", answer: fixed(refusal(status, "InternalServerError",
		"Something broke"))})
}

func fromEdge(r *rand.Rand, x *exchange) fault {
	status := pick(r, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527)
	return openActing(r, x, fault{name: "a gateway answers", answer: fixed(fromGateway(status)), delay: upTo(r,
		time.Second)})
}

func requestTimeout(r *rand.Rand, x *exchange) fault {
	return openActing(r, x, fault{name: "408", answer: fixed(pick(r, fromGateway(408), refusal(408, "HTTPError",
		"HTTP 408")))})
}

// busy is a 503 that asks to wait. In the API's own form it comes from a handler that has ended.
func busy(r *rand.Rand, x *exchange) fault {
	after := map[string]string{"Retry-After": pick(r, "1", "3", "20", "120")}
	if r.IntN(2) == 0 {
		a := refusal(503, "ServiceUnavailable", "Try again later")
		a.headers = after
		return fault{name: "the API asks to wait", acts: never, answer: fixed(a)}
	}
	a := fromGateway(503)
	a.headers = after
	return openActing(r, x, fault{name: "a gateway asks to wait", answer: fixed(a)})
}

func rateLimited(r *rand.Rand, _ *exchange) fault {
	a := pick(r, answer{status: 429}, refusal(429, "TooManyRequests", "Slow down"))
	if after := pick(r, "", "1", "5", "30", "120"); after != "" {
		a.headers = map[string]string{"Retry-After": after}
	}
	return fault{name: "429", acts: never, answer: fixed(a)}
}

func lockedByOther(_ *rand.Rand, x *exchange) fault {
	return fault{name: "409 locked", acts: never, answer: fixed(alreadyLocked(x.groupID))}
}

func unauthorized(*rand.Rand, *exchange) fault {
	return fault{name: "401", acts: never, answer: fixed(refusal(401, "UnauthorizedError",
		"Invalid <APIKey> authentication token"))}
}

func redirected(r *rand.Rand, _ *exchange) fault {
	a := answer{status: pick(r, 301, 302, 307, 308), headers: map[string]string{"Location": "https://login.example/"}}
	return fault{name: "a redirect", acts: never, answer: fixed(a)}
}
