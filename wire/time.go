// Package wire has the types for values that the API writes in a form that Go's own types cannot decode.
package wire

import (
	"fmt"
	"strings"
	"time"
)

// Time is a point in time as the Gcore API writes it, always in UTC once decoded.
//
// It decodes RFC 3339 with any fraction of a second. The zone may have no colon (2019-06-18T11:56:16+0000), as in
// rules, and it may be missing (2026-02-24T10:39:59), as in tasks, which means UTC. time.Time refuses both. JSON null
// leaves the value as it is, as with time.Time. A Time is encoded as time.Time is, in RFC 3339.
type Time struct{ time.Time }

// UnmarshalJSON decodes a JSON string or null. The error names the text that is not a time.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return fmt.Errorf("wire: %.40s is not a JSON string with a time in it", data)
	}
	return t.UnmarshalText(data[1 : len(data)-1])
}

// UnmarshalText decodes the forms that [Time] lists. The error names the text that is not a time.
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

// parse rewrites the zone as RFC 3339 has it, because time.Parse is several times as fast for that layout.
func parse(text []byte) (time.Time, error) {
	s := string(text)
	switch n := len(s); {
	case n < len("+00:00"): // too short for a time: time.Parse refuses it
	case strings.HasSuffix(s, "+0000"): // as the server writes it
		s = s[:n-5] + "Z"
	case s[n-5] == '+' || s[n-5] == '-':
		s = s[:n-2] + ":" + s[n-2:]
	case s[n-1] != 'Z' && s[n-6] != '+' && s[n-6] != '-':
		s += "Z"
	}
	return time.Parse(time.RFC3339, s)
}
