// Package hostile_test puts the client before servers that misbehave. Whatever they do, the call returns in time and in
// bounded memory, with the right class of error and with no goroutine left behind.
//
//lint:file-ignore SA1019 the deprecated operation is what is attacked
package hostile_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/call"
)

const (
	groupID = "11111111-1111-4111-8111-111111111111"
	ruleID  = "22222222-2222-4222-8222-222222222222"
	newID   = "33333333-3333-4333-8333-333333333333"
)

// ruleBody is a valid answer to update.
const ruleBody = `{"created_at":"2019-06-18T11:56:16+0000","description":null,"direction":"ingress","ethertype":"IPv4",` +
	`"id":"` + newID + `","port_range_max":443,"port_range_min":443,"protocol":"tcp","remote_group_id":null,` +
	`"remote_ip_prefix":"10.0.0.0/8","revision_number":0,"security_group_id":"` + groupID + `","updated_at":"2019-06-18T11:57:00+0000"}`

// oldGroup is the group before the update, and stays so.
const oldGroup = `{"id":"` + groupID + `","security_group_rules":[` +
	`{"created_at":"2019-06-18T11:56:16+0000","direction":"egress","id":"` + ruleID + `","security_group_id":"` + groupID + `"}]}`

// class is what a caller is told.
type class int

const (
	rule        class = iota // success
	unknown                  // ErrOutcomeUnknown
	unsent                   // an error that says that nothing was sent
	refused                  // an *APIError, and the outcome is known
	checked                  // the same where the group can be read, and else ErrOutcomeUnknown around the *APIError
	rateLimited              // as refused, of the class ErrRateLimited
)

func (c class) String() string {
	return [...]string{"a rule", "an unknown outcome", "nothing sent", "a refusal", "a refusal to be checked",
		"a refusal for too many requests"}[c]
}

// wantClass wants one kind of outcome. An error has to be one line.
func wantClass(t *testing.T, want class, got *gcoresg.Rule, err error) {
	t.Helper()
	if (got == nil) == (err == nil) {
		t.Fatalf("a rule and an error, or neither: %v, %v", got, err)
	}
	if err != nil && (strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 3000) {
		t.Errorf("an error of several lines, or of %d bytes: %.1000q", len(err.Error()), err)
	}
	if err == nil && got.ID != newID {
		t.Errorf("another rule: %+v", got)
	}
	if c := classOf(t, err); c != want {
		t.Errorf("%v, want %v: %v", c, want, err)
	}
}

func classOf(t *testing.T, err error) class {
	t.Helper()
	switch {
	case err == nil:
		return rule
	case errors.Is(err, gcoresg.ErrOutcomeUnknown):
		return unknown
	case errors.Is(err, gcoresg.ErrRateLimited):
		return rateLimited
	case errors.As(err, new(*gcoresg.APIError)):
		return refused
	case strings.Contains(err.Error(), "nothing was sent"):
		return unsent
	}
	t.Fatalf("an error of no class: %v", err)
	return 0
}

// script is what a server does with a connection on which a whole request has come in. The connection is closed
// afterwards.
type script func(net.Conn)

// say is a script that writes texts.
func say(texts ...string) script {
	return func(conn net.Conn) {
		for _, text := range texts {
			if _, err := io.WriteString(conn, text); err != nil {
				return
			}
		}
	}
}

// then plays one script after the other.
func then(scripts ...script) script {
	return func(conn net.Conn) {
		for _, play := range scripts {
			play(conn)
		}
	}
}

// forever writes a text until the other side has had enough.
func forever(text string) script {
	return func(conn net.Conn) {
		for {
			if _, err := io.WriteString(conn, text); err != nil {
				return
			}
		}
	}
}

// slowly writes a text byte by byte.
func slowly(text string) script {
	return func(conn net.Conn) {
		for i := range len(text) {
			if _, err := io.WriteString(conn, text[i:i+1]); err != nil {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// wait does nothing until the other side has gone.
func wait(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// answer is an answer with a Content-Length that fits.
func answer(status, body string, headers ...string) script {
	return say("HTTP/1.1 " + status + "\r\n" + strings.Join(append(headers, ""), "\r\n") +
		"Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}

func newClient(t *testing.T, url string, options ...gcoresg.Option) *gcoresg.Client {
	t.Helper()
	client, err := gcoresg.NewClient(append([]gcoresg.Option{
		gcoresg.WithAPIKey("7041$a9d2e84c61bf03957e"), gcoresg.WithBaseURL(url), gcoresg.WithDeprecationHandler(nil),
		gcoresg.WithMaxRetries(0), gcoresg.WithClock(call.Clock{Speed: 20_000}), gcoresg.WithTimeout(5 * time.Second),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func update(ctx context.Context, client *gcoresg.Client) (*gcoresg.Rule, error) {
	return client.SecurityGroup(7, 8, groupID).UpdateRule(ctx, ruleID, gcoresg.RuleSpec{
		Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "10.0.0.0/8",
	})
}

// TestMain keeps quiet what net/http writes to the standard logger when a server says more than it was asked for.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}
