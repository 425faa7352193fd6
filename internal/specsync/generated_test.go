package specsync

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// upstream makes a full document out of the slice of May, changed by edits, and what our contract with the successor
// API relies on.
func upstream(t *testing.T, edits ...string) *Node {
	t.Helper()
	slice := tree(t, read(t, may))
	contract := tree(t, intoSlice.ReplaceAllString(read(t, "../../"+successorFile), "$1'#/components/schemas/SecurityGroupRuleSerializer'"))
	for path, item := range members(contract.Get("paths")) {
		slice.Get("paths").set(path, item)
	}
	for section, parts := range members(contract.Get("components")) {
		if slice.Get("components", section) == nil {
			slice.Get("components").set(section, newMapping())
		}
		for name, part := range members(parts) {
			if slice.Get("components", section, name) == nil {
				slice.Get("components", section).set(name, part)
			}
		}
	}
	return edited(t, slice, edits)
}

// members returns a mapping's entries.
func members(n *Node) map[string]*Node {
	entries := map[string]*Node{}
	for i, key := range n.Keys {
		entries[key] = n.Items[i]
	}
	return entries
}

// driftTo runs upstream-drift on the module of May.
func driftTo(t *testing.T, full string) *Drift {
	t.Helper()
	return driftOf(t, inMay(t), full)
}

// driftOf runs upstream-drift on the module at root.
func driftOf(t *testing.T, root, full string) *Drift {
	t.Helper()
	path := t.TempDir() + "/upstream.yaml"
	write(t, path, full)
	drift, err := UpstreamDrift(context.Background(), root, path, generated)
	if err != nil {
		t.Fatal(err)
	}
	return drift
}

// assertGo fails unless the Go API, and what we rely on of the successor API, change in exactly these ways.
func assertGo(t *testing.T, drift *Drift, want ...string) {
	t.Helper()
	var got []string
	for _, c := range drift.Go.Changes {
		got = append(got, c.Text)
	}
	for _, f := range drift.Successor {
		got = append(got, "successor API: "+f.Pointer)
	}
	slices.Sort(got)
	slices.Sort(want)
	if drift.Go.Trouble != "" || !slices.Equal(got, want) {
		t.Errorf("%s\n got %q\nwant %q", drift.Go.Trouble, got, want)
	}
}

func TestTheGeneratedClientTakesTheChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"July 2026", july, []string{"gen.RuleSpec.SecurityGroupID removed, breaking; also as gcoresg.RuleSpec"}},
		{"names change, values and fields come", []string{
			"$req/properties/direction/description: in or out",
			"- $op/deprecated",
			"copy $enum /components/schemas/Protocols",
			"$req/properties/protocol/$ref: '#/components/schemas/Protocols'",
			"$res/properties/protocol/anyOf/0/$ref: '#/components/schemas/Protocols'",
			"/components/schemas/Protocols/enum/24: wg",
			"$req/properties/log: {type: boolean}",
			"$res/properties/revision_number/type: string",
		}, []string{"gen.RuleSpec.Log added, not breaking; also as gcoresg.RuleSpec", "gen.ProtocolWg added, not breaking",
			"gcoresg.ProtocolWg added, not breaking", "gen.Rule.RevisionNumber changed from int to string, breaking; also as gcoresg.Rule",
			"successor API: /components/schemas/SecurityGroupRuleSerializer/properties/revision_number"}}, // in the group's list
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before := snapshot(t, inMay(t))
			drift := driftTo(t, string(Dump(upstream(t, c.edits...))))
			assertGo(t, drift, c.want...)
			if drift.Go.Root != "" {
				t.Errorf("the root package: %q", drift.Go.Root)
			}
			if snapshot(t, inMay(t)) != before {
				t.Error("upstream-drift has changed files of the module")
			}
		})
	}
}

// testdata/root names a field that is gone in July; the module's own root package does not.
func TestARootPackageThatNoLongerCompilesIsReported(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS(inMay(t))); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "rule.go"), read(t, "testdata/root/rule.go"))
	drift := driftOf(t, root, string(Dump(upstream(t, july...))))
	if !strings.Contains(drift.Go.Root, "rule.go:3:57: spec.SecurityGroupID undefined") {
		t.Errorf("the root package: %q", drift.Go.Root)
	}
	if !strings.HasSuffix(drift.Summary(), ", Go API: 1 change (1 breaking), root package to be adapted") {
		t.Error(drift.Summary())
	}
}

