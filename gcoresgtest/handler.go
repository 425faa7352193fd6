package gcoresgtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody is far above what a client has reason to send.
const maxBody = 4 << 20

// call is one request on its way through the server.
type call struct {
	request   *http.Request
	body      []byte
	endpoint  *endpoint
	params    map[string]string
	wrong     problems // how the request does not fit the document
	requestID string
	seen      *Request
	fault     Fault
	isFaulty  bool // a fault made the answer what it is, so it need not fit the document
}

// resource is the id in the path of what the call concerns.
func (c *call) resource() string {
	return cmp.Or(c.params["group_id"], c.params["rule_id"], c.params["task_id"])
}

// serve takes every request: remember it, judge it, act on it, answer it, with a fault in between where one is due.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.handlers.RLock()
	defer s.handlers.RUnlock()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return // The client has gone away, or sends without end.
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // for the judge
	c := &call{request: r, body: body}
	c.endpoint, c.params = s.endpoint(r)
	if c.endpoint != unknown {
		c.wrong = judgeRequest(c)
	}

	unlock := s.lock()
	c.requestID = fmt.Sprintf("%016x%016x", s.requestIDs.Uint64(), s.requestIDs.Uint64())
	s.record(c)
	c.fault = s.takeFault(c)
	unlock()

	var own answer
	switch refused := admit(c); {
	case c.fault.moment == BeforeActing:
		own = newAnswer(http.StatusOK, nil) // for the fault to make something of
	case refused != nil:
		own = refused.answerTo(c)
	default:
		own = s.act(c)
	}
	s.deliver(w, c, own)
}

// admit refuses what never reaches an operation: a wrong key and a request that does not fit the document. As at
// the vendor's edge, the key comes first, with two kinds of answers. The case of its scheme does not matter (RFC 9110,
// section 11.1).
func admit(c *call) *refusal {
	scheme, key, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	switch {
	case !strings.EqualFold(scheme, "apikey") || key == "":
		return &refusal{
			status: http.StatusUnauthorized, withoutID: true, Code: "not_authenticated",
			Message: "Authentication credentials were not provided.",
		}
	case strings.TrimLeft(key, " ") != apiKey:
		return unauthorized(key)
	case len(c.wrong) == 0:
		return nil
	case c.endpoint.takesBody() && len(c.body) == 0:
		return invalidJSON("EOF while parsing a value at line 1 column 0")
	case c.endpoint.takesBody() && !json.Valid(c.body):
		return invalidJSON("expected value at line 1 column 1")
	}
	return invalidFields(c.wrong)
}

// act lets the operation do its work and judges what it answers.
func (s *Server) act(c *call) answer {
	unlock := s.lock()
	body, refused := c.endpoint.act(s, c)
	unlock()
	if refused != nil {
		return refused.answerTo(c)
	}
	own := jsonAnswer(http.StatusOK, body)
	if wrong := judgeAnswer(c, own); len(wrong) > 0 && !c.isFaulty {
		defer s.lock()()
		s.violate(c.seen, "gcoresgtest itself is wrong, its answer does not fit the document: "+wrong.String())
	}
	return own
}

// deliver sends the answer, or what the fault makes of it.
func (s *Server) deliver(w http.ResponseWriter, c *call, a answer) {
	f := c.fault
	if f.rewrite != nil {
		a = f.rewrite(c, a)
	}
	if !c.pause(f.delay) || f.lose {
		panic(http.ErrAbortHandler) // net/http's own way to close the connection without an answer
	}
	unlock := s.lock()
	c.seen.Status = a.status
	unlock()

	header := w.Header()
	// The vendor's header has an underscore and lower case; Set would canonicalize it.
	header["request_id"] = []string{c.requestID}
	maps.Copy(header, a.header)
	for _, field := range f.header {
		header.Add(field.name, field.value)
	}
	header.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if half := len(a.body) / 2; len(a.body) > 0 && (f.cut || f.bodyDelay > 0) {
		_, _ = w.Write(a.body[:half]) // The client may have gone away.
		_ = http.NewResponseController(w).Flush()
		if !c.pause(f.bodyDelay) || f.cut {
			panic(http.ErrAbortHandler)
		}
		a.body = a.body[half:]
	}
	_, _ = w.Write(a.body)
}

// pause waits. It gives up, and returns false, when the client goes away or the server closes, which closes the
// connection.
func (c *call) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	select {
	case <-time.After(d):
		return true
	case <-c.request.Context().Done():
		return false
	}
}
