package gcoresg

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// A Client speaks to the API. Make one with [NewClient] and share it: it is safe for use by several goroutines, and its
// connections are reused. The zero Client does not work.
type Client struct {
	config
	send sender
	// sharesScratch is whether send is net/http's own transport.
	sharesScratch bool
	// slots has one place for each exchange under way; it is nil with a caller's own http.Client, which has its own bounds.
	slots     chan struct{}
	leave     func() // gives a place back
	generated *gen.ClientWithResponses
	notices   notices
	locks     groupLocks
	pause     pauseFunc
}

// NewClient makes a client and sends nothing. The API key comes from the environment variable GCORE_API_KEY and the address from
// GCORE_BASE_URL, as with Gcore's own SDK, unless an option sets them. The error names every fault of the configuration at once.
func NewClient(options ...Option) (*Client, error) {
	c := &Client{config: config{userAgent: userAgent(), maxRetries: 4, timeout: time.Minute}, pause: pause}
	var faults []error
	apply := func(option Option) {
		if err := option(&c.config); err != nil {
			faults = append(faults, err)
		}
	}
	for _, option := range options {
		if option != nil {
			apply(option)
		}
	}
	if c.key == nil {
		apply(WithAPIKey(os.Getenv("GCORE_API_KEY")))
	}
	if c.baseURL == nil {
		apply(WithBaseURL(cmp.Or(os.Getenv("GCORE_BASE_URL"), gen.DefaultServer)))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("gcoresg: %w", err)
	}

	c.send, c.sharesScratch = newSender(c.httpClient)
	if c.httpClient == nil {
		c.slots = make(chan struct{}, maxConnections)
		c.leave = func() { <-c.slots }
	}
	c.notices = newNotices()
	generated, err := gen.NewClientWithResponses(c.baseURL.String(),
		gen.WithHTTPClient(doer{c}), gen.WithRequestEditorFn(c.authorize))
	if err != nil {
		return nil, fmt.Errorf("gcoresg: %w", err)
	}
	c.generated = generated
	return c, nil
}

// Generated is the way out to the generated client, for what this package does not wrap. The API key, the deprecation notice, the
// refusal of redirects and of deprecated operations, the bound on the size of an answer and the deadline hold for it too;
// validation, retries and typed errors do not. Package gen promises no compatibility: it follows the document.
func (c *Client) Generated() *gen.ClientWithResponses { return c.generated }

func (c *Client) log() *slog.Logger {
	if c.logger != nil {
		return c.logger
	}
	return slog.Default()
}
