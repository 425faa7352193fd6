package call

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"
)

// A Clock waits and measures waits. For tests against a fake, it runs faster than time, Speed times as fast; 0 means 1.
// Time-outs of exchanges on the network use real time.
type Clock struct{ Speed float64 }

func (c Clock) real(d time.Duration) time.Duration {
	return time.Duration(float64(d) / cmp.Or(c.Speed, 1))
}

// Between is the time between two moments, by this clock.
func (c Clock) Between(from, to time.Time) time.Duration {
	return time.Duration(float64(to.Sub(from)) * cmp.Or(c.Speed, 1))
}

// Since is how long ago t was, by this clock.
func (c Clock) Since(t time.Time) time.Duration { return c.Between(t, time.Now()) }

// Sleep waits, or returns the context's error as soon as the context ends.
func (c Clock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 { // without a timer: one that is due at once crashes Go's race detector in a bubble of testing/synctest
		if ctx.Err() != nil {
			return ContextError(ctx)
		}
		return nil
	}
	timer := time.NewTimer(c.real(d))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ContextError(ctx)
	}
}

// WithTimeout is context.WithTimeout by this clock.
func (c Clock) WithTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, c.real(d))
}

// Outlive returns a context that ends d after ctx does. It is for readings, which still find out what became of a write
// when the caller's time is over.
func Outlive(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	readCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(d, cancel) })
	return readCtx, func() { stop(); cancel() }
}

const (
	retryBase  = 250 * time.Millisecond
	lockBase   = time.Second // tasks hold a lock for seconds
	maxBackoff = 8 * time.Second
	// MaxRetryAfter is the longest Retry-After that is waited for.
	MaxRetryAfter = time.Minute
)

// Wait is how long to wait before the retry with the number n, which counts from 0. It doubles with every retry, give
// or take a fifth, so that many clients do not come back together. A Retry-After takes precedence.
func (r *Result) Wait(n int) time.Duration {
	if r.RetryAfter > 0 {
		return r.RetryAfter
	}
	base := retryBase
	if r.Outcome == Locked {
		base = lockBase
	}
	wait := min(base<<min(n, 5), maxBackoff)
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
}

// Read makes a GET request, and repeats it after each failure that may pass until no retries are left. accept decodes
// the body of a success; where it fails, the attempt is a failure that may pass.
func Read[T any](ctx context.Context, c *Client, r *Request, retries int, accept func(*Result) (T, error)) (T, Result) {
	var none T
	var last Result
	for n := 0; ; n++ {
		result := c.Attempt(ctx, r)
		if result.Outcome == Stopped && n > 0 {
			last.Stopped = result.Err
			return none, last
		}
		if result.Outcome == Succeeded {
			value, err := accept(&result)
			if err == nil {
				result.Release()
				return value, result
			}
			result.Outcome, result.Err = Open, result.key.redactError(err)
		}
		wait := result.Wait(n)
		if !result.Outcome.MayPass() || n >= retries || ctx.Err() != nil || wait > MaxRetryAfter {
			return none, result
		}
		c.LogRetry(ctx, r, &result, wait)
		if result.Stopped = c.Clock.Sleep(ctx, wait); result.Stopped != nil {
			return none, result
		}
		last = result
	}
}

// LogRetry logs that a request is sent again, and why.
func (c *Client) LogRetry(ctx context.Context, r *Request, result *Result, wait time.Duration) {
	log := c.Log()
	if !log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{slog.String("operation", r.Name), slog.Duration("wait", wait)}
	if result.Status != 0 {
		attrs = append(attrs, slog.Int("status", result.Status), slog.String("status_text", http.StatusText(result.Status)))
	}
	if p := result.Problem; p != nil {
		attrs = append(attrs, slog.String("error", OneLine(p.Class+": "+p.Message)))
	} else if result.Err != nil {
		attrs = append(attrs, slog.String("error", result.Err.Error()))
	}
	log.LogAttrs(ctx, slog.LevelDebug, "gcoresg: sending again", attrs...)
}
