package specsync

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Pairs of random schemas are compared, and judged by a validator of JSON Schema that knows nothing of the comparator:
// a value that callers may send and that is refused now, or one that is answered and that they do not know, is a break
// that has to be found. A schema that is only spelled in another way must be no finding of the contract.
func TestNoBreakIsMissed(t *testing.T) {
	t.Parallel()
	pairs, broken, respelled := 500, 0, 0
	for seed := range pairs {
		g := &schemaMaker{Rand: rand.New(rand.NewPCG(uint64(seed), 9))}
		old := g.schema(2)
		new := g.respell(g.mutate(clone(old)))
		same := g.respell(clone(old))
		for _, direction := range []string{request, response} {
			if found := compareSchemas(t, direction, old, same); count(found, (*Finding).Contract) > 0 {
				t.Fatalf("seed %d: the %s is only spelled otherwise, but %s\nold %s\nnew %s", seed, direction, found[0].Meaning(), show(old), show(same))
			}
			respelled++
			from, to := old, new
			if direction == response {
				from, to = new, old
			}
			value, breaks := g.refused(t, from, to)
			if !breaks {
				continue
			}
			broken++
			if found := compareSchemas(t, direction, old, new); count(found, (*Finding).Breaking) == 0 {
				t.Fatalf("seed %d: in the %s, %s makes a break that is missed\nold %s\nnew %s\n%d findings", seed, direction, value, show(old), show(new), len(found))
			}
		}
	}
	t.Logf("%d breaks found, %d other spellings called documentation", broken, respelled)
	if broken < pairs/4 {
		t.Errorf("only %d of %d pairs break anything", broken, pairs)
	}
}

type dict = map[string]any

func compareSchemas(t *testing.T, direction string, old, new any) []*Finding {
	t.Helper()
	document := func(schema any) *Node {
		part := dict{"content": dict{"application/json": dict{"schema": schema}}}
		operation := dict{"requestBody": part}
		if direction == response {
			operation = dict{"responses": dict{"200": part}}
		}
		return tree(t, show(dict{"openapi": "3.1.0", "paths": dict{"/a": dict{"put": operation}},
			"components": dict{"schemas": dict{"Word": word, "Pair": couple}}}))
	}
	o := Operation{"put", "/a"}
	return Compare(document(old), document(new), []Twin{{o, o}})
}

var (
	word   = dict{"type": "string", "maxLength": 2}
	couple = dict{"type": "object", "properties": dict{"x": dict{"type": "integer"}, "y": dict{"type": "string"}}, "required": []any{"x"}}
)

func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func clone(v any) any {
	var copied any
	if err := json.Unmarshal([]byte(show(v)), &copied); err != nil {
		panic(err)
	}
	return copied
}

type schemaMaker struct {
	*rand.Rand
	names int
}

func (g *schemaMaker) one(of ...any) any { return of[g.IntN(len(of))] }

func (g *schemaMaker) schema(depth int) any {
	if depth == 0 {
		return g.scalar()
	}
	switch g.IntN(9) {
	case 0:
		return dict{"type": "array", "items": g.schema(depth - 1), g.one("minItems", "maxItems").(string): g.one(1, 2)}
	case 1:
		return dict{"anyOf": []any{g.schema(depth - 1), dict{"type": "null"}}}
	case 2:
		return dict{"$ref": "#/components/schemas/" + g.one("Word", "Pair").(string)}
	case 3:
		return dict{"anyOf": []any{g.scalar(), dict{"type": "boolean"}, dict{"type": "array", "items": g.scalar()}}}
	case 4, 5, 6:
		properties, required := dict{}, []any{}
		for range 1 + g.IntN(3) {
			g.names++ // no name twice, so that an added property is none that was sent before
			name := fmt.Sprint("p", g.names)
			properties[name] = g.schema(depth - 1)
			if g.IntN(2) == 0 {
				required = append(required, name)
			}
		}
		return dict{"type": "object", "properties": properties, "required": required}
	}
	return g.scalar()
}

func (g *schemaMaker) scalar() any {
	switch g.IntN(6) {
	case 0:
		return dict{"type": "string", g.one("minLength", "maxLength").(string): g.one(0, 1, 2)}
	case 1:
		return dict{"type": g.one("integer", "number"), g.one("minimum", "exclusiveMinimum").(string): g.one(0, 1), g.one("maximum", "exclusiveMaximum").(string): g.one(2, 3)}
	case 2:
		return dict{"type": "string", "enum": []any{"a", "b", "abc"}[:1+g.IntN(3)]}
	case 3:
		return dict{"type": []any{"integer", "null"}, "multipleOf": g.one(1, 2, 3)}
	case 4:
		return dict{"type": []any{"string", "null"}, "enum": []any{"a", "b", nil}}
	}
	return dict{"type": g.one("string", "integer", "boolean", "number")}
}

// mutate changes one thing somewhere.
func (g *schemaMaker) mutate(schema any) any {
	s := schema.(dict)
	var inside []func()
	for _, key := range slices.Sorted(maps.Keys(s)) {
		switch value := s[key].(type) {
		case dict:
			if key == "properties" {
				for _, name := range slices.Sorted(maps.Keys(value)) {
					inside = append(inside, func() { value[name] = g.mutate(value[name]) })
				}
			} else {
				inside = append(inside, func() { s[key] = g.mutate(value) })
			}
		case []any:
			if key == "anyOf" {
				inside = append(inside, func() { i := g.IntN(len(value)); value[i] = g.mutate(value[i]) })
			}
		}
	}
	if len(inside) > 0 && g.IntN(3) > 0 {
		inside[g.IntN(len(inside))]()
		return s
	}
	switch keys := slices.Sorted(maps.Keys(s)); g.IntN(4) {
	case 0:
		return g.schema(1)
	case 1:
		return dict{"anyOf": []any{s, dict{"type": "null"}}}
	case 2:
		if s["type"] == "object" {
			g.names++
			s["properties"].(dict)[fmt.Sprint("p", g.names)] = g.scalar()
			return s
		}
		maps.Copy(s, g.scalar().(dict))
	default:
		if key := keys[g.IntN(len(keys))]; key != "type" || s["properties"] == nil && s["items"] == nil { // which say the type too
			delete(s, key)
		}
	}
	return s
}
