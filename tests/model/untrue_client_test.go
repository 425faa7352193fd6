package model

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

const someRule = "77777777-7777-4777-8777-777777777777"

func newDefaultClient(t *testing.T) *gcoresg.Client {
	t.Helper()
	client, err := gcoresg.NewClient(gcoresg.WithAPIKey("12345$0123456789abcdef"),
		gcoresg.WithBaseURL("https://api.example"),
		gcoresg.WithMaxRetries(0), gcoresg.WithDeprecationHandler(nil))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestUntrueOfTheDefaultTransport(t *testing.T) {
	behind := switchboard.to.Load()
	t.Cleanup(func() {
		http.DefaultTransport = &switchboard
		switchboard.to.Store(behind)
	})
	switchboard.use(transportFunc(func(req *http.Request) (*http.Response, error) {
		return refusal(404, "NotFoundError", "no").response(req), nil
	}))
	read := func(t *testing.T, transport http.RoundTripper) error {
		http.DefaultTransport = transport
		_, err := newDefaultClient(t).SecurityGroup(1, 2, someRule).Rules(context.Background())
		return err
	}
	t.Run("11: each client takes the transport that the program has then", func(t *testing.T) {
		first, second := 0, 0
		_ = read(t, &switchboard)
		count := func(n *int) http.RoundTripper {
			return transportFunc(func(req *http.Request) (*http.Response, error) {
				*n++
				return refusal(404, "NotFoundError", "no").response(req), nil
			})
		}
		_ = read(t, count(&first))
		_ = read(t, count(&second))
		if first != 1 || second != 1 {
			t.Errorf("the first transport got %d requests and the second %d, want one each", first, second)
		}
	})
	survives := func(t *testing.T, resp *http.Response) {
		defer func() {
			if problem := recover(); problem != nil {
				t.Errorf("the client panics: %v", problem)
			}
		}()
		switchboard.use(transportFunc(func(*http.Request) (*http.Response, error) { return resp, nil }))
		if err := read(t, &switchboard); err == nil {
			t.Error("no error")
		}
	}
	t.Run("11: a transport without a response does no harm", func(t *testing.T) { survives(t, nil) })
	t.Run("11: a response without a body does no harm", func(t *testing.T) {
		survives(t, &http.Response{StatusCode: 200, Header: http.Header{}})
	})
}

func TestUntrueOfTheKey(t *testing.T) {
	const secret = "12345$0123456789abcdef"
	body := `{"exception_class":"ValidationError","message":"no",` +
		`"info":{"a":{"k":"` + secret + `","k":"x"},"a":{"k":"x"}},` +
		`"invalid_fields":{"k":[{"b":"` + secret + `","b":"x"}],"six":["` + secret[:6] + `"]}}`
	client := newClient(transportFunc(func(req *http.Request) (*http.Response, error) {
		return answer{status: 400, body: []byte(body)}.response(req), nil
	}), 0, 1<<40)
	_, err := client.SecurityGroup(1, 2, someRule).CreateRule(context.Background(), specs[0])
	var e *gcoresg.APIError
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	t.Run("13: a name that comes twice does not carry the key into Info", func(t *testing.T) {
		if strings.Contains(string(e.Info), secret) {
			t.Errorf("%s", e.Info)
		}
	})
	fields, err := json.Marshal(e.InvalidFields)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("13: a name that comes twice does not carry the key into InvalidFields", func(t *testing.T) {
		if strings.Contains(string(fields), secret) {
			t.Errorf("%s", fields)
		}
	})
	t.Run("13: six characters of the key are redacted", func(t *testing.T) {
		if strings.Contains(string(fields), secret[:6]) {
			t.Errorf("%s", fields)
		}
	})
}

func TestUntrueOfProtocols(t *testing.T) {
	t.Run("14: protocol 4 is ipip", func(t *testing.T) {
		spec := gcoresg.SpecOf(&gcoresg.Rule{Direction: gcoresg.DirectionIngress, Protocol: "4"})
		if spec.Protocol != gcoresg.ProtocolIPIP {
			t.Errorf("SpecOf turns 4 into %q", spec.Protocol)
		}
	})
	t.Run("14: protocol 94 is not ipip", func(t *testing.T) {
		spec := gcoresg.SpecOf(&gcoresg.Rule{Direction: gcoresg.DirectionIngress, Protocol: "94"})
		if spec.Protocol == gcoresg.ProtocolIPIP {
			t.Errorf("SpecOf turns 94 into %q", spec.Protocol)
		}
	})
}

// TestUntrueOfLocks counts what a client keeps of the groups that it has written to.
func TestUntrueOfLocks(t *testing.T) {
	const groups, most = 20_000, 20
	client := newClient(transportFunc(func(req *http.Request) (*http.Response, error) {
		return refusal(404, "NotFoundError", "Security group rule %s could not be found", someRule).response(req), nil
	}), 0, 1<<40)
	ids := newServer(nil, rand.NewPCG(1, 1))
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for range groups {
		_ = client.SecurityGroup(1, 2, ids.newID()).DeleteRule(context.Background(), someRule)
	}
	after := heap()
	runtime.KeepAlive(client)
	t.Run("15: a client keeps nothing of a group that nobody writes to", func(t *testing.T) {
		if each := (int64(after) - int64(before)) / groups; each > most {
			t.Errorf("%d bytes for each group", each)
		}
	})
}
