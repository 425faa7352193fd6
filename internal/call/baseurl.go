package call

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// ParseBaseURL checks a base URL; the result is never nil. Its errors do not repeat the URL, which may hold a password.
func ParseBaseURL(raw string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return &url.URL{}, errors.New("the base URL cannot be parsed: want one like https://api.gcore.com")
	}
	switch {
	case base.Scheme != "https" && base.Scheme != "http", base.Hostname() == "":
		return base, errors.New("the base URL has no https:// or no host: want one like https://api.gcore.com")
	case base.User != nil:
		return base, errors.New("the base URL has a user or a password in it: remove them, the API key is the credential")
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return base, errors.New("the base URL has a query or a fragment: remove it")
	case slices.Contains(strings.Split(base.Path, "/"), "..") || slices.Contains(strings.Split(base.Path, "/"), "."):
		return base, errors.New("the base URL has a . or .. in its path: write the path that it stands for")
	case base.Scheme == "http" && !isLoopback(base.Hostname()):
		return base, errors.New("the base URL is plain http:// to another machine, which would show the API key to the " +
			"network: use https://")
	}
	// Net/http sends a request to LocalHost, unlike one to localhost, through a proxy.
	base.Host = strings.ToLower(base.Host)
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = strings.TrimRight(base.RawPath, "/")
	return base, nil
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && address.Zone() == "" && address.IsLoopback()
}
