package specsync

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the drift for a CI summary or a pull request.
func (d *Drift) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n", d.Summary())
	if len(d.Findings) == 0 && !d.Changed(false) {
		return b.String()
	}
	fmt.Fprintf(&b, "\nVendored %s, upstream %s.\n", code(d.Vendored), code(d.Upstream))
	contract, prose := d.sections()
	markdownContract(&b, "Contract", contract)
	markdownContract(&b, "Successor API", ordered(d.Successor))
	b.WriteString("\n### Go API\n\n")
	if len(d.Go.lines()) == 0 {
		b.WriteString("No change.\n")
	}
	for _, line := range d.Go.lines() {
		fmt.Fprintf(&b, "- %s\n", code(line))
	}
	if len(prose) > 0 {
		fmt.Fprintf(&b, "\n<details><summary>Documentation: %s</summary>\n\n| where | what |\n|---|---|\n", plural(len(prose), "change"))
		for _, f := range prose {
			fmt.Fprintf(&b, "| %s | %s: %s |\n", code(f.Pointer), f.Change, code(f.values()))
		}
		b.WriteString("\n</details>\n")
	}
	return b.String()
}

func markdownContract(w io.Writer, title string, list []*Finding) {
	if len(list) > 0 {
		fmt.Fprintf(w, "\n### %s\n\n| verdict | direction | where | what | for existing callers |\n|---|---|---|---|---|\n", title)
		markdownRows(w, "", list)
	}
}

// markdownRows writes findings, each followed by what follows from it.
func markdownRows(w io.Writer, mark string, list []*Finding) {
	for _, f := range list {
		fmt.Fprintf(w, "| %s%s | %s | %s | %s: %s | %s |\n", mark, f.verdict(), f.Direction(), code(f.Pointer), f.Change,
			code(f.values()), cell(f.Meaning()))
		markdownRows(w, mark+"↳ ", f.Follows)
	}
}

// code writes text as a code span that may stand in a table.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "`` " + cell(s) + " ``"
}

// cell keeps text from ending its table cell.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "``", "` `").Replace(s)
}
