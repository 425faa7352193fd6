package bench

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

// arena is a network with the server on it.
type arena struct {
	name, url string
	transport http.RoundTripper
	close     func()
}

const ruleBody = `{"created_at":"2019-06-18T11:56:16+0000","description":"Some description","direction":"ingress","ethertype":"IPv4",` +
	`"id":"33333333-3333-4333-8333-333333333333","port_range_max":443,"port_range_min":443,"protocol":"tcp","remote_group_id":null,` +
	`"remote_ip_prefix":"10.0.0.0/8","revision_number":0,"security_group_id":"` + groupID + `","updated_at":"2019-06-18T11:57:00+0000"}`

// memory has no network: what remains is the client's own work. The handler's answer is the same for every request.
func memory(body string) arena {
	return arena{"memory", "https://api.gcore.com", inMemory(body), func() {}}
}

// inMemory answers every request with itself.
type inMemory string

func (body inMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return nil, err
		}
		if err := req.Body.Close(); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header:        http.Header{"Content-Type": {"application/json"}, "Request_id": {"0123456789abcdef0123456789abcdef"}},
		ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(string(body))),
	}, nil
}

var handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
	_, _ = io.Copy(io.Discard, req.Body)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, ruleBody)
})

func http1() arena {
	server := httptest.NewServer(handler)
	return arena{"http1", server.URL, &http.Transport{}, server.Close}
}

func http2() arena {
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.StartTLS()
	trusting := server.Client().Transport.(*http.Transport)
	return arena{"http2", server.URL, &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: trusting.TLSClientConfig.RootCAs}, ForceAttemptHTTP2: true,
	}, server.Close}
}
