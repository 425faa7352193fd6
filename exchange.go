package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
)

// maxAnswer bounds what is read of an answer, after decompression. A rule is half a kilobyte; a group of 250 is 150 kB.
const maxAnswer = 1 << 20

var errAnswerTooLarge = errors.New("the answer is larger than 1 MiB")

// exchange sends req once under the deadline of an attempt and reads the whole answer into s.body. With an error, unsent tells
// whether the request certainly never left this machine; the response is then nil, or has its head only.
func (c *Client) exchange(ctx context.Context, req *http.Request, s *scratch) (resp *http.Response, unsent bool, err error) {
	attempt, cancel := context.WithTimeoutCause(ctx, c.timeout, errAttemptTimeout)
	defer cancel()
	leave, err := c.enter(attempt)
	if err != nil {
		return nil, true, because(ctx, attempt, err)
	}
	defer leave()
	resp, err = c.send(req.WithContext(httptrace.WithClientTrace(attempt, &s.hooks)))
	if err != nil {
		return nil, s.unsent(err), because(ctx, attempt, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return resp, false, nil // the connection is not HTTP's any more: neither a deadline nor the server's end of a body ends a read
	}
	s.limit = io.LimitedReader{R: resp.Body, N: maxAnswer + 1}
	_, err = s.body.ReadFrom(&s.limit)
	if err == nil && s.body.Len() > maxAnswer {
		err = errAnswerTooLarge
	}
	return resp, false, because(ctx, attempt, err)
}

// enter waits until fewer than maxConnections exchanges of the client are under way, and returns what ends one. The readings that
// settle a write do not wait: they would stand behind writes that have not begun.
func (c *Client) enter(ctx context.Context) (leave func(), err error) {
	if c.slots == nil || ctx.Value(lateKey{}) != nil {
		return func() {}, nil
	}
	select {
	case c.slots <- struct{}{}: // without a look at ctx, which makes its channel when asked for it
		return c.leave, nil
	default:
	}
	select {
	case c.slots <- struct{}{}:
		return c.leave, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// errAttemptTimeout is a time-out, as its cause is, but tells whose.
var errAttemptTimeout = fmt.Errorf("no answer within the time of one attempt (WithTimeout): %w", context.DeadlineExceeded)

// because prefers the reason that a context ended for over the transport's own words for it: the caller's context first, so
// that errors.Is finds context.Canceled whatever cause was given, then the attempt's.
func because(call, attempt context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case call.Err() != nil && context.Cause(call) != call.Err():
		return fmt.Errorf("%w: %w", call.Err(), context.Cause(call))
	case call.Err() != nil:
		return call.Err()
	case attempt.Err() != nil:
		return context.Cause(attempt)
	}
	return err
}

// doer carries the generated client's requests under the same rules as the ones of this package.
type doer struct{ c *Client }

func (d doer) Do(req *http.Request) (*http.Response, error) {
	c, ctx := d.c, req.Context()
	if req.URL.Scheme != c.baseURL.Scheme || req.URL.Host != c.baseURL.Host {
		return nil, errors.New("gcoresg: a request editor changed the server; the API key goes to the base URL only")
	}
	op := operationOf(req.Method, strings.TrimPrefix(req.URL.EscapedPath(), c.baseURL.EscapedPath()))
	if op == nil && c.refuseDeprecated {
		return nil, fmt.Errorf("%w: %s is no path of the document, so nobody can tell whether it is deprecated", ErrDeprecated, req.Method)
	}
	if err := c.refuse(op); err != nil {
		return nil, err
	}
	s := newScratch()
	key := apiKey(req.Header.Get("Authorization"))
	resp, _, err := c.exchange(ctx, req, s)
	c.notice(ctx, op, resp, key)
	if err != nil {
		return nil, fmt.Errorf("gcoresg: %s %s: %w", req.Method, routeOf(op), key.maskError(err))
	}
	resp.Body = io.NopCloser(&s.body) // so s is not used again
	return resp, nil
}

// authorize is the request editor that sets the key. It is no RoundTripper: one of those would send the key to wherever a redirect
// points.
func (c *Client) authorize(ctx context.Context, req *http.Request) error {
	key, err := c.key(ctx)
	if err != nil {
		return fmt.Errorf("gcoresg: %w", err)
	}
	c.setHeaders(req.Header, key)
	return nil
}

// noServer makes the generated code build a request without a server, which toServer then sets: parsing the server's URL again for
// every request is a tenth of what the request costs.
const noServer = ""

func (c *Client) toServer(req *http.Request) {
	path, escaped := req.URL.Path, req.URL.EscapedPath()
	req.URL.Scheme, req.URL.Host, req.Host = c.baseURL.Scheme, c.baseURL.Host, c.baseURL.Host
	if c.baseURL.Path != "" {
		req.URL.Path, req.URL.RawPath = c.baseURL.Path+path, c.baseURL.EscapedPath()+escaped
	}
}

// setHeaders puts the values into one array: two allocations less for every request.
func (c *Client) setHeaders(header http.Header, key apiKey) {
	values := [...]string{string(key), c.userAgent, "application/json"}
	header["Authorization"], header["User-Agent"], header["Accept"] = values[0:1:1], values[1:2:2], values[2:3:3]
}
