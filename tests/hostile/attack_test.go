package hostile_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/tests/internal/leak"
)

// serve starts a server that plays a script to each connection that reads the group, and another one to each that
// writes. It stops with the test. It returns its URL, and counts requests.
func serve(t *testing.T, play, reading script) (url string, requests *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	requests = new(atomic.Int64)
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, conn)
			mu.Unlock()
			all.Go(func() {
				defer func() { _ = conn.Close() }()
				if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.Copy(io.Discard, req.Body)
					requests.Add(1)
					if req.Method == http.MethodGet {
						reading(conn)
						return
					}
					play(conn)
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		mu.Lock()
		for _, conn := range open {
			_ = conn.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	return "http://" + listener.Addr().String(), requests
}

// attack calls UpdateRule on a server with the script, through the transport that users get, and wants an outcome of
// the class, in bounded memory and with nothing left behind. It does so twice: once the readings of the group that
// follow an outcome in doubt find the group as it was, and once they get the same script.
func attack(t *testing.T, play script, want class, options ...gcoresg.Option) {
	t.Helper()
	_ = attackOnce(t, play, unchanged, ifRead(want), options...)
	err := attackOnce(t, play, play, ifNotRead(want), options...)
	if want == checked && !errors.As(err, new(*gcoresg.APIError)) {
		t.Errorf("an unknown outcome that does not tell of the refusal: %v", err)
	}
}

// ifRead is the class where the group can be read and is unchanged.
func ifRead(c class) class {
	if c == checked {
		return refused
	}
	return c
}

// ifNotRead is the class where the group cannot be read.
func ifNotRead(c class) class {
	if c == checked {
		return unknown
	}
	return c
}

// unchanged is the script of a server that shows the group as before the update.
var unchanged = answer("200 OK", oldGroup)

// attackOnce returns the error for a closer look.
func attackOnce(t *testing.T, play, reading script, want class, options ...gcoresg.Option) error {
	t.Helper()
	leak.Check(t)
	url, requests := serve(t, play, reading)
	client := newClient(t, url, options...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := update(t.Context(), client)
	runtime.ReadMemStats(&after)
	wantClass(t, want, got, err)
	if each := float64(after.TotalAlloc-before.TotalAlloc) / float64(max(requests.Load(), 1)); each > mostAllocated {
		t.Errorf("%.1f MiB were allocated for a request, want at most %d", each/(1<<20), mostAllocated>>20)
	}
	return err
}

// mostAllocated is what one exchange may allocate, whatever the server sends: a few times the largest answer, 1 MiB,
// and the largest head, as much again. What the server itself allocates counts too.
const mostAllocated = 16 << 20
