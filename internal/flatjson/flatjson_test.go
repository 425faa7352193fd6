package flatjson_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/flatjson"
	"github.com/gcoresg/gcoresg/wire"
)

const full = `{"created_at":"2019-06-18T11:56:16+0000","description":"Some description","direction":"ingress",
 "ethertype":"IPv4","id":"00000000-0000-4000-8000-000000000000","port_range_max":443,"port_range_min":0,
 "protocol":"tcp","remote_group_id":null,"remote_ip_prefix":"10.0.0.0/8","revision_number":3,
 "security_group_id":"00000000-0000-4000-8000-000000000001","updated_at":"2019-06-18T11:57:00+0000"}`

// mixed has a field of every kind that a revision of the document may bring.
type mixed struct {
	Text     string            `json:"text"`
	Small    string            `json:"small,omitempty"`
	Number   int               `json:"number,omitzero"`
	Pointer  *int              `json:"pointer,omitempty"`
	Bare     *int              `json:"bare"`
	Time     wire.Time         `json:"time,omitzero"`
	Late     *wire.Time        `json:"late,omitzero"`
	Tags     []string          `json:"tags,omitempty"`
	Labels   map[string]string `json:"labels,omitzero"`
	Inner    struct{ A int }   `json:"inner,omitempty"`
	On       bool              `json:"on,omitempty"`
	Share    float64           `json:"share"`
	Byte     uint8             `json:"byte"`
	Name     *string           `json:"name,omitempty"`
	Exact    json.Number       `json:"exact,omitempty"`
	Raw      json.RawMessage   `json:"raw,omitempty"`
	Any      any               `json:"a<b"`
	Quoted   *int              `json:"quoted,string,omitempty"`
	Own      own               `json:"own,omitzero"`
	Untagged string
	Skipped  string `json:"-"`
	hidden   string
}

// own is a text that says itself what it is.
type own string

func (o own) MarshalText() ([]byte, error) { return []byte("<" + o), nil }
func (o own) IsZero() bool                 { return o == "zero" }
func (o *own) UnmarshalText(text []byte) error {
	*o = own(text) + "!"
	return nil
}

var (
	rules  = flatjson.For[gen.Rule]()
	specs  = flatjson.For[gen.RuleSpec]()
	mixeds = flatjson.For[mixed]()
)

// agree fails the test unless codec and encoding/json see the same in data. It returns the odd fields and whether data
// decoded.
func agree[T any](t *testing.T, codec *flatjson.Codec[T], data string) ([]string, bool) {
	t.Helper()
	var got, want T
	odd, err := codec.Decode([]byte(data), &got)
	wantErr := json.Unmarshal([]byte(data), &want)
	switch {
	case err != nil && wantErr == nil && strings.TrimSpace(data) != "null":
		t.Fatalf("%.200s: refused (%v), encoding/json takes it", data, err)
	case err == nil && odd == nil && wantErr != nil:
		t.Fatalf("%.200s: decoded, but encoding/json says: %v", data, wantErr)
	case wantErr == nil && odd != nil:
		t.Fatalf("%.200s: %v are odd, encoding/json takes them", data, odd)
	case err == nil && !json.Valid([]byte(data)):
		t.Fatalf("%.200s: decoded, but is not valid", data)
	case err == nil && odd == nil && !reflect.DeepEqual(got, want):
		t.Fatalf("%.200s:\n got %+v\nwant %+v", data, got, want)
	}
	return odd, err == nil
}

var accepted = []string{
	full, `{}`, " {\r\n\t} ", `{"id":""}`, `{"port_range_max":null}`, `{"id":"ü"}`, `{"id":"a","id":"b"}`,
	`{"port_range_max":1,"port_range_max":null}`,
	`{"id":"a","id":null}`, `{"revision_number":0,"revision_number":null}`,
	`{"port_range_max":1,"port_range_max":2,"port_range_min":3}`,
	`{"ID":"a"}`, `{"Id":"a","id":"b","iD":"c"}`, `{"de\u017fcription":"long s"}`, `{"DESCRIPTION":"ſ","\u0069d":"x"}`,
	`{"id":"a\n\"\\\/\b\f\r\tz"}`, `{"id":"\u00e9 \ud83d\ude00 \ud83d \ude00 \ud83d\u0041 \ud83dx \u0000"}`,
	"{\"id\":\"\xff\",\"\xff\":1,\"direction\":\"\xe2\x80\"}",
	`{"unknown":1,"more":[1,{"a":[]},"]"],"b":true,"c":null,"d":-1.5e+10,"e":"\u00e9\"","f":{"g":"}"},"id":"x"}`,
	`{"revision_number":-0}`, `{"x":` + strings.Repeat("[", 9999) + strings.Repeat("]", 9999) + `}`, `{"x":1e999999}`,
	`{"x":12345678901234567890123456789012345678901234567890}`,
}

