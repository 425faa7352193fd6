package gcoresgtest

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// maxBody is far above what a client has reason to send.
const maxBody = 4 << 20

// call is one request on its way through the server.
type call struct {
	endpoint  *endpoint
	params    map[string]string
	body      []byte
	requestID string
	fault     *Fault // nil for most
}

// operation is empty where the fake does not implement what was called.
func (c *call) operation() Operation {
	if c.endpoint == nil {
		return ""
	}
	return c.endpoint.operation
}

// resource is the id in the path of what the call concerns.
func (c *call) resource() string {
	return cmp.Or(c.params["group_id"], c.params["rule_id"], c.params["task_id"])
}

// answer is what the server has to say, before a fault changes it.
type answer struct {
	status int
	header http.Header
	body   []byte
	faulty bool // a fault made it what it is, so it need not fit the document
}

// serve takes every request: remember it, judge it, act on it, answer it, with a fault in between where one is due.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.handlers.RLock()
	defer s.handlers.RUnlock()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return // The client has gone away, or sends without end.
	}
	c := &call{body: body}
	c.endpoint, c.params = s.endpoint(r)
	var wrong problems
	if c.endpoint != nil {
		wrong = judgeRequest(r, c)
	}

	unlock := s.lock()
	c.requestID = s.store.newRequestID()
	seen := s.record(r, c, wrong)
	c.fault = s.takeFault(c)
	unlock()

	own, refused := admit(r, c, wrong)
	switch {
	case c.fault.is(BeforeActing):
		own = newAnswer(http.StatusOK, nil) // for the fault to make something of
	case !refused:
		own = s.act(r, seen, c)
	}
	s.deliver(w, r, seen, c, own)
}

// admit refuses what never reaches an operation: a wrong key, an operation that the fake does not have, a request that
// does not fit the document.
func admit(r *http.Request, c *call, wrong problems) (refusal answer, refused bool) {
	if refusal, refused := authenticate(r); refused {
		return refusal, true
	}
	switch {
	case c.endpoint == nil:
		return notImplemented(c, r), true
	case len(wrong) > 0 && len(c.body) == 0 && c.takesBody():
		return invalidJSON("EOF while parsing a value at line 1 column 0"), true
	case len(wrong) > 0 && !json.Valid(c.body) && c.takesBody():
		return invalidJSON("expected value at line 1 column 1"), true
	case len(wrong) > 0:
		return invalid(c, wrong), true
	}
	return answer{}, false
}

func (c *call) takesBody() bool { return c.endpoint.route.Operation.RequestBody != nil }

// act lets the operation do its work and judges what it answers.
func (s *Server) act(r *http.Request, seen *Request, c *call) answer {
	unlock := s.lock()
	own := c.endpoint.act(s, c)
	unlock()
	if wrong := judgeAnswer(r, c, own); len(wrong) > 0 && !own.faulty {
		defer s.lock()()
		s.violate(seen, "gcoresgtest itself is wrong, its answer does not fit the document: "+wrong.String())
	}
	return own
}

// authenticate checks the Authorization header as the vendor's edge does: before anything else, with two kinds of
// answers. The case of the scheme does not matter (RFC 9110, section 11.1).
func authenticate(r *http.Request) (refusal answer, refused bool) {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case !strings.EqualFold(scheme, "apikey") || key == "":
		return notAuthenticated(), true
	case strings.TrimLeft(key, " ") != apiKey:
		return unauthorized(key), true
	default:
		return answer{}, false
	}
}
