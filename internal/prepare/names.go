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
	first   map[string]*use // by name: the use that named it
	taken   map[string]bool // by letters
	order   []string
	open    map[string]bool // classes of arrays and maps that are being visited
}

func newNamer(operations []*operation) *namer {
	n := &namer{byClass: map[string]string{}, first: map[string]*use{}, taken: map[string]bool{}, open: map[string]bool{}}
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

func (n *namer) reserve(names ...string) {
	for _, name := range names {
		n.taken[letters(name)] = true
	}
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

// visit names the type of a use, and those that it is made of.
func (n *namer) visit(u *use, name string) {
	if u == nil {
		return
	}
	t := u.to
	switch {
	case u.role != "":
		if n.first[u.role] != nil {
			n.name(u, u.role)
			return
		}
		name = n.name(u, u.role)
	case t.needsName():
		if n.byClass[t.class] != "" {
			return
		}
		name = n.name(u, n.free(name, t))
	case n.open[t.class]:
		return
	default:
		n.open[t.class] = true
		defer delete(n.open, t.class)
	}
	for _, f := range t.fields {
		n.visit(f.use, name+camel(f.name))
	}
	for i, member := range t.oneOf {
		n.visit(member, name+"Option"+strconv.Itoa(i+1))
	}
	if t.kind == "array" {
		n.visit(t.item, name+"Item")
	} else {
		n.visit(t.item, name+"Value")
	}
}

func (n *namer) name(u *use, name string) string {
	if n.first[name] == nil {
		n.first[name] = u
		n.order = append(n.order, name)
		n.reserve(name)
	}
	if u.to.needsName() && n.byClass[u.to.class] == "" {
		n.byClass[u.to.class] = name
	}
	return name
}

// free returns the name, or with a number what is not taken, for the type and for the constants that it brings.
func (n *namer) free(name string, t *goType) string {
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

// visitOperations names the types of all operations, each first by its body, then by its answers, then by its
// parameters.
func (n *namer) visitOperations(operations []*operation) {
	for _, o := range operations { // the types with a role first: others may share them
		for _, m := range slices.Concat(o.bodies, o.answers) {
			if m.use != nil && m.use.role != "" {
				n.visit(m.use, "")
			}
		}
	}
	for _, o := range operations {
		for _, m := range o.bodies {
			n.visit(m.use, o.Name+"Body"+m.suffix)
		}
		for _, m := range o.answers {
			n.visit(m.use, o.Name+m.suffix)
		}
		for _, p := range o.parameters {
			n.visit(p.use, o.Name+"Param"+camel(asText(p.object["name"])))
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
