package generate

import (
	"encoding/json"
	"testing"

	"github.com/gcoresg/gcoresg/internal/specsync"
)

// upstream-drift calls every other spelling documentation, whichever of two documents has it. Another media type is
// reported, if only to say that it is the same one.
func TestSpellingsAreDocumentation(t *testing.T) {
	parse := func(document object) (*specsync.Node, *specsync.Node) {
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := specsync.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := specsync.Cut(doc, doc.Operations())
		if err != nil {
			t.Fatal(err)
		}
		return doc, whole
	}
	plain, old := parse(fullDocument(t))
	var twins []specsync.Twin
	for _, o := range plain.Operations() {
		twins = append(twins, specsync.Twin{Old: o, New: o})
	}
	for _, spelling := range spellings {
		document := fullDocument(t)
		spelling.spell(document)
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := specsync.Parse(data)
		if err != nil {
			t.Fatal(spelling.name, err)
		}
		new, err := specsync.Cut(doc, plain.Operations())
		if err != nil {
			t.Fatal(spelling.name, err)
		}
		for _, sides := range [][2]*specsync.Node{{old, new}, {new, old}} {
			for _, f := range specsync.Compare(sides[0], sides[1], twins) {
				if f.Contract() && f.Change != "content-type-parameter-changed" {
					t.Errorf("%s: %s: %s: %s", spelling.name, f.Pointer, f.Change, f.Meaning())
				}
			}
		}
	}
}
