package gcoresgtest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Option changes how a [Server] is made.
type Option func(*config) error

type config struct {
	basePath string
	tls      bool
	seed     uint64

	taskDuration   time.Duration
	ruleLimit      int
	refusalsByTask bool
}

func configure(opts []Option) (config, error) {
	c := config{basePath: "/base", seed: 1, taskDuration: 2 * time.Millisecond, ruleLimit: 250}
	var faults []error
	for _, opt := range opts {
		if err := opt(&c); err != nil {
			faults = append(faults, err)
		}
	}
	return c, errors.Join(faults...)
}

// WithTLS makes the server speak HTTPS, with a certificate that [Server.Client] and [Server.HTTPClient] trust.
func WithTLS() Option {
	return func(c *config) error {
		c.tls = true
		return nil
	}
}

// WithBasePath serves the API below another path than /base. Empty serves it at the root, as the vendor does.
func WithBasePath(path string) Option {
	return func(c *config) error {
		path = strings.TrimRight(path, "/")
		if path != "" && !strings.HasPrefix(path, "/") {
			return fmt.Errorf("gcoresgtest: the base path %q has to begin with a slash", path)
		}
		c.basePath = path
		return nil
	}
}

// WithSeed starts the sequence of ids elsewhere. Servers with the same seed, 1 if not set, give the same ids in the same order.
func WithSeed(seed uint64) Option {
	return func(c *config) error {
		c.seed = seed
		return nil
	}
}

// WithTaskDuration sets how long tasks take, 2 ms if not set. The vendor's take up to a second. With 0 a task has finished when
// its id arrives.
func WithTaskDuration(d time.Duration) Option {
	return func(c *config) error {
		if d < 0 {
			return fmt.Errorf("gcoresgtest: a task cannot take %s; give 0 or more to WithTaskDuration", d)
		}
		c.taskDuration = d
		return nil
	}
}

// WithRuleLimit sets how many rules fit into a group, 250 if not set, as with the vendor.
func WithRuleLimit(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return fmt.Errorf("gcoresgtest: a limit of %d rules leaves no room; give 1 or more to WithRuleLimit", n)
		}
		c.ruleLimit = n
		return nil
	}
}

// WithRefusalsByTask lets a rule that doubles another, or that does not fit into its group, fail as a task in the state ERROR.
// If not set, the create itself is refused with 409 or 400. Which of the two the vendor does is not published, so a program should
// stand both.
func WithRefusalsByTask() Option {
	return func(c *config) error {
		c.refusalsByTask = true
		return nil
	}
}
