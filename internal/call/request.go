package call

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A Request is one request as data.
type Request struct {
	// Name, Method and Route are the operation's. Route is the path as the document writes it, with its parameters in
	// braces.
	Name, Method, Route string
	// Values are the values of the parameters, in the order in which they stand in the route.
	Values [4]string
	// Body is a JSON text, nil for none.
	Body []byte
	// Region is the region in whose limit on exchanges in flight the exchange counts.
	Region string
	// Reconciling marks a reading that reconciles a write. It has a limit of its own.
	Reconciling bool
}

// newRequest builds what net/http sends.
func (c *Client) newRequest(ctx context.Context, r *Request, key Key) (*http.Request, error) {
	path, escaped, err := expand(r.Route, &r.Values)
	if err != nil {
		return nil, err
	}
	base := c.BaseURL
	req := empty.WithContext(ctx) // http.NewRequest would parse a URL
	req.Method, req.Host = r.Method, base.Host
	req.URL = &url.URL{Scheme: base.Scheme, Host: base.Host, Path: base.Path + path}
	if escaped != path || base.RawPath != "" {
		req.URL.RawPath = base.EscapedPath() + escaped
	}
	req.Header = make(http.Header, 4)
	c.setHeaders(req.Header, key)
	if body := r.Body; body != nil {
		req.Header["Content-Type"] = jsonType
		req.ContentLength = int64(len(body))
		// Net/http knows a *bytes.Reader under a NopCloser, and sends head and body in one write.
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, _ = req.GetBody()
	}
	return req, nil
}

var empty = http.Request{Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}

var jsonType = []string{"application/json"}

func (c *Client) setHeaders(header http.Header, key Key) {
	header["Authorization"] = []string{string(key)}
	header["User-Agent"] = c.userAgent // shared, as jsonType is: net/http does not write to it
	header["Accept"] = jsonType
}

// expand puts values in the place of a route's parameters. It returns the path, and the path escaped for a URL. It
// refuses values that would make the path that of another operation.
func expand(route string, values *[4]string) (path, escaped string, err error) {
	var plain, inURL strings.Builder
	plain.Grow(len(route) + 40)
	same := !slices.ContainsFunc(values[:], func(value string) bool { return url.PathEscape(value) != value })
	rest := route
	for i := 0; ; i++ {
		before, after, found := strings.Cut(rest, "{")
		plain.WriteString(before)
		if !found {
			break
		}
		name, after, _ := strings.Cut(after, "}")
		if i == len(values) || values[i] == "" || values[i] == "." || values[i] == ".." {
			return "", "", fmt.Errorf("the parameter %s of %s cannot be %q", name, route, values[min(i, len(values)-1)])
		}
		plain.WriteString(values[i])
		if !same {
			inURL.WriteString(before)
			inURL.WriteString(url.PathEscape(values[i]))
		}
		rest = after
	}
	if path = plain.String(); same {
		return path, path, nil
	}
	return path, inURL.String() + rest, nil
}

// Match reports whether a path belongs to a route, and returns the region in the path.
func Match(route, path string) (region string, matches bool) {
	want, have := strings.Split(route, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return "", false
	}
	for i := range want {
		if !strings.HasPrefix(want[i], "{") && want[i] != have[i] {
			return "", false
		}
		if want[i] == "{region_id}" {
			region = have[i]
		}
	}
	return region, true
}
