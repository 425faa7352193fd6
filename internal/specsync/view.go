package specsync

import (
	"fmt"
	"slices"
)

// view is what a schema says once references are followed and compositions that merely combine are merged, so that
// two spellings of one meaning look alike: {anyOf: [X, null]}, {type: [x, null]} and {$ref: X, nullable: true}.
type view struct {
	at         []string           // where it is used
	parts      []*Node            // the nodes it was put together from, as written
	refs       []string           // the components it was found through, in order
	refAt      []string           // where the first of these references stands
	keywords   map[string]keyword // all but those below; a keyword met again is numbered: "description#2"
	types      []string           // without null; nil is any type
	null       bool               // null is allowed
	properties map[string]located
	names      []string // of the properties, in order
	required   map[string][]string
	variants   []located // of an anyOf or oneOf with more than one member that is not null
}

type located struct {
	node *Node
	at   []string
}

type keyword = located

// viewer resolves references within one slice.
type viewer struct{ root *Node }

func (r viewer) view(s located) *view {
	v := &view{at: s.at, keywords: map[string]keyword{}, properties: map[string]located{}, required: map[string][]string{}}
	r.merge(v, s)
	v.settle()
	return v
}

// resolve follows a chain of references, for the objects that may be replaced by one.
func (r viewer) resolve(s located) located {
	for range 32 { // a longer chain is a circle
		keys, err := parseReference(s.node.Str("$ref"))
		if err != nil {
			return s
		}
		target := r.root.Get(keys...)
		if target == nil {
			return s
		}
		s = located{target, keys}
	}
	return s
}

func (r viewer) merge(v *view, s located) {
	v.parts = append(v.parts, s.node)
	if s.node.Kind != Mapping {
		if s.node.Text != "true" {
			v.types = []string{} // false allows nothing
		}
		return
	}
	var combined []located
	localEnum := s.node.Get("enum") != nil
	for i, key := range s.node.Keys {
		value, at := s.node.Items[i], extend(s.at, []string{key})
		switch key {
		case "$ref":
			if target := r.resolve(s); !slices.Contains(v.refs, value.Text) && !slices.Equal(target.at, s.at) {
				if v.refs == nil {
					v.refAt = at
				}
				v.refs = append(v.refs, value.Text)
				combined = append(combined, target)
			}
		case "allOf":
			for j, member := range value.Items {
				combined = append(combined, located{member, extend(at, []string{fmt.Sprint(j)})})
			}
		case "anyOf", "oneOf":
			combined = append(combined, v.alternatives(key, value, at)...)
		case "type":
			v.setTypes(value, at, localEnum)
		case "nullable":
			v.null = v.null || value.Text == "true"
		case "const":
			v.add("enum", &Node{Kind: Sequence, Items: []*Node{value}}, at)
		case "enum":
			v.setEnum(value, at)
		case "properties":
			for j, name := range value.Keys {
				v.setProperty(name, located{value.Items[j], extend(at, []string{name})})
			}
		case "required":
			for _, name := range value.Items {
				v.required[name.Text] = at
			}
		default:
			v.add(key, value, at)
		}
	}
	for _, other := range combined {
		r.merge(v, other)
	}
}

func (v *view) setTypes(value *Node, at []string, limited bool) {
	names := []string{}
	for _, t := range append([]*Node{value}, value.Items...) {
		switch {
		case t.Kind != String:
		case t.Text != "null":
			names = append(names, t.Text)
		case !limited: // beside an enum, null must be one of its values
			v.null = true
		}
	}
	slices.Sort(names)
	if v.types != nil && !slices.Equal(v.types, names) {
		v.add("type", value, at) // contradicts what was merged before
		return
	}
	v.types = names
}

func (v *view) setEnum(value *Node, at []string) {
	values := &Node{Kind: Sequence}
	for _, item := range value.Items {
		if item.Kind == Null {
			v.null = true
			continue
		}
		values.Items = append(values.Items, item)
	}
	v.add("enum", values, at)
}

func (v *view) setProperty(name string, s located) {
	if known, ok := v.properties[name]; ok {
		if !known.node.Equal(s.node) {
			v.add("property "+name, s.node, s.at)
		}
		return
	}
	v.properties[name] = s
	v.names = append(v.names, name)
}

// add records a keyword. Annotations keep every occurrence, since each of them can change by itself.
func (v *view) add(key string, value *Node, at []string) {
	name := key
	for i := 2; ; i++ {
		known, taken := v.keywords[name]
		if !taken {
			v.keywords[name] = keyword{value, at}
			return
		}
		if !isAnnotation(key) && known.node.Equal(value) {
			return
		}
		name = fmt.Sprintf("%s#%d", key, i)
	}
}

// settle brings keywords with two spellings to one.
func (v *view) settle() {
	if enum, ok := v.keywords["enum"]; ok && v.types == nil {
		v.types = typesOf(enum.node.Items) // a type left out beside an enum says nothing that the enum does not
	}
	for _, bound := range []string{"minimum", "maximum"} { // OpenAPI 3.0 has a flag beside the bound
		flag := "exclusiveM" + bound[1:]
		if k, ok := v.keywords[flag]; ok && k.node.Kind == Bool {
			delete(v.keywords, flag)
			if limit, ok := v.keywords[bound]; ok && k.node.Text == "true" {
				delete(v.keywords, bound)
				v.keywords[flag] = limit
			}
		}
	}
	for _, key := range []string{"minLength", "minItems", "minProperties"} {
		if k, ok := v.keywords[key]; ok && k.node.Text == "0" {
			delete(v.keywords, key) // says nothing
		}
	}
	for _, key := range []string{"readOnly", "writeOnly", "deprecated", "uniqueItems", "additionalProperties"} {
		usual := "false"
		if key == "additionalProperties" {
			usual = "true"
		}
		k, ok := v.keywords[key]
		if ok && (k.node.Kind == Bool && k.node.Text == usual || usual == "true" && k.node.Kind == Mapping && len(k.node.Items) == 0) {
			delete(v.keywords, key)
		}
	}
}

// says reports whether keyword key holds exactly this text.
func (v *view) says(key, text string) bool {
	k, ok := v.keywords[key]
	return ok && k.node.Text == text
}

// local reports whether the keyword stands where the schema is used, not in a component.
func (v *view) local(key string) bool {
	k, ok := v.keywords[key]
	return ok && len(k.at) == len(v.at)+1 && slices.Equal(k.at[:len(v.at)], v.at)
}
