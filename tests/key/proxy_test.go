//lint:file-ignore SA1019 the deprecated operation takes part

package key_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

// ruleBody is the rule that spec asks for.
const ruleBody = `{"id":"33333333-3333-4333-8333-333333333333","direction":"ingress","protocol":"tcp",` +
	`"port_range_min":443,"port_range_max":443,"security_group_id":"` + groupID + `"}`

// TestMain runs a program of a user's in place of the tests when TestProxies asks for it: net/http reads the
// environment once.
func TestMain(m *testing.M) {
	if certificate, isChild := os.LookupEnv("KEY_TEST_CERTIFICATE"); isChild {
		os.Exit(child(certificate))
	}
	os.Exit(m.Run())
}

// child configures nothing but what the environment does, and trusts the test's certificate.
func child(certificate string) int {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(certificate))
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: pool}
	client, err := gcoresg.NewClient(gcoresg.WithMaxRetries(0), gcoresg.WithTimeout(10*time.Second),
		gcoresg.WithClock(call.Clock{Speed: 1000}))
	if err == nil {
		_, err = client.SecurityGroup(7, 8, groupID).UpdateRule(context.Background(), ruleID, spec)
	}
	for form, text := range printed(err) {
		fmt.Println(form, text)
	}
	if err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	return 0
}

// TestProxies: a proxy in the environment sees where a request goes and nothing of the key, whether it helps or not;
// and a request that is not encrypted, because it stays on this machine, does not go through it.
func TestProxies(t *testing.T) {
	var received sync.Map // the origins that got the key
	handler := func(name string) http.HandlerFunc {
		return func(w http.ResponseWriter, req *http.Request) {
			if req.Header.Get("Authorization") == "apikey "+apiKey {
				received.Store(name, true)
			}
			_, _ = io.WriteString(w, ruleBody)
		}
	}
	secure, plain := httptest.NewUnstartedServer(handler("secure")), httptest.NewServer(handler("plain"))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes fail on purpose
	secure.StartTLS()
	defer secure.Close()
	defer plain.Close()
	_, port, err := net.SplitHostPort(plain.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	tunnel := func(conn net.Conn, from io.Reader) {
		origin, err := net.Dial("tcp", secure.Listener.Addr().String())
		if err != nil {
			return
		}
		defer func() { _ = origin.Close() }()
		_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() { _, _ = io.Copy(origin, from) }()
		_, _ = io.Copy(conn, origin)
	}
	say := func(text string) func(net.Conn, io.Reader) {
		return func(conn net.Conn, _ io.Reader) { _, _ = io.WriteString(conn, text) }
	}
	const empty = "Content-Length: 0\r\n\r\n"
	for name, test := range map[string]struct {
		baseURL, userinfo string
		play              func(net.Conn, io.Reader)
		origin            string // that gets the request, empty for none
		asked             bool   // whether the proxy is
	}{
		"tunnel":                  {"https://example.com", "", tunnel, "secure", true},
		"tunnel with a password":  {"https://example.com/base", "user:password@", tunnel, "secure", true},
		"refuses":                 {"https://example.com", "", say("HTTP/1.1 407 No\r\n" + empty), "", true},
		"fails":                   {"https://example.com", "", say("HTTP/1.1 502 Bad Gateway\r\n" + empty), "", true},
		"hangs up":                {"https://example.com", "", say(""), "", true},
		"is no proxy":             {"https://example.com", "", say("220 smtp.example ESMTP\r\n"), "", true},
		"is somebody else":        {"https://another.example", "", tunnel, "", true}, // the certificate is of example.com
		"not for 127.0.0.1":       {"http://127.0.0.1:" + port, "", tunnel, "plain", false},
		"not for localhost":       {"http://localhost:" + port, "", tunnel, "plain", false},
		"not for LocalHost":       {"http://LocalHost:" + port, "", tunnel, "plain", false},
		"not for mapped loopback": {"http://[::ffff:127.0.0.1]:" + port, "", tunnel, "plain", false},
	} {
		t.Run(name, func(t *testing.T) {
			received.Clear()
			address, seen := proxy(t, test.play)
			command := exec.Command(os.Args[0])
			proxyURL := "http://" + test.userinfo + address
			certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
			command.Env = append(os.Environ(), "HTTPS_PROXY="+proxyURL, "HTTP_PROXY="+proxyURL, "https_proxy=", "http_proxy=",
				"NO_PROXY=", "no_proxy=", "GCORE_API_KEY="+apiKey, "GCORE_BASE_URL="+test.baseURL,
				"KEY_TEST_CERTIFICATE="+string(certificate))
			output, err := command.CombinedOutput()
			if (err == nil) != (test.origin != "") {
				t.Errorf("%v\n%.1000s", err, output)
			}
			if err != nil && !strings.Contains(string(output), "nothing was sent") {
				t.Errorf("not known to be unsent: %.1000s", output)
			}
			wantNoKey(t, "output", string(output))
			wantNoKey(t, "what the proxy saw", seen())
			if asked := seen() != ""; asked != test.asked {
				t.Errorf("the proxy was asked: %v, want %v: %q", asked, test.asked, seen())
			}
			for _, origin := range []string{"secure", "plain"} {
				if _, got := received.Load(origin); got != (origin == test.origin) {
					t.Errorf("the %s server got the key: %v", origin, got)
				}
			}
		})
	}
}

// proxy starts a proxy that plays a script to each connection once it has read a head, and returns its address and what
// it saw.
func proxy(t *testing.T, play func(net.Conn, io.Reader)) (address string, seen func() string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	var mu sync.Mutex
	var all bytes.Buffer
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				from := bufio.NewReader(io.TeeReader(conn, writer(func(p []byte) {
					mu.Lock()
					defer mu.Unlock()
					all.Write(p)
				})))
				if _, err := http.ReadRequest(from); err == nil {
					play(conn, from)
				}
			}()
		}
	}()
	return listener.Addr().String(), func() string {
		mu.Lock()
		defer mu.Unlock()
		return all.String()
	}
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }
