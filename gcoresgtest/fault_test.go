package gcoresgtest_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestFaults tells for each fault what the client sees and what the group holds: the old rule, another one, or none.
func TestFaults(t *testing.T) {
	const old, replaced, none = "the old rule", "a new rule", "no rule"
	for name, tt := range map[string]struct {
		fault  gcoresgtest.Fault
		status int // 0 for a connection that is lost before the answer
		body   string
		header http.Header
		holds  string
	}{
		"status":                  {fault: gcoresgtest.Status(502, `{"message":"x"}`), status: 502, body: `{"message":"x"}`, holds: old, header: http.Header{"Content-Type": {"application/json"}}},
		"status after acting":     {fault: gcoresgtest.Status(504, "late").At(gcoresgtest.AfterActing), status: 504, body: "late", holds: replaced, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}},
		"HTML":                    {fault: gcoresgtest.HTML(503), status: 503, body: "<center><h1>503 Service Unavailable</h1></center>", holds: old},
		"nothing":                 {fault: gcoresgtest.Status(500, ""), status: 500, holds: old, header: http.Header{"Content-Type": nil}},
		"a success that is none":  {fault: gcoresgtest.Status(204, ""), status: 204, holds: old},
		"refuse":                  {fault: gcoresgtest.Refuse(409, "ConflictError", "No."), status: 409, body: `{"exception_class":"ConflictError","message":"No.","request_id":"`, holds: old},
		"refuse halfway":          {fault: gcoresgtest.Refuse(409, "ConflictError", "No.").At(gcoresgtest.Halfway), status: 409, body: `"No."`, holds: none},
		"forbidden":               {fault: gcoresgtest.Forbidden(), status: 403, body: `"ForbiddenError"`, holds: old},
		"quota":                   {fault: gcoresgtest.QuotaExceeded(), status: 400, body: `"info":{"attribute":"firewall_count","current_usage":20,"limit":20,"requested_usage":21}`, holds: old},
		"quotas":                  {fault: gcoresgtest.QuotasExceeded(), status: 400, body: `"info":[{"attribute":"firewall_count"}`, holds: old},
		"locked":                  {fault: gcoresgtest.Locked(), status: 409, body: "` is already locked by another task. Please try again later.", holds: old},
		"locked by task":          {fault: gcoresgtest.LockedByTask(), status: 409, body: "currently locked by running task `create_security_group_rule` with id `", holds: old},
		"too many":                {fault: gcoresgtest.RateLimit("7"), status: 429, header: http.Header{"Retry-After": {"7"}}, holds: old},
		"too many without a time": {fault: gcoresgtest.RateLimit(""), status: 429, header: http.Header{"Retry-After": nil}, holds: old},
		"redirect":                {fault: gcoresgtest.Redirect(307, "https://example.com/x"), status: 307, header: http.Header{"Location": {"https://example.com/x"}}, holds: old},
		"lost before":             {fault: gcoresgtest.LoseConnection(gcoresgtest.BeforeActing), holds: old},
		"lost halfway":            {fault: gcoresgtest.LoseConnection(gcoresgtest.Halfway), holds: none},
		"lost after":              {fault: gcoresgtest.LoseConnection(gcoresgtest.AfterActing), holds: replaced},
		"lose the rule":           {fault: gcoresgtest.LoseRule(), status: 500, body: `"InternalServerError"`, holds: none},
		"deprecation":             {fault: gcoresgtest.Header("Deprecation", "@1688169599").WithHeader("Sunset", "x"), status: 200, body: `"tcp"`, header: http.Header{"Deprecation": {"@1688169599"}, "Sunset": {"x"}}, holds: replaced},
		"deprecation of an error": {fault: gcoresgtest.Status(500, "").WithHeader("Link", "a").WithHeader("Link", "b"), status: 500, header: http.Header{"Link": {"a", "b"}}, holds: old},
		"empty":                   {fault: gcoresgtest.Body(""), status: 200, holds: replaced},
		"an empty object":         {fault: gcoresgtest.Body("{}"), status: 200, body: "{}", holds: replaced},
		"the same but undone":     {fault: gcoresgtest.Body("{}").At(gcoresgtest.BeforeActing), status: 200, body: "{}", holds: old},
		"truncated":               {fault: gcoresgtest.TruncatedBody(), status: 200, body: `{"created_at"`, holds: replaced},
		"slow":                    {fault: gcoresgtest.SlowHeaders(time.Millisecond), status: 200, body: `"tcp"`, holds: replaced},
		"slow body":               {fault: gcoresgtest.SlowBody(time.Millisecond), status: 200, body: `"updated_at"`, holds: replaced},
	} {
		t.Run(name, func(t *testing.T) {
			srv := gcoresgtest.New(t)
			group := srv.AddGroup(project, region)
			rule := srv.AddRule(group, web())
			srv.Fault(tt.fault)
			got, err := send(srv, "PUT", rulePath(rule.ID), bodyFor(group, webFields))
			if lost := tt.status == 0; lost != (err != nil) {
				t.Fatalf("error %v, want one: %t", err, lost)
			}
			if err == nil {
				wantStatus(t, got, tt.status)
				if !strings.Contains(got.body, tt.body) || tt.body == "" && got.body != "" {
					t.Errorf("body %q, want %q in it", got.body, tt.body)
				}
				for name, want := range tt.header {
					if !slices.Equal(got.Header[name], want) {
						t.Errorf("header %s is %q, want %q", name, got.Header[name], want)
					}
				}
				if got.Header.Get("request_id") == "" {
					t.Error("no request id")
				}
			}
			if seen := srv.Requests(); len(seen) != 1 || seen[0].Status != tt.status {
				t.Errorf("recorded %+v, want one request that was answered %d", seen, tt.status)
			}
			holds := replaced
			switch now := ids(srv, group); {
			case len(now) == 0:
				holds = none
			case now[0] == rule.ID:
				holds = old
			}
			if holds != tt.holds {
				t.Errorf("the group holds %s, want %s", holds, tt.holds)
			}
			if srv.FaultsLeft() != 0 {
				t.Error("the fault is still there")
			}
			wantNoViolations(t, srv)
		})
	}
}

