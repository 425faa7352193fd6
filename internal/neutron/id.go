package neutron

import "strings"

// CheckID returns what is wrong with an id, which has to be a UUID of version 4, or nil.
func CheckID(field, id string) *Problem {
	var p problems
	checkID(&p, field, id)
	if len(p) == 0 {
		return nil
	}
	return &p[0]
}

func checkID(p *problems, field, id string) {
	if id == "" {
		p.add(field, "is empty, want a UUID")
	} else if !IsUUID4(id) {
		p.add(field, "is %.60q, want a UUID of version 4 such as 00000000-0000-4000-8000-000000000000", id)
	}
}

// IsUUID4 reports whether id is a random UUID (version 4, RFC 9562) in its usual form, which the document calls uuid4.
func IsUUID4(id string) bool {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' || id[14] != '4' {
		return false
	}
	switch id[19] {
	case '8', '9', 'a', 'b', 'A', 'B':
		return isHex(id[:8]) && isHex(id[9:13]) && isHex(id[15:18]) && isHex(id[20:23]) && isHex(id[24:])
	}
	return false
}

func isHex(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// ExistingID finds the rule that a refusal names as being there already.
func ExistingID(text string) string {
	const lead, size = "rule id is ", 36
	start := strings.Index(strings.ToLower(text), lead) + len(lead)
	if start >= len(lead) && start+size <= len(text) && IsUUID4(text[start:start+size]) {
		return text[start : start+size]
	}
	return ""
}
