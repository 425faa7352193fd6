package specsync

import "testing"

func TestTheSliceOfMayIsCutOutOfItsRevision(t *testing.T) {
	if got := cut(t, revision(t, "2026-05-15"), listed(t)...); got != read(t, may) {
		t.Errorf("the slice of 2026-05-15 is not %s:\n%s", may, got)
	}
}

func TestOrderAndStyleOfTheRevisionsDoNotShow(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"2026-02-04", "2026-05-15", "2026-07-14"} {
		full := revision(t, date)
		whole := tree(t, full)
		whole.Get("info").set("version", newString("v")) // where the block style would lose that it is text
		plain := string(Dump(whole))
		want := cut(t, plain, listed(t)...)
		shuffled := toJSON(whole)
		for name, text := range map[string]string{"JSON": shuffled, "YAML in flow style": "#\n" + shuffled} {
			if cut(t, text, listed(t)...) != want {
				t.Errorf("%s as %s: the slice differs", date, name)
			}
		}
	}
}

// Every value of every revision, far beyond our slice, must survive being written and read.
func TestWholeRevisionsReadBack(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"2026-02-04", "2026-05-15", "2026-07-14"} {
		whole := tree(t, revision(t, date))
		if !tree(t, string(Dump(whole))).Equal(whole) {
			t.Errorf("%s reads back as something else", date)
		}
	}
}

// Every operation of the vendor's, not only ours, can be cut out and compared, and no difference is dropped.
func TestEveryOperationOfTheRevisions(t *testing.T) {
	t.Parallel()
	cutAll := func(date string) map[Operation]*Node {
		doc, err := Parse([]byte(revision(t, date)))
		if err != nil {
			t.Fatal(err)
		}
		slices := map[Operation]*Node{}
		for _, o := range doc.Operations() {
			if slices[o], err = Cut(doc, []Operation{o}); err != nil {
				t.Errorf("%s: %s: %v", date, o, err)
			} else if _, err := Render(slices[o]); err != nil {
				t.Errorf("%s: %s: %v", date, o, err)
			}
		}
		return slices
	}
	old, new := cutAll("2026-05-15"), cutAll("2026-07-14")
	for o, before := range old {
		twin := []Twin{{Old: o, New: o}}
		if found := Compare(before, before, twin); len(found) > 0 {
			t.Errorf("%s differs from itself: %+v", o, found[0])
		}
		if after := new[o]; after != nil && !before.Equal(after) && len(Compare(before, after, twin)) == 0 {
			t.Errorf("%s: the difference is dropped", o)
		}
	}
}
