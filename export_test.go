package gcoresg

import "net/http"

// SendWith makes the client send through transport as it does through its own default one.
func SendWith(c *Client, transport http.RoundTripper) { c.engine.Calls.Send = transport.RoundTrip }
