package gcoresg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// Rules reads all rules of the group. The API has no pages for them; a group holds at most 250.
//
// It is GET /cloud/v1/securitygroups/{project_id}/{region_id}/{group_id} of the document. A read that fails without an answer, or
// with a 5xx, is tried again. Errors: [*ValidationError] before anything is sent, [*APIError], a network error.
func (g *SecurityGroup) Rules(ctx context.Context) ([]Rule, error) {
	if err := g.checkIDs(nil); err != nil {
		return nil, err
	}
	return g.readRules(ctx)
}

// Rule reads one rule of the group. The API has no operation for that, so it reads the group: [ErrNotFound] when the group is not
// there, or has no such rule. Otherwise it is as [SecurityGroup.Rules].
func (g *SecurityGroup) Rule(ctx context.Context, ruleID string) (*Rule, error) {
	if err := g.checkIDs(&ruleID); err != nil {
		return nil, err
	}
	rules, err := g.readRules(ctx)
	if err != nil {
		return nil, err
	}
	if rule := findRule(rules, ruleID); rule != nil {
		return rule, nil
	}
	return nil, fmt.Errorf("%w: security group %s has no rule %s; an updated rule has a new id", ErrNotFound, g.id, ruleID)
}

func (g *SecurityGroup) readRules(ctx context.Context) ([]Rule, error) {
	var group successor.Group
	_, _, err := g.client.call(ctx, &successor.OperationGetSecurityGroup, g.client.maxRetries, func() (*http.Request, error) {
		return successor.NewGetSecurityGroupRequest(noServer, g.projectID, g.regionID, g.id)
	}, func(body []byte, key apiKey) error {
		group = successor.Group{}
		if err := json.Unmarshal(body, &group); err != nil {
			return fmt.Errorf("the answer is not a security group: %w", err)
		}
		// What is no group has no rules either, and would pass for one that has lost them.
		if !strings.EqualFold(group.ID, g.id) {
			return fmt.Errorf("the answer is not the security group: its id is %.40q", group.ID)
		}
		if group.SecurityGroupRules == nil {
			return errors.New("the answer is not a security group: it does not list rules")
		}
		if slices.ContainsFunc(group.SecurityGroupRules, func(r gen.Rule) bool { return !isRule(&r) || !isID(r.ID) || key.mask(r.ID) != r.ID }) {
			return errors.New("the answer is not a security group: one of its rules has no proper id")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return group.SecurityGroupRules, nil
}
