package specsync

import "testing"

func TestSyncingTheVendoredRevisionChangesNothing(t *testing.T) {
	want := read(t, vendored)
	full := revision(t, "2026-05-15")
	if got := cut(t, full, listed(t)...); got != want {
		t.Errorf("the slice of 2026-05-15 is not the vendored one:\n%s", got)
	}
}

func TestOrderAndStyleOfTheRevisionsDoNotShow(t *testing.T) {
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
	for _, date := range []string{"2026-02-04", "2026-05-15", "2026-07-14"} {
		whole := tree(t, revision(t, date))
		if !tree(t, string(Dump(whole))).Equal(whole) {
			t.Errorf("%s reads back as something else", date)
		}
	}
}
