package call

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// generated is a request as the generated client builds it.
func generated(t *testing.T, client *Client) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(background(), "PUT", "https://api.example/x", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Authorize(background(), req); err != nil {
		t.Fatal(err)
	}
	return req
}

func TestGeneratedRequestsAreBoundedAndRedacted(t *testing.T) {
	client := newTestClient(t, always(200, `{"a":"`+testKey+`"}`, "Deprecation: true"))
	resp, notice, err := client.Do(generated(t, client), "PUT /x", "8")
	if err != nil || notice == nil {
		t.Fatalf("%+v, %v", notice, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || string(body) != `{"a":"***"}` {
		t.Errorf("%s, %v", body, err)
	}
	client = newTestClient(t, always(200, strings.Repeat(" ", maxAnswer+1)))
	if _, _, err := client.Do(generated(t, client), "PUT /x", "8"); err == nil || !strings.Contains(err.Error(), "PUT /x: ") {
		t.Errorf("%v", err)
	}
	if len(client.inFlight.queues) != 0 {
		t.Error("the place was not given back")
	}
}

func TestGeneratedRequestsEndInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, transport(hang), within(3*time.Second))
		start := time.Now()
		_, _, err := client.Do(generated(t, client), "PUT /x", "8")
		if err == nil || !strings.Contains(err.Error(), "WithTimeout") || time.Since(start) != 3*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// TestGeneratedRequestsThatGetNoPlaceAreNotSent, and take nobody else's place.
func TestGeneratedRequestsThatGetNoPlaceAreNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		client := newTestClient(t, transport(func(req *http.Request) (*http.Response, error) {
			sent++
			return hang(req)
		}), func(c *Config) { c.MaxInFlight = 1 })
		go client.Attempt(background(), write())
		synctest.Wait()
		ctx, cancel := context.WithTimeout(background(), time.Second)
		defer cancel()
		_, _, err := client.Do(generated(t, client).WithContext(ctx), "PUT /x", "8")
		if sent != 1 || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "nothing was sent") {
			t.Errorf("%d were sent: %v", sent, err)
		}
		client.inFlight.mu.Lock()
		held := client.inFlight.queues[lane{region: "8"}].held
		client.inFlight.mu.Unlock()
		if held != 1 {
			t.Errorf("%d places are held, want 1", held)
		}
		time.Sleep(2 * time.Minute)
	})
}
