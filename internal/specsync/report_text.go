package specsync

import (
	"fmt"
	"io"
	"strings"
)

// Text writes the drift for a terminal.
func (d *Drift) Text() string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Summary())
	if len(d.Findings) == 0 && !d.Changed(false) {
		return b.String()
	}
	fmt.Fprintf(&b, "vendored %s, upstream %s\n", d.Vendored, d.Upstream)
	textFindings(&b, "Contract", d.Findings)
	textFindings(&b, "Successor API", d.Successor)
	if lines := d.Go.lines(); len(lines) > 0 {
		fmt.Fprintf(&b, "\nGo API\n  %s\n", strings.Join(lines, "\n  "))
	}
	if len(d.Findings) > count(d.Findings, Finding.Contract) {
		fmt.Fprintf(&b, "\nDocumentation\n")
	}
	for _, f := range d.Findings {
		if !f.Contract() {
			fmt.Fprintf(&b, "  %s %s: %s\n", f.Pointer, f.Change, f.values(100))
		}
	}
	return b.String()
}

func textFindings(w io.Writer, title string, list []Finding) {
	section := ""
	for _, f := range ordered(list) {
		if !f.Contract() {
			continue
		}
		if f.verdict() != section {
			section = f.verdict()
			fmt.Fprintf(w, "\n%s, %s\n", title, section)
		}
		fmt.Fprintf(w, "  %s\n", f.Pointer)
		if f.Upstream != "" {
			fmt.Fprintf(w, "    upstream: %s\n", f.Upstream)
		}
		fmt.Fprintf(w, "    %s: %s\n    %s: %s\n", f.Change, f.values(100), f.Direction(), f.Meaning())
	}
}

func (g GoEffect) lines() []string {
	var lines []string
	if g.Trouble != "" {
		lines = append(lines, g.Trouble)
	}
	for _, c := range g.Changes {
		verdict := "not breaking"
		if c.Breaking {
			verdict = "breaking"
		}
		name := c.Package + "." + c.Name
		if c.Alias != "" { // the declarations stand with the type itself
			lines = append(lines, fmt.Sprintf("%s %s (alias of %s) %s, %s", c.Kind, name, c.Alias, c.Action, verdict))
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %s %s, %s: %s", c.Kind, name, c.Action, verdict, Finding{Old: c.Old, New: c.New}.values(160)))
	}
	if g.Root != "" {
		lines = append(lines, "the root package has to be adapted: "+g.Root)
	}
	return lines
}
