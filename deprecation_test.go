package gcoresg_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gen"
)

// notices collects what the handler is told.
type notices struct {
	mu  sync.Mutex
	all []gcoresg.Deprecation
}

func (n *notices) option() gcoresg.Option {
	return gcoresg.WithDeprecationHandler(func(ctx context.Context, d gcoresg.Deprecation) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.all = append(n.all, d)
	})
}

func TestNoticeComesFromTheDocument(t *testing.T) {
	var told notices
	client := newClient(t, serve(t, ok), told.option())
	if _, err := update(client); err != nil {
		t.Fatal(err)
	}
	op := gen.OperationUpdateSecurityGroupRule
	want := gcoresg.Deprecation{
		Operation: "UpdateSecurityGroupRule", Method: "PUT", Route: route, Message: op.Reason, Source: "document",
		Replacements: []string{
			"POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules",
			"DELETE /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules/{rule_id}",
		},
	}
	if len(told.all) != 1 || !reflect.DeepEqual(told.all[0], want) || op.Reason == "" {
		t.Fatalf("got\n%+v, want once\n%+v", told.all, want)
	}
	told.all[0].Replacements[0] = "changed"
	if gen.OperationUpdateSecurityGroupRule.Replacements[0] == "changed" {
		t.Error("the handler can change the table")
	}
}

func TestOneNoticePerClientAndOperation(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{"success": ok, "refusal": answer(404, ""), "lost": hangUp, "headers": answer(200, ruleBody, "Deprecation: @1688169599")} {
		var told notices
		server := serve(t, handler)
		client := newClient(t, server, told.option(), gcoresg.WithoutReconcile())
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				_, _ = update(client)
				_, _ = generatedUpdate(client)
			})
		}
		all.Wait()
		if len(told.all) != 1 {
			t.Errorf("%s: %d notices", name, len(told.all))
		}
		_, _ = update(newClient(t, server, told.option(), gcoresg.WithoutReconcile()))
		if len(told.all) != 2 {
			t.Errorf("%s: a second client gives %d notices in all", name, len(told.all))
		}
	}
}

func TestNoticeWithoutAnAnswer(t *testing.T) {
	var told notices
	server := serve(t, ok)
	server.Close()
	_, _ = update(newClient(t, server, told.option(), gcoresg.WithMaxRetries(0), gcoresg.WithoutReconcile()))
	if len(told.all) != 1 || told.all[0].Source != "document" {
		t.Errorf("%+v", told.all)
	}
}

// TestNoticeAgainWhenDatesChange walks through what a server may send in turn, on successes and errors alike.
func TestNoticeAgainWhenDatesChange(t *testing.T) {
	since, sunset := time.Unix(1688169599, 0).UTC(), time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)
	steps := []struct {
		status  int
		headers []string
		news    bool
		since   time.Time
		sunset  time.Time
	}{
		{200, nil, true, time.Time{}, time.Time{}},
		{200, []string{"Deprecation: true"}, false, time.Time{}, time.Time{}},
		{404, []string{"Deprecation: @1688169599"}, true, since, time.Time{}},
		{200, []string{"Deprecation: @1688169599"}, false, time.Time{}, time.Time{}},
		{502, nil, false, time.Time{}, time.Time{}},
		{200, []string{"Deprecation: @1688169599", `Link: <https://x.example>; rel="deprecation"`}, false, time.Time{}, time.Time{}},
		{500, []string{"Deprecation: @1688169599", "Sunset: Thu, 31 Dec 2026 23:59:59 GMT", `Link: <https://gcore.example/d>; rel="deprecation sunset", </v2>; rel=successor-version`}, true, since, sunset},
		{200, []string{"Sunset: Thu, 31 Dec 2026 23:59:59 GMT"}, true, time.Time{}, sunset},
	}
	var told notices
	var handlers []http.HandlerFunc
	for _, step := range steps {
		handlers = append(handlers, answer(step.status, ruleBody, step.headers...))
	}
	client := newClient(t, serve(t, handlers...), told.option(), gcoresg.WithMaxRetries(0), gcoresg.WithoutReconcile())
	for i, step := range steps {
		before := len(told.all)
		_, _ = update(client)
		if news := len(told.all) > before; news != step.news {
			t.Fatalf("step %d: news %v, want %v", i, news, step.news)
		}
		if !step.news {
			continue
		}
		if d := told.all[before]; !d.Since.Equal(step.since) || !d.Sunset.Equal(step.sunset) {
			t.Errorf("step %d: %+v", i, d)
		}
	}
	last := told.all[2]
	if last.Source != "server" || last.Link != "https://gcore.example/d" || !slices.Contains(last.Replacements, "/v2") || len(last.Replacements) != 3 || last.Message == "" {
		t.Errorf("%+v", last)
	}
}

