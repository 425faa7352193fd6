package gcoresg

import (
	"context"
	"strings"
)

// A SecurityGroup is a handle on one security group: it holds ids and a client, and making one sends nothing. It is safe for use
// by several goroutines. The writes of one client to one group go one after another; different groups do not wait for each other.
type SecurityGroup struct {
	client              *Client
	projectID, regionID int
	id                  string
	canonicalID         string // in lower case
}

// SecurityGroup returns a handle on a group. The ids are checked when the handle is used.
func (c *Client) SecurityGroup(projectID, regionID int, groupID string) *SecurityGroup {
	return &SecurityGroup{client: c, projectID: projectID, regionID: regionID, id: groupID, canonicalID: strings.ToLower(groupID)}
}

// ID returns the id of the group.
func (g *SecurityGroup) ID() string { return g.id }

// prepare checks everything that can be checked here, all at once, and completes the spec with its group. ruleID is nil where
// there is no rule yet.
func (g *SecurityGroup) prepare(ruleID *string, spec RuleSpec) (RuleSpec, error) {
	var p problems
	g.check(&p, ruleID)
	group := parentGroup(&spec)
	if *group != "" && !strings.EqualFold(*group, g.id) {
		p.add("security_group_id", "names another group than the handle, %.60s; leave it out", g.id)
	}
	if !g.client.skipValidation {
		checkSpec(&p, spec)
	}
	*group = g.id
	return spec, p.err()
}

// begin is how every write that takes a spec begins: it checks, and then takes the group. Receive from the channel when done.
func (g *SecurityGroup) begin(ctx context.Context, ruleID *string, spec RuleSpec) (RuleSpec, <-chan struct{}, error) {
	spec, err := g.prepare(ruleID, spec)
	if err != nil {
		return spec, nil, err
	}
	lock, err := g.lock(ctx)
	return spec, lock, err
}

// check refuses identifiers that would end in another path: "..", "" and "a/b" reach other operations.
func (g *SecurityGroup) check(p *problems, ruleID *string) {
	if g.projectID <= 0 {
		p.add("project_id", "is %d, want a positive number", g.projectID)
	}
	if g.regionID <= 0 {
		p.add("region_id", "is %d, want a positive number", g.regionID)
	}
	checkUUID(p, "group_id", g.id)
	if ruleID != nil {
		checkUUID(p, "rule_id", *ruleID)
	}
}

func (g *SecurityGroup) checkIDs(ruleID *string) error {
	var p problems
	g.check(&p, ruleID)
	return p.err()
}
