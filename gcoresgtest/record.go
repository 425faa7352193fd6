package gcoresgtest

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// Request is a request that the server received, with the key redacted wherever it stood.
type Request struct {
	// Operation is empty for a request to a path or with a method that the fake does not implement.
	Operation Operation
	Method    string
	// Path is the path as it was sent, escapes, base path and query included.
	Path string
	// Route is the path as the document writes it, with its parameters in braces; empty where Operation is.
	Route string
	// Header holds what was sent, the Authorization header as "apikey ***".
	Header http.Header
	Body   []byte
	// Status is what the server answered, 0 while it has not answered and where a fault lost the connection instead.
	Status int
}

// Requests lists what the server received, in the order of arrival.
func (s *Server) Requests() []Request {
	defer s.lock()()
	list := make([]Request, len(s.requests))
	for i, r := range s.requests {
		list[i] = *r
		list[i].Header = r.Header.Clone()
		list[i].Body = bytes.Clone(r.Body)
	}
	return list
}

// RequestsTo lists what the server received for one operation, in the order of arrival.
func (s *Server) RequestsTo(op Operation) []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return r.Operation != op })
}

// Violation is a request that does not fit the document or that the fake does not implement, or, if the fake itself is
// wrong, an answer that does not fit.
type Violation struct {
	Operation Operation
	Method    string
	Path      string
	// Problem says what does not fit, field by field.
	Problem string
}

// String is the violation on one line.
func (v Violation) String() string { return v.Method + " " + v.Path + ": " + v.Problem }

// Violations lists what did not fit so far. Most tests want it to be empty at their end.
func (s *Server) Violations() []Violation {
	defer s.lock()()
	return slices.Clone(s.violations)
}

// record remembers the request and what is wrong with it. A key anywhere but in its header is a violation.
func (s *Server) record(c *call) {
	r := c.request
	c.seen = &Request{
		Operation: c.endpoint.operation, Method: r.Method, Path: redacted(r.RequestURI), Header: http.Header{},
		Body: []byte(redacted(string(c.body))), Route: c.endpoint.route.Path,
	}
	s.requests = append(s.requests, c.seen)
	leaked := strings.Contains(r.RequestURI, apiKey) || bytes.Contains(c.body, []byte(apiKey))
	for name, values := range r.Header {
		for _, value := range values {
			if name == "Authorization" {
				// Only the scheme stays, if there is one: a wrong key may be somebody's real one.
				value = value[:strings.Index(value, " ")+1] + "***"
			} else {
				leaked = leaked || strings.Contains(value, apiKey)
			}
			c.seen.Header.Add(name, redacted(value))
		}
	}
	if leaked {
		s.violate(c.seen, "the key was sent elsewhere than in the Authorization header")
	}
	if c.endpoint == unknown {
		s.violate(c.seen, "gcoresgtest does not implement this operation")
	}
	if len(c.wrong) > 0 {
		s.violate(c.seen, "the request does not fit the document: "+c.wrong.String())
	}
}

func (s *Server) violate(r *Request, problem string) {
	v := Violation{Operation: r.Operation, Method: r.Method, Path: r.Path, Problem: redacted(problem)}
	s.violations = append(s.violations, v)
}

func redacted(text string) string { return strings.ReplaceAll(text, apiKey, "***") }
