package flatjson_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/flatjson"
	"github.com/gcoresg/gcoresg/wire"
)

// scalars has no field for encoding/json.
type scalars struct {
	Text    string `json:"text"`
	Small   string `json:"small,omitempty"`
	Number  int    `json:"number"`
	Few     int    `json:"few,omitzero"`
	Pointer *int   `json:"pointer,omitempty"`
	Bare    *int   `json:"bare"`
}

var scalarses = flatjson.For[scalars]()

// sameBytes fails the test unless codec and encoding/json encode value alike.
func sameBytes[T any](t *testing.T, codec *flatjson.Codec[T], value *T) {
	t.Helper()
	want, wantErr := json.Marshal(value)
	got, err := codec.Append([]byte("x"), value)
	if (err == nil) != (wantErr == nil) || err == nil && string(got) != "x"+string(want) {
		t.Fatalf("%+v:\n got %s, %v\nwant x%s, %v", value, got, err, want, wantErr)
	}
}

var texts = []string{"", "plain", "ü", "\u2028\u2029", "…", "<a href=\"x\">&amp;\\", "\x00\x1f\x7f\b\f\n\r\t",
	"\xff\xe2\x80", "😀", "\ufffd"}

func TestAppend(t *testing.T) {
	zero, port := 0, 65535
	for _, text := range texts {
		sameBytes(t, specs, &gen.RuleSpec{Description: text, Direction: gen.Direction(text)})
		grouped := gen.RuleSpec{Protocol: gen.Protocol(text), PortRangeMin: &zero, PortRangeMax: &port}
		*gen.ParentGroup(&grouped) = text
		sameBytes(t, specs, &grouped)
		sameBytes(t, mixeds, &mixed{Text: text, Small: text, Name: &text, Tags: []string{text}, Untagged: text,
			Any: text, Skipped: text, hidden: text})
	}
	sameBytes(t, mixeds, &mixed{})
	sameBytes(t, scalarses, &scalars{})
	sameBytes(t, scalarses, &scalars{"a", "b", -1, math.MinInt, &zero, &port})
	sameBytes(t, flatjson.For[struct{}](), &struct{}{})
	sameBytes(t, mixeds, &mixed{Own: "zero", Quoted: &port})
	for _, at := range []wire.Time{{}, {Time: time.Unix(0, 1).UTC()}, {Time: time.Time{}.Local()},
		{Time: time.Date(12345, 1, 1, 0, 0, 0, 0, time.UTC)}} {
		sameBytes(t, rules, &gen.Rule{CreatedAt: at, RevisionNumber: math.MinInt})
		sameBytes(t, mixeds, &mixed{Time: at, Late: &at})
	}
	sameBytes(t, mixeds, &mixed{Number: -1, Pointer: &zero, Bare: &port, Tags: []string{},
		Labels: map[string]string{"b": "", "a": "<"}, On: true, Byte: 1})
	sameBytes(t, mixeds, &mixed{Share: math.Inf(1)})
	sameBytes(t, mixeds, &mixed{Share: 1e21, Exact: "1e5", Raw: json.RawMessage(`{ "a" : "<" }`), Any: []any{nil}})
	sameBytes(t, mixeds, &mixed{Exact: "no number"})
}

func FuzzAppend(f *testing.F) {
	for _, text := range texts {
		f.Add(text, text, 0, true)
	}
	f.Fuzz(func(t *testing.T, a, b string, n int, set bool) {
		spec := gen.RuleSpec{Description: a, Direction: gen.Direction(b), Protocol: gen.Protocol(a), RemoteIPPrefix: b}
		*gen.ParentGroup(&spec) = a
		other := mixed{Text: a, Small: b, Number: n, Any: a, Exact: json.Number(b), Raw: json.RawMessage(a), On: set,
			Byte: uint8(n)}
		if set {
			spec.PortRangeMin, spec.PortRangeMax = &n, &n
			other.Pointer, other.Tags, other.Labels, other.Name = &n, []string{a, b}, map[string]string{a: b}, &b
			other.Time.Time = time.Unix(int64(n), 0).UTC()
		}
		sameBytes(t, specs, &spec)
		sameBytes(t, mixeds, &other)
		sameBytes(t, scalarses, &scalars{a, b, n, n, other.Pointer, &n})
	})
}
