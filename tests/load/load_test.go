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

const places = 256 // the default of WithMaxInFlight

var spec = gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress}

// TestManyAtOnce: no more connections are made than exchanges may be in flight, no call fails, memory is bounded, and
// nothing is left. Each case has a process of its own, so that its memory can be told.
func TestManyAtOnce(t *testing.T) {
	if name, isChild := os.LookupEnv("LOAD_TEST"); isChild {
		var c manyCase
		_, _ = fmt.Sscan(name, &c.http2, &c.own)
		c.run(t)
		return
	}
	for _, c := range []manyCase{{false, false}, {false, true}, {true, false}, {true, true}} {
		t.Run(c.String(), func(t *testing.T) {
			command := exec.Command(os.Args[0], "-test.run=^TestManyAtOnce$", "-test.v", "-test.timeout=2m",
				fmt.Sprint("-calls=", *calls))
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
	leak.Check(t)
	server := newServer(t, c.http2, 50*time.Millisecond, func(s *server) {
		// As long as net/http dials, an exchange may take a connection that got free meanwhile, and the next one dials
		// again. So the first exchanges wait for each other; on HTTP/2, one makes the connection that all others share.
		if c.http2 {
			s.Config.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 2 * places}
		} else {
			s.first = int64(min(places, *calls))
		}
	})
	var options []gcoresg.Option
	if c.own {
		transport := gcoresg.NewTransport()
		t.Cleanup(transport.CloseIdleConnections)
		options = append(options, gcoresg.WithHTTPClient(&http.Client{Transport: struct{ http.RoundTripper }{transport}}))
	}
	client := server.client(t, options...)
	most := int64(places + *calls/10) // net/http may give a connection up on a machine that is busy
	if c.http2 {
		most = 1
		if _, err := client.SecurityGroup(7, 8, groupID(0)).UpdateRule(context.Background(), ruleIn(groupID(0)), spec); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	var all sync.WaitGroup
	var failed atomic.Int64
	for number := range *calls {
		// A group of its own for each call: a client makes its writes to one group one after another.
		group := client.SecurityGroup(7, 8, groupID(number))
		all.Go(func() {
			if _, err := group.UpdateRule(context.Background(), ruleIn(group.ID()), spec); err != nil && failed.Add(1) == 1 {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%s, 50 ms a call, %d updates at once: %v, %d connections, %d failed, %d MiB from the system", c, *calls,
		time.Since(start).Round(time.Millisecond), server.connections.Load(), failed.Load(), memory.Sys>>20)
	if server.connections.Load() > most || server.mostAtOnce.Load() > places {
		t.Errorf("%d connections, want at most %d; %d exchanges at once, want at most %d",
			server.connections.Load(), most, server.mostAtOnce.Load(), places)
	}
	if failed.Load() > 0 || memory.Sys>>20 >= 250 {
		t.Errorf("%d calls failed; %d MiB, want less than 250", failed.Load(), memory.Sys>>20)
	}
}

// TestASlowRegionDelaysNoOther: calls to a region that does not answer hang, and calls to another one are answered
// meanwhile.
func TestASlowRegionDelaysNoOther(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		t.Run(fmt.Sprint("HTTP/2 is ", http2), func(t *testing.T) {
			leak.Check(t)
			server := newServer(t, http2, 0)
			client := server.client(t)
			ctx, cancel := context.WithCancel(context.Background())
			var hanging sync.WaitGroup
			for number := range 500 {
				hanging.Go(func() {
					_, _ = client.SecurityGroup(7, slowRegion, groupID(number)).UpdateRule(ctx, ruleIn(groupID(number)), spec)
				})
			}
			waitFor(t, "calls that hang", places, &server.hanging)
			for number := range 100 {
				group := client.SecurityGroup(7, 8, groupID(number))
				if _, err := group.UpdateRule(context.Background(), ruleIn(group.ID()), spec); err != nil {
					t.Fatal(err)
				}
			}
			if hung := server.hanging.Load(); hung != places {
				t.Errorf("%d calls hang, want %d in flight", hung, places)
			}
			cancel()
			hanging.Wait()
		})
	}
}

// TestWaitingIsNotPartOfAnAttempt: more calls than places, many of which wait longer than an attempt may take. None is
// unknown but those that were in flight when the context ended.
func TestWaitingIsNotPartOfAnAttempt(t *testing.T) {
	leak.Check(t)
	server := newServer(t, false, 100*time.Millisecond)
	client := server.client(t, gcoresg.WithTimeout(time.Second), gcoresg.WithMaxInFlight(4))
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	var done, unknown, notSent atomic.Int64
	for number := range 200 {
		all.Go(func() {
			switch _, err := client.SecurityGroup(7, 8, groupID(number)).UpdateRule(ctx, ruleIn(groupID(number)), spec); {
			case err == nil:
				done.Add(1)
			case errors.Is(err, gcoresg.ErrOutcomeUnknown):
				unknown.Add(1)
			default:
				notSent.Add(1)
			}
		})
	}
	all.Wait()
	if unknown.Load() > 4 || server.mostAtOnce.Load() > 4 {
		t.Errorf("%d unknown, %d at once, want at most 4", unknown.Load(), server.mostAtOnce.Load())
	}
	if done.Load() == 0 || notSent.Load() == 0 {
		t.Errorf("%d done, %d not sent: the test tests nothing", done.Load(), notSent.Load())
	}
}

// TestReadingsDoNotStarve: every place of a region is taken by a write that hangs, and one more that has lost its
// answer is still reconciled.
func TestReadingsDoNotStarve(t *testing.T) {
	leak.Check(t)
	server := newServer(t, false, 0)
	client := server.client(t, gcoresg.WithMaxInFlight(8))
	ctx, cancel := context.WithCancel(context.Background())
	lost := make(chan error)
	go func() {
		_, err := client.SecurityGroup(7, slowRegion, lostGroup).UpdateRule(context.Background(), ruleIn(lostGroup), spec)
		lost <- err
	}()
	<-server.lost // the write is at the server, and will lose its answer when all places are taken
	var hanging sync.WaitGroup
	for number := range 40 {
		hanging.Go(func() {
			_, _ = client.SecurityGroup(7, slowRegion, groupID(number)).UpdateRule(ctx, ruleIn(groupID(number)), spec)
		})
	}
	waitFor(t, "calls that hang", 7, &server.hanging)
	close(server.lose)
	if err := <-lost; err != nil {
		t.Error(err)
	}
	cancel()
	hanging.Wait()
}
