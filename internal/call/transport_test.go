package call

import (
	"net/http"
	"testing"
	"time"
)

// replaceDefault replaces http.DefaultTransport for one test.
func replaceDefault(t *testing.T, with http.RoundTripper) {
	t.Helper()
	before := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = before })
	http.DefaultTransport = with
}

// TestOwnTransport holds the bounds that DESIGN found by measuring.
func TestOwnTransport(t *testing.T) {
	own, isStandard := defaultTransport().(*http.Transport)
	if !isStandard || own == http.DefaultTransport {
		t.Fatalf("%T", defaultTransport())
	}
	if own.MaxConnsPerHost != 0 || own.MaxIdleConns != 0 || own.MaxIdleConnsPerHost != MaxInFlight || own.IdleConnTimeout != 30*time.Second {
		t.Errorf("%+v", own)
	}
	if own.MaxResponseHeaderBytes != maxAnswer || own.Proxy == nil {
		t.Errorf("%+v", own)
	}
	if defaultTransport() != own {
		t.Error("two clients do not share their connections")
	}
}

// TestEachClientTakesTheTransportThatTheProgramHasThen, and the earlier ones keep theirs.
func TestEachClientTakesTheTransportThatTheProgramHasThen(t *testing.T) {
	var counts [2]int
	var clients [2]*Client
	for i := range counts {
		replaceDefault(t, transport(func(*http.Request) (*http.Response, error) { counts[i]++; return reply(200, ""), nil }))
		clients[i] = newTestClient(t, nil)
	}
	for range 3 {
		clients[0].Attempt(background(), write())
	}
	clients[1].Attempt(background(), write())
	if counts != [2]int{3, 1} {
		t.Errorf("the transports got %v requests, want 3 and 1", counts)
	}
}

// TestAnotherTransportOfNetHTTPsIsCopied, also where the program changes it for the second time.
func TestAnotherTransportOfNetHTTPsIsCopied(t *testing.T) {
	first := defaultTransport()
	replaceDefault(t, &http.Transport{MaxIdleConns: 7, ForceAttemptHTTP2: true})
	second, isStandard := defaultTransport().(*http.Transport)
	if !isStandard || second == first || second == http.DefaultTransport || !second.ForceAttemptHTTP2 || second.MaxIdleConnsPerHost != MaxInFlight {
		t.Errorf("%T", defaultTransport())
	}
	replaceDefault(t, nil)
	if third, isStandard := defaultTransport().(*http.Transport); !isStandard || third.Proxy == nil {
		t.Errorf("without a default there is %T", defaultTransport())
	}
}

func TestForeignTransportsThatReturnNothingDoNoHarm(t *testing.T) {
	for name, test := range map[string]struct {
		resp *http.Response
		want Outcome
	}{
		"no response":              {nil, Open},
		"a response without body":  {&http.Response{StatusCode: 200}, Succeeded},
		"a refusal without body":   {&http.Response{StatusCode: 404}, Rejected},
		"a response with a length": {&http.Response{StatusCode: 200, ContentLength: 5}, Succeeded},
	} {
		replaceDefault(t, giving(test.resp))
		client := newTestClient(t, nil)
		if r := client.Attempt(background(), write()); r.Outcome != test.want {
			t.Errorf("%s: outcome %d, want %d: %v", name, r.Outcome, test.want, r.Err)
		}
		req, err := http.NewRequestWithContext(background(), "GET", "https://api.example/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, _, err := client.Do(req, "x", "8"); (err == nil) != (test.resp != nil) || err == nil && resp.Body == nil {
			t.Errorf("%s, generated: %+v, %v", name, resp, err)
		}
	}
}

// TestOwnClientsFollowNoRedirect, and stay as they are.
func TestOwnClientsFollowNoRedirect(t *testing.T) {
	sent := 0
	own := &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		sent++
		return reply(307, "", "Location: /elsewhere"), nil
	})}
	client := newTestClient(t, nil, func(c *Config) { c.HTTPClient = own })
	if r := client.Attempt(background(), write()); r.Outcome != Rejected || sent != 1 || own.CheckRedirect != nil {
		t.Errorf("sent %d times, outcome %d", sent, r.Outcome)
	}
}
