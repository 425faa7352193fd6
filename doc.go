// Package gcoresg is a client for Gcore Cloud security group rules, generated from a slice of Gcore's own OpenAPI
// document.
//
//	client, err := gcoresg.NewClient() // GCORE_API_KEY
//	group := client.SecurityGroup(projectID, regionID, groupID)
//	rule, err := group.ReplaceRule(ctx, ruleID, gcoresg.RuleSpec{
//		Direction:      gcoresg.DirectionIngress,
//		Protocol:       gcoresg.ProtocolTCP,
//		PortRangeMin:   gcoresg.Port(443),
//		PortRangeMax:   gcoresg.Port(443),
//		RemoteIPPrefix: "10.0.0.0/8",
//	})
//
// [SecurityGroup.ReplaceRule] uses the v2 endpoints; [SecurityGroup.UpdateRule], with the same arguments and result,
// is the operation that Gcore has deprecated.
//
// # Writes
//
// A write is sent again where the server certainly did not act: the request could not be sent, or the answer is a 429,
// or it says that another task has locked the group. Where the outcome is open (a lost connection, a time-out, a 5xx,
// an unexpected answer), the client first reads the group, see [WithoutReconcile], and sends again only if the group is
// as before. Where the readings do not show what happened, the error is [*OutcomeUnknownError]. docs/outcomes.md has
// the details.
//
// # Errors
//
// Answers of the API are [*APIError] and match the sentinels [ErrUnauthorized], [ErrForbidden], [ErrNotFound],
// [ErrConflict], [ErrLocked], [ErrQuota], [ErrRateLimited] and [ErrServer] with [errors.Is]. A spec that the API
// would refuse is a [*ValidationError] before anything is sent; a task that failed is a [*TaskError]. After a failure,
// the [*RuleLostError] of UpdateRule and the [*ReplaceError] of ReplaceRule say which rules are left. No error, log
// line or value of this package shows the API key.
//
// # Deprecation
//
// Which operations Gcore has deprecated comes from the document. The first use of one per client is reported as a
// [Deprecation], by default to [log/slog]; see [WithDeprecationHandler] and [WithRefuseDeprecated].
package gcoresg
