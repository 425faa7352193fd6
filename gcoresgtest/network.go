package gcoresgtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// inBubble reports whether the caller runs in a bubble of testing/synctest, whose clock is documented to start with the
// year 2000. Package synctest itself cannot be asked: it links the testing package.
func inBubble() bool { return time.Now().UTC().Year() == 2000 }

// network is the HTTP server below a [Server] and the client that reaches it. It is no httptest.Server, which links the
// testing package from Go 1.27 on.
type network struct {
	url    string
	server *http.Server
	client *http.Client
}

// listen serves on loopback, or in a bubble on connections inside the process.
func listen(c config, handler http.HandlerFunc) (*network, error) {
	transport := &http.Transport{}
	var listener net.Listener
	if c.bubble {
		p := &pipes{dialed: make(chan net.Conn), closed: make(chan struct{})}
		listener, transport.DialContext = p, p.dial
	} else {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("gcoresgtest: cannot listen on loopback: %w", err)
		}
	}
	n := &network{url: "http://" + listener.Addr().String(), client: &http.Client{Transport: transport}}
	if c.tls {
		certificate := theCertificate()
		roots := x509.NewCertPool()
		roots.AddCert(certificate.Leaf)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{*certificate}})
		n.url = "https" + n.url[len("http"):]
	}
	// The errors that net/http reports, such as refused TLS handshakes, are those that tests provoke.
	n.server = &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = n.server.Serve(listener) }() // until it is closed
	return n, nil
}

// close ends all connections, which ends what handlers still delay.
func (n *network) close() {
	_ = n.server.Close()
	n.client.CloseIdleConnections()
}

// pipes is a listener without sockets. Its connections block as channels do, and so the clock of a bubble goes on while
// they wait.
type pipes struct {
	dialed chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.dialed <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept waits for the other end of a connection.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.dialed:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is an address that no socket has.
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
