// Package deprecated calls the deprecated operation in the three ways there are. "make lint" wants staticcheck to say so three times.
package deprecated

import (
	"context"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gen"
)

func calls(ctx context.Context, group *gcoresg.SecurityGroup, client *gen.Client, withResponses *gen.ClientWithResponses) error {
	_, one := group.UpdateRule(ctx, "", gcoresg.RuleSpec{})
	_, two := client.UpdateSecurityGroupRule(ctx, 1, 1, "", gen.RuleSpec{})
	_, three := withResponses.UpdateSecurityGroupRuleWithResponse(ctx, 1, 1, "", gen.RuleSpec{})
	if one != nil || two != nil {
		return one
	}
	return three
}

var _ = calls