// Without the anyOf that allows null, the answer's ethertype is still the shared type.
func TestABareEnumIsStillTheSharedOne(t *testing.T) {
	t.Parallel()
	assertGo(t, driftTo(t, string(Dump(upstream(t, "$res/properties/ethertype: {type: string, enum: [IPv4, IPv6]}")))))
}

// An enum that stands in place, where there was a reference, is the same Go type.
func TestAnInlinedEnumIsStillTheSharedOne(t *testing.T) {
	t.Parallel()
	enum := string(Dump(tree(t, read(t, may)).Get("components", "schemas", "SecurityGroupProtocolEnum", "enum")))
	flow := "[" + strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(enum, "- ", "")), "\n", ", ") + "]"
	assertGo(t, driftTo(t, string(Dump(upstream(t, "$req/properties/protocol: {type: string, enum: "+flow+"}",
		"$res/properties/protocol: {anyOf: [{type: string, enum: "+flow+"}, {type: 'null'}]}")))))
}

// The Go API is told as it would be with the line that make sync asks for.
func TestAMovedOperationGenerates(t *testing.T) {
	t.Parallel()
	drift := driftTo(t, string(Dump(upstream(t, "move $path /cloud/v3/rules/{project_id}/{region_id}/{rule_id}"))))
	assertGo(t, drift)
	if got := drift.Summary(); got != "breaking: 1 contract change (1 breaking), 0 documentation changes, Go API: no change" {
		t.Errorf("got %q", got)
	}
}

func TestAMovedOperationWhosePathLosesParametersStopsGeneration(t *testing.T) {
	t.Parallel()
	drift := driftTo(t, string(Dump(upstream(t, "move $path /cloud/v3/rules/{rule_id}"))))
	if !strings.HasPrefix(drift.Go.Trouble, "generation fails: ") || !drift.Go.Breaking() {
		t.Errorf("got %+v", drift.Go)
	}
	if got := drift.Summary(); got != "breaking: 1 contract change (1 breaking), 0 documentation changes, Go API: generation fails" {
		t.Errorf("got %q", got)
	}
}

func TestAVanishedOperationIsAFinding(t *testing.T) {
	t.Parallel()
	drift := driftTo(t, string(Dump(upstream(t, "- $path"))))
	if got := drift.Summary(); got != "breaking: 1 contract change (1 breaking), 0 documentation changes, Go API: generation fails" {
		t.Errorf("got %q", got)
	}
}

// Sync and generate in a copy of the module, through every revision and back.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for _, date := range []string{"2026-02-04", "2026-07-14", "2026-05-15"} {
		texts[date] = revision(t, date)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS(inMay(t))); err != nil {
		t.Fatal(err)
	}
	for _, date := range []string{"2026-02-04", "2026-07-14", "2026-05-15"} {
		path := filepath.Join(t.TempDir(), date+".yaml")
		write(t, path, texts[date])
		if _, err := Sync(context.Background(), root, path); err != nil {
			t.Fatal(err)
		}
		if _, err := generated(root); err != nil {
			t.Fatal(err)
		}
		if err := command(root, "go", "build", "./gen", "./wire"); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"api/cloud_api.yaml", "api/README.md", "gen/client.gen.go", "gen/operations.gen.go", "aliases.gen.go"} {
		if read(t, filepath.Join(root, file)) != read(t, filepath.Join(inMay(t), file)) {
			t.Errorf("%s is not what it was", file)
		}
	}
}

// snapshot lists the files of the packages concerned with their sizes and times.
func snapshot(t *testing.T, root string) string {
	t.Helper()
	var list strings.Builder
	for _, dir := range []string{"", "/api", "/gen"} {
		entries, err := os.ReadDir(root + dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if err != nil {
				t.Fatal(err)
			}
			if !entry.IsDir() {
				list.WriteString(entry.Name() + info.ModTime().String() + "\n")
			}
		}
	}
	return list.String()
}
