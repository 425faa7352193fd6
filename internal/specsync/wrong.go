package specsync

import (
	"fmt"
	"slices"
	"strings"
)

// forms says of what kinds the values of keys may be, whichever object has them. The grammar says it of those that
// hold objects.
var forms = map[string][]Kind{
	"title description summary":                          {String, Null}, // null says nothing
	"operationId $ref $comment in name style url scheme": {String},
	"format pattern propertyName":                        {String},
	"contentEncoding contentMediaType":                   {String},
	"x-deprecated-reason x-deprecated-since":             {String}, // of operations
	"x-sunset x-deprecation-link":                        {String},
	"deprecated readOnly writeOnly nullable uniqueItems": {Bool},
	"explode allowReserved allowEmptyValue":              {Bool},
	"minimum maximum multipleOf minLength maxLength":     {Number},
	"minItems maxItems minProperties maxProperties":      {Number},
	"exclusiveMinimum exclusiveMaximum":                  {Number, Bool},
	"enum security x-replacements":                       {Sequence},
	"tags":                                               {Sequence, Null},
	"mapping":                                            {Mapping},
}

// words are the values that a text may have.
var words = map[string][]string{
	"type": {"string", "integer", "number", "boolean", "object", "array", "null"},
	"in":   {"path", "query", "header", "cookie"},
}

// wrong says what is wrong with the value of a key in an object, or in a list or mapping of objects, whose form OpenAPI
// does not allow: what it means would be a guess.
func wrong(kind, key string, value *Node) error {
	if strings.HasPrefix(key, "x-") && kind != "operation" {
		return nil
	}
	var wanted []Kind
	child := childKind(kind, key)
	switch _, isObject := grammar[kind]; {
	case strings.HasPrefix(child, "[]") && kind == "schema":
		wanted = []Kind{Sequence}
	case strings.HasPrefix(child, "[]"):
		wanted = []Kind{Sequence, Null}
	case strings.HasPrefix(child, "{}"):
		wanted = []Kind{Mapping, Null}
	case child == "schema":
		wanted = []Kind{Mapping, Bool}
	case child != "":
		wanted = []Kind{Mapping}
	case !isObject:
	case key == "required" && kind == "schema":
		wanted = []Kind{Sequence}
	case key == "required":
		wanted = []Kind{Bool}
	case key == "type" && kind == "schema":
		wanted = []Kind{String, Sequence, Null} // null may stand without its quotes
	default:
		for keys, kinds := range forms {
			if slices.Contains(strings.Fields(keys), key) {
				wanted = kinds
			}
		}
	}
	if wanted != nil && value.Kind != Fault && !slices.Contains(wanted, value.Kind) {
		return fmt.Errorf("is %s, want %s", shorten(text(value), 60), kindNames[wanted[0]])
	}
	if known := words[key]; known != nil && child == "" && wanted != nil {
		for _, word := range append([]*Node{value}, value.Items...) {
			if word.Kind != Sequence && !slices.Contains(known, word.Text) {
				return fmt.Errorf("is %s, want one of %s", shorten(text(word), 60), strings.Join(known, ", "))
			}
		}
	}
	if key == "security" && wanted != nil {
		for _, way := range value.Items {
			if way.Kind != Mapping {
				return fmt.Errorf("is %s, want a list of mappings from schemes to scopes", shorten(text(value), 60))
			}
		}
	}
	if child == "parameter" && value.Get("$ref") == nil && (value.Str("in") == "" || value.Str("name") == "") {
		return fmt.Errorf("is %s, want one with a name and an in", shorten(text(value), 60))
	}
	return nil
}

var kindNames = map[Kind]string{Bool: "true or false", Number: "a number", String: "text", Sequence: "a list",
	Mapping: "a mapping"}
