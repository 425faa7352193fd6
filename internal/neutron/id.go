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
	if len(id) != 36 || id[14] != '4' || !strings.ContainsRune("89abAB", rune(id[19])) {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case i == 8, i == 13, i == 18, i == 23:
			if c != '-' {
				return false
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
		default:
			return false
		}
	}
	return true
}
