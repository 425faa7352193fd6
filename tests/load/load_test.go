// Package load_test makes very many calls at once, and calls beside a region that does not answer.
//
//lint:file-ignore SA1019 the deprecated operation is what is called
package load_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/tests/internal/leak"
)

// make bench makes 10,000.
var calls = flag.Int("calls", 1000, "how many updates are made at once")

const ruleID = "22222222-2222-4222-8222-222222222222"

var spec = gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress}

// TestManyAtOnce: no more connections are made than exchanges may be in flight, no call fails, memory is bounded, and nothing is left.
// Each case has a process of its own, so that its memory can be told.
func TestManyAtOnce(t *testing.T) {
	if name, isChild := os.LookupEnv("LOAD_TEST"); isChild {
		var c manyCase
		_, _ = fmt.Sscan(name, &c.http2, &c.own)
		c.run(t)
		return
	}
	for _, c := range []manyCase{{false, false}, {false, true}, {true, false}, {true, true}} {
		t.Run(c.String(), func(t *testing.T) {
			command := exec.Command(os.Args[0], "-test.run=^TestManyAtOnce$", "-test.v", "-test.timeout=2m", fmt.Sprint("-calls=", *calls))
			command.Env = append(os.Environ(), fmt.Sprint("LOAD_TEST=", c.http2, " ", c.own))
			output, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			t.Logf("%s", output)
		})
	}
}

type manyCase struct {
	http2 bool
	own   bool // through a caller's own http.Client
}

func (c manyCase) String() string {
	name := "HTTP/1.1"
	if c.http2 {
		name = "HTTP/2"
	}
	if c.own {
		name += ", own http.Client"
	}
	return name
}

func (c manyCase) run(t *testing.T) {
	const places = 256 // the default of WithMaxInFlight; net/http may dial for an exchange that then takes a connection that got free
	leak.Check(t)
	server := newServer(t, c.http2, 50*time.Millisecond)
	var options []gcoresg.Option
	if c.own {
		transport := gcoresg.NewTransport()
		t.Cleanup(transport.CloseIdleConnections)
		options = append(options, gcoresg.WithHTTPClient(&http.Client{Transport: struct{ http.RoundTripper }{transport}}))
	}
	client := server.client(t, options...)
	start := time.Now()
	var all sync.WaitGroup
	var failed atomic.Int64
	for number := range *calls {
		// A group of its own for each call: a client makes its writes to one group one after another.
		group := client.SecurityGroup(7, 8, groupID(number))
		all.Go(func() {
			if _, err := group.UpdateRule(context.Background(), ruleID, spec); err != nil && failed.Add(1) == 1 {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%s, 50 ms a call, %d updates at once: %v, %d connections, %d failed, %d MiB from the system", c, *calls,
		time.Since(start).Round(time.Millisecond), server.connections.Load(), failed.Load(), memory.Sys>>20)
	if server.connections.Load() > 2*places || server.mostAtOnce.Load() > places || failed.Load() > 0 || memory.Sys>>20 >= 250 {
		t.Errorf("%d connections, want at most %d; %d exchanges at once, want at most %d; %d calls failed; %d MiB, want less than 250",
			server.connections.Load(), 2*places, server.mostAtOnce.Load(), places, failed.Load(), memory.Sys>>20)
	}
}

// TestASlowRegionDelaysNoOther: calls to a region that does not answer hang, and calls to another one are answered meanwhile.
func TestASlowRegionDelaysNoOther(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		t.Run(fmt.Sprint("HTTP/2 is ", http2), func(t *testing.T) {
			server := newServer(t, http2, 0)
			client := server.client(t)
			ctx, cancel := context.WithCancel(context.Background())
			var hanging sync.WaitGroup
			for number := range 500 {
				hanging.Go(func() {
					_, _ = client.SecurityGroup(7, slowRegion, groupID(number)).UpdateRule(ctx, ruleID, spec)
				})
			}
			for server.hanging.Load() < 256 {
				time.Sleep(time.Millisecond)
			}
			for number := range 100 {
				if _, err := client.SecurityGroup(7, 8, groupID(number)).UpdateRule(context.Background(), ruleID, spec); err != nil {
					t.Fatal(err)
				}
			}
			if hung := server.hanging.Load(); hung != 256 {
				t.Errorf("%d calls hang, want 256 in flight", hung)
			}
			cancel()
			hanging.Wait()
		})
	}
}

// TestWaitingIsNotPartOfAnAttempt: more calls than places, each of which waits longer than an attempt may take, and none is unknown.
func TestWaitingIsNotPartOfAnAttempt(t *testing.T) {
	server := newServer(t, false, 100*time.Millisecond)
	client := server.client(t, gcoresg.WithTimeout(time.Second), gcoresg.WithMaxInFlight(4))
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	var done, notSent atomic.Int64
	for number := range 200 {
		all.Go(func() {
			switch _, err := client.SecurityGroup(7, 8, groupID(number)).UpdateRule(ctx, ruleID, spec); {
			case err == nil:
				done.Add(1)
			case errors.Is(err, gcoresg.ErrOutcomeUnknown) && server.saw(number):
				done.Add(1) // it was under way when the context ended
			case errors.Is(err, gcoresg.ErrOutcomeUnknown):
				t.Errorf("a call that was never sent: %v", err)
			default:
				notSent.Add(1)
			}
		})
	}
	all.Wait()
	if done.Load() == 0 || notSent.Load() == 0 || server.mostAtOnce.Load() > 4 {
		t.Errorf("%d done, %d not sent, %d at once: the test tests nothing", done.Load(), notSent.Load(), server.mostAtOnce.Load())
	}
}

// TestReadingsDoNotStarve: every place of a region is taken by a write that hangs, and one more that has lost its answer is still
// reconciled.
func TestReadingsDoNotStarve(t *testing.T) {
	server := newServer(t, false, 0)
	client := server.client(t, gcoresg.WithMaxInFlight(8))
	ctx, cancel := context.WithCancel(context.Background())
	lost := make(chan error)
	go func() {
		_, err := client.SecurityGroup(7, slowRegion, lostGroup).UpdateRule(context.Background(), ruleID, spec)
		lost <- err
	}()
	<-server.lost // the write is at the server, and will lose its answer when all places are taken
	var hanging sync.WaitGroup
	for number := range 40 {
		hanging.Go(func() {
			_, _ = client.SecurityGroup(7, slowRegion, groupID(number)).UpdateRule(ctx, ruleID, spec)
		})
	}
	for server.hanging.Load() < 7 {
		time.Sleep(time.Millisecond)
	}
	close(server.lose)
	if err := <-lost; err != nil {
		t.Error(err)
	}
	cancel()
	hanging.Wait()
}
