// Package property_test puts random input before two judges and compares what they say.
package property_test

import (
	"encoding/json"
	"errors"
	"flag"
	"regexp"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/tests/internal/document"
	"github.com/gcoresg/gcoresg/tests/internal/draw"
)

// make fuzz draws a million with a seed of its own.
var (
	draws = flag.Int("draws", 10_000, "how many random specs and bodies to draw")
	first = flag.Int("first", 0, "the number of the first draw")
	seed  = flag.Uint64("seed", 1, "the seed of all draws")
	limit = flag.Duration("for", 0, "how long a test draws at most, 0 for no limit")
)

// enough reports whether the time to draw is over.
func enough(start time.Time) bool { return *limit > 0 && time.Since(start) > *limit }

// neutronRules are the refusals that are Neutron's and not the document's, one for each that neutron.go makes, and the two texts
// that mean nothing to any server. A refusal that the document does not share has to be one of these.
var neutronRules = map[string]*regexp.Regexp{
	"ports need a protocol":         rule("protocol", `is any, but there are ports`),
	"this protocol has no ports":    rule("port_range_min", `and port_range_max are not for `),
	"both ports, the first":         rule("port_range_min", `is missing: want both ports`),
	"both ports, the last":          rule("port_range_max", `is missing: want both ports`),
	"no port is 0":                  rule("port_range_min", `and port_range_max have a 0`),
	"first to last":                 rule("port_range_min", `is \d+, more than port_range_max`),
	"ICMP code needs a type":        rule("port_range_min", `is missing: it is the ICMP type`),
	"ICMP type up to 255":           rule("port_range_min", `is \d+, but it is the ICMP type`),
	"ICMP code up to 255":           rule("port_range_max", `is \d+, but it is the ICMP code`),
	"icmp is for IPv4":              rule("protocol", `icmp is not for IPv6`),
	"ipv6-… is for IPv6":            rule("ethertype", `has to be IPv6 for ipv6-`),
	"prefix of another family":      rule("remote_ip_prefix", `is not of the family`),
	"prefix and group exclude":      rule("remote_group_id", `and remote_ip_prefix exclude each other`),
	"a zone means one machine":      rule("remote_ip_prefix", `has a zone`),
	"JSON carries no invalid UTF-8": rule("description", `is not valid UTF-8`),
}

func rule(field, message string) *regexp.Regexp {
	return regexp.MustCompile(`\A` + field + ` (\S+ )?` + message)
}

// TestValidateAgreesWithTheDocument: what the document refuses, Validate refuses; what Validate alone refuses, it refuses in the
// name of a Neutron rule.
func TestValidateAgreesWithTheDocument(t *testing.T) {
	judge := newJudge(t)
	seen := map[string]int{}
	start, made := time.Now(), 0
	for number := *first; number < *first+*draws && !enough(start); number++ {
		made++
		spec := draw.Spec(draw.New(*seed, uint64(number)))
		names, complaint := compare(t, judge, spec, number%100 == 0)
		if complaint != "" {
			encoded, _ := json.Marshal(spec)
			t.Fatalf("%s\nthe spec is %s\nagain: go test ./tests/property -run %s -args -seed=%d -first=%d -draws=1", complaint, encoded, t.Name(), *seed, number)
		}
		for _, name := range names {
			seen[name]++
		}
	}
	if made < 10_000 {
		return
	}
	// A draw that never meets a case proves nothing about it.
	for _, name := range append(keys(neutronRules), "both take", "both refuse") {
		if seen[name] < made/2000 {
			t.Errorf("%q came up in %d of %d draws: draw more of it", name, seen[name], made)
		}
	}
}

// compare names what happened: that both took it, that both refused it, or the rules in whose name Validate alone did.
func compare(t *testing.T, judge *document.Judge, spec gcoresg.RuleSpec, twice bool) (names []string, complaint string) {
	t.Helper()
	// The group is the handle's to fill in, and Validate does without: the document gets the body that would be sent.
	sent := spec
	if group := draw.Group(&sent); *group == "" {
		*group = "11111111-1111-4111-8111-111111111111"
	}
	body, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	theirs := judge.Request(body)
	if twice && (theirs == nil) != (judge.RequestAsDraft2020(body) == nil) {
		return nil, "kin-openapi's two ways to read a schema disagree; ask RequestAsDraft2020 alone: " + string(body)
	}
	ours := gcoresg.Validate(spec)
	var invalid *gcoresg.ValidationError
	switch {
	case ours != nil && !errors.As(ours, &invalid):
		return nil, "Validate returned something else than a *ValidationError: " + ours.Error()
	case theirs == nil && ours == nil:
		return []string{"both take"}, ""
	case theirs != nil && ours == nil:
		return nil, "the document refuses what Validate takes: " + theirs.Error()
	case theirs != nil:
		return []string{"both refuse"}, ""
	}
	for _, problem := range invalid.Problems {
		name := ruleOf(problem)
		if name == "" {
			return nil, "Validate refuses, the document does not, and no Neutron rule says so: " + problem.Field + " " + problem.Message
		}
		names = append(names, name)
	}
	return names, ""
}

func ruleOf(problem gcoresg.Problem) string {
	for name, pattern := range neutronRules {
		if pattern.MatchString(problem.Field + " " + problem.Message) {
			return name
		}
	}
	return ""
}

// TestValidSpecsAreValid: what is made to break no rule breaks none. Without it, a Validate that refused everything in the name of
// Neutron would pass.
func TestValidSpecsAreValid(t *testing.T) {
	for number := *first; number < *first+*draws; number++ {
		spec := draw.Valid(draw.New(*seed, uint64(number)))
		if err := gcoresg.Validate(spec); err != nil || !utf8.ValidString(spec.Description) {
			t.Fatalf("%+v: %v\nagain: go test ./tests/property -run %s -args -seed=%d -first=%d -draws=1", spec, err, t.Name(), *seed, number)
		}
	}
}

func newJudge(t *testing.T) *document.Judge {
	t.Helper()
	judge, err := document.NewJudge()
	if err != nil {
		t.Fatal(err)
	}
	return judge
}

func keys[V any](m map[string]V) (list []string) {
	for key := range m {
		list = append(list, key)
	}
	return list
}
