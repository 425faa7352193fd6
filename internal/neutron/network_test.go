package neutron_test

import (
	"testing"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// TestParseNetwork has a case of each form; tests/property asks an independent reading of Python's ipaddress about
// thousands.
func TestParseNetwork(t *testing.T) {
	for text, want := range map[string]string{
		"10.0.0.0/8": "10.0.0.0/8", "10.0.0.1/8": "10.0.0.1/8", "192.0.2.1": "192.0.2.1/32",
		"10.0.0.0/08":        "10.0.0.0/8",
		"10.0.0.0/255.0.0.0": "10.0.0.0/8", "10.0.0.0/0.255.255.255": "10.0.0.0/8", "0.0.0.0/0.0.0.0": "0.0.0.0/0",
		"2001:db8::/32": "2001:db8::/32", "2001:DB8::": "2001:db8::/128", "::/0": "::/0",
		"::ffff:10.0.0.0/104": "::ffff:10.0.0.0/104",
		"":                    "", "/": "", "10.0.0.0/": "", "10.0.0.0/33": "", "10.0.0.0/+8": "", "10.0.0.0/8/8": "",
		"10.0.0.0/255.0.255.0": "", "010.0.0.0/8": "",
		"2001:db8::/129": "", "::/255.0.0.0": "", "fe80::%eth0/64": "", "fe80::1%eth0": "", " ::": "", "any": "",
		"10.0.0.0/99999999999999999999": "",
	} {
		got, err := neutron.ParseNetwork(text)
		if (err == nil) != (want != "") || err == nil && got.String() != want {
			t.Errorf("%q is %v, %v; want %q", text, got, err, want)
		}
	}
}
