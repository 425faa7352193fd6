package specsync

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Whatever single value of the slice changes or goes, something is said about it, in both directions.
func TestNoDifferenceIsDropped(t *testing.T) {
	t.Parallel()
	slice, pristine := tree(t, read(t, may)), tree(t, read(t, may))
	tried := 0
	var visit func(n *Node, path []string)
	check := func(what string, path []string) {
		tried++
		for _, sides := range [][2]*Node{{pristine, slice}, {slice, pristine}} {
			if sides[0].Str("openapi") == "" || sides[1].Str("openapi") == "" || sides[1].Get("paths") == nil || sides[1].Get("info") == nil {
				continue // refused before anything is compared
			}
			found := compare(t, sides[0], sides[1])
			if len(found) == 0 {
				t.Errorf("%s %s: nothing is said", what, pointer(path...))
			}
			for _, f := range found {
				if f.Pointer == "" {
					t.Errorf("%s %s: a finding says nothing of where", what, pointer(path...))
				}
			}
		}
	}
	visit = func(n *Node, path []string) {
		switch n.Kind {
		case Mapping:
			keys, items := n.Keys, n.Items
			for i, key := range keys {
				here := extend(path, key)
				n.Keys, n.Items = slices.Delete(slices.Clone(keys), i, i+1), slices.Delete(slices.Clone(items), i, i+1)
				check("removing", here)
				n.Keys, n.Items = keys, items
				visit(items[i], here)
			}
		case Sequence:
			items := n.Items
			for i, item := range items {
				here := extend(path, fmt.Sprint(i))
				n.Items = slices.Delete(slices.Clone(items), i, i+1)
				check("removing", here)
				n.Items = items
				if i < 2 {
					visit(item, here)
				}
			}
		case String:
			if path[0] == "openapi" || slices.Contains(path, "$ref") {
				return
			}
			n.Text += "x"
			check("changing", path)
			n.Text = strings.TrimSuffix(n.Text, "x")
		case Number:
			n.Text += "1"
			check("changing", path)
			n.Text = strings.TrimSuffix(n.Text, "1")
		case Bool:
			n.Text = map[string]string{"true": "false", "false": "true"}[n.Text]
			check("changing", path)
			n.Text = map[string]string{"true": "false", "false": "true"}[n.Text]
		}
	}
	visit(slice, []string{})
	if tried < 400 {
		t.Errorf("only %d changes tried", tried)
	}
}

