package hostile_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/tests/internal/leak"
)

// TestTruncatedAtEveryByte: no beginning of a rule is a rule, whether the server says that it is all or breaks off.
func TestTruncatedAtEveryByte(t *testing.T) {
	leak.Check(t)
	var length, announced int
	url, _ := serve(t, func(conn net.Conn) {
		say("HTTP/1.1 200 OK\r\nContent-Length: ", strconv.Itoa(announced), "\r\n\r\n", ruleBody[:length])(conn)
	}, unchanged)
	client := newClient(t, url)
	for length = range len(ruleBody) {
		for _, announced = range []int{length, len(ruleBody)} {
			got, err := update(t.Context(), client)
			wantClass(t, unknown, got, err)
		}
	}
}

// TestReadingsTruncatedAtEveryByte: no beginning of a group is a group. The whole one has the new rule.
func TestReadingsTruncatedAtEveryByte(t *testing.T) {
	leak.Check(t)
	const newGroup = `{"id":"` + groupID + `","security_group_rules":[{"id":"` + newID + `","direction":"ingress",` +
		`"protocol":"tcp","port_range_min":443,"port_range_max":443,"remote_ip_prefix":"10.0.0.0/8"}]}`
	var length, announced int
	url, _ := serve(t, say(""), func(conn net.Conn) {
		say("HTTP/1.1 200 OK\r\nContent-Length: ", strconv.Itoa(announced), "\r\n\r\n", newGroup[:length])(conn)
	})
	client := newClient(t, url)
	for length = range len(newGroup) {
		announced = []int{length, len(newGroup)}[length%2]
		got, err := update(t.Context(), client)
		wantClass(t, unknown, got, err)
	}
	length, announced = len(newGroup), len(newGroup)
	got, err := update(t.Context(), client)
	wantClass(t, rule, got, err)
}

// TestBodies are answers whose head is in order. As a success, a body is a rule or leaves the outcome unknown; as a
// refusal, no body makes it anything else. A 5xx is over only where the body is one of the API's own.
func TestBodies(t *testing.T) {
	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	with := func(member string) string { return strings.Replace(ruleBody, "{", "{"+member+",", 1) }
	for name, test := range map[string]struct {
		body string
		want class
	}{
		"in order":                       {ruleBody, rule},
		"trailing white space":           {ruleBody + " \r\n\t", rule},
		"trailing garbage":               {ruleBody + "garbage", unknown},
		"trailing second rule":           {ruleBody + ruleBody, unknown},
		"trailing NUL":                   {ruleBody + "\x00", unknown},
		"leading byte order mark":        {"\ufeff" + ruleBody, unknown},
		"duplicate keys, the last wins":  {with(`"id":"x"`), rule},
		"duplicate keys, the last is no": {strings.TrimSuffix(ruleBody, "}") + `,"id":""}`, unknown},
		"deep nesting":                   {nested(200_000), unknown},
		"deep nesting of objects":        {strings.Repeat(`{"a":`, 150_000) + "1" + strings.Repeat("}", 150_000), unknown},
		"deep nesting in a new field":    {with(`"new":` + nested(200_000)), unknown},
		"some nesting in a new field":    {with(`"new":` + nested(500)), rule},
		"deep nesting in a known field":  {with(`"direction":` + nested(200_000)), unknown},
		"invalid UTF-8 in a text":        {with("\"new\":\"\xff\xfe\""), rule},
		"invalid UTF-8 in a name":        {with("\"\xff\":1"), rule},
		"invalid UTF-8 outside":          {"\xff" + ruleBody, unknown},
		"UTF-16":                         {utf16(ruleBody), unknown},
		"half a surrogate pair":          {with(`"new":"\ud800"`), rule},
		"half a pair in a known field": { // not as sent
			strings.Replace(ruleBody, `"description":null`, `"description":"\ud800"`, 1), unknown,
		},
		"a million digits": {with(`"port_range_min":` + strings.Repeat("9", 1_000_000)), unknown},
		"a number too large": {
			strings.Replace(ruleBody, `"revision_number":0`, `"revision_number":1e999`, 1), rule,
		},
		"a fraction of a port":         {strings.Replace(ruleBody, "443", "443.5", 1), unknown},
		"a text for a port":            {strings.Replace(ruleBody, "443", `"443"`, 1), unknown},
		"tens of thousands of members": {with(members(20_000)), rule},
		"an array":                     {"[" + ruleBody + "]", unknown},
		"a text":                       {strconv.Quote(ruleBody), unknown},
		"null":                         {"null", unknown},
		"{}":                           {"{}", unknown},
		"nothing":                      {"", unknown},
		"HTML":                         {"<html><body>502 Bad Gateway</body></html>", unknown},
		"an error of the API":          {`{"exception_class":"NotFoundError","message":"no"}`, unknown},
		"another group, without rules": { // to the reading, too
			`{"id":"` + newID + `","security_group_rules":[]}`, unknown,
		},
		"errors nested": {
			`{"message":"m","info":` + nested(9_000) + `,"invalid_fields":{"a":` + nested(9_000) + `}}`, unknown,
		},
	} {
		refusal, failure := checked, unknown
		switch name {
		case "errors nested": // it has invalid_fields, which say that the server did nothing
			refusal = refused
		case "an error of the API":
			failure = checked
		}
		t.Run(name, func(t *testing.T) { attack(t, answer("200 OK", test.body), test.want) })
		t.Run(name+", 400", func(t *testing.T) { attack(t, answer("400 Bad Request", test.body), refusal) })
		t.Run(name+", 500", func(t *testing.T) { attack(t, answer("500 Internal Server Error", test.body), failure) })
	}
}

