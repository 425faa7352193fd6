package gcoresg_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

const (
	lockedBody = "{\"exception_class\":\"ConflictError\",\"message\":\"Resource `x` is already locked by another task. Please try again later.\",\"request_id\":\"r\"}"
	taskBody   = "{\"exception_class\":\"ConflictError\",\"message\":\"Operation on resource `x` currently locked by running task `y` with id `z` (now) to prevent concurrent operations. Repeat request a little later.\"}"
	existsBody = `{"exception_class":"ConflictError","message":"Security group rule already exists. Rule id is x."}`
)

// TestRetryTable is the table of README.md, row by row: what is sent again, how often, and what the caller is told.
func TestRetryTable(t *testing.T) {
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		sent    int
		is      error
		unknown bool
	}{
		"429":                        {answer(429, ""), 5, gcoresg.ErrRateLimited, false},
		"429, Retry-After":           {answer(429, "", "Retry-After: 7"), 5, gcoresg.ErrRateLimited, false},
		"429, Retry-After too long":  {answer(429, "", "Retry-After: 61"), 1, gcoresg.ErrRateLimited, false},
		"429, Retry-After 10 years":  {answer(429, "", "Retry-After: 315360000"), 1, gcoresg.ErrRateLimited, false},
		"429, Retry-After malformed": {answer(429, "", "Retry-After: soon"), 5, gcoresg.ErrRateLimited, false},
		"429, Retry-After negative":  {answer(429, "", "Retry-After: -1"), 5, gcoresg.ErrRateLimited, false},
		"409 locked":                 {answer(409, lockedBody), 5, gcoresg.ErrLocked, false},
		"409 locked by a task":       {answer(409, taskBody), 5, gcoresg.ErrLocked, false},
		"409 already exists":         {answer(409, existsBody), 1, gcoresg.ErrConflict, false},
		"400": {
			answer(400, `{"exception_class":"ValidationError","message":"m"}`), 1, nil, false,
		},
		"401": {answer(401, ""), 1, gcoresg.ErrUnauthorized, false},
		"403": {answer(403, ""), 1, gcoresg.ErrForbidden, false},
		"404": {answer(404, ""), 1, gcoresg.ErrNotFound, false},
		"405": {answer(405, ""), 1, nil, false},
		"408": {answer(408, ""), 1, nil, true},
		"quota": {
			answer(400, `{"exception_class":"QuotaLimitExceed"}`), 1, gcoresg.ErrQuota, false,
		},
		"many quotas": {
			answer(400, `{"exception_class":"MultipleQuotaLimitExceeded"}`), 1, gcoresg.ErrQuota, false,
		},
		"500": {answer(500, ""), 1, gcoresg.ErrServer, true},
		"500 of the API's": {
			answer(500, `{"exception_class":"X","message":"m"}`), 1, gcoresg.ErrServer, true,
		},
		"520":                {answer(520, ""), 1, gcoresg.ErrServer, true},
		"502":                {answer(502, "<html>"), 1, gcoresg.ErrServer, true},
		"503, Retry-After":   {answer(503, "", "Retry-After: 1"), 1, gcoresg.ErrServer, true},
		"504":                {answer(504, ""), 1, gcoresg.ErrServer, true},
		"lost connection":    {hangUp, 1, io.EOF, true},
		"200, no body":       {answer(200, ""), 1, nil, true},
		"200, HTML":          {answer(200, "<html>", "Content-Type: text/html"), 1, nil, true},
		"200, {}":            {answer(200, "{}"), 1, nil, true},
		"200, null":          {answer(200, "null"), 1, nil, true},
		"200, array":         {answer(200, "["+ruleBody+"]"), 1, nil, true},
		"200, cut short":     {answer(200, ruleBody[:len(ruleBody)-1]), 1, nil, true},
		"200, trailing text": {answer(200, ruleBody+"x"), 1, nil, true},
		"200, without id":    {answer(200, strings.Replace(ruleBody, newID, "", 1)), 1, nil, true},
		"200, the old rule's id": {
			answer(200, strings.Replace(ruleBody, newID, strings.ToUpper(ruleID), 1)), 1, nil, true,
		},
		"200, a path for an id":     {answer(200, strings.Replace(ruleBody, newID, "../x", 1)), 1, nil, true},
		"200, another group's rule": {answer(200, strings.Replace(ruleBody, groupID, newID, 1)), 1, nil, true},
		"200, another port": {
			answer(200, strings.Replace(ruleBody, `"port_range_max":443`, `"port_range_max":444`, 1)), 1, nil, true,
		},
		"200, another description": {
			answer(200, strings.Replace(ruleBody, `"description":null`, `"description":"x"`, 1)), 1, nil, true,
		},
		"200, a protocol by number": {answer(200, strings.Replace(ruleBody, `"tcp"`, `6`, 1)), 1, nil, true},
		"202":                       {answer(202, ""), 1, nil, true},
		"200, length too large":     {answer(200, ruleBody, "Content-Length: 2000"), 1, io.ErrUnexpectedEOF, true},
		"200, over a megabyte":      {answer(200, strings.Repeat(" ", 1<<20)+ruleBody), 1, nil, true},
		"204":                       {answer(204, ""), 1, nil, true},
		"304":                       {answer(304, ""), 1, nil, true},
		"303":                       {answer(303, "", "Location: /elsewhere"), 1, nil, true},
		"status 700":                {answer(700, ""), 1, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, test.handler)
			client := newClient(t, server, gcoresg.WithoutReconcile())
			rule, err := update(client)
			if err == nil || rule != nil {
				t.Fatalf("got rule %v and error %v, want an error alone", rule, err)
			}
			if server.count() != test.sent {
				t.Errorf("sent %d times, want %d times", server.count(), test.sent)
			}
			if got := errors.Is(err, gcoresg.ErrOutcomeUnknown); got != test.unknown {
				t.Errorf("outcome unknown: %v, want %v: %v", got, test.unknown, err)
			}
			var unknown *gcoresg.OutcomeUnknownError
			if errors.As(err, &unknown) && (unknown.RuleID != ruleID || unknown.GroupID != groupID || unknown.Route != route || unknown.Method != "PUT") {
				t.Errorf("the error does not say what it is about: %+v", unknown)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("is not %v: %v", test.is, err)
			}
			for _, sentinel := range sentinels {
				if sentinel != test.is && errors.Is(err, sentinel) {
					t.Errorf("is %v too: %v", sentinel, err)
				}
			}
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

var sentinels = []error{gcoresg.ErrUnauthorized, gcoresg.ErrForbidden, gcoresg.ErrNotFound, gcoresg.ErrConflict,
	gcoresg.ErrLocked, gcoresg.ErrQuota, gcoresg.ErrRateLimited, gcoresg.ErrServer, gcoresg.ErrDeprecated}

func TestRetriesEndInSuccess(t *testing.T) {
	server := serve(t, answer(429, "", "Retry-After: 7"), answer(409, lockedBody), answer(409, lockedBody), ok)
	rule, err := update(newClient(t, server))
	if err != nil || rule.ID != newID || server.count() != 4 {
		t.Fatalf("sent %d times: %v, %v", server.count(), rule, err)
	}
	for _, body := range server.bodies {
		if body != server.bodies[0] || body == "" {
			t.Errorf("bodies differ: %q", server.bodies)
		}
	}
}

// TestUnsentIsSentAgain covers the requests that never left, from the dialler up.
func TestUnsentIsSentAgain(t *testing.T) {
	refused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = refused.Close()
	notTLS := serve(t, ok)
	for name, address := range map[string]string{
		"connection refused": "http://" + refused.Addr().String(),
		"not TLS":            strings.Replace(notTLS.URL, "http:", "https:", 1),
	} {
		var log retryLog
		_, err := update(newClient(t, notTLS, gcoresg.WithBaseURL(address), log.option()))
		if err == nil || errors.Is(err, gcoresg.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "nothing was sent") || log.retries() != 4 {
			t.Errorf("%s: %d retries, %v", name, log.retries(), err)
		}
	}
	if notTLS.count() != 0 {
		t.Errorf("the server without TLS was sent %d requests", notTLS.count())
	}
}

func TestMaxRetries(t *testing.T) {
	for retries, want := range map[int]int{0: 1, 1: 2, 9: 10} {
		server := serve(t, answer(429, ""))
		if _, err := update(newClient(t, server, gcoresg.WithMaxRetries(retries))); !errors.Is(err, gcoresg.ErrRateLimited) || server.count() != want {
			t.Errorf("WithMaxRetries(%d): sent %d times, %v", retries, server.count(), err)
		}
	}
}
