package neutron

import "strings"

// CheckID adds a problem unless an id is a UUID of version 4.
func (p *Problems) CheckID(field, id string) {
	if id == "" {
		p.Add(field, "is empty, want a UUID")
	} else if !IsUUID4(id) {
		p.Add(field, "is %.60q, want a UUID of version 4 such as 00000000-0000-4000-8000-000000000000", id)
	}
}

// IsUUID4 reports whether id is a random UUID (version 4, RFC 9562) in its usual form, which the document calls uuid4.
func IsUUID4(id string) bool {
	return len(id) == 36 && id[8] == '-' && id[13] == '-' && id[14] == '4' && id[18] == '-' && id[23] == '-' &&
		strings.IndexByte("89abAB", id[19]) >= 0 &&
		isHex(id[:8]) && isHex(id[9:13]) && isHex(id[15:18]) && isHex(id[20:23]) && isHex(id[24:])
}

func isHex(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// ExistingID returns the id of the rule that, by the text of a refusal, already exists. It is in lower case, and empty
// where the text names none.
func ExistingID(text string) string {
	_, id, _ := strings.Cut(strings.ToLower(text), "rule id is ")
	if id = id[:min(len(id), 36)]; IsUUID4(id) {
		return id
	}
	return ""
}
