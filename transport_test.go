package gcoresg_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

// countingConn counts the writes of a connection.
type countingConn struct {
	net.Conn
	writes *atomic.Int32
}

func (c countingConn) Write(b []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(b)
}

// TestOneWriteAndOneConnection: head and body of a request leave together, and a hundred calls in turn share a
// connection.
func TestOneWriteAndOneConnection(t *testing.T) {
	var connections, writes atomic.Int32
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		connections.Add(1)
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		return countingConn{conn, &writes}, err
	}
	server := serve(t, ok)
	client := newClient(t, server)
	gcoresg.SendWith(client, transport)
	for range 100 {
		if _, err := update(client); err != nil {
			t.Fatal(err)
		}
	}
	transport.CloseIdleConnections()
	if connections.Load() != 1 || writes.Load() != 100 {
		t.Errorf("%d connections and %d writes for 100 calls", connections.Load(), writes.Load())
	}
}

func TestManyGoroutinesShareAClient(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		// Each answer names the rule that was asked for, so that a mix-up shows.
		id := req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:]
		answer(200, strings.Replace(ruleBody, newID, newID[:35]+id[35:], 1))(w, req)
	})
	group := newClient(t, server).SecurityGroup(7, 8, groupID)
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			id := ruleID[:35] + string("0123456789abcdef"[i%16])
			for range 10 {
				rule, err := group.UpdateRule(context.Background(), id, spec)
				if err != nil || rule.ID != newID[:35]+id[35:] {
					t.Errorf("asked for %s, got %+v, %v", id, rule, err)
				}
			}
		})
	}
	all.Wait()
	if server.count() != 320 {
		t.Errorf("sent %d times", server.count())
	}
}

func TestGeneratedIsBoundedAndTimed(t *testing.T) {
	large := serve(t, answer(200, strings.Repeat(" ", 1<<20)+ruleBody))
	if _, err := generatedUpdate(newClient(t, large)); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("an answer over a megabyte: %v", err)
	}
	slow := serve(t, func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
	if _, err := generatedUpdate(newClient(t, slow, gcoresg.WithTimeout(20*time.Millisecond))); err == nil {
		t.Error("no deadline")
	}
	fine := serve(t, ok)
	resp, err := generatedUpdate(newClient(t, fine))
	if err != nil || resp.JSON200 == nil || resp.JSON200.ID != newID || fine.requests[0].Header.Get("Authorization") != "apikey "+testKey || fine.requests[0].URL.Path != "/base"+path {
		t.Errorf("%+v, %v", resp, err)
	}
}

// TestCallersTrace: hooks of the caller's see the caller's requests, and no others.
func TestCallersTrace(t *testing.T) {
	client := newClient(t, serve(t, ok))
	var calls atomic.Int32
	traced := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { calls.Add(1) },
	})
	for range 10 {
		for _, ctx := range []context.Context{traced, context.Background()} {
			if _, err := client.SecurityGroup(7, 8, groupID).UpdateRule(ctx, ruleID, spec); err != nil {
				t.Fatal(err)
			}
		}
	}
	if calls.Load() != 10 {
		t.Errorf("the hook was called %d times for 10 requests", calls.Load())
	}
}
