// Package call makes one request to the API, given as data, and returns what came of it as a value. It sets the API
// key, redacts what comes back, bounds an attempt and its answer, and limits how many exchanges are in flight. It
// knows nothing of rules.
package call

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Config is what a [Client] needs to reach the API.
type Config struct {
	Key         KeySource
	BaseURL     *url.URL
	HTTPClient  *http.Client // the caller's own, nil for a transport of this package
	UserAgent   string
	Timeout     time.Duration // of one attempt
	MaxInFlight int           // exchanges of one region
	MaxRetries  int
	Logger      *slog.Logger // nil for slog.Default
	Clock       Clock
}

// A Client sends requests. It is safe for use by several goroutines.
type Client struct {
	Config
	// Send sends one request. It is exported for tests, which put a transport of theirs here.
	Send func(*http.Request) (*http.Response, error)

	userAgent []string
	inFlight  Limiter[lane]
}

// A lane is a set of exchanges with a limit of its own, so that a slow region does not delay another, and readings that
// reconcile a write do not wait behind writes.
type lane struct {
	region      string
	reconciling bool
}

// New makes a client and sends nothing.
func New(config Config) *Client {
	return &Client{
		Config: config, Send: newSender(config.HTTPClient), userAgent: []string{config.UserAgent},
		inFlight: Limiter[lane]{Places: config.MaxInFlight},
	}
}

// maxAnswer bounds what is read of an answer, after decompression. A rule has half a kilobyte, a group of 250 rules
// has 150 kB.
const maxAnswer = 1 << 20

// Attempt sends the request once. The time of the attempt begins when it has a place among the exchanges in flight.
func (c *Client) Attempt(ctx context.Context, r *Request) Result {
	key, err := c.Key(ctx)
	if err != nil {
		return Result{Outcome: Stopped, Err: err}
	}
	l := lane{r.Region, r.Reconciling}
	if err := c.inFlight.Acquire(ctx, l); err != nil {
		return Result{Outcome: Stopped, Err: err}
	}
	defer c.inFlight.Release(l)

	attempt, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	if ctx.Err() != nil {
		return Result{Outcome: Stopped, Err: ContextError(ctx)}
	} else if attempt.Err() != nil {
		return Result{Outcome: NotSent, Err: errAttemptTimeout}
	}
	seen := new(connection)
	req, err := c.newRequest(seen.trace(attempt), r, key)
	if err != nil {
		return Result{Outcome: Stopped, Err: err}
	}
	resp, body, err := c.exchange(req)
	result := Result{key: key, Err: key.redactError(endOf(ctx, attempt, err))}
	switch {
	case resp != nil:
		result.read(resp, body)
	case seen.maySend():
		result.Outcome = Open
	case ctx.Err() != nil:
		result.Outcome = Stopped
	default:
		result.Outcome = NotSent
	}
	return result
}

// exchange sends req and reads the whole answer. With an error, the response is nil, or its body is incomplete.
func (c *Client) exchange(req *http.Request) (*http.Response, []byte, error) {
	resp, err := c.Send(req)
	switch {
	case err != nil:
		return nil, nil, err
	case resp == nil:
		return nil, nil, errors.New("the transport returned neither an answer nor an error")
	case resp.Body == nil: // from a transport that is not net/http's
		return resp, nil, nil
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return resp, nil, nil // the connection does not speak HTTP any more: neither a deadline nor an end would end a read
	}
	body, err := readAll(resp)
	return resp, body, err
}

// buffers reuses the memory of short answers, which [Result.Release] gives back. That saves 4 % of the time of a call.
var buffers = sync.Pool{New: func() any { return new([shortAnswer]byte) }}

const shortAnswer = 2 << 10

// readAll reads a body of at most maxAnswer bytes.
func readAll(resp *http.Response) ([]byte, error) {
	if n := resp.ContentLength; n > 0 && n <= maxAnswer {
		// One byte more, to see the end: over HTTP/2, a body that is closed before its end resets the stream.
		var body []byte
		if n < shortAnswer {
			body = buffers.Get().(*[shortAnswer]byte)[:n+1]
		} else {
			body = make([]byte, n+1)
		}
		got, err := io.ReadFull(resp.Body, body)
		if int64(got) == n && err == io.ErrUnexpectedEOF {
			return body[:got], nil
		} else if err == nil {
			err = errors.New("the answer is longer than its Content-Length")
		}
		return body[:got], err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = errors.New("the answer is larger than 1 MiB")
	}
	return body, err
}

var errAttemptTimeout = fmt.Errorf("no answer within the time of one attempt (WithTimeout): %w",
	context.DeadlineExceeded)

// endOf is the error of an exchange. Where a context ended the exchange, it is the error of that context, which says
// more than the transport's: of the call's context first, then of the attempt's.
func endOf(call, attempt context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case call.Err() != nil:
		return ContextError(call)
	case attempt.Err() != nil:
		return errAttemptTimeout
	}
	return err
}

// ContextError is the error of a context that has ended, with the cause that it was given.
func ContextError(ctx context.Context) error {
	if cause := context.Cause(ctx); cause != ctx.Err() {
		return fmt.Errorf("%w: %w", ctx.Err(), cause)
	}
	return ctx.Err()
}

// Log returns the logger.
func (c *Client) Log() *slog.Logger {
	if c.Logger != nil {
		return c.Logger
	}
	return slog.Default()
}
