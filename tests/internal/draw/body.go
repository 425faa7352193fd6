package draw

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Body returns the body of a request as somebody could send it who does not use the client: a valid one, often with
// members of the wrong type, unknown, given twice, missing or null, or text that is no JSON.
func Body(r *rand.Rand, groupID string) string {
	spec := Valid(r)
	*Group(&spec) = groupID
	encoded, err := json.Marshal(spec)
	if err != nil {
		panic(err) // a spec is strings and numbers
	}
	body := string(encoded)
	for range r.IntN(4) {
		body = spoil(r, body)
	}
	return body
}

func spoil(r *rand.Rand, body string) string {
	fields := []string{"description", "direction", "ethertype", "port_range_max", "port_range_min", "protocol",
		"remote_group_id", "remote_ip_prefix", "security_group_id"}
	name := pick(r, fields...)
	switch r.IntN(12) {
	case 0, 1, 2, 3: // again, as the last of its name
		return add(body, name, value(r))
	case 4: // again, as the first of its name
		return fmt.Sprintf(`{%q:%s,`, name, value(r)) + strings.TrimPrefix(body, "{")
	case 5:
		return add(body, pick(r, strings.ToUpper(name), strings.ToUpper(name[:1])+name[1:], name+" ", "new_field", "",
			"id"), value(r))
	case 6:
		return strings.Replace(body, name, pick(r, "x", strings.ToUpper(name), `\u0064`+name[1:]), 1)
	case 7:
		return pick(r, "["+body+"]", body+" ", body+"x", body[:len(body)/2], "", "null", "true", `"`, "{}", "[]",
			"\ufeff"+body, body+body)
	}
	return body
}

func add(body, name, value string) string {
	return strings.TrimSuffix(body, "}") + fmt.Sprintf(`,%q:%s}`, name, value)
}

// value returns JSON of any type, often the right one for one of the fields.
func value(r *rand.Rand) string {
	switch r.IntN(4) {
	case 0:
		return pick(r, "null", "true", "false", "[]", "{}", `[""]`, `{"a":1}`, `""`)
	case 1:
		return pick(r, "0", "-0", "1", "80", "80.0", "8e1", "0.8e2", "80.5", "-1", "65535", "65535.0",
			"65536", "1e400", "18446744073709551616", "01")
	case 2:
		return quoted(pick(r, nearly(r, directions), nearly(r, etherTypes), nearly(r, protocols), uuid(r), Prefix(r),
			description(r)))
	}
	return quoted(pick(r, "egress", "ingress", "IPv4", "IPv6", "tcp", UUID4(r), Network(r, true).String()))
}

func quoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // text is a string
	}
	return string(encoded)
}
