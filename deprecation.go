package gcoresg

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// Deprecation is what is known about a deprecated operation: from the document, and from the headers Deprecation (RFC 9745),
// Sunset (RFC 8594) and Link (RFC 8288) where the server sends them. Gcore's sends none today. Of the headers, those of the last
// answer count: what an earlier one had and it has not is not in here.
type Deprecation struct {
	// Operation is the name of the generated method.
	Operation string
	// Method and Route are the HTTP method and the path as the document writes it, with its parameters in braces.
	Method, Route string
	// Message is the notice.
	Message string
	// Replacements are the operations to use instead, each a method and a route; a successor that the server names is its URL.
	Replacements []string
	// Since is when the operation became deprecated, Sunset when it will stop working; zero where that is not published.
	Since, Sunset time.Time
	// Link is the address of a page about it, empty where none is published.
	Link string
	// Source is "document", or "server" where a header has added to it.
	Source string
}

// notices remembers what was reported, per operation.
type notices map[*gen.Operation]*notice

type notice struct {
	mu            sync.Mutex
	reported      bool
	since, sunset time.Time   // as reported
	header        [3][]string // as last seen, so that an unchanged one costs nothing
}

func newNotices() notices {
	all := notices{}
	for _, op := range slices.Concat(gen.Operations, successor.Operations) {
		all[op] = new(notice)
	}
	return all
}

// refuse is the check of WithRefuseDeprecated, before anything is sent.
func (c *Client) refuse(op *gen.Operation) error {
	if op == nil || !op.Deprecated || !c.refuseDeprecated {
		return nil
	}
	return fmt.Errorf("%w: %s %s: %s", ErrDeprecated, op.Method, op.Route, op.Reason)
}

// notice reports the use of a deprecated operation after an attempt, once, so that what the server's headers add is in it; resp is
// nil where no answer came, and key the one that was sent.
func (c *Client) notice(ctx context.Context, op *gen.Operation, resp *http.Response, key apiKey) {
	if op == nil {
		return
	}
	var header http.Header
	if resp != nil {
		header = resp.Header
	}
	if d, news := c.notices[op].update(op, header, key); news {
		c.report(ctx, d)
	}
}

// update takes in what the headers say and tells whether there is something to report: the first use, or new dates.
func (n *notice) update(op *gen.Operation, header http.Header, key apiKey) (d Deprecation, news bool) {
	seen := [3][]string{header.Values("Deprecation"), header.Values("Sunset"), header.Values("Link")}
	n.mu.Lock()
	defer n.mu.Unlock()
	silent := len(seen[0]) == 0 && len(seen[1]) == 0
	if silent && (n.reported || !op.Deprecated) {
		return d, false
	}
	for i := range seen { // they are kept, and shown to others
		seen[i] = key.maskAll(seen[i])
	}
	if n.reported && sameHeader(seen, n.header) {
		return d, false
	}
	d = fromDocument(op)
	if !silent {
		n.header = seen
		d.Source = "server"
		if since, deprecated := parseDeprecation(seen[0]); deprecated && !since.IsZero() {
			d.Since = since
		} else if !deprecated && !op.Deprecated && parseSunset(seen[1]).IsZero() {
			return d, false
		}
		if sunset := parseSunset(seen[1]); !sunset.IsZero() {
			d.Sunset = sunset
		}
		addLinks(&d, seen[2])
	}
	news = !n.reported || !d.Since.Equal(n.since) || !d.Sunset.Equal(n.sunset)
	n.reported, n.since, n.sunset = true, d.Since, d.Sunset
	return d, news
}

func sameHeader(a, b [3][]string) bool {
	return slices.Equal(a[0], b[0]) && slices.Equal(a[1], b[1]) && slices.Equal(a[2], b[2])
}

func fromDocument(op *gen.Operation) Deprecation {
	d := Deprecation{
		Operation: op.Name, Method: op.Method, Route: op.Route, Message: op.Reason,
		Replacements: slices.Clone(op.Replacements), Link: op.Link, Source: "document",
	}
	d.Since, _ = time.Parse(time.DateOnly, op.DeprecatedSince) // the generator has checked the form; empty stays zero
	d.Sunset, _ = time.Parse(time.DateOnly, op.Sunset)
	return d
}

func addLinks(d *Deprecation, header []string) {
	sunset := ""
	for _, link := range parseLinks(header) {
		switch link.rel {
		case "deprecation":
			d.Link = link.target
		case "sunset":
			sunset = link.target
		case "successor-version":
			d.Replacements = append(d.Replacements, link.target)
		}
	}
	if d.Link == "" {
		d.Link = sunset
	}
}

func (c *Client) report(ctx context.Context, d Deprecation) {
	if c.onDeprecation != nil {
		c.onDeprecation(ctx, d)
		return
	}
	attrs := []slog.Attr{
		slog.String("operation", d.Operation), slog.String("method", d.Method), slog.String("route", d.Route),
		slog.String("message", d.Message), slog.Any("replacements", d.Replacements), slog.String("source", d.Source),
	}
	if !d.Since.IsZero() {
		attrs = append(attrs, slog.Time("since", d.Since))
	}
	if !d.Sunset.IsZero() {
		attrs = append(attrs, slog.Time("sunset", d.Sunset))
	}
	if d.Link != "" {
		attrs = append(attrs, slog.String("link", d.Link))
	}
	c.log().LogAttrs(ctx, slog.LevelWarn, "gcoresg: deprecated operation", attrs...)
}
