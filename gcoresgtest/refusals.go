package gcoresgtest

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// answer is what the server has to say, before a fault changes it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// newAnswer labels a body that begins like an object as JSON, and any other as HTML, which is what gateways write.
func newAnswer(status int, body []byte) answer {
	a := answer{status: status, header: http.Header{}, body: body}
	switch {
	case len(body) > 0 && body[0] == '{':
		a.header.Set("Content-Type", "application/json")
	case len(body) > 0:
		a.header.Set("Content-Type", "text/html; charset=utf-8")
	}
	return a
}

func jsonAnswer(status int, value any) answer { return newAnswer(status, must(json.Marshal(value))) }

// must panics on an error. It is for calls that cannot fail, because every value in them is one of ours.
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

// answerTo makes the answer to a call. It works on a copy, since a fault uses the same refusal for many calls.
func (r refusal) answerTo(c *call) answer {
	if !r.withoutID {
		r.RequestID = c.requestID
	}
	return jsonAnswer(r.status, r)
}

func refuse(status int, class, message string) *refusal {
	return &refusal{status: status, Class: class, Message: message}
}

// unauthorized echoes both ends of the key, as the vendor does; a short key would be given away whole.
func unauthorized(key string) *refusal {
	const shown = 5
	echo := "*****"
	if len(key) > 2*shown {
		echo = key[:shown] + echo + key[len(key)-shown:]
	}
	r := refuse(http.StatusUnauthorized, "UnauthorizedError", "Invalid <APIKey> authentication token: "+echo)
	r.withoutID = true
	return r
}

func notFound(what, id string) *refusal {
	return refuse(http.StatusNotFound, "NotFoundError", what+" "+id+" could not be found")
}

func conflict(format string, args ...any) *refusal {
	return refuse(http.StatusConflict, "ConflictError", fmt.Sprintf(format, args...))
}

func lockedBy(t *task, id string) *refusal {
	since := t.created.UTC().Format(taskTimeLayout)
	return conflict("Operation on resource `%s` currently locked by running task `%s` with id `%s` (%s) to prevent "+
		"concurrent operations. Repeat request a little later.", id, t.kind, t.id, since)
}

func invalid(message string) *refusal {
	return refuse(http.StatusBadRequest, "ValidationError", "Validation Error: "+message)
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
	r := refuse(http.StatusBadRequest, "QuotaLimitExceed",
		fmt.Sprintf("Quota limit for %s exceeded by %d", attribute, usage+1-limit))
	r.Info = map[string]any{
		"attribute": attribute, "current_usage": usage, "requested_usage": usage + 1, "limit": limit,
	}
	return r
}

// refuseSpec applies what the document does not say of a spec: the rules of Neutron, which the vendor's network is
// built on, and of the vendor. It returns nil where nothing is wrong.
func refuseSpec(spec *gcoresg.RuleSpec) *refusal {
	var found neutron.Problems
	found.CheckSpec(spec)
	wrong := problems{}
	for _, problem := range found {
		wrong.put(problem.Field, problem.Message)
	}
	switch {
	case len(wrong) > 0:
		return invalidFields(wrong)
	case opensPort25(spec):
		return invalid("Egress rules that include port 25 for TCP or UDP are prohibited")
	}
	return nil
}

// refuseIn refuses a spec because of the rules that the group has already. If the rule with the id except is one of
// them, it is about to be deleted: it makes room and is no duplicate.
func (s *Server) refuseIn(g *group, spec *gcoresg.RuleSpec, except string) *refusal {
	if limit := s.config.ruleLimit; len(g.rules) >= limit && s.holders[except] != g {
		return quotaExceeded("firewall_rule_count", len(g.rules), limit)
	}
	if same := neutron.FindSame(g.rules, spec, except); same != nil {
		return conflict("Security group rule already exists. Rule id is %s.", same.ID)
	}
	return nil
}

// opensPort25 reports whether mail could leave through the rule. A rule for any protocol lets it out too.
func opensPort25(spec *gcoresg.RuleSpec) bool {
	const smtp = 25
	switch spec.Protocol {
	case "", gcoresg.ProtocolAny, gcoresg.ProtocolTCP, gcoresg.ProtocolUDP:
		above := spec.PortRangeMin != nil && *spec.PortRangeMin > smtp
		below := spec.PortRangeMax != nil && *spec.PortRangeMax < smtp
		return spec.Direction == gcoresg.DirectionEgress && !above && !below
	}
	return false
}
