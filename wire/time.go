// Package wire holds the types whose form on the wire is not the one that Go's own types expect.
package wire

import (
	"bytes"
	"fmt"
	"time"
)

// Time is a point in time as the Gcore API writes it, always in UTC once decoded.
//
// It decodes RFC 3339 with any fraction, the same with a zone without a colon (2019-06-18T11:56:16+0000, what the
// document's own examples and the server use for rules) and without any zone (2026-02-24T10:39:59, what tasks carry),
// which is UTC. time.Time alone refuses the last two. JSON null leaves the value as it is, as encoding/json does for
// time.Time. It encodes as time.Time does, in RFC 3339.
type Time struct{ time.Time }

// The layouts differ in their zone only; time.Parse takes a fraction of a second with each of them.
const (
	dateTime      = "2006-01-02T15:04:05"
	noColonLayout = dateTime + "Z0700"
)

// UnmarshalJSON decodes a JSON string or null. The error names the text that is not a time.
func (t *Time) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return fmt.Errorf("wire: %.40s is not a JSON string with a time in it", data)
	}
	return t.UnmarshalText(data[1 : len(data)-1])
}

// UnmarshalText decodes the forms that Time lists. The error names the text that is not a time.
func (t *Time) UnmarshalText(text []byte) error {
	parsed, err := parse(text)
	if err != nil {
		return fmt.Errorf("wire: %.40q is not a time: want RFC 3339, with or without a colon in the zone, or no zone",
			text)
	}
	parsed = parsed.UTC()
	if year := parsed.Year(); year < 0 || year > 9999 {
		return fmt.Errorf("wire: %.40q is outside the years 0 to 9999 in UTC", text)
	}
	t.Time = parsed
	return nil
}

// parse turns text into RFC 3339 first, which time.Time reads several times as fast as time.Parse reads the other
// layouts.
func parse(text []byte) (t time.Time, err error) {
	s := string(text)
	layout := layoutOf(s)
	var buffer [len("2006-01-02T15:04:05.000000000-07:00")]byte
	strict := append(buffer[:0], text...)
	switch n := len(text); {
	case layout == noColonLayout:
		strict = append(append(strict[:n-2], ':'), text[n-2:]...)
	case layout == dateTime:
		strict = append(strict, 'Z')
	}
	if err = t.UnmarshalText(strict); err != nil {
		t, err = time.Parse(layout, s)
	}
	return t, err
}

// layoutOf picks the layout by the shape of the end of s: trying the layouts in turn costs an error value for each
// miss.
func layoutOf(s string) string {
	if len(s) < len(dateTime) {
		return dateTime
	}
	switch n := len(s); {
	case s[n-1] == 'Z', s[n-3] == ':' && (s[n-6] == '+' || s[n-6] == '-'):
		return time.RFC3339
	case s[n-5] == '+' || s[n-5] == '-':
		return noColonLayout
	default:
		return dateTime
	}
}
