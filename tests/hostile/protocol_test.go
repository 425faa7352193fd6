package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/tests/internal/leak"
)

// TestStatuses are statuses that nobody expects of a PUT.
func TestStatuses(t *testing.T) {
	whole := answer("200 OK", ruleBody)
	for name, test := range map[string]struct {
		play script
		want class
	}{
		"201, a rule":       {answer("201 Created", ruleBody), rule},
		"202, a task":       {answer("202 Accepted", `{"tasks":["x"]}`), unknown},
		"204":               {say("HTTP/1.1 204 No Content\r\n\r\n"), unknown},
		"204 with a length": {answer("204 No Content", ruleBody), unknown},
		"205":               {answer("205 Reset Content", ""), unknown},
		"206, a part": {
			answer("206 Partial Content", ruleBody[:100], "Content-Range: bytes 0-99/400"), unknown,
		},
		"206, all of it": {
			answer("206 Partial Content", ruleBody, "Content-Range: bytes 0-399/400"), rule,
		},
		"299, a rule":                    {answer("299 Whatever", ruleBody), rule},
		"300":                            {answer("300 Multiple Choices", ruleBody), unknown},
		"301 to nowhere":                 {answer("301 Moved Permanently", ""), refused},
		"302 to itself":                  {answer("302 Found", "", "Location: /"), refused},
		"303":                            {answer("303 See Other", "", "Location: /"), unknown},
		"304":                            {say("HTTP/1.1 304 Not Modified\r\n\r\n"), unknown},
		"305":                            {answer("305 Use Proxy", "", "Location: http://127.0.0.1:1/"), unknown},
		"308, a location that is no URL": {answer("308 Permanent Redirect", "", "Location: ://%zz"), refused},
		"100 and 200":                    {then(say("HTTP/1.1 100 Continue\r\n\r\n"), whole), rule},
		"103 and 200": {
			then(say("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"), whole), rule,
		},
		"a thousand 1xx and 200": {
			then(say(strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 1000)), whole), rule,
		},
		"a storm of 1xx": {forever("HTTP/1.1 102 Processing\r\n\r\n"), unknown},
		"a storm of 1xx with fat headers": {
			forever("HTTP/1.1 103 Early Hints\r\nA: " + strings.Repeat("a", 1<<16) + "\r\n\r\n"), unknown,
		},
		"1xx and the end":                {say("HTTP/1.1 100 Continue\r\n\r\n"), unknown},
		"401, with the scheme of others": {answer("401 Unauthorized", "", "WWW-Authenticate: Basic"), refused},
		"407":                            {answer("407 Proxy Authentication Required", ""), checked},
		"413":                            {answer("413 Content Too Large", ""), checked},
		"421":                            {answer("421 Misdirected Request", ""), checked},
		"426": {
			answer("426 Upgrade Required", "", "Upgrade: h2c", "Connection: Upgrade"), checked,
		},
		"431": {answer("431 Request Header Fields Too Large", ""), checked},
		"499": {answer("499 ", ""), checked},
		"600": {answer("600 Beyond", ""), unknown},
		"999": {answer("999 Request Denied", ""), unknown},
		"000": {answer("000 Nothing", ""), unknown},
	} {
		t.Run(name, func(t *testing.T) { attack(t, test.play, test.want) })
	}
}

// TestSwitchingProtocols: after a 101, net/http hands the connection over and watches neither it nor the context.
func TestSwitchingProtocols(t *testing.T) {
	const switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
	for name, rest := range map[string]script{
		"silence": wait, "a rule": say(ruleBody), "noise without end": forever("noise"),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			attack(t, then(say(switched), rest), unknown, gcoresg.WithTimeout(200*time.Millisecond))
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("took %v with a time-out of 200 ms", took)
			}
		})
	}
}

