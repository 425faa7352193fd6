//lint:file-ignore SA1019 the deprecated operation is what is measured

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// TestUpdateRule holds the budget of a call. Without a network what remains is the client's own work; over one, the
// kernel's part is the same for all, and there is no budget.
func TestUpdateRule(t *testing.T) {
	for i, a := range []arena{memory(ruleBody), http1(), http2()} {
		t.Run(a.name, func(t *testing.T) {
			defer a.close()
			plain, err := newGenerated(a)
			if err != nil {
				t.Fatal(err)
			}
			own := newClient(t, a, gcoresg.WithHTTPClient(&http.Client{Transport: a.transport}))
			c := contest{"UpdateRule, " + a.name, []contestant{
				{name: "handwritten", call: newHandwritten(a)},
				{name: "gcoresg", call: newOurs(newClient(t, a))},
				{name: "gcoresg, own http.Client", call: newOurs(own)},
				{name: "gcoresg, Generated()", call: update(own.Generated())},
				{name: "oapi-codegen", call: plain},
			}}
			if i == 0 {
				c.contestants[1].budget, c.contestants[1].allocs, c.contestants[2].budget = 0.70, 30, 0.90
			}
			c.run(t)
		})
	}
}

// TestRules holds the budget of a reading of a group.
func TestRules(t *testing.T) {
	for _, n := range []int{1, 50, 250} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			a := memory(groupOf(n))
			contest{fmt.Sprintf("Rules of %d, memory", n), []contestant{
				{name: "handwritten", call: newHandwrittenRead(a, n)},
				{name: "gcoresg", call: newRead(newClient(t, a), n), budget: 0.85},
			}}.run(t)
		})
	}
}

// newClient makes a client that takes the arena's transport for net/http's own.
func newClient(t *testing.T, a arena, options ...gcoresg.Option) *gcoresg.Client {
	t.Helper()
	standard := http.DefaultTransport
	http.DefaultTransport = a.transport
	defer func() { http.DefaultTransport = standard }()
	client, err := gcoresg.NewClient(append([]gcoresg.Option{
		gcoresg.WithAPIKey(apiKey), gcoresg.WithBaseURL(a.url), gcoresg.WithDeprecationHandler(nil),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func groupOf(n int) string {
	rules := make([]string, n)
	for i := range rules {
		rules[i] = strings.Replace(ruleBody, "33333333-", fmt.Sprintf("%08d-", i), 1)
	}
	return `{"id":"` + groupID + `","name":"web","description":"","security_group_rules":[` + strings.Join(rules, ",") + `]}`
}

func newRead(client *gcoresg.Client, n int) call {
	group := client.SecurityGroup(7, 8, groupID)
	return func(ctx context.Context) error {
		rules, err := group.Rules(ctx)
		if err == nil && len(rules) != n {
			err = errWrongRule
		}
		return err
	}
}

// newHandwrittenRead is what a careful person writes for this one call.
func newHandwrittenRead(a arena, n int) call {
	client := &http.Client{Transport: a.transport}
	return func(ctx context.Context) error {
		url := fmt.Sprintf("%s/cloud/v1/securitygroups/%d/%d/%s", a.url, 7, 8, groupID)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "apikey "+apiKey)
		req.Header.Set("Accept", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("HTTP %d", resp.StatusCode)
		}
		var group struct {
			ID    string `json:"id"`
			Rules []rule `json:"security_group_rules"`
		}
		if err := json.NewDecoder(resp.Body).Decode(&group); err != nil {
			return err
		}
		if group.ID != groupID || len(group.Rules) != n {
			return errWrongRule
		}
		return nil
	}
}
