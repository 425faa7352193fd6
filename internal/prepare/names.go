package prepare

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// namer gives a name to every type that Go needs one for: objects with fields, enums and unions. A name is where the
// type is used first, by the order of the operations: CreateNetworkBody, CreateNetworkBodySubnetsItem. The document's
// own names are not used, because they change, are missing where a schema stands in place, and may be those of types
// of ours.
type namer struct {
	byClass map[string]string
	taken   map[string]bool // by letters
}

func newNamer(operations []*operation) namer {
	n := namer{byClass: map[string]string{}, taken: map[string]bool{}}
	n.reserve(Roles...)
	n.reserve("Client", "ClientOption", "ClientInterface", "ClientWithResponses", "ClientWithResponsesInterface",
		"HTTPRequestDoer", "RequestEditorFn", "Operation", "Operations", "DefaultServer", "ParentGroup",
		"NewClient", "NewClientWithResponses", "WithHTTPClient", "WithBaseURL", "WithRequestEditorFn")
	forms := strings.Fields("%sParams %sResponse New%sRequest New%sRequestWithBody Parse%sResponse Operation%s " +
		"%sJSONBody %sJSONRequestBody %sFormdataBody %sFormdataRequestBody %sMultipartBody %sMultipartRequestBody " +
		"%sTextBody %sTextRequestBody")
	for _, o := range operations {
		for _, form := range forms {
			n.reserve(fmt.Sprintf(form, o.Name))
		}
	}
	return n
}

func (n namer) reserve(names ...string) {
	for _, name := range names {
		n.taken[letters(name)] = true
	}
}

// name returns the name of the type of a use, and "" where it needs none. A type that has none yet gets the wanted
// one.
func (n namer) name(u *use, wanted string) string {
	known := n.byClass[u.to.class]
	switch {
	case u.role != "":
		wanted = u.role
	case !u.to.needsName() || known != "":
		return known
	default:
		wanted = n.free(wanted, u.to)
	}
	if u.to.needsName() && known == "" {
		n.byClass[u.to.class] = wanted
	}
	return wanted
}

// letters is what a name and the Go name that oapi-codegen makes of it have in common: capitals and the rest are its
// business.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// free returns the name, or with a number what is not taken, for the type and for the constants that it brings.
func (n namer) free(name string, t *goType) string {
	for i := 1; ; i++ {
		candidate := name
		if i > 1 {
			candidate += strconv.Itoa(i)
		}
		brings := []string{letters(candidate)}
		for _, member := range t.enum {
			brings = append(brings, letters(candidate+camel(fmt.Sprint(member))))
		}
		for j := range t.oneOf {
			brings = append(brings, letters(candidate)+strconv.Itoa(j))
		}
		if !slices.ContainsFunc(brings, func(name string) bool { return n.taken[name] }) {
			for _, name := range brings {
				n.taken[name] = true
			}
			return candidate
		}
	}
}

// answerName is what an answer adds to the name of its operation: Result for a success and Error with the status for
// the others.
func answerName(status string, only bool) string {
	code, err := strconv.Atoi(status)
	switch {
	case strings.HasPrefix(status, "2") && only:
		return "Result"
	case err == nil && code < 300:
		return "Result" + camel(http.StatusText(code))
	case status == "default":
		return "Error"
	}
	return "Error" + strings.ToUpper(status)
}

// camel makes a part of a Go name of any text.
func camel(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, word := range words {
		runes := []rune(word)
		runes[0] = unicode.ToUpper(runes[0])
		words[i] = string(runes)
	}
	return strings.Join(words, "")
}

// named is a property or a parameter with its name in the document.
type named struct {
	name   string
	object object
}

// distinctNames gives a Go name of its own to every entry whose name another has but for capitals and signs, or that
// is reserved. The one in small letters keeps its name.
func distinctNames(entries []named, reserved ...string) {
	slices.SortStableFunc(entries, func(a, b named) int { return strings.Compare(b.name, a.name) })
	known, taken := map[string]bool{}, map[string]bool{}
	for _, entry := range entries {
		known[letters(exported(entry.name))] = true
	}
	for _, name := range reserved {
		taken[name] = true
	}
	for _, entry := range entries {
		name := exported(entry.name)
		for i := 2; taken[letters(name)] || i > 2 && known[letters(name)]; i++ {
			name = exported(entry.name) + strconv.Itoa(i)
		}
		taken[letters(name)] = true
		if name != camel(entry.name) {
			entry.object["x-go-name"] = name
		}
	}
}

// exported makes a Go name that other packages see of any text.
func exported(text string) string {
	name := camel(text)
	if first := strings.IndexFunc(name, unicode.IsUpper); first != 0 {
		name = "N" + name
	}
	return name
}
