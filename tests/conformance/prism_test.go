//go:build conformance

package conformance

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// prismURL is where Prism listens.
var prismURL string

// TestMain runs Prism for as long as the tests take, and ends it whatever they do.
func TestMain(m *testing.M) {
	stop, err := startPrism()
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
	code := m.Run()
	stop()
	os.Exit(code)
}

// startPrism starts Prism on a free port and waits until it answers.
func startPrism() (stop func(), err error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	prismURL = "http://127.0.0.1:" + port
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // more than the tests can take; then it dies by itself
	command := exec.CommandContext(ctx, "node", "node_modules/@stoplight/prism-cli/dist/index.js",
		"mock", "--host", "127.0.0.1", "--port", port, "--errors=false", "../../api/cloud_api.yaml")
	var log prismLog
	command.Stdout, command.Stderr = &log, &log
	command.WaitDelay = time.Second
	if err := command.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("%w: install node, and run this by: make conformance", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	stop = func() { cancel(); <-ended }
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		select {
		case err := <-ended:
			cancel()
			return nil, fmt.Errorf("prism ended: %w: run this by: make conformance\n%s", err, log.String())
		default:
		}
		if answers(prismURL) {
			return stop, nil
		}
	}
	stop()
	return nil, fmt.Errorf("prism has not answered within a minute:\n%s", log.String())
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

func answers(url string) bool {
	client := http.Client{Timeout: time.Second}
	resp, err := client.Get(url)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return true
}

// prismLog keeps the last lines that Prism printed.
type prismLog struct {
	mu    sync.Mutex
	lines []string
}

func (l *prismLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	scanner := bufio.NewScanner(strings.NewReader(string(p)))
	for scanner.Scan() {
		l.lines = append(l.lines, scanner.Text())
	}
	l.lines = l.lines[max(0, len(l.lines)-20):]
	return len(p), nil
}

func (l *prismLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}
