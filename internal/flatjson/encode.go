package flatjson

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
)

// Append appends src as json.Marshal encodes it.
func (c *Codec[T]) Append(dst []byte, src *T) ([]byte, error) {
	source := reflect.ValueOf(src).Elem()
	object := append(dst, '{')
	for i := range c.fields {
		f := &c.fields[i]
		v := source.Field(f.index)
		switch {
		case f.kind >= stringKind && f.omit && v.IsZero():
		case f.kind == stringKind && isPlain(v.String()):
			object = append(append(append(append(object, f.prefix...), '"'), v.String()...), '"', ',')
		case f.kind == intKind && !(v.Kind() == reflect.Pointer && v.IsNil()):
			object = append(strconv.AppendInt(append(object, f.prefix...), reflect.Indirect(v).Int(), 10), ',')
		default:
			encoded, err := json.Marshal(src)
			return append(dst, encoded...), err
		}
	}
	return append(bytes.TrimSuffix(object, []byte{','}), '}'), nil
}

func isPlain(text string) bool {
	for i := range len(text) {
		if !plain[text[i]] {
			return false
		}
	}
	return true
}
