package gcoresg

import (
	"context"
	"fmt"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/neutron"
	"github.com/gcoresg/gcoresg/internal/reconcile"
)

// A SecurityGroup is a handle on one security group: it holds ids and a client, and making one sends nothing. It is
// safe for use by several goroutines. The writes of one client to one group go one after another; different groups do
// not wait for each other.
type SecurityGroup struct {
	client              *Client
	projectID, regionID int
	id                  string
	group               reconcile.Group
}

// SecurityGroup returns a handle on a group. Wrong ids are an error when the handle is used.
func (c *Client) SecurityGroup(projectID, regionID int, groupID string) *SecurityGroup {
	return &SecurityGroup{c, projectID, regionID, groupID, reconcile.NewGroup(projectID, regionID, groupID)}
}

// ID returns the id of the group.
func (g *SecurityGroup) ID() string { return g.id }

// Rules reads all rules of the group. The API has no pages for them.
//
// It is GET /cloud/v1/securitygroups/{project_id}/{region_id}/{group_id} of the document. It is read again after
// every failure that may pass: no answer, 408, 429, a lock, a 5xx, an answer that cannot be read. A field that cannot
// be read, such as a malformed time, is zero in the result. Errors: [*ValidationError] before anything is sent,
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
		return rule, nil
	}
	return nil, fmt.Errorf("%w: security group %s has no rule %s; an updated rule has a new id", ErrNotFound, g.id, ruleID)
}

// check checks all that a method is called with, and sets the group in the spec. ruleID and spec are nil where the
// method has none. Identifiers are always checked, because "..", "" and "a/b" in a path would reach other operations.
func (g *SecurityGroup) check(ruleID *string, spec *RuleSpec) error {
	var p neutron.Problems
	if g.projectID <= 0 {
		p.Add("project_id", "is %d, want a positive number", g.projectID)
	}
	if g.regionID <= 0 {
		p.Add("region_id", "is %d, want a positive number", g.regionID)
	}
	p.CheckID("group_id", g.id)
	if ruleID != nil {
		p.CheckID("rule_id", *ruleID)
	}
	if spec != nil {
		parent := gen.ParentGroup(spec)
		if *parent != "" && !strings.EqualFold(*parent, g.id) {
			p.Add("security_group_id", "names another group than the handle's, %.60s; leave the field out", g.id)
		}
		if !g.client.skipValidation {
			p.CheckSpec(spec)
		}
		*parent = g.id
	}
	return validationError(p)
}