func TestCutBody(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	srv.Fault(gcoresgtest.CutBody())
	got, err := send(srv, "PUT", rulePath(rule.ID), bodyFor(group, webFields))
	if !errors.Is(err, io.ErrUnexpectedEOF) || got.StatusCode != 200 || !strings.HasPrefix(got.body, `{"created_at"`) {
		t.Errorf("error %v, body %q: want half an answer", err, got.body)
	}
}

func TestOversizedBody(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	srv.Fault(gcoresgtest.OversizedBody(2 << 20))
	got := mustSend(t, srv, "PUT", rulePath(rule.ID), bodyFor(group, webFields))
	if len(got.body) != 2<<20 || !strings.HasPrefix(got.body, `{"created_at"`) || !strings.HasSuffix(got.body, " }") {
		t.Errorf("a body of %d bytes, want 2 MiB of a good answer", len(got.body))
	}
}

func TestFaultsFindTheirRequests(t *testing.T) {
	srv := gcoresgtest.New(t)
	mine, other := srv.AddGroup(project, region, web()), srv.AddGroup(project, region, web())
	put := func(group string) int {
		return mustSend(t, srv, "PUT", rulePath(srv.Rules(group)[0].ID), bodyFor(group, webFields)).StatusCode
	}
	want := func(group string, codes ...int) {
		t.Helper()
		var got []int
		for range codes {
			got = append(got, put(group))
		}
		if !slices.Equal(got, codes) {
			t.Errorf("answers %v, want %v", got, codes)
		}
	}
	srv.Fault(gcoresgtest.Status(501, "").Times(2), gcoresgtest.Status(502, ""))
	want(mine, 501, 501, 502, 200)
	srv.Fault(gcoresgtest.Status(501, "").Skip(3).Times(2), gcoresgtest.Status(502, ""))
	want(mine, 502, 200, 200, 501, 501, 200)
	srv.Fault(gcoresgtest.Status(501, "").InGroup(mine))
	want(other, 200)
	want(mine, 501, 200)
	srv.Fault(gcoresgtest.Status(501, "").On(gcoresgtest.UpdateRule).InGroup(other))
	wantStatus(t, mustSend(t, srv, "GET", groupPath(somebody), ""), 404)
	wantStatus(t, mustSend(t, srv, "PUT", rulePath(somebody), bodyFor(mine, "")), 404)
	want(other, 501)
	srv.Fault(gcoresgtest.Status(501, "").Always())
	want(mine, 501, 501, 501, 501)
	wantStatus(t, mustSend(t, srv, "GET", "/", ""), 501)
	if n := srv.FaultsLeft(); n != 1 {
		t.Errorf("%d faults left, want 1", n)
	}
	srv.ClearFaults()
	want(mine, 200)
}

// A Fault can be kept and used as the start of others.
func TestFaultsAreValues(t *testing.T) {
	base := gcoresgtest.Status(500, "").WithHeader("A", "1")
	_ = base.WithHeader("A", "2").Times(5)
	srv := gcoresgtest.New(t)
	srv.Fault(base)
	if got := mustSend(t, srv, "GET", "/", ""); len(got.Header["A"]) != 1 || srv.FaultsLeft() != 0 {
		t.Errorf("headers %v, %d faults left", got.Header["A"], srv.FaultsLeft())
	}
}

func TestDelays(t *testing.T) {
	const d = 50 * time.Millisecond
	for name, fault := range map[string]gcoresgtest.Fault{
		"headers": gcoresgtest.SlowHeaders(d), "body": gcoresgtest.SlowBody(d), "any": gcoresgtest.Status(500, "").Delay(d),
	} {
		srv := gcoresgtest.New(t)
		srv.Fault(fault)
		start := time.Now()
		mustSend(t, srv, "PUT", rulePath(somebody), bodyFor(somebody, ""))
		if took := time.Since(start); took < d {
			t.Errorf("%s: the exchange took %s, want at least %s", name, took, d)
		}
	}
}

// Closing a server does not wait for what it delays, and may happen twice.
func TestCloseEndsDelays(t *testing.T) {
	for _, fault := range []gcoresgtest.Fault{gcoresgtest.SlowHeaders(time.Hour), gcoresgtest.SlowBody(time.Hour), gcoresgtest.LoseConnection(gcoresgtest.BeforeActing).Delay(time.Hour)} {
		srv, err := gcoresgtest.Start()
		if err != nil {
			t.Fatal(err)
		}
		srv.Fault(fault)
		done := make(chan error, 1)
		go func() {
			_, err := send(srv, "PUT", rulePath(somebody), bodyFor(somebody, ""))
			done <- err
		}()
		for len(srv.Requests()) == 0 {
			time.Sleep(time.Millisecond)
		}
		srv.Close()
		srv.Close()
		if err := <-done; err == nil {
			t.Error("the exchange came to an end")
		}
	}
}
