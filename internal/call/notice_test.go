package call

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

func TestParseDeprecation(t *testing.T) {
	date := time.Date(2023, 6, 30, 23, 59, 59, 0, time.UTC) // the example of RFC 9745, section 2.1
	for value, want := range map[string]struct {
		since      time.Time
		deprecated bool
	}{
		"@1688169599":                   {date, true},
		" @1688169599;x=1 ":             {date, true},
		"@-1":                           {time.Unix(-1, 0).UTC(), true},
		"@0":                            {time.Unix(0, 0).UTC(), true},
		"@999999999999999":              {time.Time{}, true},
		"@9223372036854775807":          {time.Time{}, true},
		"true":                          {time.Time{}, true},
		"?1":                            {time.Time{}, true},
		"Fri, 30 Jun 2023 23:59:59 GMT": {date, true},
		"?0":                            {},
		"false":                         {},
		"":                              {},
		"@":                             {},
		"@+1":                           {},
		"1688169599":                    {},
		"@1688169599.5":                 {},
		"@99999999999999999999":         {},
	} {
		since, deprecated := parseDeprecation(value)
		if !since.Equal(want.since) || deprecated != want.deprecated {
			t.Errorf("%q: %v, %v, want %v, %v", value, since, deprecated, want.since, want.deprecated)
		}
	}
	if _, deprecated := parseDeprecation(""); deprecated {
		t.Error("no header is no deprecation")
	}
}

func TestParseSunset(t *testing.T) {
	// The example of RFC 8594, section 3, names the wrong day of the week; it counts all the same.
	want := time.Date(2018, 12, 31, 23, 59, 59, 0, time.UTC)
	if got := parseDate("Sat, 31 Dec 2018 23:59:59 GMT"); !got.Equal(want) {
		t.Errorf("%v", got)
	}
	for _, bad := range []string{"", "soon", "@1688169599", "2018-12-31"} {
		if got := parseDate(bad); !got.IsZero() {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

// pairs are target and relation type of every link.
func pairs(header string) (links [][2]string) {
	for _, l := range parseLinks(header) {
		links = append(links, [2]string{l.Target, l.Rel})
	}
	return links
}

func TestParseLinks(t *testing.T) {
	for header, want := range map[string][][2]string{
		// RFC 9745, section 3, and RFC 8288, section 3.5.
		`<https://a.example/deprecation>; rel="deprecation"; type="text/html"`:  {{"https://a.example/deprecation", "deprecation"}},
		`<http://a.example/chapter2>; rel="previous"; title="previous chapter"`: {{"http://a.example/chapter2", "previous"}},
		`</>; rel="http://example.net/foo"`:                                     {{"/", "http://example.net/foo"}},
		`</chapter2>; rel="previous"; title*=UTF-8'de'letztes%20Kapitel, </chapter4>; rel="next"; title*=UTF-8'de'n%c3%a4chs`: {
			{"/chapter2", "previous"}, {"/chapter4", "next"},
		},
		`<http://a.example/>; rel="start http://example.net/relation/other"`: {
			{"http://a.example/", "start"}, {"http://a.example/", "http://example.net/relation/other"},
		},
		// And what else the grammar allows or servers send.
		`</a>;rel=Sunset`:                         {{"/a", "sunset"}},
		`</a> ; REL = "sunset" ; x`:               {{"/a", "sunset"}},
		`</a>; rel=one; rel=two`:                  {{"/a", "one"}},
		`</a,b;c>; title="x, <y>; rel=no"; rel=r`: {{"/a,b;c", "r"}},
		`</a>; title="\"; rel=no"; rel=r`:         {{"/a", "r"}},
		`, ,</a>; rel=r,,`:                        {{"/a", "r"}},
		`</a>; rel="r`:                            {{"/a", "r"}},
		`</a>; rel="r\`:                           {{"/a", "r"}},
		`</a>;;; ;rel=r;`:                         {{"/a", "r"}},
		`</a>`:                                    nil,
		`</a`:                                     nil,
		`a; rel=r`:                                nil,
		``:                                        nil,
		`</a>; rel=r x </b>; rel=s`:               {{"/a", "r"}},
	} {
		if got := pairs(header); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", header, got, want)
		}
	}
	n := newNotice(http.Header{"Deprecation": {"true"}, "Link": {"</a>; rel=r", "</b>; rel=s"}}, "")
	if n == nil || len(n.Links) != 2 {
		t.Errorf("two headers: %+v", n)
	}
}

func TestNoticeIsNilWithoutAHeaderThatCanBeRead(t *testing.T) {
	for name, test := range map[string]struct {
		header http.Header
		want   bool
	}{
		"no header":                        {http.Header{}, false},
		"a link alone":                     {http.Header{"Link": {"</a>; rel=deprecation"}}, false},
		"a deprecation that is none":       {http.Header{"Deprecation": {"soon"}}, false},
		"a sunset that is none":            {http.Header{"Sunset": {"soon"}}, false},
		"a sunset":                         {http.Header{"Sunset": {"Mon, 31 Dec 2018 23:59:59 GMT"}}, true},
		"a deprecation":                    {http.Header{"Deprecation": {"true"}}, true},
		"a deprecation, and a sunset that": {http.Header{"Deprecation": {"true"}, "Sunset": {"soon"}}, true},
	} {
		if got := newNotice(test.header, ""); (got != nil) != test.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestNoticeHoldsNoKey(t *testing.T) {
	n := newNotice(http.Header{"Deprecation": {"true"}, "Link": {"<https://a.example/" + testKey + ">; rel=sunset"}}, scheme+testKey)
	holdsNoKey(t, "a notice", *n)
}

func FuzzDeprecationHeaders(f *testing.F) {
	f.Add("@1688169599", "Sat, 31 Dec 2018 23:59:59 GMT", `</a>; rel="x y"; title="\"", <b>;rel=z`)
	f.Add("true", "soon", `<`)
	f.Add("@-9223372036854775808", "", `</a>;=;rel=;,`)
	f.Fuzz(func(t *testing.T, deprecation, sunset, link string) {
		since, _ := parseDeprecation(deprecation)
		for _, date := range []time.Time{since, parseDate(sunset)} {
			if _, err := date.MarshalJSON(); err != nil {
				t.Fatalf("a date that cannot be logged: %v", err)
			}
		}
		for _, l := range pairs(link) {
			if l[1] == "" {
				t.Fatalf("%q: a link without a relation: %q", link, l)
			}
		}
	})
}