var odd = map[string]string{
	`{"id":1}`: "id", `{"id":{},"direction":"x"}`: "id", `{"revision_number":1.0}`: "revision_number",
	`{"revision_number":1e2}`:                  "revision_number",
	`{"revision_number":99999999999999999999}`: "revision_number", `{"port_range_min":"1"}`: "port_range_min",
	`{"created_at":"yesterday"}`: "created_at",
	`{"created_at":1}`:           "created_at", `{"created_at":""}`: "created_at",
	`{"remote_group_id":["a"]}`: "remote_group_id", `{"protocol":true}`: "protocol",
	`{"ID":[],"port_range_max":[{}]}`: "id port_range_max", `{"created_at":{"a":[1]}}`: "created_at",
}

var refused = []string{
	``, ` `, `{`, `}`, `{}}`, `[]`, `null`, `"a"`, `1`, `{"id":"a"`, `{"id":"a",}`, `{,}`, `{"id" "a"}`,
	`{"id":"a" "direction":"b"}`, `{"id":"a"} x`,
	"{\"id\":\"a\n\"}", "{\"id\":\"abc\ndefghijklmnop\"}",
	`{"id":nul}`, `{"id":"\x"}`, `{"id":"\u12g4"}`, `{"id":"\`, `{"id":"\"}`, `{"x":"\u12"}`,
	`{"\x":1}`, `{"x":nulll}`, `{"x":}`, `{"x":,"y":1}`,
	`{"revision_number":01}`, `{"revision_number":-}`, `{"revision_number":+1}`, `{"x":01}`, `{"x":1"a"}`,
	`{"x":1-2}`, `{"x":1+2}`, `{"x":1.}`, `{"x":12e}`, `{"x":00}`, `{"revision_number":1-2}`, `{"x":1null}`,
	`{"x":1"a":2}`, `{"x":"a"1}`, `{"x":[1,]}`, `{"x":[}`, `{"x":[}]}`,
	`{"x":{"a"}}`, `{x:1}`, `{1:1}`, `{"a":1 2}`, "{\"a\":\v1}", "{\"a\":1\x00}", "\ufeff{}",
	`{"x":` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + `}`,
	`{"x":` + strings.Repeat("[", 1<<20), `{"id":` + strings.Repeat(`{"a":`, 1<<18),
}

func TestDecode(t *testing.T) {
	for _, data := range accepted {
		if odd, ok := agree(t, rules, data); odd != nil || !ok {
			t.Errorf("%.100s: odd %v, decoded %v", data, odd, ok)
		}
	}
	for data, want := range odd {
		if odd, ok := agree(t, rules, data); strings.Join(odd, " ") != want || !ok {
			t.Errorf("%.100s: odd %v, decoded %v; want %s", data, odd, ok, want)
		}
	}
	for _, data := range refused {
		if _, ok := agree(t, rules, data); ok {
			t.Errorf("%.100s: decoded", data)
		}
	}
}

func TestDecodeLeavesOddFieldsZero(t *testing.T) {
	var rule gen.Rule
	data := `{"id":"a","id":1,"revision_number":99999999999999999999,"port_range_max":"x",
		"created_at":"?","direction":"egress"}`
	got, err := rules.Decode([]byte(data), &rule)
	if err != nil || len(got) != 4 || !reflect.DeepEqual(rule, gen.Rule{Direction: gen.DirectionEgress}) {
		t.Errorf("%+v, odd %v, %v", rule, got, err)
	}
}

func TestDecodeKeepsNothingOfTheData(t *testing.T) {
	data := []byte(full)
	var rule gen.Rule
	if _, err := rules.Decode(data, &rule); err != nil {
		t.Fatal(err)
	}
	clear(data)
	if rule.Description != "Some description" || rule.Direction != gen.DirectionIngress {
		t.Errorf("the rule changed with the data: %+v", rule)
	}
}

func TestForRefusesEmbeddedFields(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	flatjson.For[struct{ mixed }]()
}

func FuzzDecode(f *testing.F) {
	for _, seed := range slices.Concat(accepted[:len(accepted)-1], refused[:len(refused)-2], []string{
		`{"text":"a","small":"","number":1,"pointer":1,"time":null,"late":null,
			"tags":["a"],"tags":[],"labels":{"a":"b"},"labels":{"c":"d"},"inner":{"a":1}}`,
		`{"on":true,"share":1.5,"byte":7,"byte":300,"name":"x","exact":1e5,
			"raw":{"a":[]},"a<b":[1],"quoted":"5","own":"a","Untagged":"u","skipped":1,"time":"2019-06-18T11:56:16Z"}`,
	}) {
		f.Add(seed)
	}
	for seed := range odd {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		agree(t, rules, data)
		agree(t, mixeds, data)
	})
}
