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
	contract, prose := d.sections()
	textFindings(&b, "Contract", contract)
	textFindings(&b, "Successor API", ordered(d.Successor))
	if lines := d.Go.lines(); len(lines) > 0 {
		fmt.Fprintf(&b, "\nGo API\n  %s\n", strings.Join(lines, "\n  "))
	}
	for i, f := range prose {
		if i == 0 {
			fmt.Fprintf(&b, "\nDocumentation\n")
		}
		fmt.Fprintf(&b, "  %s %s: %s\n", f.Pointer, f.Change, f.values())
	}
	return b.String()
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

func textFindings(w io.Writer, title string, list []*Finding) {
	section := ""
	for _, f := range list {
		if f.verdict() != section {
			section = f.verdict()
			fmt.Fprintf(w, "\n%s, %s\n", title, section)
		}
		textFinding(w, "  ", f)
	}
}

// textFinding writes a finding, and below it what follows from it.
func textFinding(w io.Writer, indent string, f *Finding) {
	fmt.Fprintf(w, "%s%s\n", indent, f.Pointer)
	indent += "  "
	if f.Upstream != "" {
		fmt.Fprintf(w, "%supstream: %s\n", indent, f.Upstream)
	}
	fmt.Fprintf(w, "%s%s: %s\n", indent, f.Change, f.values())
	if len(f.Effects) > 0 {
		fmt.Fprintf(w, "%s%s: %s\n", indent, f.Direction(), f.Meaning())
	}
	if len(f.Follows) > 0 {
		fmt.Fprintf(w, "%swhat follows from it:\n", indent)
	}
	for _, next := range f.Follows {
		textFinding(w, indent+"  ", next)
	}
}
