//go:build bench

package gcoresg_test

import (
	"flag"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/contest"
)

var (
	rounds = flag.Int("rounds", 20, "how often each contestant has its turn")
	turn   = flag.Duration("turn", 100*time.Millisecond, "how long a turn takes")
)

// TestBudget is what make bench runs. It is here and not in tests because it needs the client's own way to its default transport.
func TestBudget(t *testing.T) {
	met, err := contest.Run(func(baseURL string, transport http.RoundTripper) (*gcoresg.Client, error) {
		client, err := gcoresg.NewClient(gcoresg.WithAPIKey(contest.APIKey), gcoresg.WithBaseURL(baseURL), gcoresg.WithDeprecationHandler(nil))
		if err == nil {
			gcoresg.SendWith(client, transport)
		}
		return client, err
	}, *rounds, *turn, os.Stdout)
	if err != nil || !met {
		t.Errorf("the budget is not met: %v", err)
	}
}
