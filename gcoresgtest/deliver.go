package gcoresgtest

import (
	"maps"
	"net/http"
	"strconv"
	"time"
)

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
