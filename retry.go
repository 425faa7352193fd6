package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// fate is what one attempt tells about the server.
type fate int

const (
	done    fate = iota // it acted and said so
	unsent              // the request never left: it did not act
	limited             // 429: it did not act
	locked              // 409, another task holds the lock: it did not act
	refused             // it did not act, and asking again would not help
	failed              // a read got no proper answer: there was nothing to act on
	unknown             // it may have acted
)

// reader takes the body of a success. It is given the key so that no text that it keeps of the body holds a piece of it.
type reader func(body []byte, key apiKey) error

// call sends a request until its fate is not worth another attempt, or retries are used up, and returns how many are left. build makes
// the request anew for each, and read takes the body of a 2xx. The error of an unknown fate is the bare cause.
func (c *Client) call(ctx context.Context, op *gen.Operation, retries int, build func() (*http.Request, error), read reader) (outcome fate, left int, err error) {
	for left = retries; ; left-- {
		var wait time.Duration
		outcome, wait, err = c.try(ctx, op, build, read)
		if outcome == done || outcome == refused || outcome == unknown || left == 0 || ctx.Err() != nil {
			return outcome, left, err
		}
		if wait > maxRetryAfter {
			return outcome, left, err // asking again sooner than the server wants would be rude, waiting that long useless
		}
		if wait == 0 {
			wait = backoff(outcome, c.maxRetries-left)
		}
		c.log().LogAttrs(ctx, slog.LevelDebug, "gcoresg: trying again", slog.String("operation", op.Name),
			slog.Duration("wait", wait), slog.String("error", err.Error()))
		if stopped := c.pause(ctx, wait); stopped != nil {
			return outcome, left, fmt.Errorf("%w (stopped waiting to try again: %w)", err, stopped)
		}
	}
}

// try makes one attempt. A read has no outcome to be unsure of.
func (c *Client) try(ctx context.Context, op *gen.Operation, build func() (*http.Request, error), read reader) (fate, time.Duration, error) {
	f, wait, err := c.attempt(ctx, op, build, read)
	if f == unknown && op.Method == http.MethodGet {
		f = failed
		if _, isAnswer := err.(*APIError); !isAnswer {
			err = fmt.Errorf("%s%w", prefix(op.Method, op.Route), err)
		}
	}
	return f, wait, err
}

func (c *Client) attempt(ctx context.Context, op *gen.Operation, build func() (*http.Request, error), read reader) (fate, time.Duration, error) {
	fail := func(err error) error { return fmt.Errorf("%s%w", prefix(op.Method, op.Route), err) }
	if err := ctx.Err(); err != nil {
		return refused, 0, fail(fmt.Errorf("nothing was sent: %w", err))
	}
	key, err := c.key(ctx)
	if err != nil {
		return refused, 0, fail(fmt.Errorf("nothing was sent: %w", err))
	}
	req, err := build()
	if err != nil {
		return refused, 0, fail(fmt.Errorf("nothing was sent: %w", err))
	}
	c.toServer(req)
	c.setHeaders(req.Header, key)

	s := c.scratch(ctx)
	resp, neverSent, err := c.exchange(ctx, req, s)
	if err == nil {
		defer s.release()
	}
	err = key.maskError(err)
	c.notice(ctx, op, resp, key)
	switch {
	case neverSent && ctx.Err() != nil:
		return refused, 0, fail(fmt.Errorf("nothing was sent: %w", err))
	case neverSent:
		return unsent, 0, fail(fmt.Errorf("nothing was sent: %w", err))
	case resp == nil:
		return unknown, 0, err
	case resp.StatusCode/100 == 2 && err == nil:
		if err := read(s.body.Bytes(), key); err != nil {
			return unknown, 0, errors.New(oneLine(key.mask(fmt.Sprintf("HTTP %d, but %v", resp.StatusCode, err))))
		}
		return done, 0, nil
	case resp.StatusCode/100 == 2:
		return unknown, 0, err
	}
	apiErr := newAPIError(op, resp, s.body.Bytes(), key) // an answer cut short still has its status
	return apiErr.fate(), apiErr.RetryAfter, apiErr
}

const (
	retryBase     = 250 * time.Millisecond
	lockBase      = time.Second // tasks hold a lock for seconds
	maxBackoff    = 8 * time.Second
	maxRetryAfter = time.Minute
)

// backoff doubles with every attempt, give or take a fifth so that many clients do not come back together.
func backoff(f fate, attempt int) time.Duration {
	base := retryBase
	if f == locked {
		base = lockBase
	}
	wait := maxBackoff
	if attempt < 6 {
		wait = min(base<<attempt, maxBackoff)
	}
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
}

type pauseFunc func(context.Context, time.Duration) error

// pause waits, or returns the context's error as soon as that ends.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
