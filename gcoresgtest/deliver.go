package gcoresgtest

import (
	"net/http"
	"strconv"
	"time"
)

// deliver sends the answer, or what the fault makes of it.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, seen *Request, c *call, a answer) {
	f := c.fault
	if f == nil {
		f = &Fault{}
	}
	if f.rewrite != nil {
		a = f.rewrite(c, a)
	}
	if !pause(r, f.delay) || f.lose {
		panic(http.ErrAbortHandler) // net/http's own way to close the connection without an answer
	}
	unlock := s.lock()
	seen.Status = a.status
	unlock()

	header := w.Header()
	// The vendor's header has an underscore and lower case; Set would canonicalize it.
	header["request_id"] = []string{c.requestID}
	for name, values := range a.header {
		header[name] = values
	}
	for name, values := range f.header {
		header[name] = append(header[name], values...)
	}
	header.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	half := len(a.body)
	if f.cut || f.bodyDelay > 0 {
		half /= 2
	}
	_, _ = w.Write(a.body[:half]) // The client may have gone away.
	if half == len(a.body) {
		return
	}
	_ = http.NewResponseController(w).Flush()
	if !pause(r, f.bodyDelay) || f.cut {
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(a.body[half:])
}

// pause waits. It gives up, and returns false, when the client goes away or the server closes, which closes the
// connection.
func pause(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
