package model

import (
	"math/rand/v2"
	"strings"
	"time"
)

// strangeSuccess is a 2xx whose body is not what was asked for.
func strangeSuccess(r *rand.Rand, x *exchange) fault {
	f := openActing(r, x, fault{name: "a success that cannot be read"})
	f.half = false
	kinds := []func(*rand.Rand, *exchange, answer) answer{emptyBody, cutBody, htmlBody}
	if x.kind.writes() {
		kinds = append(kinds, accepted)
	}
	switch x.kind {
	case updates:
		kinds = append(kinds, ruleOfOtherGroup, ruleWithPath, oldRule)
	case creates, deletes:
		kinds = append(kinds, taskWithPath, noTask)
	}
	change := pick(r, kinds...)
	draw := rand.New(rand.NewPCG(r.Uint64(), 0))
	f.answer = func(x *exchange, a answer) answer { return change(draw, x, proper(x, a)) }
	return f
}

// proper is what the server says when it has said nothing yet: a success that looks right.
func proper(x *exchange, a answer) answer {
	const someID = "11111111-1111-4111-8111-111111111111"
	switch {
	case a.status != 0:
		return a
	case x.kind == updates:
		return answer{status: 200, body: rule{id: someID, spec: x.spec, created: time.Now()}.json(x.groupID)}
	case x.kind == readsGroup:
		return success(map[string]any{"id": x.groupID, "security_group_rules": []any{}})
	case x.kind == readsTask:
		return success(map[string]any{"id": x.taskID, "state": "RUNNING"})
	}
	return success(map[string]any{"tasks": []string{someID}})
}

func emptyBody(r *rand.Rand, _ *exchange, _ answer) answer {
	return answer{status: pick(r, 200, 201, 204)}
}

// cutBody loses the end of the body, with or without an error of the connection.
func cutBody(r *rand.Rand, _ *exchange, a answer) answer {
	a.status, a.shows = 200, nil
	a.body = a.body[:r.IntN(len(a.body))]
	a.cut = r.IntN(2) == 0
	return a
}

func htmlBody(*rand.Rand, *exchange, answer) answer {
	return answer{status: 200, html: true, body: []byte("<html>Welcome</html>")}
}

func accepted(r *rand.Rand, _ *exchange, _ answer) answer {
	return answer{status: 202, body: []byte(pick(r, "", "{}", `{"status":"accepted"}`))}
}

func ruleOfOtherGroup(_ *rand.Rand, x *exchange, _ answer) answer {
	const other = "22222222-2222-4222-8222-222222222222"
	return answer{status: 200, body: rule{id: other, spec: x.spec, created: time.Now()}.json(other)}
}

func ruleWithPath(_ *rand.Rand, x *exchange, _ answer) answer {
	return answer{status: 200, body: rule{id: "../../../v1/projects", spec: x.spec,
		created: time.Now()}.json(x.groupID)}
}

// oldRule answers with the rule as it was before, and with nothing where there was none.
func oldRule(_ *rand.Rand, x *exchange, _ answer) answer {
	if x.old.id == "" {
		return answer{status: 200}
	}
	return answer{status: 200, body: x.old.text}
}

func taskWithPath(*rand.Rand, *exchange, answer) answer {
	return success(map[string]any{"tasks": []string{"../../v1/projects"}})
}

func noTask(*rand.Rand, *exchange, answer) answer {
	return success(map[string]any{"tasks": []string{}})
}

// refusedBefore is a refusal of a request that the server has not begun to carry out.
func refusedBefore(r *rand.Rand, x *exchange) fault {
	a := refusal(pick(r, 400, 403, 422), "ValidationError", "Not like this")
	if r.IntN(3) == 0 {
		a.status = 400
		a.body = []byte(strings.Replace(string(a.body), "{", `{"invalid_fields":{"direction":["Field required"]},`, 1))
	}
	return fault{name: "refused before acting", acts: never, answer: fixed(a)}
}

// refusedHalfway is a refusal of an update that comes when the old rule is gone.
func refusedHalfway(r *rand.Rand, x *exchange) fault {
	if x.kind != updates {
		return refusedBefore(r, x)
	}
	a := pick(r,
		refusal(400, "ValidationError", "Not like this"),
		refusal(403, "ForbiddenError", "Not in this region"),
		refusal(404, "NotFoundError", "Security group 33333333-3333-4333-8333-333333333333 could not be found"),
		refusal(409, "ConflictError",
			"Security group rule already exists. Rule id is 44444444-4444-4444-8444-444444444444."),
		refusal(422, "ValidationError", "Not like this"))
	// What the server says of a rule that is not there, or of a locked group, comes before it acts.
	answerOf := func(_ *exchange, own answer) answer {
		if own.status != 0 {
			return own
		}
		return a
	}
	return fault{name: "refused after the old rule is gone", half: true, answer: answerOf}
}

// failedRead is a reading without a proper answer.
func failedRead(r *rand.Rand, x *exchange) fault {
	f := pick(r, lostConnection, ownFailure, fromEdge, rateLimited, requestTimeout, strangeSuccess, forbidden)(r, x)
	if r.IntN(8) == 0 {
		f = fault{name: "the reading hangs", hang: true}
	}
	return f
}

func forbidden(r *rand.Rand, _ *exchange) fault {
	return fault{name: "401 or 403", answer: fixed(refusal(pick(r, 401, 403), "ForbiddenError",
		"You may not read this"))}
}
