package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// Changed reports whether somebody has to look: the contract or the Go API changed. Strict counts documentation too.
func (d *Drift) Changed(strict bool) bool {
	return slices.ContainsFunc(d.Findings, (*Finding).Contract) || len(d.Successor) > 0 || len(d.Go.Changes) > 0 ||
		d.Go.Breaking() || strict && len(d.Findings) > 0
}

func count(list []*Finding, is func(*Finding) bool) int { return len(filter(list, is)) }

// Summary sums the drift up in one line.
func (d *Drift) Summary() string {
	if !d.Changed(true) {
		return "no change: upstream is what is vendored"
	}
	contract, breaking := count(d.Findings, (*Finding).Contract), count(d.Findings, (*Finding).Breaking)
	successor := count(d.Successor, (*Finding).Breaking)
	verdict := "documentation only"
	switch {
	case breaking+successor > 0 || d.Go.Breaking():
		verdict = "breaking"
	case d.Changed(false):
		verdict = "not breaking"
	}
	text := fmt.Sprintf("%s: %s (%d breaking), %s, Go API: %s", verdict, plural(contract, "contract change"), breaking,
		plural(len(d.Findings)-contract, "documentation change"), d.Go.summary())
	if n := len(d.Successor); n > 0 {
		text += fmt.Sprintf(", successor API: %s (%d breaking)", plural(n, "change"), successor)
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Text writes the drift for a terminal.
func (d *Drift) Text() string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Summary())
	if !d.Changed(true) {
		return b.String()
	}
	fmt.Fprintf(&b, "vendored %s, upstream %s\n", d.Vendored, d.Upstream)
	writeFindings(&b, "Contract", d.Findings)
	writeFindings(&b, "Successor API", d.Successor)
	var effects, prose []string
	if d.Go.Trouble != "" {
		effects = append(effects, d.Go.Trouble)
	}
	for _, c := range d.Go.Changes {
		effects = append(effects, c.Text)
	}
	if d.Go.Root != "" {
		effects = append(effects, "the root package has to be adapted: "+d.Go.Root)
	}
	for _, f := range d.Findings {
		if !f.Contract() {
			prose = append(prose, fmt.Sprintf("%s %s: %s", f.Pointer, f.Change, f.values()))
		}
	}
	writeLines(&b, "Go API", effects)
	writeLines(&b, "Documentation", prose)
	return b.String()
}

func writeLines(b *strings.Builder, title string, lines []string) {
	if len(lines) > 0 {
		fmt.Fprintf(b, "\n%s\n  %s\n", title, strings.Join(lines, "\n  "))
	}
}

// Markdown writes the drift for a CI summary or a pull request: a heading, and the rest as it is.
func (d *Drift) Markdown() string {
	headline, rest, _ := strings.Cut(d.Text(), "\n")
	if rest == "" {
		return "## " + headline + "\n"
	}
	const fence = "``````"
	return "## " + headline + "\n\n" + fence + "text\n" + rest + fence + "\n"
}

// writeFindings writes those of the contract, the worst first.
func writeFindings(b *strings.Builder, title string, list []*Finding) {
	for _, verdict := range []string{"breaking", "not breaking"} {
		var lines []string
		for _, f := range list {
			if f.verdict() == verdict {
				lines = append(lines, f.lines()...)
			}
		}
		writeLines(b, title+", "+verdict, lines)
	}
}

// lines are a finding and, below it, what follows from it.
func (f *Finding) lines() []string {
	lines := []string{f.Pointer}
	if f.Upstream != "" {
		lines = append(lines, "  upstream: "+f.Upstream)
	}
	lines = append(lines, "  "+f.Change+": "+f.values())
	if len(f.Effects) > 0 {
		lines = append(lines, "  "+f.Direction()+": "+f.Meaning())
	}
	if len(f.Follows) > 0 {
		lines = append(lines, "  what follows from it:")
	}
	for _, next := range f.Follows {
		for _, line := range next.lines() {
			lines = append(lines, "    "+line)
		}
	}
	return lines
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
	case old+new == "":
		return ""
	case old == "":
		return "+ " + new
	case new == "":
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
