package model

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg"
)

// rule is a rule as the server holds it.
type rule struct {
	id      string
	spec    gcoresg.RuleSpec
	created time.Time
	text    json.RawMessage // as the API answers it
}

// key is what Neutron compares when it refuses duplicates. The model has its own form of it, so that the client is
// not judged by its own code.
type key struct {
	direction, family, protocol, group, prefix string
	low, high                                  int
}

func keyOf(spec gcoresg.RuleSpec) key {
	k := key{
		direction: string(spec.Direction), family: cmp.Or(string(spec.EtherType), "IPv4"),
		protocol: string(spec.Protocol),
		group:    strings.ToLower(spec.RemoteGroupID), low: -1, high: -1,
	}
	if k.protocol == "any" {
		k.protocol = ""
	}
	if spec.PortRangeMin != nil {
		k.low = *spec.PortRangeMin
	}
	if spec.PortRangeMax != nil {
		k.high = *spec.PortRangeMax
	}
	if prefix, err := netip.ParsePrefix(spec.RemoteIPPrefix); err == nil && prefix.Bits() > 0 {
		k.prefix = prefix.String()
	}
	return k
}

// isAs reports whether the rule is what spec asks for, the description included.
func (r rule) isAs(spec gcoresg.RuleSpec) bool {
	return keyOf(r.spec) == keyOf(spec) && r.spec.Description == spec.Description
}

// json is the rule as the API answers it.
func (r rule) json(groupID string) json.RawMessage {
	const layout = "2006-01-02T15:04:05+0000"
	protocol, created := string(r.spec.Protocol), r.created.UTC().Format(layout)
	if protocol == "any" {
		protocol = ""
	}
	return fmt.Appendf(nil,
		`{"id":%q,"security_group_id":%q,"revision_number":0,"created_at":%q,"updated_at":%q,"direction":%q,`+
			`"ethertype":%q,"protocol":%s,"port_range_min":%s,"port_range_max":%s,"remote_group_id":%s,`+
			`"remote_ip_prefix":%s,"description":%s}`,
		r.id, groupID, created, created, string(r.spec.Direction), cmp.Or(string(r.spec.EtherType), "IPv4"),
		orNull(protocol),
		number(r.spec.PortRangeMin), number(r.spec.PortRangeMax), orNull(r.spec.RemoteGroupID),
		orNull(r.spec.RemoteIPPrefix),
		orNull(r.spec.Description))
}

// with is the rule as the API answers it, with another value of one field.
func (r rule) with(field, value string) json.RawMessage {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(r.text, &fields); err != nil {
		panic(err)
	}
	fields[field] = json.RawMessage(value)
	return mustJSON(fields)
}

// orNull is a text as JSON. No text of the model has a character that Go and JSON write differently.
func orNull(text string) string {
	if text == "" {
		return "null"
	}
	return strconv.Quote(text)
}

func number(port *int) string {
	if port == nil {
		return "null"
	}
	return strconv.Itoa(*port)
}

// mustJSON panics on a value that is not JSON: every value is one of the model's own.
func mustJSON(value any) json.RawMessage {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return data
}

// String is a short form for the event log.
func (r rule) String() string { return short(r.id) + " " + describe(r.spec) }

func describe(spec gcoresg.RuleSpec) string {
	var fields map[string]any
	_ = json.Unmarshal(mustJSON(spec), &fields)
	delete(fields, "security_group_id")
	text := string(mustJSON(fields))
	return strings.NewReplacer(`"`, "", "remote_ip_", "", "port_range_", "").Replace(text)
}

// short is the beginning of an id, which is enough to tell ids of one run apart.
func short(id string) string {
	if len(id) > 8 {
		return id[:8]
	}
	return cmp.Or(id, "none")
}