func TestNoticeGoesToTheLog(t *testing.T) {
	var own, standard bytes.Buffer
	server := serve(t, answer(200, ruleBody, "Sunset: Thu, 31 Dec 2026 23:59:59 GMT"))
	client, err := gcoresg.NewClient(gcoresg.WithAPIKey(testKey), gcoresg.WithBaseURL(server.URL), gcoresg.WithLogger(slog.New(slog.NewTextHandler(&own, nil))))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := update(client); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range []string{"level=WARN", "operation=UpdateSecurityGroupRule", "method=PUT", "route=/cloud/v1/", "POST /cloud/v2/", "sunset=2026-12-31"} {
		if strings.Count(own.String(), part) != 1 {
			t.Errorf("%q is not in the log once: %s", part, own.String())
		}
	}
	if strings.Contains(own.String(), ruleID) {
		t.Errorf("the real URL is in the log: %s", own.String())
	}

	previous := slog.Default()
	defer slog.SetDefault(previous)
	slog.SetDefault(slog.New(slog.NewTextHandler(&standard, nil)))
	client, err = gcoresg.NewClient(gcoresg.WithAPIKey(testKey), gcoresg.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := update(client); err != nil || !strings.Contains(standard.String(), "level=WARN") {
		t.Errorf("%v, default log: %s", err, standard.String())
	}
}

func TestRefuseDeprecated(t *testing.T) {
	server := serve(t, ok)
	client := newClient(t, server, gcoresg.WithRefuseDeprecated())
	_, err := update(client)
	_, generated := generatedUpdate(client)
	// A path that is not the document's cannot be vouched for.
	_, elsewhere := generatedUpdate(client, func(_ context.Context, req *http.Request) error {
		req.URL.Path += "/more"
		return nil
	})
	if !errors.Is(elsewhere, gcoresg.ErrDeprecated) {
		t.Errorf("an unknown path: %v", elsewhere)
	}
	for _, err := range []error{err, generated} {
		if !errors.Is(err, gcoresg.ErrDeprecated) || !strings.Contains(err.Error(), route) || server.count() != 0 {
			t.Errorf("sent %d times, %v", server.count(), err)
		}
	}
}

// TestASunsetOfAnOperationThatTheDocumentKeeps: the headers of a read are heard too, and the notice has a message.
func TestASunsetOfAnOperationThatTheDocumentKeeps(t *testing.T) {
	body := `{"id":"` + groupID + `","security_group_rules":[]}`
	server := serve(t, answer(200, body, "Sunset: Thu, 31 Dec 2026 23:59:59 GMT"))
	var told []gcoresg.Deprecation
	client := newClient(t, server, gcoresg.WithDeprecationHandler(func(_ context.Context, d gcoresg.Deprecation) {
		told = append(told, d)
	}))
	for range 2 {
		if _, err := client.SecurityGroup(7, 8, groupID).Rules(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if len(told) != 1 || told[0].Message == "" || told[0].Sunset.Year() != 2026 || told[0].Source != "server" || told[0].Method != "GET" {
		t.Errorf("%+v", told)
	}
}