func TestRecursiveSchemasAreCompared(t *testing.T) {
	const document = `
openapi: 3.1.0
info: {title: t, version: v}
paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}}}}
components:
  schemas:
    Tree:
      anyOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/List'}, {$ref: '#/components/schemas/Tree'}]
    List: {type: array, items: {$ref: '#/components/schemas/List'}}
    Leaf: {type: object, properties: {next: {$ref: '#/components/schemas/Leaf'}, map: {additionalProperties: {$ref: '#/components/schemas/Tree'}}, n: {type: integer}}}
`
	o := Operation{"get", "/a"}
	old := tree(t, document)
	for change, want := range map[string]string{"": "", "n: {type: integer}": "type-changed"} {
		new := tree(t, strings.Replace(document, change, "n: {type: string}", min(1, len(change))))
		var got []string
		for _, f := range Compare(old, new, []Twin{{Old: o, New: o}}) {
			got = append(got, f.Change)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEachFindingSaysEverything(t *testing.T) {
	old := tree(t, read(t, may))
	new := edited(t, tree(t, read(t, may)), []string{
		"- $enum/enum/0",
		"$op/requestBody/content/application~1json/schema: {anyOf: [{$ref: '#/components/schemas/ChangeSecurityGroupRuleSerializer'}, {type: 'null'}]}",
	})
	var got []string
	for _, f := range compare(t, old, new) {
		got = append(got, fmt.Sprintf("%s | %s | %s -> %s | %s | %s", f.Pointer, f.Change, f.Old, f.New, f.Direction(), f.Meaning()))
	}
	want := []string{
		abbreviations.Replace("$op/requestBody/content/application~1json/schema | null-added | object -> object or null | request widened | callers may send null for the request body"),
		"/components/schemas/SecurityGroupProtocolEnum/enum | enum-value-removed | ah ->  | request narrowed; response narrowed | calls that send ah for protocol are refused; protocol is never answered as ah any more",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// An object that becomes an array is one finding, in whichever direction it is met; what its properties lose is below.
func TestWhatFollowsStandsBelow(t *testing.T) {
	old := tree(t, read(t, may))
	new := edited(t, tree(t, read(t, may)), []string{"$res: {type: array, items: {type: string}}", "$enum/type: integer"})
	var top []string
	for _, f := range compare(t, old, new) {
		if f.Contract() {
			top = append(top, fmt.Sprintf("%s %s -> %s, %d below", f.Change, f.Old, f.New, len(f.Follows)))
		}
	}
	want := []string{"type-changed string -> integer, 0 below", "type-changed object -> array of string, 14 below"}
	if !slices.Equal(top, want) {
		t.Errorf("got %q, want %q", top, want)
	}
	text := (&Drift{Findings: compare(t, old, new)}).Text()
	for _, want := range []string{
		"/schema\n    type-changed: object -> array of string\n    response changed: ",
		"\n    what follows from it:\n      /",
		"\n        property-removed: - string\n        response changed: answers no longer carry id\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}

// july is what the revision of July 2026 changed, on the slice of May.
var july = []string{
	"/components/schemas/CreateSecurityGroupRuleSerializer: " +
		"{title: CreateSecurityGroupRuleSerializer, type: object, required: [direction], properties: {" +
		"description: {default: '', maxLength: 255, type: string}, " +
		"direction: {enum: [egress, ingress], type: string}, " +
		"ethertype: {default: IPv4, enum: [IPv4, IPv6], type: string}, " +
		"port_range_max: {anyOf: [{maximum: 65535, minimum: 0, type: integer}, {type: 'null'}], default: null}, " +
		"port_range_min: {anyOf: [{maximum: 65535, minimum: 0, type: integer}, {type: 'null'}], default: null}, " +
		"protocol: {anyOf: [{$ref: '#/components/schemas/SecurityGroupProtocolEnum'}, {type: 'null'}], default: null}, " +
		"remote_group_id: {format: uuid4, type: string}, " +
		"remote_ip_prefix: {anyOf: [{format: ipvanynetwork, type: string}, {type: 'null'}], default: null}}}",
	"$op/requestBody/content/application~1json/schema/$ref: '#/components/schemas/CreateSecurityGroupRuleSerializer'",
}

// contractOfJuly is what has to be said of it, each once.
var contractOfJuly = []string{
	"$op/requestBody/content/application~1json/schema/$ref schema-swapped [request changed] not breaking",
	"$req/properties/security_group_id property-removed-ignored [request narrowed] breaking",
	"$req/properties/ethertype null-removed [request narrowed] breaking",
	"$req/properties/remote_group_id null-removed [request narrowed] breaking",
	"$req/properties/protocol null-added [request widened] not breaking",
	"$req/properties/description/default default-added [request changed] not breaking",
	"$req/properties/ethertype/default default-added [request changed] not breaking",
	"$req/properties/port_range_max/default default-added [request changed] not breaking",
	"$req/properties/port_range_min/default default-added [request changed] not breaking",
	"$req/properties/protocol/default default-added [request changed] not breaking",
	"$req/properties/remote_ip_prefix/default default-added [request changed] not breaking",
}

func TestTheChangeOfJuly(t *testing.T) {
	new := edited(t, tree(t, read(t, may)), july)
	assertContract(t, "July", compare(t, tree(t, read(t, may)), new), contractOfJuly)
}

// assertContract fails unless the contract findings are exactly these.
func assertContract(t *testing.T, name string, found []*Finding, want []string) {
	t.Helper()
	var got, expected []string
	for _, f := range found {
		if f.Contract() {
			got = append(got, f.Pointer+" "+label(f))
		}
	}
	for _, line := range want {
		expected = append(expected, abbreviations.Replace(line))
	}
	slices.Sort(got)
	slices.Sort(expected)
	if !slices.Equal(got, expected) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(expected, "\n"))
	}
}

func TestTheRevisionsAgainstEachOther(t *testing.T) {
	slices := map[string]*Node{}
	for _, date := range []string{"2026-02-04", "2026-05-15", "2026-07-14"} {
		slices[date] = tree(t, cut(t, revision(t, date), listed(t)...))
	}
	back := strings.NewReplacer("$req", "/components/schemas/CreateSecurityGroupRuleSerializer", "null-removed [request narrowed] breaking", "null-added [request widened] not breaking",
		"null-added [request widened] not breaking", "null-removed [request narrowed] breaking", "default-added", "default-removed")
	var backFromJuly []string
	for _, line := range contractOfJuly {
		if !strings.Contains(line, "property-removed") {
			backFromJuly = append(backFromJuly, back.Replace(line))
		}
	}
	backFromJuly = append(backFromJuly, "$req/properties/security_group_id property-added-required [request narrowed] breaking")
	deprecated := "$op/deprecated operation-deprecated [operation changed] not breaking"
	undeprecated := "$op/deprecated operation-undeprecated [operation changed] not breaking"
	for _, c := range []struct {
		old, new string
		want     []string
		prose    int
	}{
		{"2026-02-04", "2026-02-04", nil, 0},
		{"2026-02-04", "2026-05-15", []string{deprecated}, 13},
		{"2026-05-15", "2026-02-04", []string{undeprecated}, 13},
		{"2026-05-15", "2026-07-14", contractOfJuly, 46},
		{"2026-07-14", "2026-05-15", backFromJuly, 46},
		{"2026-02-04", "2026-07-14", append([]string{deprecated}, contractOfJuly...), 57},
		{"2026-07-14", "2026-02-04", append([]string{undeprecated}, backFromJuly...), 57},
	} {
		found := compare(t, slices[c.old], slices[c.new])
		assertContract(t, c.old+" to "+c.new, found, c.want)
		if prose := len(found) - count(found, (*Finding).Contract); prose != c.prose {
			t.Errorf("%s to %s: %d documentation changes, want %d", c.old, c.new, prose, c.prose)
		}
	}
}

func TestTheTableOfRulesIsSound(t *testing.T) {
	for direction, rules := range Rules {
		seen := map[string]bool{}
		for _, r := range rules {
			if !slices.Contains([]string{narrowed, widened, changed, extended, restated}, r.Effect) || r.Meaning == "" {
				t.Errorf("%s has no effect or no sentence: %+v", r.Changes, r)
			}
			for _, change := range strings.Fields(r.Changes) {
				if seen[change] {
					t.Errorf("two rules for %s in a %s", change, direction)
				}
				seen[change] = true
			}
		}
	}
}
