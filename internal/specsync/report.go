package specsync

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Changed reports whether somebody has to look: the contract or the Go API changed. Strict counts documentation too.
func (d *Drift) Changed(strict bool) bool {
	contract := count(d.Findings, (*Finding).Contract)
	return contract > 0 || len(d.Successor) > 0 || len(d.Go.Changes) > 0 || d.Go.Breaking() || strict && len(d.Findings) > 0
}

func count(list []*Finding, is func(*Finding) bool) (n int) {
	for _, f := range list {
		if is(f) {
			n++
		}
	}
	return n
}

// Summary sums the drift up in one line.
func (d *Drift) Summary() string {
	if len(d.Findings) == 0 && !d.Changed(false) {
		return "no change: upstream is what is vendored"
	}
	contract, breaking := count(d.Findings, (*Finding).Contract), count(d.Findings, (*Finding).Breaking)
	verdict := "documentation only"
	switch {
	case breaking+count(d.Successor, (*Finding).Breaking) > 0 || d.Go.Breaking():
		verdict = "breaking"
	case d.Changed(false):
		verdict = "not breaking"
	}
	text := fmt.Sprintf("%s: %s (%d breaking), %s, Go API: %s", verdict, plural(contract, "contract change"), breaking,
		plural(len(d.Findings)-contract, "documentation change"), d.Go.summary())
	if n := len(d.Successor); n > 0 {
		breaking = count(d.Successor, (*Finding).Breaking)
		text += fmt.Sprintf(", successor API: %s (%d breaking)", plural(n, "change"), breaking)
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (g GoEffect) summary() string {
	switch {
	case strings.HasPrefix(g.Trouble, "generation"):
		return "generation fails"
	case g.Trouble != "":
		return "the generated client does not compile"
	}
	text := "no change"
	if n := len(g.Changes); n > 0 {
		text = fmt.Sprintf("%s (%d breaking)", plural(n, "change"), g.breaking())
	}
	if g.Root != "" {
		text += ", root package to be adapted"
	}
	return text
}

func (g GoEffect) lines() []string {
	var lines []string
	if g.Trouble != "" {
		lines = append(lines, g.Trouble)
	}
	for _, c := range g.Changes {
		lines = append(lines, c.String())
	}
	if g.Root != "" {
		lines = append(lines, "the root package has to be adapted: "+g.Root)
	}
	return lines
}

// sections returns the findings of the contract, the worst first, and those of the documentation.
func (d *Drift) sections() (contract, prose []*Finding) {
	all := ordered(d.Findings)
	n := count(all, (*Finding).Contract)
	return all[:n], all[n:]
}

// ordered returns the findings with the worst first.
func ordered(list []*Finding) []*Finding {
	rank := func(f *Finding) int { return slices.Index([]string{"breaking", "not breaking", ""}, f.verdict()) }
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *Finding) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

func (f *Finding) verdict() string {
	switch {
	case f.Breaking():
		return "breaking"
	case f.Contract():
		return "not breaking"
	}
	return ""
}

// values says what was and what is, for a reader.
func (f *Finding) values() string {
	old, new := shorten(f.Old, 100), shorten(f.New, 100)
	switch {
	case f.Old == "" && f.New == "":
		return ""
	case f.Old == "":
		return "+ " + new
	case f.New == "":
		return "- " + old
	}
	return old + " -> " + new
}

// shorten fits a value on a line.
func shorten(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return s
}
