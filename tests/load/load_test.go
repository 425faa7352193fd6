// Package load_test makes very many calls at once.
//
//lint:file-ignore SA1019 the deprecated operation is what is called
package load_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
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

const (
	ruleID = "22222222-2222-4222-8222-222222222222"
	answer = `{"id":"33333333-3333-4333-8333-333333333333","direction":"ingress","security_group_id":"11111111-1111-4111-8111-111111111111"}`
)

// TestManyAtOnce: through one default client over TLS, no more than 64 connections are made, no call fails, and nothing is left. Each
// protocol has a process of its own, because the default transport, which is what is tested, is made once.
func TestManyAtOnce(t *testing.T) {
	protocol, isChild := os.LookupEnv("LOAD_TEST_PROTOCOL")
	if isChild {
		manyAtOnce(t, protocol == "HTTP/2")
		return
	}
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2"} {
		t.Run(protocol, func(t *testing.T) {
			command := exec.Command(os.Args[0], "-test.run=^TestManyAtOnce$", "-test.v", "-test.timeout=2m", fmt.Sprint("-calls=", *calls))
			command.Env = append(os.Environ(), "LOAD_TEST_PROTOCOL="+protocol)
			output, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			t.Logf("%s", output)
		})
	}
}

func manyAtOnce(t *testing.T, http2 bool) {
	leak.Check(t)
	var connections, open, otherProtocol atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.ProtoAtLeast(2, 0) != http2 {
			otherProtocol.Add(1)
		}
		_, _ = io.Copy(io.Discard, req.Body)
		_, _ = io.WriteString(w, answer)
	}))
	server.EnableHTTP2 = http2
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			connections.Add(1)
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: trusted} // which the default transport is a copy of

	client, err := gcoresg.NewClient(gcoresg.WithAPIKey("key"), gcoresg.WithBaseURL(server.URL), gcoresg.WithDeprecationHandler(nil), gcoresg.WithMaxRetries(0))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	var all sync.WaitGroup
	var failed atomic.Int64
	for number := range *calls {
		// A group of its own for each call: a client makes its writes to one group one after another.
		group := client.SecurityGroup(7, 8, fmt.Sprintf("11111111-1111-4111-8111-%012d", number))
		all.Go(func() {
			if _, err := group.UpdateRule(context.Background(), ruleID, gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress}); err != nil && failed.Add(1) == 1 {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d updates at once: %v, %d connections, %d failed, %d MiB from the system", *calls, time.Since(start).Round(time.Millisecond), connections.Load(), failed.Load(), memory.Sys>>20)
	if connections.Load() > 64 || failed.Load() > 0 || otherProtocol.Load() > 0 {
		t.Errorf("%d connections, want at most 64; %d calls failed; %d by another protocol", connections.Load(), failed.Load(), otherProtocol.Load())
	}
	t.Cleanup(func() {
		server.Close()
		if left := open.Load(); left != 0 {
			t.Errorf("%d connections are left", left)
		}
	})
}
