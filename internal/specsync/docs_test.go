package specsync

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// example is the block of CONTRIBUTING.md that quotes the program. The "…" at its end leaves the rest out.
var example = regexp.MustCompile("(?s)2026-07-14.yaml` says.*?\n```text\n(.*?)```")

func TestTheWorkedExampleIsWhatTheProgramSays(t *testing.T) {
	t.Parallel()
	block := example.FindStringSubmatch(read(t, "../../CONTRIBUTING.md"))
	if block == nil {
		t.Fatal("CONTRIBUTING.md has no worked example")
	}
	revision(t, "2026-07-14")
	drift, err := UpstreamDrift(context.Background(), inMay(t), specsDir()+"/2026-07-14.yaml")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(\.go):\d+:\d+:`) // where in the Go code may change without a word here
	said, shown := line.ReplaceAllString(drift.Text(), "$1:"), line.ReplaceAllString(block[1], "$1:")
	if shown, found := strings.CutSuffix(shown, "…\n"); !found || !strings.HasPrefix(said, shown) {
		t.Errorf("CONTRIBUTING.md shows\n%s\nbut the program says\n%s", shown, said)
	}
}

func TestContributingNamesRealRules(t *testing.T) {
	_, section, found := strings.Cut(read(t, "../../CONTRIBUTING.md"), "### What to do about each kind\n")
	if !found {
		t.Fatal("CONTRIBUTING.md does not say what to do about each kind of finding")
	}
	section, _, _ = strings.Cut(section, "\n### ")
	known := map[string]bool{}
	for _, rules := range Rules {
		for _, rule := range rules {
			known[rule.Change] = true
		}
	}
	for _, name := range regexp.MustCompile("`([a-z]+(?:-[a-z]+)+|unknown)`").FindAllStringSubmatch(section, -1) {
		if !known[name[1]] {
			t.Errorf("CONTRIBUTING.md speaks of %s, which is no rule", name[1])
		}
	}
}
