package specsync

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// example is the block of CONTRIBUTING.md that quotes the program. A line "…" leaves lines out.
var example = regexp.MustCompile("(?s)2026-07-14.yaml` says.*?\n```text\n(.*?)```")

func TestTheWorkedExampleIsWhatTheProgramSays(t *testing.T) {
	t.Parallel()
	block := example.FindStringSubmatch(read(t, "../../CONTRIBUTING.md"))
	if block == nil {
		t.Fatal("CONTRIBUTING.md has no worked example")
	}
	revision(t, "2026-07-14")
	drift, err := UpstreamDrift(context.Background(), inMay(t), specsDir()+"/2026-07-14.yaml", generated)
	if err != nil {
		t.Fatal(err)
	}
	said, from := drift.Text(), 0
	for i, part := range strings.Split(block[1], "…\n") {
		at := strings.Index(said[from:], part)
		if at < 0 || i == 0 && at > 0 {
			t.Fatalf("CONTRIBUTING.md shows\n%s\nbut the program says\n%s", part, said[from:])
		}
		from += at + len(part)
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
			for _, change := range strings.Fields(rule.Changes) {
				known[change] = true
			}
		}
	}
	for _, name := range regexp.MustCompile("`([a-z]+(?:-[a-z]+)+|unknown)`").FindAllStringSubmatch(section, -1) {
		if !known[name[1]] {
			t.Errorf("CONTRIBUTING.md speaks of %s, which is no rule", name[1])
		}
	}
}
