package gcoresgtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"sync"
	"time"
)

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
