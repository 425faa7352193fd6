package gcoresg

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/neutron"
	"github.com/gcoresg/gcoresg/internal/reconcile"
)

// A SecurityGroup is a handle on one security group: it holds ids and a client, and making one sends nothing. It is
// safe for use by several goroutines. The writes of one client to one group go one after another; different groups do
// not wait for each other.
type SecurityGroup struct {
	client *Client
	id     string
	group  reconcile.Group
	wrong  *ValidationError // what is wrong with the ids, nil for nothing
}

// SecurityGroup returns a handle on a group. Wrong ids are an error when the handle is used.
func (c *Client) SecurityGroup(projectID, regionID int, groupID string) *SecurityGroup {
	g := &SecurityGroup{client: c, id: groupID, group: reconcile.NewGroup(projectID, regionID, groupID)}
	var problems []Problem
	if projectID <= 0 {
		problems = append(problems, Problem{"project_id", fmt.Sprintf("is %d, want a positive number", projectID)})
	}
	if regionID <= 0 {
		problems = append(problems, Problem{"region_id", fmt.Sprintf("is %d, want a positive number", regionID)})
	}
	if p := neutron.CheckID("group_id", groupID); p != nil {
		problems = append(problems, Problem(*p))
	}
	if problems != nil {
		g.wrong = &ValidationError{problems}
	}
	return g
}

// ID returns the id of the group.
func (g *SecurityGroup) ID() string { return g.id }

// Rules reads all rules of the group. The API has no pages for them.
//
// It is GET /cloud/v1/securitygroups/{project_id}/{region_id}/{group_id} of the document. It is read again after
// every failure that may pass: no answer, 408, 429, a lock, a 5xx, an answer that cannot be read. A field that cannot
// be read, such as a time that is none, is zero in the result. Errors: [*ValidationError] before anything is sent,
// [*APIError], a network error.
func (g *SecurityGroup) Rules(ctx context.Context) ([]Rule, error) {
	if err := g.check(nil, nil); err != nil {
		return nil, err
	}
	rules, cause, notices := g.client.engine.Rules(ctx, g.group)
	g.client.report(ctx, notices)
	if cause != nil {
		return nil, causeError(cause)
	}
	return rules, nil
}

// Rule reads one rule of the group. The API has no operation for that, so it reads the group: [ErrNotFound] when the
// group does not exist, or has no such rule. Otherwise it is as [SecurityGroup.Rules].
func (g *SecurityGroup) Rule(ctx context.Context, ruleID string) (*Rule, error) {
	if err := g.check(&ruleID, nil); err != nil {
		return nil, err
	}
	rules, err := g.Rules(ctx)
	if err != nil {
		return nil, err
	}
	if rule := neutron.Find(rules, ruleID); rule != nil {
		found := *rule // one rule must not keep the memory of all
		return &found, nil
	}
	return nil, fmt.Errorf("%w: security group %s has no rule %s; an updated rule has a new id", ErrNotFound, g.id, ruleID)
}

// check checks everything that can be checked before a request, all at once, and completes the spec with its group.
// ruleID and spec are nil where there is none. Identifiers are always checked, because "..", "" and "a/b" would reach
// other operations.
func (g *SecurityGroup) check(ruleID *string, spec *RuleSpec) error {
	var problems []Problem
	if g.wrong != nil {
		problems = slices.Clone(g.wrong.Problems)
	}
	if ruleID != nil {
		if p := neutron.CheckID("rule_id", *ruleID); p != nil {
			problems = append(problems, Problem(*p))
		}
	}
	if spec != nil {
		parent := gen.ParentGroup(spec)
		if *parent != "" && !strings.EqualFold(*parent, g.id) {
			text := fmt.Sprintf("names another group than the handle's, %.60s; leave the field out", g.id)
			problems = append(problems, Problem{"security_group_id", text})
		}
		if !g.client.skipValidation {
			problems = append(problems, specProblems(spec)...)
		}
		*parent = g.id
	}
	return validationError(problems)
}
