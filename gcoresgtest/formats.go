package gcoresgtest

import (
	"errors"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// formats are the string formats that the vendor's document names and that no standard defines, and date-time, which
// the vendor writes in its own way.
var formats = map[string]openapi3.StringFormatValidator{
	"uuid4":         format(neutron.IsUUID4, "want a UUID of version 4"),
	"ipvanynetwork": format(isNetwork, "want an IPv4 or IPv6 network without host bits"),
	"date-time":     format(isTime, "want a time as the vendor writes it, such as 2019-06-18T11:56:16+0000"),
}

// format makes a validator of a function that reports whether a text has the format.
func format(fits func(string) bool, problem string) openapi3.StringFormatValidator {
	return openapi3.NewCallbackValidator(func(text string) error {
		if !fits(text) {
			return errors.New(problem)
		}
		return nil
	})
}

func isNetwork(text string) bool {
	prefix, err := neutron.ParseNetwork(text)
	return err == nil && prefix == prefix.Masked()
}

func isTime(text string) bool {
	_, err := time.Parse(timeLayout, text)
	return err == nil
}

const (
	// timeLayout is how the vendor writes the times of rules and groups: a zone without a colon, unlike RFC 3339.
	timeLayout = "2006-01-02T15:04:05-0700"
	// taskTimeLayout is how the vendor writes the times of tasks: in UTC, and without saying so.
	taskTimeLayout = "2006-01-02T15:04:05"
)
