package specsync

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// isoDate finds the date in a version or a file name such as 2026-05-15.yaml.
var isoDate = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// provenance is what api/README.md records about the slice, in lines of the form "key: value".
type provenance [][2]string

// provenanceOf describes a slice. The date is the version's; where that is a mere revision id, the one in SPEC's name.
func provenanceOf(slice *Node, text []byte, spec string) provenance {
	version := slice.Str("info", "version")
	date := cmp.Or(isoDate.FindString(version), isoDate.FindString(path.Base(spec)), "unknown (the version names none)")
	return provenance{
		{"title", strings.Join(strings.Fields(slice.Str("info", "title")), " ")},
		{"version", version},
		{"date", date},
		{"sha256", fmt.Sprintf("%x", sha256.Sum256(text))},
	}
}

// record rewrites the recorded values in the text of api/README.md, and nothing else.
func (p provenance) record(readme string) (string, error) {
	for _, line := range p {
		form := regexp.MustCompile(`(?m)^` + line[0] + `: .*$`)
		if n := len(form.FindAllString(readme, -1)); n != 1 {
			return "", fmt.Errorf("%s has %d lines that begin with %q, want one: restore the block of recorded values",
				readmeFile, n, line[0]+": ")
		}
		readme = form.ReplaceAllLiteralString(readme, line[0]+": "+line[1])
	}
	return readme, nil
}
