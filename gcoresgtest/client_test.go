//lint:file-ignore SA1019 the fake of the deprecated operation is used on purpose

package gcoresgtest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// What takes a client of the API seconds takes one of the fake milliseconds. The bound is for the busiest of machines.
func TestClientsWaitMilliseconds(t *testing.T) {
	type faults = []gcoresgtest.Fault
	lost := gcoresgtest.LoseConnection(gcoresgtest.AfterActing)
	undone := gcoresgtest.LoseConnection(gcoresgtest.BeforeActing)
	slow := gcoresgtest.TaskTakes(3 * time.Second / gcoresgtest.Speed)
	update := func(group *gcoresg.SecurityGroup, id string, spec gcoresg.RuleSpec) error {
		_, err := group.UpdateRule(t.Context(), id, spec)
		return err
	}
	replace := func(group *gcoresg.SecurityGroup, id string, spec gcoresg.RuleSpec) error {
		_, err := group.ReplaceRule(t.Context(), id, spec)
		return err
	}
	for name, tt := range map[string]struct {
		faults faults
		write  func(*gcoresg.SecurityGroup, string, gcoresg.RuleSpec) error
		holds  int
	}{
		"create": {nil, func(group *gcoresg.SecurityGroup, _ string, spec gcoresg.RuleSpec) error {
			_, err := group.CreateRule(t.Context(), spec)
			return err
		}, 2},
		"delete": {nil, func(group *gcoresg.SecurityGroup, id string, _ gcoresg.RuleSpec) error {
			return group.DeleteRule(t.Context(), id)
		}, 0},
		"replace":                {nil, replace, 1},
		"replace, both lost":     {faults{lost.On(gcoresgtest.CreateRule), lost.Skip(1)}, replace, 1},
		"update":                 {nil, update, 1},
		"update, lost":           {faults{lost}, update, 1},
		"update, undone":         {faults{undone}, update, 1},
		"update, locked":         {faults{gcoresgtest.Locked().Times(4)}, update, 1},
		"update, too many":       {faults{gcoresgtest.RateLimit("30")}, update, 1},
		"replace, a slow task":   {faults{slow}, replace, 1},
		"replace, lost and slow": {faults{lost.And(slow).On(gcoresgtest.CreateRule)}, replace, 1},
	} {
		t.Run(name, func(t *testing.T) {
			srv := gcoresgtest.New(t)
			group := srv.AddGroup(project, region)
			rule := srv.AddRule(group, web())
			spec := web()
			spec.RemoteIPPrefix = "192.0.2.0/24"
			srv.Fault(tt.faults...)
			handle := srv.Client(gcoresg.WithDeprecationHandler(nil)).SecurityGroup(project, region, group)
			begin := time.Now()
			err := tt.write(handle, rule.ID, spec)
			took := time.Since(begin)
			t.Logf("%s took %s", name, took.Round(100*time.Microsecond))
			if err != nil || took > 2*time.Second {
				t.Errorf("after %s: %v", took, err)
			}
			now := srv.Rules(group)
			if len(now) != tt.holds || tt.holds > 0 && now[len(now)-1].RemoteIPPrefix != spec.RemoteIPPrefix {
				t.Errorf("the group holds %+v", now)
			}
			if n := srv.FaultsLeft(); n != 0 {
				t.Errorf("%d faults left", n)
			}
			wantNoViolations(t, srv)
		})
	}
}

// The client learns from the server that a group is full, whatever the limit, and makes room first.
func TestReplaceInAFullGroup(t *testing.T) {
	type options = []gcoresgtest.Option
	for name, opts := range map[string]options{"by status": nil, "by task": {gcoresgtest.WithRefusalsByTask()}} {
		t.Run(name, func(t *testing.T) {
			srv := gcoresgtest.New(t, append(opts, gcoresgtest.WithRuleLimit(2))...)
			group := srv.AddGroup(project, region, gcoresg.RuleSpec{Direction: "ingress", Protocol: "vrrp"})
			old := srv.AddRule(group, web())
			var sizes []int
			srv.OnChange(func(_ string, rules []gcoresg.Rule) { sizes = append(sizes, len(rules)) })
			client := srv.Client().SecurityGroup(project, region, group)
			spec := web()
			spec.RemoteIPPrefix = "192.0.2.0/24"

			rule, err := client.ReplaceRule(t.Context(), old.ID, spec)
			if err != nil {
				t.Fatal(err)
			}
			if now := srv.Rules(group); len(now) != 2 || now[1].ID != rule.ID || !slices.Equal(sizes, []int{1, 2}) {
				t.Errorf("the group had %v rules and holds %+v, want that the old rule goes first", sizes, now)
			}
			if n := len(srv.RequestsTo(gcoresgtest.CreateRule)); n != 2 {
				t.Errorf("%d creates, want one that is refused and one that fits", n)
			}
			// There is no old rule to make room for this one.
			_, err = client.CreateRule(t.Context(), gcoresg.RuleSpec{Direction: "ingress"})
			if !errors.Is(err, gcoresg.ErrQuota) {
				t.Errorf("error %v, want ErrQuota", err)
			}

			// If the new rule is refused for another reason, the old one is put back.
			srv.Fault(gcoresgtest.Refuse(400, "ValidationError", "not today").On(gcoresgtest.CreateRule).Skip(1))
			_, err = client.ReplaceRule(t.Context(), rule.ID, web())
			var failed *gcoresg.ReplaceError
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), "not today") {
				t.Fatalf("error %v, want a ReplaceError", err)
			}
			now := srv.Rules(group)
			if len(now) != 2 || now[1].ID != failed.OldID || now[1].RemoteIPPrefix != spec.RemoteIPPrefix {
				t.Errorf("the group holds %+v, the error says %v", now, failed)
			}
			wantNoViolations(t, srv)
		})
	}
}

// A rule like one that exists is refused in words that name it, and the times by which the client tells a new rule from
// an old one are those of the server's clock.
func TestWhatTheClientReadsOfARefusal(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	there := srv.AddRule(group, web())
	got := mustSend(t, srv, "GET", groupPath(group), "")
	date, err := time.Parse(time.RFC1123, got.Header.Get("Date"))
	if err != nil || date.Sub(there.CreatedAt.Time).Abs() > time.Minute {
		t.Errorf("the Date is %q (%v), the rule was created at %v", got.Header.Get("Date"), err, there.CreatedAt)
	}
	spec := web()
	spec.Description = "another"
	_, err = srv.Client().SecurityGroup(project, region, group).CreateRule(t.Context(), spec)
	want := "Security group rule already exists. Rule id is " + there.ID + "."
	var refused *gcoresg.APIError
	if !errors.As(err, &refused) || !errors.Is(err, gcoresg.ErrConflict) || refused.Message != want {
		t.Errorf("error %v, want %q", err, want)
	}
}
