package gcoresg

import (
	"context"
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// RecordPauses makes the client wait for nothing and returns where the waits it would have made are written down.
func RecordPauses(c *Client) *[]time.Duration {
	pauses := new([]time.Duration)
	c.pause = func(ctx context.Context, wait time.Duration) error {
		*pauses = append(*pauses, wait)
		return ctx.Err()
	}
	return pauses
}

// Hurry makes the client wait for a millisecond wherever it would wait longer.
func Hurry(c *Client) *Client {
	c.pause = func(ctx context.Context, wait time.Duration) error { return pause(ctx, min(wait, time.Millisecond)) }
	return c
}

// SendWith makes the client send through transport as it does through its own default one.
func SendWith(c *Client, transport http.RoundTripper) { c.send = transport.RoundTrip }

// DefaultTransport is the transport of clients without their own.
func DefaultTransport() http.RoundTripper { return defaultTransport() }

var (
	DecodeRule       = decodeRule
	ParseDeprecation = parseDeprecation
	ParseSunset      = parseSunset
	ParseRetryAfter  = retryAfter
	Backoff          = func(attempt int, lock bool) time.Duration {
		if lock {
			return backoff(locked, attempt)
		}
		return backoff(unsent, attempt)
	}
)

// Links returns target and relation type of every link.
func Links(values ...string) (links [][2]string) {
	for _, l := range parseLinks(values) {
		links = append(links, [2]string{l.target, l.rel})
	}
	return links
}

const (
	MaxDescription = maxDescription
	MinPort        = minPort
	MaxPort        = maxPort
)

// ErrorOf is the error for an answer.
func ErrorOf(status int, body []byte, key string) *APIError {
	return newAPIError(&gen.OperationUpdateSecurityGroupRule, &http.Response{StatusCode: status, Header: http.Header{}}, body, apiKey(scheme+key))
}

// CreateBody is the body of the v2 operation.
var CreateBody = createBody

// SameToNeutron compares two specs as the server looks for duplicates.
func SameToNeutron(a, b RuleSpec) bool { return keyOf(a) == keyOf(b) }

// ProtocolNames are the names of protocol numbers.
var ProtocolNames = protocolNames

// KeyValue is a key as the client hands it about.
func KeyValue(key string) any { return apiKey(scheme + key) }

// TakeSlot takes a place among the exchanges of a client; late is whether as a reading that settles a write does.
func TakeSlot(ctx context.Context, c *Client, late bool) error {
	if late {
		companion, cancel := afterwards(ctx)
		defer cancel()
		ctx = companion
	}
	_, err := c.enter(ctx)
	return err
}
