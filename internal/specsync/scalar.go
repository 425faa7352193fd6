package specsync

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// The forms that js-yaml 4.1 takes for something other than a string. Underscores in numbers are YAML 1.1, which
// it still reads, so it quotes strings that look like that.
var (
	prefixedInt  = regexp.MustCompile(`^[-+]?0(b[01_]*[01]|o[0-7_]*[0-7]|x[0-9a-fA-F_]*[0-9a-fA-F])$`)
	decimal      = regexp.MustCompile(`^([-+]?[0-9][0-9_]*(\.[0-9_]*)?|\.[0-9_]+)([eE][-+]?[0-9]+)?$`)
	infinity     = regexp.MustCompile(`^[-+]?\.(inf|Inf|INF)$`)
	notANumber   = regexp.MustCompile(`^\.(nan|NaN|NAN)$`)
	date         = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	dateWithTime = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}` +
		`(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?$`)
)

// resolvePlain gives an unquoted scalar its kind. Dates stay strings: OpenAPI has no other use for them, and
// turning them into times would lose how they were written.
func resolvePlain(text string) *Node {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return &Node{Kind: Null, Text: "null"}
	case "true", "True", "TRUE":
		return &Node{Kind: Bool, Text: "true"}
	case "false", "False", "FALSE":
		return &Node{Kind: Bool, Text: "false"}
	}
	if !strings.ContainsAny(text[:1], "+-.0123456789") { // spares most strings the patterns
		return newString(text)
	}
	switch {
	case infinity.MatchString(text):
		return &Node{Kind: Number, Text: strings.TrimPrefix(strings.ToLower(text), "+")}
	case notANumber.MatchString(text):
		return &Node{Kind: Number, Text: ".nan"}
	case prefixedInt.MatchString(text):
		n, _ := new(big.Int).SetString(strings.ReplaceAll(text, "_", ""), 0)
		return &Node{Kind: Number, Text: n.String()}
	case decimal.MatchString(text) && !strings.HasSuffix(text, "_"):
		return &Node{Kind: Number, Text: canonicalNumber(strings.ReplaceAll(text, "_", ""))}
	}
	return newString(text)
}

// looksOtherwise reports whether a string, written without quotes, would be read as something else.
func looksOtherwise(s string) bool {
	return s == "<<" || resolvePlain(s).Kind != String || date.MatchString(s) || dateWithTime.MatchString(s)
}

// canonicalNumber writes a number as JavaScript prints it, so that 1.0 and 1 are no difference; a number that a
// float64 cannot hold keeps its own digits, which JavaScript would round.
func canonicalNumber(text string) string {
	text = strings.TrimPrefix(text, "+")
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	printed := printFloat(f)
	if mantissa, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok && len(exponent) > 4 || len(mantissa) > 400 {
		return text // out of a float64's range, and too long to be worth an exact comparison
	}
	given, ok1 := new(big.Rat).SetString(text)
	held, ok2 := new(big.Rat).SetString(printed)
	if ok1 && ok2 && given.Cmp(held) != 0 {
		return text
	}
	return printed
}

// printFloat prints f as JavaScript's Number.toString does (and encoding/json), with js-yaml's dot in exponents of
// fractions and in the negative zero.
func printFloat(f float64) string {
	if f == 0 && math.Signbit(f) {
		return "-0.0"
	}
	printed, _ := json.Marshal(f)
	if f != math.Trunc(f) && !bytes.Contains(printed, []byte(".")) {
		printed = bytes.Replace(printed, []byte("e"), []byte(".e"), 1)
	}
	return string(printed)
}
