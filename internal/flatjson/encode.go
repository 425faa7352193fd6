package flatjson

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Append appends src as json.Marshal encodes it.
func (c *Codec[T]) Append(dst []byte, src *T) ([]byte, error) {
	source := reflect.ValueOf(src).Elem()
	dst = append(dst, '{')
	start := len(dst)
	for i := range c.fields {
		f := &c.fields[i]
		v := source.Field(f.index)
		isFast := f.kind >= stringKind
		if isFast && f.omit && v.IsZero() {
			continue
		}
		before := len(dst)
		if before > start {
			dst = append(dst, ',')
		}
		switch {
		case f.kind == stringKind && isPlain(v.String()):
			dst = append(append(append(append(dst, f.prefix...), '"'), v.String()...), '"')
		case f.kind == intKind:
			dst = strconv.AppendInt(append(dst, f.prefix...), v.Int(), 10)
		case f.kind == intPointerKind && !v.IsNil():
			dst = strconv.AppendInt(append(dst, f.prefix...), v.Elem().Int(), 10)
		default:
			alone := reflect.New(f.alone)
			alone.Elem().Field(0).Set(v)
			object, err := json.Marshal(alone.Interface())
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.name, err)
			}
			if dst = append(dst, object[1:len(object)-1]...); len(object) == len("{}") {
				dst = dst[:before]
			}
		}
	}
	return append(dst, '}'), nil
}

// isPlain reports whether text stands in JSON as it is. It says no to some that does: U+2028 and U+2029, which do not,
// start with 0xe2, and so do others.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0xe2 {
			return false
		}
	}
	return utf8.ValidString(text)
}
