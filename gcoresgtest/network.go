package gcoresgtest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"sync"
	"time"
)

// inBubble reports whether the caller runs in a bubble of testing/synctest, whose clock is documented to start with the
// year 2000. Package synctest itself cannot be asked: it links the testing package.
func inBubble() bool { return time.Now().UTC().Year() == 2000 }

// listen serves on loopback, or in a bubble on connections inside the process. It does not use httptest.Server, which
// links the testing package from Go 1.27 on.
func (s *Server) listen() error {
	transport := &http.Transport{}
	var listener net.Listener
	if s.config.bubble {
		p := &pipes{dialed: make(chan net.Conn), closed: make(chan struct{})}
		listener, transport.DialContext = p, p.dial
	} else {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return fmt.Errorf("gcoresgtest: cannot listen on loopback: %w", err)
		}
	}
	scheme := "http://"
	if s.config.tls {
		certificate := theCertificate()
		roots := x509.NewCertPool()
		roots.AddCert(certificate.Leaf)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{*certificate}})
		scheme = "https://"
	}
	s.url = scheme + listener.Addr().String() + s.config.basePath
	s.client = &http.Client{Transport: transport}
	// The errors that net/http reports, such as refused TLS handshakes, are those that tests provoke.
	s.server = &http.Server{Handler: http.HandlerFunc(s.serve), ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = s.server.Serve(listener) }() // until it is closed
	return nil
}

// pipes is a listener without sockets. Its connections block as channels do, and so the clock of a bubble goes on while
// they wait.
type pipes struct {
	dialed chan net.Conn
	closed chan struct{}
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

// Close ends Accept. An http.Server calls it once.
func (p *pipes) Close() error {
	close(p.closed)
	return nil
}

// Addr is an address that no socket has.
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// theCertificate is for 127.0.0.1, signed by itself, and made once in a process.
var theCertificate = sync.OnceValue(func() *tls.Certificate {
	public, private, _ := ed25519.GenerateKey(rand.Reader) // rand.Reader never fails
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0), // it is 2000 in a bubble of testing/synctest
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, public, private))
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: must(x509.ParseCertificate(der))}
})
