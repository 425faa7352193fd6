//lint:file-ignore SA1019 the deprecated operation takes part

package key_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

// echo is what a server answers with that gives back all it was sent, in every place that the client reads or net/http
// quotes.
var echo = map[string]string{
	"status line":         "HTTP/1.1 " + apiKey + "\r\n\r\n",
	"no HTTP":             "apikey " + apiKey + "\r\n\r\n",
	"reason":              "HTTP/1.1 400 " + apiKey + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
	"reason of a success": "HTTP/1.1 200 " + apiKey + "\r\nContent-Length: 0\r\n\r\n",
	"broken header":       "HTTP/1.1 200 OK\r\n" + apiKey + "\r\n\r\n",
	"length":              "HTTP/1.1 200 OK\r\nContent-Length: " + apiKey + "\r\n\r\n",
	"transfer encoding":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + apiKey + "\r\n\r\n",
	"chunk":               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + apiKey + "\r\n",
	"trailer":             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + apiKey + "\r\n\r\n",
	"protocol":            "HTTP/" + apiKey + " 200 OK\r\n\r\n",
	"content type":        answer(404, "x", "Content-Type: "+apiKey+"/"+apiKey),
	"request id":          answer(404, "", "request_id: "+apiKey),
	"another request id":  answer(404, "", "X-Request-Id: "+apiKey),
	"location": answer(307, "",
		"Location: https://"+strings.ReplaceAll(apiKey, "$", "%24")+".example/"+apiKey),
	"retry after": answer(429, "", "Retry-After: "+apiKey),
	"deprecation": answer(404, "", "Deprecation: "+apiKey, "Sunset: "+apiKey,
		"Link: <https://"+apiKey+"/>; rel=deprecation"),
	"links": answer(404, "", "Deprecation: true",
		"Link: <https://x/"+apiKey+`>; rel="deprecation sunset successor-version"; title="`+apiKey+`"`),
	"message": answer(400,
		`{"message":"for key `+apiKey+`","exception_class":"`+apiKey+`","request_id":"`+apiKey+`"}`),
	"code":             answer(401, `{"message":"m","code":"`+apiKey+`"}`),
	"message, escaped": answer(400, `{"message":"`+escaped(apiKey)+`"}`),
	"both ends, as it does": answer(401,
		`{"message":"Invalid <APIKey> authentication token: `+apiKey[:5]+`*****`+apiKey[18:]+`"}`),
	"all but one end": answer(401, `{"message":"token `+apiKey[:20]+`..."}`),
	"info":            answer(400, `{"message":"m","info":{"`+apiKey+`":["`+apiKey+`"]}}`),
	"info, an array":  answer(400, `{"message":"m","info":["`+apiKey+`",`+"\n"+`{"k":"`+apiKey+`"}]}`),
	"info, escaped":   answer(400, `{"message":"m","info":{"k":"`+escaped(apiKey)+`"}}`),
	"invalid fields": answer(400,
		`{"message":"m","invalid_fields":{"`+apiKey+`":["`+apiKey+`"],"b":"`+apiKey+`","c":{"d":"`+apiKey+`"}}}`),
	"locked":               answer(409, `{"message":"locked by task `+apiKey+`"}`),
	"quota":                answer(400, `{"exception_class":"QuotaLimitExceed","message":"`+apiKey+`"}`),
	"500":                  answer(500, `{"message":"`+apiKey+`"}`),
	"no JSON":              answer(200, apiKey),
	"half JSON":            answer(200, `{"id":"`+apiKey),
	"a time":               answer(200, `{"created_at":"`+apiKey+`"}`),
	"a port":               answer(200, `{"port_range_min":"`+apiKey+`"}`),
	"a name":               answer(200, `{"`+apiKey+`":1}`),
	"a group of that id":   answer(200, `{"id":"`+apiKey+`","security_group_rules":[]}`),
	"a task of that id":    answer(200, `{"tasks":["`+apiKey+`"]}`),
	"a state of that name": answer(200, `{"tasks":["1"],"state":"`+apiKey+`"}`),
	"an error of a task":   answer(200, `{"tasks":["1"],"state":"ERROR","error":"`+apiKey+`"}`),
	"nothing":              "",
}

