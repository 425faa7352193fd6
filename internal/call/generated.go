package call

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// Do sends a request that the generated client has built, under the same bounds as [Client.Attempt]. The answer's
// body is complete and redacted, because the generated client quotes it in its errors. operation names the request in
// errors.
func (c *Client) Do(req *http.Request, operation, region string) (*http.Response, *Notice, error) {
	ctx := req.Context()
	l := lane{region: region}
	if err := c.inFlight.Acquire(ctx, l); err != nil {
		return nil, nil, fmt.Errorf("gcoresg: %s: nothing was sent: %w", operation, err)
	}
	defer c.inFlight.Release(l)

	attempt, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	key := Key(req.Header.Get("Authorization"))
	resp, body, err := c.exchange(req.WithContext(attempt))
	var notice *Notice
	if resp != nil {
		notice = newNotice(resp.Header, key)
	}
	if err != nil {
		return nil, notice, fmt.Errorf("gcoresg: %s: %w", operation, key.redactError(endOf(ctx, attempt, err)))
	}
	resp.Body = io.NopCloser(bytes.NewReader(key.redactBody(body)))
	return resp, notice, nil
}

// Authorize sets the key and the other headers of a request that the generated client has built. A RoundTripper that
// set the key would also send it to the target of a redirect.
func (c *Client) Authorize(ctx context.Context, req *http.Request) error {
	key, err := c.Key(ctx)
	if err != nil {
		return fmt.Errorf("gcoresg: %w", err)
	}
	c.setHeaders(req.Header, key)
	return nil
}
