package call

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// about fails the test unless a wait is the wanted one, give or take a fifth.
func about(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if got < want*8/10 || got > want*12/10 {
		t.Errorf("%s: waits %v, want %v give or take a fifth", what, got, want)
	}
}

func TestWaitDoublesAndIsBounded(t *testing.T) {
	for n := range 70 {
		for outcome, base := range map[Outcome]time.Duration{
			NotSent: 250 * time.Millisecond, RateLimited: 250 * time.Millisecond, Failed: 250 * time.Millisecond,
			Open: 250 * time.Millisecond, Locked: time.Second,
		} {
			wait := (&Result{Outcome: outcome}).Wait(n)
			about(t, "a retry", wait, min(base<<min(n, 6), 8*time.Second))
		}
	}
}

func TestWaitVaries(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 100 {
		seen[(&Result{Outcome: Open}).Wait(3)] = true
	}
	if len(seen) < 50 {
		t.Errorf("a hundred waits have %d values, so that many clients come back together", len(seen))
	}
}

func TestWaitIsWhatTheServerAsksFor(t *testing.T) {
	for outcome := range Open + 1 {
		if got := (&Result{Outcome: outcome, RetryAfter: 7 * time.Second}).Wait(3); got != 7*time.Second {
			t.Errorf("after outcome %d: %v", outcome, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-7": 0, "1.5": 0, "soon": 0, "315360000": 87600 * time.Hour,
		"9223372036854775807":           9223372036 * time.Second,
		"92233720368547758070":          0,
		"Fri, 02 Jan 2026 03:04:35 GMT": 30 * time.Second,
		"Fri, 02 Jan 2026 03:04:00 GMT": 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("Retry-After %q is %v, want %v", value, got, want)
		}
	}
}

func TestRetryAfterCountsOnEveryStatusAndByTheServersClock(t *testing.T) {
	for _, status := range []int{200, 202, 307, 400, 404, 408, 409, 429, 500, 502, 503, 504, 520} {
		client := newTestClient(t, always(status, "", "Retry-After: 7"))
		if r := client.Attempt(background(), write()); r.RetryAfter != 7*time.Second || r.Wait(0) != 7*time.Second {
			t.Errorf("status %d: %v", status, r.RetryAfter)
		}
	}
	client := newTestClient(t, always(503, "", "Retry-After: Fri, 02 Jan 2026 03:04:35 GMT", "Date: Fri, 02 Jan 2026 03:04:05 GMT"))
	if r := client.Attempt(background(), write()); r.RetryAfter != 30*time.Second {
		t.Errorf("a date half a minute after the server's own: %v", r.RetryAfter)
	}
}

func TestSleepEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reason := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(background())
		time.AfterFunc(time.Second, func() { cancel(reason) })
		start := time.Now()
		err := Clock{}.Sleep(ctx, time.Hour)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestClockRunsAtItsSpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for speed, want := range map[float64]time.Duration{0: time.Minute, 1: time.Minute, 60: time.Second} {
			clock, start := Clock{Speed: speed}, time.Now()
			if err := clock.Sleep(background(), time.Minute); err != nil || time.Since(start) != want {
				t.Errorf("speed %v: a minute takes %v, %v", speed, time.Since(start), err)
			}
			if got := clock.Since(start); got != time.Minute {
				t.Errorf("speed %v: a minute ago is %v ago", speed, got)
			}
		}
	})
}

func TestOutliveEndsAfterItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(background(), time.Second)
		defer cancel()
		late, stop := Outlive(ctx, 5*time.Second)
		defer stop()
		start := time.Now()
		<-late.Done()
		if took := time.Since(start); took != 6*time.Second {
			t.Errorf("ended after %v, want 1 s and 5 s more", took)
		}
	})
}

// TestOutliveLeavesNothingBehind fails by a deadlock if a goroutine goes on after the end.
func TestOutliveLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(background())
		late, stop := Outlive(ctx, 24*time.Hour)
		cancel()
		synctest.Wait()
		if late.Err() != nil {
			t.Error("it does not outlive the context")
		}
		start := time.Now()
		stop()
		synctest.Wait()
		if late.Err() == nil || !time.Now().Equal(start) {
			t.Error("it does not end when it is stopped")
		}
	})
}

// TestReadWaits holds the waits between the attempts of a reading, and that each is in the log.
func TestReadWaits(t *testing.T) {
	seconds := func(n ...float64) (waits []time.Duration) {
		for _, n := range n {
			waits = append(waits, time.Duration(n*float64(time.Second)))
		}
		return waits
	}
	for name, test := range map[string]struct {
		answer  transport
		waits   []time.Duration
		outcome Outcome
	}{
		"500 without a body":     {always(500, ""), seconds(0.25, 0.5, 1, 2), Open},
		"locked":                 {always(409, `{"message":"locked by a task"}`), seconds(1, 2, 4, 8), Locked},
		"as long as asked":       {always(503, "", "Retry-After: 20"), seconds(20, 20, 20, 20), Open},
		"longer than we wait":    {always(503, "", "Retry-After: 61"), nil, Open},
		"what does not pass":     {always(403, ""), nil, Rejected},
		"what is not asked for":  {always(200, "x"), seconds(0.25, 0.5, 1, 2), Open},
		"rate limited":           {always(429, ""), seconds(0.25, 0.5, 1, 2), RateLimited},
		"an error of the API's":  {always(500, `{"exception_class":"X"}`), seconds(0.25, 0.5, 1, 2), Failed},
		"a minute is waited for": {always(429, "", "Retry-After: 60"), seconds(60, 60, 60, 60), RateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var at []time.Time
				client := newTestClient(t, transport(func(req *http.Request) (*http.Response, error) {
					at = append(at, time.Now())
					return test.answer(req)
				}))
				_, result := Read(background(), client, reading(), 4, func(r *Result) (bool, error) { return false, errors.New("not it") })
				if len(at) != len(test.waits)+1 || result.Outcome != test.outcome {
					t.Fatalf("%d attempts, want %d; outcome %d, want %d", len(at), len(test.waits)+1, result.Outcome, test.outcome)
				}
				for i, want := range test.waits {
					about(t, name, at[i+1].Sub(at[i]), want)
				}
			})
		})
	}
}

// TestAReadKeepsBothItsFailureAndTheEndOfItsContext.
func TestAReadKeepsBothItsFailureAndTheEndOfItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, always(503, ""))
		reason := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(background())
		time.AfterFunc(time.Second, func() { cancel(reason) })
		_, result := Read(ctx, client, write(), 4, func(*Result) (int, error) { return 0, nil })
		if result.Status != 503 || !errors.Is(result.Stopped, context.Canceled) || !errors.Is(result.Stopped, reason) {
			t.Errorf("status %d, stopped by %v", result.Status, result.Stopped)
		}
		asked := 0
		client.Key = func(context.Context) (Key, error) {
			if asked++; asked > 1 {
				return "", reason
			}
			return "apikey x", nil
		}
		_, result = Read(background(), client, write(), 4, func(*Result) (int, error) { return 0, nil })
		if result.Status != 503 || !errors.Is(result.Stopped, reason) {
			t.Errorf("without a key: status %d, stopped by %v", result.Status, result.Stopped)
		}
	})
}
