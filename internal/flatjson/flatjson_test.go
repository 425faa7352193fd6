package flatjson_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/flatjson"
)

const full = `{"created_at":"2019-06-18T11:56:16+0000","description":"Some description","direction":"ingress","ethertype":"IPv4",
 "id":"a","port_range_max":443,"port_range_min":0,"protocol":null,"remote_group_id":null,"remote_ip_prefix":"10.0.0.0/8",
 "revision_number":-3,"security_group_id":"b","updated_at":"2019-06-18T11:57:00+0000"}`

var decoder = flatjson.For[gen.Rule]()

// agree fails the test if the decoder does not decline and encoding/json sees something else in the same bytes.
func agree(t *testing.T, data string) bool {
	t.Helper()
	var fast, slow gen.Rule
	if !decoder.Decode([]byte(data), &fast) {
		return false
	}
	if err := json.Unmarshal([]byte(data), &slow); err != nil {
		t.Fatalf("%s: decoded, but encoding/json says: %v", data, err)
	}
	if !reflect.DeepEqual(fast, slow) {
		t.Fatalf("%s:\n got %+v\nwant %+v", data, fast, slow)
	}
	return true
}

func TestDecodeTakesThePlainForm(t *testing.T) {
	for _, data := range []string{full, `{}`, " {\n} ", `{"id":""}`, `{"port_range_max":null}`, `{"id":"ü"}`, `{"id":"a","id":"b"}`,
		`{"port_range_max":1,"port_range_max":null}`, `{"id":"a","id":null}`, `{"revision_number":0,"revision_number":null}`} {
		if !agree(t, data) {
			t.Errorf("declined: %s", data)
		}
	}
}

func TestDecodeDeclinesTheRest(t *testing.T) {
	for _, data := range []string{
		``, ` `, `{`, `}`, `{}}`, `[]`, `null`, `{"id":"a"`, `{"id":"a",}`, `{,}`, `{"id" "a"}`, `{"id":"a" "direction":"b"}`, `{"id":"a"} x`,
		`{"id":"a\n"}`, "{\"id\":\"a\n\"}", "{\"id\":\"\xff\"}", `{"ID":"a"}`, `{"unknown":1}`, `{"id":1}`, `{"id":{}}`, `{"id":nul}`,
		`{"revision_number":1.0}`, `{"revision_number":1e2}`, `{"revision_number":01}`, `{"revision_number":-}`, `{"revision_number":+1}`,
		`{"revision_number":99999999999999999999}`, `{"created_at":"yesterday"}`, `{"created_at":1}`,
		`{"port_range_max":1,"port_range_max":2,"port_range_min":3}`,
	} {
		if agree(t, data) {
			t.Errorf("not declined: %s", data)
		}
	}
}

func TestDecodeKeepsNothingOfTheData(t *testing.T) {
	data := []byte(full)
	var rule gen.Rule
	if !decoder.Decode(data, &rule) {
		t.Fatal("declined")
	}
	clear(data)
	if rule.Description != "Some description" || rule.Direction != gen.DirectionIngress {
		t.Errorf("the rule changed with the data: %+v", rule)
	}
}

func TestForDeclinesTypesItDoesNotKnow(t *testing.T) {
	type nested struct {
		Tags []string `json:"tags"`
	}
	if flatjson.For[nested]().Decode([]byte(`{}`), &nested{}) {
		t.Error("a struct with a slice was not declined")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{full, `{}`, `{"id":"a","id":null}`, `{"revision_number":-0}`, `{"port_range_max":1,"port_range_max":2}`, `{"created_at":"2026-02-24T10:39:59"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) { agree(t, data) })
}

func BenchmarkDecode(b *testing.B) {
	data := []byte(full)
	b.Run("flatjson", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var rule gen.Rule
			if !decoder.Decode(data, &rule) {
				b.Fatal("declined")
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var rule gen.Rule
			if err := json.Unmarshal(data, &rule); err != nil {
				b.Fatal(err)
			}
		}
	})
}
