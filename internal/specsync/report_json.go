package specsync

import "encoding/json"

type jsonReport struct {
	Summary              string        `json:"summary"`
	VendoredVersion      string        `json:"vendoredVersion"`
	UpstreamVersion      string        `json:"upstreamVersion"`
	ContractChanges      int           `json:"contractChanges"`
	BreakingChanges      int           `json:"breakingChanges"`
	DocumentationChanges int           `json:"documentationChanges"`
	Findings             []jsonFinding `json:"findings"`
	Successor            []jsonFinding `json:"successor"`
	GoAPI                jsonGoAPI     `json:"goAPI"`
}

type jsonFinding struct {
	Pointer         string `json:"pointer"`
	UpstreamPointer string `json:"upstreamPointer,omitempty"`
	Label           string `json:"label"`
	Change          string `json:"change"`
	Direction       string `json:"direction,omitempty"`
	Verdict         string `json:"verdict,omitempty"`
	Breaking        bool   `json:"breaking"`
	Old             string `json:"old"`
	New             string `json:"new"`
	Meaning         string `json:"meaning,omitempty"`
}

type jsonGoAPI struct {
	Breaking    bool           `json:"breaking"`
	Trouble     string         `json:"trouble,omitempty"`
	RootPackage string         `json:"rootPackage,omitempty"`
	Changes     []jsonGoChange `json:"changes"`
}

type jsonGoChange struct {
	Package  string `json:"package"`
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Action   string `json:"action"`
	Old      string `json:"old,omitempty"`
	New      string `json:"new,omitempty"`
	Breaking bool   `json:"breaking"`
	Alias    string `json:"aliasOf,omitempty"`
}

// JSON writes the whole drift for programs.
func (d *Drift) JSON() (string, error) {
	report := jsonReport{
		Summary:              d.Summary(),
		VendoredVersion:      d.Vendored,
		UpstreamVersion:      d.Upstream,
		ContractChanges:      count(d.Findings, Finding.Contract),
		BreakingChanges:      count(d.Findings, Finding.Breaking),
		DocumentationChanges: len(d.Findings) - count(d.Findings, Finding.Contract),
		Findings:             jsonFindings(d.Findings),
		Successor:            jsonFindings(d.Successor),
		GoAPI:                jsonGoAPI{d.Go.Breaking(), d.Go.Trouble, d.Go.Root, []jsonGoChange{}},
	}
	for _, c := range d.Go.Changes {
		report.GoAPI.Changes = append(report.GoAPI.Changes, jsonGoChange(c))
	}
	text, err := json.MarshalIndent(report, "", "  ")
	return string(text) + "\n", err
}

func jsonFindings(list []Finding) []jsonFinding {
	out := []jsonFinding{}
	for _, f := range ordered(list) {
		label := "documentation"
		if f.Contract() {
			label = "contract"
		}
		out = append(out, jsonFinding{f.Pointer, f.Upstream, label, f.Change, f.Direction(), f.verdict(), f.Breaking(),
			f.Old, f.New, f.Meaning()})
	}
	return out
}