// TestHeads are answers whose head is broken, contradicts itself or is huge.
func TestHeads(t *testing.T) {
	const line = "HTTP/1.1 200 OK\r\n"
	length := fmt.Sprintf("Content-Length: %d\r\n", len(ruleBody))
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(ruleBody), ruleBody)
	for name, test := range map[string]struct {
		play script
		want class
	}{
		"nothing":                  {say(""), unknown},
		"noise":                    {say("\x15\x03\x01\x00\x02\x02\x16 no HTTP at all\r\n\r\n"), unknown},
		"a line without end":       {forever(strings.Repeat("x", 1<<12)), unknown},
		"half a status line":       {say("HTTP/1.1 2"), unknown},
		"no status":                {say("HTTP/1.1\r\n\r\n"), unknown},
		"a status in words":        {say("HTTP/1.1 OK fine\r\n\r\n"), unknown},
		"a negative status":        {say("HTTP/1.1 -20 OK\r\n\r\n"), unknown},
		"HTTP/0.9":                 {say(ruleBody), unknown},
		"HTTP/1.0":                 {say("HTTP/1.0 200 OK\r\n\r\n", ruleBody), rule},
		"HTTP/3.7":                 {say("HTTP/3.7 200 OK\r\n"+length+"\r\n", ruleBody), rule},
		"an answer of HTTP/2":      {say("\x00\x00\x00\x04\x00\x00\x00\x00\x00"), unknown},
		"no reason":                {say("HTTP/1.1 200\r\n"+length+"\r\n", ruleBody), rule},
		"a header without a colon": {say(line+"nonsense\r\n"+length+"\r\n", ruleBody), unknown},
		"a header without a name":  {say(line+": x\r\n"+length+"\r\n", ruleBody), unknown},
		"a NUL in a header":        {say(line+"A: \x00\r\n"+length+"\r\n", ruleBody), unknown},
		"the head alone":           {say(line+length+"\r\n", ""), unknown},
		"half a head":              {say(line + "Content-Le"), unknown},
		"length too short":         {say(line+"Content-Length: 100\r\n\r\n", ruleBody), unknown},
		"length too long":          {say(line+"Content-Length: 4000\r\n\r\n", ruleBody), unknown},
		"length 0":                 {say(line+"Content-Length: 0\r\n\r\n", ruleBody), unknown},
		"a negative length":        {say(line+"Content-Length: -1\r\n\r\n", ruleBody), unknown},
		"a length in words":        {say(line+"Content-Length: many\r\n\r\n", ruleBody), unknown},
		"a length beyond 64 bits":  {say(line+"Content-Length: 99999999999999999999\r\n\r\n", ruleBody), unknown},
		"two lengths":              {say(line+length+"Content-Length: 1\r\n\r\n", ruleBody), unknown},
		"the same length twice":    {say(line+length+length+"\r\n", ruleBody), rule},
		"chunks":                   {say(line+"Transfer-Encoding: chunked\r\n\r\n", chunked), rule},
		"chunks and a length": {
			say(line+"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", chunked), rule,
		},
		"chunks that break off": {
			say(line+"Transfer-Encoding: chunked\r\n\r\n", chunked[:len(chunked)-20]), unknown,
		},
		"chunks without their end": {
			say(line+"Transfer-Encoding: chunked\r\n\r\n", strings.TrimSuffix(chunked, "0\r\n\r\n")), unknown,
		},
		"a chunk of no size":           {say(line+"Transfer-Encoding: chunked\r\n\r\n", "many\r\n"+ruleBody), unknown},
		"an unknown transfer encoding": {say(line+"Transfer-Encoding: rot13\r\n\r\n", ruleBody), unknown},
		"a megabyte in one header": {
			say(line+length+"A: "+strings.Repeat("a", 1<<20)+"\r\n\r\n", ruleBody), unknown,
		},
		"a megabyte in many headers": {
			say(line+length+strings.Repeat("Aaaaaa: "+strings.Repeat("a", 90)+"\r\n", 11_000)+"\r\n", ruleBody), unknown,
		},
		"a hundred kilobytes of headers": {
			say(line+length+strings.Repeat("Aaaaaa: "+strings.Repeat("a", 90)+"\r\n", 1_000)+"\r\n", ruleBody), rule,
		},
		"headers without end":  {then(say(line), forever(strings.Repeat("Aaaaaa: b\r\n", 1000))), unknown},
		"a header without end": {then(say(line+"A: "), forever(strings.Repeat("b", 1<<12))), unknown},
		"a megabyte of cookies": {
			say(line+length+strings.Repeat("Set-Cookie: a=b\r\n", 70_000)+"\r\n", ruleBody), unknown,
		},
		"a thousand Link headers": {
			say(line+length+"Deprecation: true\r\n"+strings.Repeat("Link: <a>; rel=\"sunset\", <b\r\n", 1_000)+"\r\n", ruleBody), rule,
		},
		"reset before the answer":         {reset, unknown},
		"reset in the head":               {then(say(line), reset), unknown},
		"reset in the body":               {then(say(line+length+"\r\n", ruleBody[:9]), reset), unknown},
		"an answer, and another unasked":  {say(line+length+"\r\n", ruleBody, line+length+"\r\n", ruleBody), rule},
		"the type of another thing":       {answer("200 OK", ruleBody, "Content-Type: text/html"), rule},
		"a hundred bytes of header noise": {say(line+length+"\x80\xff: \x80\xff\r\n\r\n", ruleBody), unknown},
	} {
		t.Run(name, func(t *testing.T) { attack(t, test.play, test.want) })
	}
}

// reset makes the kernel break the connection off instead of ending it.
func reset(conn net.Conn) { _ = conn.(*net.TCPConn).SetLinger(0) }

// TestSlowServers: the time of an attempt bounds every part of it, however little is always coming.
func TestSlowServers(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n"
	const chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	slow := map[string]script{
		"no answer":             wait,
		"a slow status line":    slowly(head),
		"no end of the headers": then(say(head), slowly(strings.Repeat("A: b\r\n", 1000))),
		"no body":               then(say(head+"\r\n"), wait),
		"a slow body":           then(say(head+"\r\n"), slowly(ruleBody)),
		"slow chunks":           then(say(chunks), slowly(strings.Repeat("1\r\n \r\n", 1000))),
		"slow 1xx":              slowly(strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100)),
		"no end of the trailer": then(say(chunks+"0\r\n"), slowly(strings.Repeat("A: b\r\n", 1000))),
	}
	for name, play := range slow {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			err := attackOnce(t, play, unchanged, unknown, gcoresg.WithTimeout(100*time.Millisecond))
			if took := time.Since(start); took > 2*time.Second || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("took %v: %v", took, err)
			}
		})
	}
	t.Run("readings too", func(t *testing.T) {
		leak.Check(t)
		start := time.Now()
		var all sync.WaitGroup
		for name, play := range slow {
			url, _ := serve(t, play, play)
			client := newClient(t, url, gcoresg.WithTimeout(100*time.Millisecond))
			all.Go(func() {
				got, err := update(t.Context(), client)
				if took := time.Since(start); took > 4*time.Second || got != nil || !errors.Is(err, gcoresg.ErrOutcomeUnknown) ||
					!errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: took %v: %v", name, took, err)
				}
			})
		}
		all.Wait()
	})
	t.Run("a slow refusal", func(t *testing.T) {
		// The status has come: the server is finished, whatever else it meant to say.
		play := then(say("HTTP/1.1 404 Not Found\r\nContent-Length: 400\r\n\r\n"), slowly(ruleBody))
		attack(t, play, checked, gcoresg.WithTimeout(300*time.Millisecond))
	})
}