func answer(status int, body string, headers ...string) string {
	return fmt.Sprintf("HTTP/1.1 %d X\r\n%sConnection: close\r\nContent-Length: %d\r\n\r\n%s",
		status, strings.Join(append(headers, ""), "\r\n"), len(body), body)
}

// escaped writes every character as JSON may.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}

// oldGroup is the group before any write.
const oldGroup = `{"id":"` + groupID + `","security_group_rules":[` +
	`{"id":"` + ruleID + `","direction":"egress","security_group_id":"` + groupID + `"}]}`

// TestEchoes calls every operation on servers that give the key back, and looks at all that comes of it: errors,
// notices, logs, also what net/http logs by itself. Some of them show the group, unchanged, so that a refusal is
// checked and believed.
func TestEchoes(t *testing.T) {
	for name, text := range echo {
		for _, shown := range []string{"", answer(200, oldGroup)} {
			what := ""
			if shown != "" {
				what = ", and shows the group"
			}
			t.Run(name+what, func(t *testing.T) { testEcho(t, text, shown) })
		}
	}
}

func testEcho(t *testing.T, text, shown string) {
	t.Helper()
	url := serve(t, text, shown)
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(io.Discard)
	logger := slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var notices []gcoresg.Deprecation
	keep := func(_ context.Context, d gcoresg.Deprecation) { notices = append(notices, d) }
	own := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for _, more := range [][]gcoresg.Option{
		{gcoresg.WithLogger(logger)},
		{gcoresg.WithDeprecationHandler(keep)},
		{gcoresg.WithHTTPClient(own), gcoresg.WithoutReconcile(), gcoresg.WithLogger(logger)},
	} {
		client, err := gcoresg.NewClient(append(more, gcoresg.WithAPIKey(apiKey), gcoresg.WithBaseURL(url),
			gcoresg.WithMaxRetries(0), gcoresg.WithClock(call.Clock{Speed: 1000}), gcoresg.WithTimeout(5*time.Second))...)
		if err != nil {
			t.Fatal(err)
		}
		for operation, err := range everyOperation(t, client, shown != "") {
			if err == nil {
				t.Errorf("%s succeeded", operation)
			}
			if shown != "" && strings.HasPrefix(text, "HTTP/1.1 4") && errors.Is(err, gcoresg.ErrOutcomeUnknown) {
				t.Errorf("%s was refused, and is unknown: %v", operation, err)
			}
			wantSecret(t, operation, err)
		}
		wantSecret(t, "client", client)
	}
	wantSecret(t, "notices", notices)
	wantNoKey(t, "log", logged.String())
}

// everyOperation calls all that sends something and returns the errors. Where the group is readable, reading it
// succeeds.
func everyOperation(t *testing.T, client *gcoresg.Client, readable bool) map[string]error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond) // a lock is waited for otherwise, and a task
	defer cancel()
	group := client.SecurityGroup(7, 8, groupID)
	failed := map[string]error{}
	_, failed["UpdateRule"] = group.UpdateRule(ctx, ruleID, spec)
	_, failed["CreateRule"] = group.CreateRule(ctx, spec)
	if !readable {
		_, failed["Rules"] = group.Rules(ctx)
		_, failed["Rule"] = group.Rule(ctx, ruleID)
	}
	_, failed["ReplaceRule"] = group.ReplaceRule(ctx, ruleID, spec)
	failed["DeleteRule"] = group.DeleteRule(ctx, ruleID)
	// The generated client hands the answer on as it is; what it says when there is none is ours.
	if _, err := client.Generated().UpdateSecurityGroupRule(ctx, 7, 8, ruleID, spec); err != nil {
		failed["Generated"] = err
	}
	return failed
}

// serve starts a server that answers a reading of the group with one text, if it has one, and every other request with
// another, and closes the connection.
func serve(t *testing.T, text, shown string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.Copy(io.Discard, req.Body)
					if shown != "" && req.Method == http.MethodGet && strings.Contains(req.URL.Path, "/securitygroups/") {
						_, _ = io.WriteString(conn, shown)
						return
					}
					_, _ = io.WriteString(conn, text)
				}
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}
