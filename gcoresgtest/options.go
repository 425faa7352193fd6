package gcoresgtest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Option changes how a [Server] is made.
type Option func(*config)

type config struct {
	bubble   bool    // the server lives in a bubble of testing/synctest
	speed    float64 // how many times shorter than real waits those of clients are
	basePath string
	tls      bool
	seed     uint64

	taskDuration   time.Duration
	ruleLimit      int
	refusalsByTask bool
}

func configure(opts []Option) (config, error) {
	c := config{bubble: inBubble(), speed: Speed, basePath: "/base", seed: 1, ruleLimit: 250}
	if c.bubble {
		c.speed = 1
	}
	c.taskDuration = time.Duration(float64(200*time.Millisecond) / c.speed)
	for _, opt := range opts {
		opt(&c)
	}
	var faults []error
	if c.basePath != "" && !strings.HasPrefix(c.basePath, "/") {
		faults = append(faults, fmt.Errorf("gcoresgtest: the base path %q has to begin with a slash", c.basePath))
	}
	if c.taskDuration < 0 {
		faults = append(faults, fmt.Errorf("gcoresgtest: WithTaskDuration(%s): give 0 or more", c.taskDuration))
	}
	if c.ruleLimit < 1 {
		faults = append(faults, fmt.Errorf("gcoresgtest: WithRuleLimit(%d): give 1 or more", c.ruleLimit))
	}
	return c, errors.Join(faults...)
}

// WithTLS makes the server speak HTTPS, with a certificate that [Server.Client] and [Server.HTTPClient] trust.
func WithTLS() Option { return func(c *config) { c.tls = true } }

// WithBasePath serves the API below another path than /base. Empty serves it at the root, as the vendor does.
func WithBasePath(path string) Option {
	return func(c *config) { c.basePath = strings.TrimRight(path, "/") }
}

// WithSeed starts the sequence of ids elsewhere. Servers with the same seed, 1 if not set, give the same ids in the
// same order.
func WithSeed(seed uint64) Option { return func(c *config) { c.seed = seed } }

// WithTaskDuration sets how long tasks take: 2 ms if not set, which is to a client from [Server.Client] what 200 ms are
// to a client of the API, and 200 ms in a bubble of testing/synctest. The vendor's take up to a second. With 0 a task
// has finished when its id arrives.
func WithTaskDuration(d time.Duration) Option { return func(c *config) { c.taskDuration = d } }

// WithRuleLimit sets how many rules fit into a group, 250 if not set, as with the vendor.
func WithRuleLimit(n int) Option { return func(c *config) { c.ruleLimit = n } }

// WithRefusalsByTask makes the task of a create end in the state ERROR where the rule is the same as another or does
// not fit into its group. If not set, the create itself is refused with 409 or 400. Which of the two the vendor does is
// not published, so a program should be ready for both.
func WithRefusalsByTask() Option { return func(c *config) { c.refusalsByTask = true } }
