package wire_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/wire"
)

func TestTimeDecodesEveryFormTheAPIUses(t *testing.T) {
	rule := time.Date(2019, 6, 18, 11, 56, 16, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2019-06-18T11:56:16+0000":       rule,
		"2019-06-18T11:56:16-0000":       rule,
		"2019-06-18T11:56:16Z":           rule,
		"2019-06-18T11:56:16+00:00":      rule,
		"2019-06-18T11:56:16":            rule,
		"2019-06-18T13:26:16+0130":       rule,
		"2019-06-18T10:26:16-01:30":      rule,
		"2019-06-18T11:56:16.5":          rule.Add(500 * time.Millisecond),
		"2019-06-18T11:56:16.000001Z":    rule.Add(time.Microsecond),
		"2019-06-18T11:56:16.25+0000":    rule.Add(250 * time.Millisecond),
		"2019-06-18T11:56:16.123456789Z": rule.Add(123456789),
		"0000-01-01T00:00:00":            time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
		"9999-12-31T23:59:59Z":           time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	} {
		var got wire.Time
		if err := json.Unmarshal([]byte(`"`+text+`"`), &got); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%s decoded to %v, want %v in UTC", text, got, want)
		}
	}
}

func TestTimeRefusesWhatIsNoTime(t *testing.T) {
	for _, text := range []string{
		`""`, `"2019"`, `"2019-06-18"`, `"2019-06-18 11:56:16"`, `"2019-06-18T11:56:16+00"`, `"2019-06-18T11:56:16 UTC"`,
		`"+0000"`, `"-0100"`, `"+01:00"`, `"Z"`, `"T11:56:16"`, `"2019-06-18T11:56:16Z-0100"`,
		`"2019-13-18T11:56:16Z"`, `"2019-06-18T25:56:16Z"`, `"9999-12-31T23:59:59-0100"`, `"0000-01-01T00:00:00+0100"`,
		`1560858976`, `true`, `{}`, `[]`, `"`,
	} {
		var got wire.Time
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s decoded to %v, want an error", text, got)
		}
		if err := got.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("UnmarshalJSON(%s) gave no error", text)
		}
	}
}

func TestTimeNullKeepsTheValue(t *testing.T) {
	got := wire.Time{Time: time.Unix(1, 0)}
	if err := json.Unmarshal([]byte("null"), &got); err != nil || got.Unix() != 1 {
		t.Errorf("null: %v, %v", got, err)
	}
}

func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2019-06-18T11:56:16+0000", "2026-02-24T10:39:59", "2019-06-18T11:56:16.1Z",
		"2019-06-18T11:56:16-01:30", "", "+0000", "9999-12-31T23:59:59-2359"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got, again wire.Time
		if got.UnmarshalText([]byte(text)) != nil {
			return
		}
		encoded, err := json.Marshal(got)
		if err != nil {
			t.Fatalf("%q decoded to %v, which does not encode: %v", text, got, err)
		}
		if err := json.Unmarshal(encoded, &again); err != nil || !again.Equal(got.Time) {
			t.Fatalf("%q: %s decoded to %v (%v), want %v", text, encoded, again, err, got)
		}
	})
}
