package reconcile

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/flatjson"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// A reading is what one read of the group has shown. It may lag: the group may have changed in the last few seconds.
type reading struct {
	began time.Time
	date  time.Time // of the answer, by the server's clock; zero where the answer has none
	rules []gen.Rule
	// clear are the rules of which every field that a spec has could be read. Only they are compared with a spec.
	clear []gen.Rule
}

func (r *reading) find(id string) *gen.Rule { return neutron.Find(r.rules, id) }

var ruleCodec = sync.OnceValue(flatjson.For[gen.Rule])

// Rules reads the rules of a group. A failure has a Cause.
func (e *Engine) Rules(ctx context.Context, group Group) ([]gen.Rule, *Cause, []Notice) {
	r, cause, notices := e.read(ctx, group, false)
	return r.rules, cause, notices
}

// A reading that reconciles a write is repeated at most so often, and within so much time, until it succeeds.
const (
	readingTime    = 15 * time.Second
	readingRetries = 8
)

var errReadingTime = fmt.Errorf("the group could not be read within %v", readingTime)

func (e *Engine) read(ctx context.Context, group Group, reconciling bool) (reading, *Cause, []Notice) {
	retries := e.Calls.MaxRetries
	if reconciling {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, readingTime, errReadingTime)
		defer cancel()
		retries = readingRetries
	}
	op := &successor.OperationGetSecurityGroup
	req := request(op, group, group.ID)
	req.Reconciling = reconciling
	began := time.Now()
	r, result := call.Read(ctx, e.Calls, &req, retries, func(answer *call.Result) (reading, error) {
		return decodeGroup(answer, group.ID)
	})
	var notices []Notice
	if result.Notice != nil {
		notices = []Notice{{op, result.Notice}}
	}
	if result.Outcome != call.Succeeded {
		return reading{}, &Cause{Op: op, Answer: result}, notices
	}
	r.began = began
	return r, nil, notices
}

// decodeGroup reads the rules of a group. It refuses an answer that is not this group, because that would look like a
// group without rules.
func decodeGroup(answer *call.Result, id string) (reading, error) {
	list, err := ruleCodec().DecodeList(answer.Body, "security_group_rules")
	switch {
	case err != nil:
		return reading{}, fmt.Errorf("the answer is not a security group: %w", err)
	case !strings.EqualFold(list.ID, id):
		return reading{}, fmt.Errorf("the answer is not the security group: its id is %.40q", answer.Redact(list.ID))
	case !list.Present:
		return reading{}, errors.New("the answer is not a security group: it does not list rules")
	}
	for i := range list.Items {
		if !isProperID(answer, list.Items[i].ID) {
			return reading{}, errors.New("the answer is not a security group: one of its rules has no proper id")
		}
	}
	r := reading{rules: list.Items, clear: list.Items}
	r.date, _ = http.ParseTime(answer.Date)
	if list.Odd != nil {
		r.clear = nil
		for i := range list.Items {
			if !isUnclear(list.Odd[i]) {
				r.clear = append(r.clear, list.Items[i])
			}
		}
	}
	return r, nil
}

// isUnclear reports whether a spec has one of the fields that could not be read.
func isUnclear(odd []string) bool {
	return slices.ContainsFunc(odd, func(name string) bool {
		return name != "created_at" && name != "updated_at" && name != "revision_number"
	})
}

// decodeRule reads the answer of the PUT, which is a success only where it is the rule that was asked for.
func decodeRule(answer *call.Result, groupID, oldID string, spec *gen.RuleSpec) (*gen.Rule, error) {
	rule := new(gen.Rule)
	odd, err := ruleCodec().Decode(answer.Body, rule)
	switch {
	case answer.Status == http.StatusAccepted:
		return nil, errors.New("the server has accepted the request and not carried it out yet")
	case err != nil:
		return nil, fmt.Errorf("the answer is not a rule: %w", err)
	case rule.ID == "" || rule.SecurityGroupID == "" || rule.Direction == "":
		return nil, errors.New("the answer is not a rule: it has no id, security_group_id or direction")
	case !isProperID(answer, rule.ID):
		return nil, errors.New("the answer is not the new rule: its id cannot be one")
	case strings.EqualFold(rule.ID, oldID):
		return nil, errors.New("the answer is not the new rule: it has the old rule's id")
	case !strings.EqualFold(rule.SecurityGroupID, groupID):
		return nil, errors.New("the answer is not the new rule: it is of another group")
	case isUnclear(odd), !neutron.Matches(rule, spec):
		return nil, errors.New("the answer is not the new rule: its fields are not those of the spec")
	}
	return rule, nil
}

// isProperID reports whether an id has only letters, digits, - and _, and holds no piece of the API key.
func isProperID(answer *call.Result, id string) bool {
	return neutron.IsUUID4(id) || isPathSafe(id) && answer.Redact(id) == id
}

func isPathSafe(id string) bool {
	return id != "" && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
}
