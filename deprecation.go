package gcoresg

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/reconcile"
)

// Deprecation is what is known about a deprecated operation: from the document, and from the headers Deprecation (RFC
// 9745), Sunset (RFC 8594) and Link (RFC 8288) where the server sends them. Gcore's server sends none today. Only the
// headers of the last answer count.
type Deprecation struct {
	// Operation is the name of the generated method.
	Operation string
	// Method and Route are the HTTP method and the path as the document writes it, with its parameters in braces.
	Method, Route string
	// Message is the notice.
	Message string
	// Replacements are the operations to use instead, each a method and a route; a successor that the server names is
	// its URL.
	Replacements []string
	// Since is when the operation became deprecated, Sunset when it will stop working; zero where that is not published.
	Since, Sunset time.Time
	// Link is the address of a page about it, empty where none is published.
	Link string
	// Source is "document", or "server" where a header has added to it.
	Source string
}

// notices remembers what was last reported of each operation.
type notices struct {
	mu       sync.Mutex
	reported map[*gen.Operation]Deprecation
}

// refuse is the check of WithRefuseDeprecated, before anything is sent.
func (c *Client) refuse(op *gen.Operation) error {
	if op == nil || !op.Deprecated || !c.refuseDeprecated {
		return nil
	}
	return fmt.Errorf("%w: %s %s: %s", ErrDeprecated, op.Method, op.Route, op.Reason)
}

// report reports the deprecations in the headers of a call's answers.
func (c *Client) report(ctx context.Context, heard []reconcile.Notice) {
	for _, n := range heard {
		c.notice(ctx, n.Op, n.Header)
	}
}

// notice reports the use of an operation that the document or the header calls deprecated, if it is the first use or
// the dates have changed. header is nil where there is none.
func (c *Client) notice(ctx context.Context, op *gen.Operation, header *call.Notice) {
	if op == nil || header == nil && !op.Deprecated {
		return
	}
	c.notices.mu.Lock()
	last, again := c.notices.reported[op]
	if header == nil && again {
		c.notices.mu.Unlock()
		return
	}
	d := deprecationOf(op, header)
	c.notices.reported[op] = d
	c.notices.mu.Unlock()
	news := !again || !d.Since.Equal(last.Since) || !d.Sunset.Equal(last.Sunset)
	if news && c.onDeprecation != nil {
		c.onDeprecation(ctx, d)
	} else if news {
		c.logDeprecation(ctx, d)
	}
}

func deprecationOf(op *gen.Operation, header *call.Notice) Deprecation {
	d := Deprecation{
		Operation: op.Name, Method: op.Method, Route: op.Route, Message: op.Reason,
		Replacements: slices.Clone(op.Replacements), Link: op.Link, Source: "document",
	}
	d.Since, _ = time.Parse(time.DateOnly, op.DeprecatedSince) // the generator has checked the form; empty stays zero
	d.Sunset, _ = time.Parse(time.DateOnly, op.Sunset)
	if header == nil {
		return d
	}
	d.Source = "server"
	if d.Message == "" {
		d.Message = "The server says that this operation is deprecated or ends."
	}
	if !header.Since.IsZero() {
		d.Since = header.Since
	}
	if !header.Sunset.IsZero() {
		d.Sunset = header.Sunset
	}
	for _, link := range header.Links {
		switch link.Rel {
		case "deprecation":
			d.Link = link.Target
		case "sunset":
			d.Link = cmp.Or(d.Link, link.Target)
		case "successor-version":
			d.Replacements = append(d.Replacements, link.Target)
		}
	}
	return d
}

func (c *Client) logDeprecation(ctx context.Context, d Deprecation) {
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
	c.engine.Calls.Log().LogAttrs(ctx, slog.LevelWarn, "gcoresg: deprecated operation", attrs...)
}
