package flatjson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
)

// group is what a caller would write by hand.
type group struct {
	ID    string `json:"id"`
	Rules list   `json:"security_group_rules"`
}

// list starts afresh where it comes twice; encoding/json merges the second into the first.
type list []gen.Rule

func (l *list) UnmarshalJSON(data []byte) error {
	var fresh []gen.Rule
	err := json.Unmarshal(data, &fresh)
	*l = fresh
	return err
}

const field = "security_group_rules"

func agreeOnList(t *testing.T, data string) {
	t.Helper()
	var want group
	wantErr := json.Unmarshal([]byte(data), &want)
	got, err := rules.DecodeList([]byte(data), field)
	switch {
	case wantErr == nil && err != nil && !strings.Contains(data, "null"): // to encoding/json, null is an object
		t.Fatalf("%.200s: refused (%v), encoding/json takes it", data, err)
	case err == nil && !json.Valid([]byte(data)):
		t.Fatalf("%.200s: decoded, but is not valid", data)
	case err != nil && json.Valid([]byte(data)) && strings.HasPrefix(strings.TrimSpace(data), "{") &&
		!strings.HasPrefix(err.Error(), "item "):
		t.Fatalf("%.200s: refused (%v), but is a valid object", data, err)
	case err != nil || got.Odd != nil || wantErr != nil:
	case got.Present != (want.Rules != nil), got.ID != want.ID, !reflect.DeepEqual(got.Items, []gen.Rule(want.Rules)):
		t.Fatalf("%.200s:\n got %+v\nwant %+v", data, got, want)
	}
}

// groupOf is a group as the API answers it, with n rules.
func groupOf(n int) []byte {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.Replace(full, "0000-4000", fmt.Sprintf("%04d-4000", i), 1)
	}
	return []byte(`{"created_at":"2019-06-18T11:56:16+0000","description":"d","id":"g",
		"metadata":[{"key":"a","read_only":false,"value":"b"}],
		"name":"n","project_id":7,"region":"Luxembourg",
		"region_id":8,"revision_number":3,"tags_v2":[{"key":"a","value":"b"}],
		"security_group_rules":[` + strings.Join(items, ",") + `],"updated_at":"2019-06-18T11:56:16+0000"}`)
}

func TestDecodeList(t *testing.T) {
	inGroup := func(items string) string { return `{"security_group_rules":[` + items + `]}` }
	deep := func(n int) string { return inGroup(`{"x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`) }
	odd := inGroup(`{},{"id":1,"protocol":2},{"id":"x"}`)
	for data, want := range map[string]string{
		string(groupOf(3)):                   "g 3 true map[]",
		`{}`:                                 " 0 false map[]",
		`{"id":5}`:                           " 0 false map[]",
		`{"security_group_rules":null}`:      " 0 false map[]",
		`{"security_group_rules":{"a":[]}}`:  " 0 false map[]",
		`{"security_group_rules":"x"}`:       " 0 false map[]",
		` { "security_group_rules" : [ ] } `: " 0 true map[]",
		`{"ID":"a","SECURITY_GROUP_RULES":[{},{"id":"a"}],"id":null}`:                  "a 2 true map[]",
		`{"security_group_rules":[{}],"security_group_rules":[]}`:                      " 0 true map[]",
		`{"security_group_rules":[{"id":1}],"security_group_rules":null}`:              " 0 false map[]",
		`{"security_group_rules":[],"x":[{"security_group_rules":[1]}],"id":"\u00e9"}`: "é 0 true map[]",
		odd: " 3 true map[1:[id protocol]]",
		inGroup(strings.Repeat("{},", 999) + `{"id":"last"}`): " 1000 true map[]",
		deep(9997): " 1 true map[]",
	} {
		agreeOnList(t, data)
		list, err := rules.DecodeList([]byte(data), field)
		got := fmt.Sprintf("%s %d %v %v", list.ID, len(list.Items), list.Present, list.Odd)
		if err != nil || got != want {
			t.Errorf("%.200s: %s (%v), want %s", data, got, err, want)
		}
	}
	for _, data := range []string{
		``, `null`, `[]`, deep(9998),
		`{"security_group_rules":[}`, `{"security_group_rules":[{}`, `{"security_group_rules":[`,
		inGroup(`null`), inGroup(`{},[{}]`), inGroup(`5`), inGroup(`"{"`),
		inGroup(`{},`), inGroup(`{"a":}`), inGroup(`{}{}`), inGroup(`{"a":[}]}`), inGroup(``) + " x",
		`{"security_group_rules":[{"a":1]]}`,
		inGroup(`{"a":"\x"}`), `{"id":"\x"}`, `{"id":"a",}`,
	} {
		agreeOnList(t, data)
		if list, err := rules.DecodeList([]byte(data), field); err == nil {
			t.Errorf("%.200s: %+v, want an error", data, list)
		}
	}
}

// TestListTakesOneAllocationForTheStringsOfAnItem counts: the strings, two ports, and a share of the list as it grows.
func TestListTakesOneAllocationForTheStringsOfAnItem(t *testing.T) {
	count := func(n int) float64 {
		data := bytes.ReplaceAll(groupOf(n), []byte(`\u00e9`), []byte("é")) // a string with an escape takes more
		return testing.AllocsPerRun(10, func() { _, _ = rules.DecodeList(data, field) })
	}
	if each := (count(201) - count(1)) / 200; each > 4 {
		t.Errorf("%v allocations an item, want 4", each)
	}
	data := groupOf(2)
	list, err := rules.DecodeList(data, field)
	clear(data)
	if err != nil || list.Items[1].ID != "00000000-0001-4000-8000-000000000000" || list.ID != "g" {
		t.Errorf("%+v, %v", list, err)
	}
}

func FuzzDecodeList(f *testing.F) {
	f.Add(string(groupOf(2)))
	for _, item := range append(accepted[:15:15], refused[:20]...) {
		f.Add(`{"id":"a","security_group_rules":[{},` + item + `]}`)
	}
	f.Add(`{"security_group_rules":[{"id":1},null],"security_group_rules":[{"x":[{}]}],"ID":5}`)
	f.Fuzz(agreeOnList)
}
