package gcoresg

import (
	"context"
	"net/http"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// A SecurityGroup is a handle on one security group: it holds ids and a client, and making one sends nothing.
type SecurityGroup struct {
	client              *Client
	projectID, regionID int
	id                  string
}

// SecurityGroup returns a handle on a group. The ids are checked when the handle is used.
func (c *Client) SecurityGroup(projectID, regionID int, groupID string) *SecurityGroup {
	return &SecurityGroup{client: c, projectID: projectID, regionID: regionID, id: groupID}
}

// ID returns the id of the group.
func (g *SecurityGroup) ID() string { return g.id }

// UpdateRule replaces a rule of the group by what spec says and returns the new rule.
//
// The server deletes the old rule and creates a new one: the ID of the result is not ruleID, which is gone afterwards, and its
// RevisionNumber starts again. A field that spec leaves out goes back to its default, it is not kept; start from [SpecOf] to
// change one field. The group in spec may be left out; one that names another group is a [*ValidationError].
//
// Errors: [*ValidationError] before anything is sent, [*APIError] for a refusal, and [*OutcomeUnknownError] when nobody can tell
// whether the rule was replaced. It is safe for use by several goroutines.
//
// It is PUT /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id} of the document.
//
// Deprecated: Gcore has deprecated this operation. Create the new rule and delete the old one on the v2 endpoints instead.
func (g *SecurityGroup) UpdateRule(ctx context.Context, ruleID string, spec RuleSpec) (*Rule, error) {
	op := &gen.OperationUpdateSecurityGroupRule
	if err := g.client.refuse(op); err != nil {
		return nil, err
	}
	spec, err := g.prepare(ruleID, spec)
	if err != nil {
		return nil, err
	}

	var rule *Rule
	outcome, err := g.client.call(ctx, op, func() (*http.Request, error) {
		return gen.NewUpdateSecurityGroupRuleRequest(noServer, g.projectID, g.regionID, ruleID, spec)
	}, func(body []byte) (err error) {
		rule, err = decodeRule(body)
		return err
	})
	if outcome == unknown {
		err = &OutcomeUnknownError{Method: op.Method, Route: op.Route, GroupID: g.id, RuleID: ruleID, Err: err}
	}
	if err != nil {
		return nil, err
	}
	return rule, nil
}

// prepare checks everything that can be checked here, all at once, and completes the spec with its group.
func (g *SecurityGroup) prepare(ruleID string, spec RuleSpec) (RuleSpec, error) {
	var p problems
	g.checkIDs(&p, ruleID)
	group := parentGroup(&spec)
	if *group != "" && !strings.EqualFold(*group, g.id) {
		p.add("security_group_id", "names another group than the handle, %s; leave it out", g.id)
	}
	if !g.client.skipValidation {
		checkSpec(&p, spec)
	}
	*group = g.id
	return spec, p.err()
}

// checkIDs refuses identifiers that would end in another path: "..", "" and "a/b" reach other operations.
func (g *SecurityGroup) checkIDs(p *problems, ruleID string) {
	if g.projectID <= 0 {
		p.add("project_id", "is %d, want a positive number", g.projectID)
	}
	if g.regionID <= 0 {
		p.add("region_id", "is %d, want a positive number", g.regionID)
	}
	checkUUID(p, "group_id", g.id)
	checkUUID(p, "rule_id", ruleID)
}
