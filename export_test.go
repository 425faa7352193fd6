package gcoresg

import (
	"net/http"

	"github.com/gcoresg/gcoresg/internal/call"
)

// SendWith makes the client send through transport as it does through its own default one.
func SendWith(c *Client, transport http.RoundTripper) { call.SendWith(c.engine.Calls, transport) }
