package gcoresgtest

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// formats are the string formats that the vendor's document names and that no standard defines, and date-time, which
// the vendor writes in its own way.
var formats = map[string]openapi3.StringFormatValidator{
	"uuid4":         openapi3.NewCallbackValidator(checkUUID4),
	"ipvanynetwork": openapi3.NewCallbackValidator(checkNetwork),
	"date-time":     openapi3.NewCallbackValidator(checkTime),
}

var uuid4 = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$`)

func checkUUID4(text string) error {
	if !uuid4.MatchString(text) {
		return errors.New("want a UUID of version 4")
	}
	return nil
}

func checkNetwork(text string) error {
	if _, ok := parseNetwork(text); !ok {
		return errors.New("want an IPv4 or IPv6 network without host bits")
	}
	return nil
}

// parseNetwork takes what Python's ipaddress.ip_network takes, strictly: no bit may be set beyond the prefix.
func parseNetwork(text string) (netip.Prefix, bool) {
	prefix, err := neutron.ParseNetwork(text)
	return prefix, err == nil && prefix == prefix.Masked()
}

// timeLayout is how the vendor writes the times of rules and groups: a zone without a colon, which is not RFC 3339.
const timeLayout = "2006-01-02T15:04:05-0700"

func checkTime(text string) error {
	if _, err := time.Parse(timeLayout, text); err != nil {
		return fmt.Errorf("%q is not a time as the vendor writes it, such as 2019-06-18T11:56:16+0000", text)
	}
	return nil
}

// taskTimeLayout is how the vendor writes the times of tasks: in UTC, and without saying so.
const taskTimeLayout = "2006-01-02T15:04:05"
