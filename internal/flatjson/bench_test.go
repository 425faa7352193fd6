package flatjson_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// handwritten is groupOf as a caller reads it without this package.
type handwritten struct {
	ID    string     `json:"id"`
	Rules []gen.Rule `json:"security_group_rules"`
}

func BenchmarkDecodeList(b *testing.B) {
	for _, n := range []int{1, 50, 250} {
		data := groupOf(n)
		bench(b, fmt.Sprint(n), func() error {
			_, err := rules.DecodeList(data, field)
			return err
		}, func() error {
			var g handwritten
			return json.Unmarshal(data, &g)
		})
	}
}

// bench times both in turns, some 20 µs each, and reports the median of the ratios, which hardly moves on a busy
// machine.
func bench(b *testing.B, name string, ours, theirs func() error) {
	b.Run(name, func(b *testing.B) {
		turn := func(run func() error) float64 {
			start := time.Now()
			for n := 1; ; n++ {
				if err := run(); err != nil {
					b.Fatal(err)
				}
				if spent := time.Since(start); spent > 20*time.Microsecond {
					return float64(spent) / float64(n)
				}
			}
		}
		var our, their, ratio []float64
		for b.Loop() {
			a, c := turn(ours), turn(theirs)
			our, their, ratio = append(our, a), append(their, c), append(ratio, a/c)
		}
		median := func(x []float64) float64 { slices.Sort(x); return x[len(x)/2] }
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(median(our), "our-ns")
		b.ReportMetric(median(their), "their-ns")
		b.ReportMetric(median(ratio), "ratio")
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, data := range map[string]string{
		"plain":    full,
		"escape":   strings.Replace(full, "Some", `\u00e9`, 1),
		"cyrillic": strings.Replace(full, "Some", strings.Repeat(`\u0416`, 200), 1),
		"umlaut":   strings.Replace(full, "Some", "für", 1),
		"ampers":   strings.Replace(full, "Some", "a & b", 1),
		"unknown":  strings.Replace(full, "{", `{"new":"x",`, 1),
		"nested":   strings.Replace(full, "{", `{"tags":[{"key":"a","value":"b"}],`, 1),
		"reversed": reversed(),
	} {
		bench(b, name, func() error {
			var rule gen.Rule
			_, err := rules.Decode([]byte(data), &rule)
			return err
		}, func() error {
			var rule gen.Rule
			return json.Unmarshal([]byte(data), &rule)
		})
	}
}

// reversed is full with its fields in another order.
func reversed() string {
	var parts []string
	for part := range strings.SplitSeq(strings.Trim(full, "{}"), ",") {
		parts = append([]string{strings.TrimSpace(part)}, parts...)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func BenchmarkAppend(b *testing.B) {
	port := 443
	spec := gen.RuleSpec{Description: "Some description", Direction: "ingress", EtherType: "IPv4", Protocol: "tcp",
		RemoteIPPrefix: "10.0.0.0/8", PortRangeMin: &port, PortRangeMax: &port}
	*gen.ParentGroup(&spec) = "00000000-0000-4000-8000-000000000001"
	bench(b, "spec", func() error {
		_, err := specs.Append(make([]byte, 0, 512), &spec)
		return err
	}, func() error {
		_, err := json.Marshal(&spec)
		return err
	})
}