// TestEndlessBodies: neither an answer without end nor a small one that unpacks to a gigabyte is read beyond the bound.
func TestEndlessBodies(t *testing.T) {
	chunk := forever(fmt.Sprintf("%x\r\n%s\r\n", 1<<16, strings.Repeat(" ", 1<<16)))
	const chunked, zipped = "Transfer-Encoding: chunked\r\n\r\n", "Content-Encoding: gzip\r\n"
	bomb := gzipped(t, io.LimitReader(zeros{}, 1<<29))
	for name, body := range map[string]script{
		"chunks without end":     then(say(chunked), chunk),
		"no length, without end": then(say("Connection: close\r\n\r\n"), chunk),
		"a terabyte announced":   then(say("Content-Length: 1099511627776\r\n\r\n"), chunk),
		"a chunk of a terabyte":  then(say(chunked+"10000000000\r\n"), chunk),
		"endless chunk header":   then(say(chunked), forever("0")),
		"endless trailer":        then(say(chunked+"1\r\n \r\n0\r\n"), forever("A: b\r\n")),
		"a gzip bomb":            say(zipped+"Content-Length: "+strconv.Itoa(len(bomb))+"\r\n\r\n", bomb),
		"a gzip bomb in chunks":  say(zipped+chunked, fmt.Sprintf("%x\r\n", len(bomb)), bomb, "\r\n0\r\n\r\n"),
	} {
		for status, want := range map[string]class{"200 OK": unknown, "404 Not Found": checked, "502 Bad Gateway": unknown} {
			t.Run(name+", "+status, func(t *testing.T) { attack(t, then(say("HTTP/1.1 "+status+"\r\n"), body), want) })
		}
	}
}

func TestCompressedBodies(t *testing.T) {
	whole := gzipped(t, strings.NewReader(ruleBody))
	spoilt := func(at int) string { return whole[:at] + "\xff\xff" + whole[at+2:] }
	for name, test := range map[string]struct {
		body, encoding string
		want           class
	}{
		"in order":           {whole, "gzip", rule},
		"broken":             {spoilt(len(whole) / 2), "gzip", unknown},
		"wrong checksum":     {spoilt(len(whole) - 8), "gzip", unknown},
		"cut short":          {whole[:len(whole)-1], "gzip", unknown},
		"not gzip":           {ruleBody, "gzip", unknown},
		"empty":              {"", "gzip", unknown},
		"gzip in gzip":       {gzipped(t, strings.NewReader(whole)), "gzip", unknown},
		"never asked for":    {whole, "br", unknown},
		"gzip, not declared": {whole, "identity", unknown},
	} {
		t.Run(name, func(t *testing.T) {
			attack(t, answer("200 OK", test.body, "Content-Encoding: "+test.encoding), test.want)
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func gzipped(t *testing.T, from io.Reader) string {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, from); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func utf16(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteByte(0)
		b.WriteByte(text[i])
	}
	return b.String()
}

func members(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`"member%d":[]`, i)
	}
	return strings.Join(list, ",")
}
