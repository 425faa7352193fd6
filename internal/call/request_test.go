package call

import (
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// odd are values that mean something else in a URL unless they are escaped.
var odd = []string{
	"22222222-2222-4222-8222-222222222222", "a b", "a/b", "/", "a%2Fb", "%", "%2e%2e", "ü", "日本", "a?b=c", "#a", "a+b", "a;b", "a&b=c",
	"...", "a:b", "@", "$", ",", "~", "!*'()", "[x]", "{id}", `a\b`, "a\nb", "\x00", "\xff", "..a", "a..", `"`, "<>", "^`|",
}

// TestRequestsAreThoseOfTheGeneratedBuilders, for every operation that the engine calls, every odd value and every form
// of a base URL. Of gen it calls one, whatever else the list of operations has.
func TestRequestsAreThoseOfTheGeneratedBuilders(t *testing.T) {
	type builder func(server, value string) (*http.Request, error)
	spec, made := gen.RuleSpec{Direction: "ingress"}, successor.CreateRule{Direction: "ingress", Description: "ü"}
	operations := map[string]struct {
		op     *gen.Operation
		values func(value string) [4]string
		body   any
		built  builder
	}{
		"update": {&gen.OperationUpdateSecurityGroupRule, func(v string) [4]string { return [4]string{"7", "8", v} },
			spec, func(s, v string) (*http.Request, error) {
				return gen.NewUpdateSecurityGroupRuleRequest(s, 7, 8, v, spec)
			}},
		"read the group": {&successor.OperationGetSecurityGroup, func(v string) [4]string { return [4]string{"7", "8", v} },
			nil, func(s, v string) (*http.Request, error) { return successor.NewGetSecurityGroupRequest(s, 7, 8, v) }},
		"read a task": {&successor.OperationGetTask, func(v string) [4]string { return [4]string{v} },
			nil, func(s, v string) (*http.Request, error) { return successor.NewGetTaskRequest(s, v) }},
		"create": {&successor.OperationCreateSecurityGroupRule, func(v string) [4]string { return [4]string{"7", "8", v} },
			made, func(s, v string) (*http.Request, error) {
				return successor.NewCreateSecurityGroupRuleRequest(s, 7, 8, v, made)
			}},
		"delete": {&successor.OperationDeleteSecurityGroupRule, func(v string) [4]string { return [4]string{"7", "8", v, v} },
			nil, func(s, v string) (*http.Request, error) {
				return successor.NewDeleteSecurityGroupRuleRequest(s, 7, 8, v, v)
			}},
	}
	if want := 1 + len(successor.Operations); len(operations) != want {
		t.Errorf("%d operations of %d take part", len(operations), want)
	}
	for _, address := range []string{
		"https://api.example", "https://api.example/", "https://api.example:8443/a/b", "https://api.example/a%2Fb/", "https://api.example/a%20b/ü",
		"http://127.0.0.1:80", "http://[::1]:8080/x",
	} {
		base, err := ParseBaseURL(address)
		if err != nil {
			t.Fatal(err)
		}
		client := newTestClient(t, nil, func(c *Config) { c.BaseURL = base })
		for name, o := range operations {
			for _, value := range odd {
				r := &Request{Method: o.op.Method, Route: o.op.Route, Values: o.values(value)}
				if o.body != nil {
					r.Body = encode(o.body)
				}
				want, err := o.built(strings.TrimRight(address, "/")+"/", value)
				if err != nil {
					t.Fatalf("%s, %q: %v", name, value, err)
				}
				client.setHeaders(want.Header, "key")
				got, err := client.newRequest(background(), r, "key")
				if err != nil {
					t.Errorf("%s, %q: %v", name, value, err)
					continue
				}
				sameRequest(t, name+" of "+address, got, want)
			}
		}
	}
}

// sameRequest fails the test unless net/http would send two requests alike.
func sameRequest(t *testing.T, what string, got, want *http.Request) {
	t.Helper()
	for part, pair := range map[string][2]any{
		"method":      {got.Method, want.Method},
		"URL":         {got.URL.String(), want.URL.String()},
		"request URI": {got.URL.RequestURI(), want.URL.RequestURI()},
		"path":        {got.URL.Path, want.URL.Path},
		"host":        {got.Host, want.Host},
		"server":      {got.URL.Host, want.URL.Host},
		"header":      {got.Header, want.Header},
		"length":      {got.ContentLength, want.ContentLength},
		"body":        {text(t, got), text(t, want)},
		"replayable":  {got.GetBody != nil, want.GetBody != nil},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %s is %q, the generated builder has %q", what, part, pair[0], pair[1])
		}
	}
}

func text(t *testing.T, req *http.Request) string {
	t.Helper()
	if req.Body == nil {
		return ""
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestValuesThatWouldEndInAnotherPathAreRefused. The generated builders take them.
func TestValuesThatWouldEndInAnotherPathAreRefused(t *testing.T) {
	client := newTestClient(t, nil)
	for _, value := range []string{"", ".", ".."} {
		for _, op := range append(gen.Operations, successor.Operations...) {
			for i := range strings.Count(op.Route, "{") {
				values := [4]string{"1", "2", "3", "4"}
				values[i] = value
				_, err := client.newRequest(background(), &Request{Method: op.Method, Route: op.Route, Values: values}, "")
				if err == nil || strings.Contains(err.Error(), "\n") {
					t.Errorf("%s, parameter %d is %q: %v", op.Name, i, value, err)
				}
			}
		}
	}
	if _, err := client.newRequest(background(), &Request{Method: "GET", Route: "/{a}/{b}/{c}/{d}/{e}", Values: [4]string{"1", "2", "3", "4"}}, ""); err == nil {
		t.Error("a route with more parameters than there are values was built")
	}
}

func TestHeaders(t *testing.T) {
	var got http.Header
	client := newTestClient(t, transport(func(req *http.Request) (*http.Response, error) {
		got = req.Header.Clone()
		return reply(200, ""), nil
	}))
	_ = client.Attempt(background(), write())
	want := http.Header{
		"Authorization": {"apikey " + testKey}, "User-Agent": {"test"}, "Accept": {"application/json"}, "Content-Type": {"application/json"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}
