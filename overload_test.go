package gcoresg_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

// overload makes many calls at once, each to a group of its own, and returns their errors.
func overload(ctx context.Context, client *gcoresg.Client, calls int) []error {
	failures := make([]error, calls)
	var all sync.WaitGroup
	for n := range calls {
		all.Go(func() { _, failures[n] = client.SecurityGroup(n+1, 8, groupID).UpdateRule(ctx, ruleID, spec) })
	}
	all.Wait()
	return failures
}

// quietly serves a handler and logs nothing.
func quietly(t *testing.T, handler http.HandlerFunc) *recorder {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return &recorder{Server: server}
}

// TestOverloadFailsNoCall: waiting for a place is no part of an attempt's time. Each exchange takes a twentieth of
// what it may, and the last call waits for five times as long as an attempt may take.
func TestOverloadFailsNoCall(t *testing.T) {
	var underWay, most atomic.Int32
	server := quietly(t, func(w http.ResponseWriter, req *http.Request) {
		most.Store(max(most.Load(), underWay.Add(1)))
		time.Sleep(20 * time.Millisecond)
		underWay.Add(-1)
		ok(w, req)
	})
	client := newClient(t, server, gcoresg.WithTimeout(400*time.Millisecond), gcoresg.WithMaxInFlight(2), gcoresg.WithMaxRetries(0))
	for n, err := range overload(context.Background(), client, 200) {
		if err != nil {
			t.Fatalf("call %d: %v", n, err)
		}
	}
	if most.Load() > 2 {
		t.Errorf("%d exchanges were in flight, want 2 at most", most.Load())
	}
}

// TestOverloadLeavesOnlyOpenWhatWasSent: the context ends while two writes are in flight and the others wait for
// their places.
func TestOverloadLeavesOnlyOpenWhatWasSent(t *testing.T) {
	var sent atomic.Int32
	server := quietly(t, func(_ http.ResponseWriter, req *http.Request) {
		sent.Add(1)
		_, _ = io.Copy(io.Discard, req.Body)
		<-req.Context().Done()
	})
	client := newClient(t, server, gcoresg.WithMaxInFlight(2), gcoresg.WithoutReconcile())
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	unknown := int32(0)
	for _, err := range overload(ctx, client, 300) {
		switch {
		case !errors.Is(err, context.DeadlineExceeded):
			t.Errorf("%v", err)
		case errors.Is(err, gcoresg.ErrOutcomeUnknown):
			unknown++
		case !strings.Contains(err.Error(), "nothing was sent"):
			t.Errorf("%v", err)
		}
	}
	if unknown > 2 || unknown > sent.Load() {
		t.Errorf("%d outcomes are unknown, but %d writes were sent", unknown, sent.Load())
	}
}

// TestReadingsThatReconcileDoNotQueueBehindWrites: both places are taken by writes that hang when the group is read.
func TestReadingsThatReconcileDoNotQueueBehindWrites(t *testing.T) {
	arrived, hanging := make(chan struct{}), make(chan struct{}, 2)
	server := quietly(t, func(w http.ResponseWriter, req *http.Request) {
		switch {
		case req.Method == "GET":
			answer(200, `{"id":"`+groupID+`","security_group_rules":[`+ruleBody+`]}`)(w, req)
		case strings.Contains(req.URL.Path, "/securitygrouprules/1/"):
			close(arrived)
			<-hanging
			hangUp(w, req)
		default:
			_, _ = io.Copy(io.Discard, req.Body)
			hanging <- struct{}{}
			<-req.Context().Done()
		}
	})
	client := newClient(t, server, gcoresg.WithMaxInFlight(2), gcoresg.WithMaxRetries(0))
	hung, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	first := make(chan error, 1)
	go func() {
		_, err := client.SecurityGroup(1, 8, groupID).UpdateRule(context.Background(), ruleID, spec)
		first <- err
	}()
	<-arrived
	for n := range 2 { // one has a place now, the other when the first write gives its own back
		all.Go(func() { _, _ = client.SecurityGroup(n+2, 8, groupID).UpdateRule(hung, ruleID, spec) })
	}
	select {
	case err := <-first:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the readings wait behind writes that hang")
	}
}
