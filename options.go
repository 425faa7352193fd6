package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/internal/call"
)

// An Option configures a [Client]. [NewClient] reports the faults of all options at once.
type Option func(*config) error

// set makes an option that is never an error.
func set(apply func(*config)) Option {
	return func(c *config) error {
		apply(c)
		return nil
	}
}

// config is what options set.
type config struct {
	call             call.Config
	onDeprecation    func(context.Context, Deprecation)
	refuseDeprecated bool
	skipValidation   bool
	withoutReconcile bool
}

// WithAPIKey sets the API key, in place of the environment variable GCORE_API_KEY. White space around it and a leading
// "apikey " are removed; a key that is empty or that a header cannot carry is an error.
func WithAPIKey(key string) Option {
	return func(c *config) error {
		cleaned, err := call.CleanKey(key)
		c.call.Key = call.FixedKey(cleaned)
		return err
	}
}

// WithAPIKeyFunc sets a function that is asked for the API key before every attempt, for keys that rotate. It must be
// safe for use by several goroutines. Its error ends the call before that attempt is sent. It must not use the client
// to write to the group of the call, because writes to one group wait for each other.
func WithAPIKeyFunc(key func(context.Context) (string, error)) Option {
	return func(c *config) error {
		if key == nil {
			return errors.New("WithAPIKeyFunc: the function is nil")
		}
		c.call.Key = func(ctx context.Context) (call.Key, error) {
			raw, err := key(ctx)
			if err != nil {
				return "", fmt.Errorf("the API key function: %w", err)
			}
			return call.CleanKey(raw)
		}
		return nil
	}
}

// WithBaseURL sets the address of the API, in place of the environment variable GCORE_BASE_URL and of the document's
// own server, https://api.gcore.com. A path is kept as a prefix. The scheme must be https, or http to a loopback
// address; credentials, a query and a fragment are errors.
func WithBaseURL(address string) Option {
	return func(c *config) error {
		base, err := call.ParseBaseURL(address)
		c.call.BaseURL = base
		return err
	}
}

// WithHTTPClient sets the HTTP client, for a proxy, own certificates or instrumentation. It is copied and never
// modified. Its Transport, Jar and Timeout are used; its CheckRedirect is not, because redirects are never followed.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) error {
		if client == nil {
			return errors.New("WithHTTPClient: the client is nil")
		}
		c.call.HTTPClient = client
		return nil
	}
}

// WithUserAgent puts a product, such as "billing/1.4", before this package's own in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(c *config) error {
		isOdd := func(r rune) bool { return r < ' ' || r > '~' }
		if strings.ContainsFunc(product, isOdd) || strings.TrimSpace(product) == "" {
			return errors.New("WithUserAgent: want printable ASCII, such as \"billing/1.4\"")
		}
		c.call.UserAgent = strings.TrimSpace(product) + " " + call.UserAgent()
		return nil
	}
}

// WithLogger sets the logger for deprecation notices (level Warn) and retries (level Debug), in place of
// [slog.Default].
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil; to silence deprecation notices use WithDeprecationHandler(nil)")
		}
		c.call.Logger = logger
		return nil
	}
}

// WithMaxRetries sets how many times a request is sent again: 4 by default, 0 for never. A request is sent again
// where it certainly did nothing, and where its outcome is open and the group, once read, is as before. Waits double
// from 0.25 s, or from 1 s while another task holds the lock; a Retry-After of up to a minute is waited for as asked.
// Readings that reconcile a write and readings of a task have retries of their own, also where retries is 0.
func WithMaxRetries(retries int) Option {
	return func(c *config) error {
		if retries < 0 {
			return fmt.Errorf("WithMaxRetries: %d is negative; 0 turns retries off", retries)
		}
		c.call.MaxRetries = retries
		return nil
	}
}

// WithTimeout bounds each attempt, from looking for a connection to the last byte of the answer: 60 s by default.
// Waiting for a place among the exchanges in flight (see [WithMaxInFlight]) does not count. A deadline of the call's
// context bounds all attempts together.
func WithTimeout(timeout time.Duration) Option {
	return func(c *config) error {
		if timeout <= 0 {
			return fmt.Errorf("WithTimeout: %v is not positive; want a duration such as 30 * time.Second", timeout)
		}
		c.call.Timeout = timeout
		return nil
	}
}

// WithMaxInFlight sets how many exchanges of one region may be in flight at once: 256 by default. Further ones wait,
// and are not sent if their context ends first. Regions do not wait for each other. The readings that reconcile writes
// have a limit of their own, of the same size. On HTTP/1.1 each exchange in flight has a connection.
func WithMaxInFlight(exchanges int) Option {
	return func(c *config) error {
		if exchanges <= 0 {
			return fmt.Errorf("WithMaxInFlight: %d is not positive", exchanges)
		}
		c.call.MaxInFlight = exchanges
		return nil
	}
}

// WithDeprecationHandler sets the function that is called for the use of a deprecated operation, in place of a Warn
// line in the log; nil silences it. It is called once per client and operation, and again when the dates that the
// server sends change, by the goroutine that made the call, before the call returns. It must be safe for use by
// several goroutines.
func WithDeprecationHandler(handler func(context.Context, Deprecation)) Option {
	if handler == nil {
		handler = func(context.Context, Deprecation) {}
	}
	return set(func(c *config) { c.onDeprecation = handler })
}

// WithRefuseDeprecated makes every deprecated operation fail with [ErrDeprecated] before anything is sent, so that
// tests and CI find what still depends on one.
func WithRefuseDeprecated() Option {
	return set(func(c *config) { c.refuseDeprecated = true })
}

// WithoutValidation sends specs that [Validate] refuses. It is for when the API allows something that this version of
// the package does not know yet. Identifiers are still checked, because they become part of the path.
func WithoutValidation() Option {
	return set(func(c *config) { c.skipValidation = true })
}

// WithoutReconcile makes a write whose outcome is open fail with [*OutcomeUnknownError] at once. It does not check
// refusals against the group either.
//
// Without this option, the client reads the group until four seconds after the attempt, because a reading may lag
// that long, and sends again what did not happen. It sees the state of the group and not its history: it accepts any
// rule equal to the spec, even one that another program made. After the end of the call's context it goes on reading
// for at most five seconds, but writes nothing. With this option, CreateRule still reads the rule that it has made, and
// ReplaceRule the group before it begins and after a failure.
func WithoutReconcile() Option {
	return set(func(c *config) { c.withoutReconcile = true })
}

// WithClock is for package gcoresgtest, whose clients wait less than real ones. Other modules cannot use it, because
// the type of its argument is internal.
func WithClock(clock call.Clock) Option {
	return set(func(c *config) { c.call.Clock = clock })
}
