package gcoresgtest

import (
	"errors"
	"fmt"
	"strings"
)

// Option changes how a [Server] is made.
type Option func(*config) error

type config struct {
	basePath string
	tls      bool
	seed     uint64
}

func configure(opts []Option) (config, error) {
	c := config{basePath: "/base", seed: 1}
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
