//lint:file-ignore SA1019 the fake of the deprecated operation is used on purpose

package gcoresgtest_test

import (
	"fmt"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func TestKeys(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	for name, tt := range map[string]struct{ authorization, class, message string }{
		"none":          {"", "", "Authentication credentials were not provided."},
		"another kind":  {"Bearer " + srv.APIKey(), "", "Authentication credentials were not provided."},
		"no kind":       {srv.APIKey(), "", "Authentication credentials were not provided."},
		"a wrong one":   {"apikey 12345$67890abcde", "UnauthorizedError", "Invalid <APIKey> authentication token: 12345*****abcde"},
		"a short one":   {"apikey 1234567890", "UnauthorizedError", "Invalid <APIKey> authentication token: *****"},
		"twice apikey":  {"apikey apikey " + srv.APIKey(), "UnauthorizedError", "Invalid <APIKey> authentication token: apike*****Y6LhN"},
		"one character": {"apikey " + srv.APIKey() + "x", "UnauthorizedError", "Invalid <APIKey> authentication token: F4K3$*****6LhNx"},
	} {
		t.Run(name, func(t *testing.T) {
			set := func(r *http.Request) { r.Header.Set("Authorization", tt.authorization) }
			got := mustSend(t, srv, "PUT", rulePath(rule.ID), bodyFor(group, webFields), set)
			wantStatus(t, got, http.StatusUnauthorized)
			f := got.failure(t)
			if f.Class != tt.class || f.RequestID != "" || (f.Class == "") != (f.Code == "not_authenticated") {
				t.Errorf("%+v", f)
			}
			if f.Message != tt.message {
				t.Errorf("message %q, want %q", f.Message, tt.message)
			}
			if got.Header.Get("request_id") == "" {
				t.Error("no request id in the headers")
			}
		})
	}
	if now := ids(srv, group); !slices.Equal(now, []string{rule.ID}) {
		t.Errorf("the group holds %v: a request without the key changes nothing", now)
	}
	// The case of the scheme does not matter in HTTP. The vendor's SDK sends APIKey.
	for _, scheme := range []string{"apikey ", "APIKey ", "ApiKey  "} {
		set := func(r *http.Request) { r.Header.Set("Authorization", scheme+srv.APIKey()) }
		wantStatus(t, mustSend(t, srv, "GET", groupPath(group), "", set), http.StatusOK)
	}
	// A wrong key may be somebody's real one.
	if text := fmt.Sprintf("%+v", srv.Requests()); strings.Contains(text, "67890abcde") || strings.Contains(text, srv.APIKey()) {
		t.Errorf("the record holds a key: %s", text)
	}
}

// What the fake does not implement is not taken for an answer of the API.
func TestOtherPathsAndMethods(t *testing.T) {
	srv := gcoresgtest.New(t)
	for _, request := range [][2]string{
		{"GET", rulePath(somebody)}, {"POST", rulePath(somebody)}, {"PATCH", rulePath(somebody)}, {"GET", "/cloud/v1/projects"},
		{"PUT", "/"}, {"PUT", ""}, {"PUT", rulePath("")}, {"PUT", rulePath("a/b")}, {"DELETE", groupPath(somebody)},
		{"PUT", "//cloud/v1/securitygrouprules/7/76/" + somebody}, {"PUT", rulePath("..") + "/" + somebody},
	} {
		got := mustSend(t, srv, request[0], request[1], bodyFor(somebody, ""))
		wantStatus(t, got, http.StatusNotImplemented)
		want := "HTTP 501: gcoresgtest does not implement " + request[0] + " /base" + request[1]
		if f := got.failure(t); f.Class != "HTTPError" || f.Message != want || f.RequestID == "" {
			t.Errorf("%v: %+v", request, f)
		}
	}
	outside := func(r *http.Request) { r.URL.Path = strings.TrimPrefix(r.URL.Path, "/base") }
	wantStatus(t, mustSend(t, srv, "PUT", rulePath(somebody), bodyFor(somebody, ""), outside), http.StatusNotImplemented)
	requests, violations := srv.Requests(), srv.Violations()
	if len(violations) != len(requests) {
		t.Errorf("%d violations after %d requests", len(violations), len(requests))
	}
	for i, r := range requests {
		if r.Operation != "" || r.Route != "" {
			t.Errorf("%s %s is recorded as %s %s", r.Method, r.Path, r.Operation, r.Route)
		}
		want := r.Method + " " + r.Path + ": gcoresgtest does not implement this operation"
		if i < len(violations) && violations[i].String() != want {
			t.Errorf("violation %q, want %q", violations[i], want)
		}
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	body := bodyFor(group, `,"description":"`+srv.APIKey()+`"`)
	leak := func(r *http.Request) { r.Header.Set("X-Debug", "key="+srv.APIKey()) }
	mustSend(t, srv, "PUT", rulePath(rule.ID)+"?a=b%2Fc", body, leak)
	mustSend(t, srv, "GET", "/elsewhere/"+srv.APIKey(), "")

	all := srv.Requests()
	if len(all) != 2 || len(srv.RequestsTo(gcoresgtest.UpdateRule)) != 1 {
		t.Fatalf("%d requests, %d of them updates; want 2 and 1", len(all), len(srv.RequestsTo(gcoresgtest.UpdateRule)))
	}
	got := all[0]
	if got.Operation != gcoresgtest.UpdateRule || got.Method != "PUT" || got.Status != 200 ||
		got.Path != "/base"+rulePath(rule.ID)+"?a=b%2Fc" ||
		got.Route != "/cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}" ||
		string(got.Body) != strings.ReplaceAll(body, srv.APIKey(), "***") ||
		got.Header.Get("Authorization") != "apikey ***" || got.Header.Get("X-Debug") != "key=***" {
		t.Errorf("recorded %+v", got)
	}
	if text := fmt.Sprintf("%+v %s %s", all, all[0].Body, srv.Violations()); strings.Contains(text, srv.APIKey()) {
		t.Error("the record holds the key")
	}
	text := fmt.Sprint(srv.Violations())
	if len(srv.Violations()) != 3 || strings.Count(text, "the key was sent elsewhere") != 2 {
		t.Errorf("violations %s, want that the key was sent elsewhere, twice, and an operation that is not there", text)
	}
	got.Body[0] = 'x'
	got.Header.Set("Authorization", "changed")
	if again := srv.Requests()[0]; again.Body[0] == 'x' || again.Header.Get("Authorization") == "changed" {
		t.Error("Requests gives out what the server goes on using")
	}
}

func TestManyAtOnce(t *testing.T) {
	srv := gcoresgtest.New(t)
	client := srv.Client(gcoresg.WithDeprecationHandler(nil))
	var wg sync.WaitGroup
	for i := range 8 {
		group := srv.AddGroup(project, region)
		rule := srv.AddRule(group, web())
		wg.Go(func() {
			id := rule.ID
			for range 5 {
				rule, err := client.SecurityGroup(project, region, group).UpdateRule(t.Context(), id, web())
				if err != nil {
					t.Errorf("%d: %v", i, err)
					return
				}
				id = rule.ID
				srv.Rules(group)
				srv.Requests()
				srv.Violations()
			}
		})
	}
	wg.Wait()
	wantNoViolations(t, srv)
	if n := len(srv.RequestsTo(gcoresgtest.UpdateRule)); n != 40 {
		t.Errorf("%d requests, want 40", n)
	}
}

// A program that uses the fake outside a test must not get the flags of the testing package.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(strings.Fields(string(out)), "testing") {
		t.Error("gcoresgtest links the testing package")
	}
}
