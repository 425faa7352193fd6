package call

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"strconv"
	"strings"
)

// minEcho is how long a piece of the key in a text must be to be redacted. The API itself shows five characters of
// either end of a key in its errors.
const minEcho = 6

// redact replaces every word of a text that holds a piece of the key.
func (k Key) redact(text string) string {
	key := strings.TrimPrefix(string(k), scheme)
	if key == "" {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		n := commonLength(text[i:], key)
		if n == 0 {
			out.WriteByte(text[i])
			i++
			continue
		}
		out.WriteString(redacted)
		i += n
	}
	words := strings.Split(out.String(), " ")
	for i, word := range words {
		// A key that is too short to have pieces, as in tests, counts as a whole word only.
		if strings.Contains(word, redacted) || strings.Trim(word, "\"'`.,:;()[]<>") == key {
			words[i] = redacted
		}
	}
	return strings.Join(words, " ")
}

// commonLength is the length of the longest prefix of text that occurs in key, or 0 if that is too short to be an echo.
func commonLength(text, key string) int {
	n := 0
	for n < len(text) && strings.Contains(key, text[:n+1]) {
		n++
	}
	if n < minEcho {
		return 0
	}
	return n
}

// isEchoed reports whether a piece of the key stands in a text as it is.
func (k Key) isEchoed(text []byte) bool {
	key := strings.TrimPrefix(string(k), scheme)
	size := min(minEcho, len(key))
	for i := 0; size > 0 && i+size <= len(key); i++ {
		if bytes.Contains(text, []byte(key[i:i+size])) {
			return true
		}
	}
	return false
}

// redactValue redacts every string, number and name in a decoded JSON value. In a JSON text, escapes could hide the
// key.
func (k Key) redactValue(value any) any {
	switch value := value.(type) {
	case string:
		return k.redact(value)
	case json.Number:
		if text := k.redact(value.String()); text != value.String() {
			return text
		}
	case []any:
		for i := range value {
			value[i] = k.redactValue(value[i])
		}
	case map[string]any:
		clean := make(map[string]any, len(value))
		for name, inner := range value {
			clean[k.redact(name)] = k.redactValue(inner)
		}
		return clean
	}
	return value
}

// redactBody redacts the body of an answer. It decodes a body with escapes, because they can hide the key, and encodes
// it again.
func (k Key) redactBody(body []byte) []byte {
	if bytes.IndexByte(body, '\\') < 0 && !k.isEchoed(body) {
		return body
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return []byte(k.redact(string(body)))
	}
	return encode(k.redactValue(value))
}

// redactError gives err a text of one line, of bounded length and without the key. It is needed because net/http quotes
// in its errors what it cannot read of an answer, which may be long and may repeat the request.
func (k Key) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	clean := k.redact(text)
	if clean == text {
		if short := OneLine(text); short != text {
			return &shortError{short, err}
		}
		return err
	}
	var netErr net.Error
	timeout := errors.As(err, &netErr) && netErr.Timeout()
	return &redactedError{OneLine(clean), timeout, func(target error) bool { return errors.Is(err, target) }}
}

// redactedError takes the place of an error that holds a piece of the key. errors.Is finds in it what it finds in that
// error. Nothing else can reach that error, because it is kept inside a function: printing does not look into those.
type redactedError struct {
	text    string
	timeout bool
	is      func(error) bool
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Timeout() bool        { return e.timeout }
func (e *redactedError) Temporary() bool      { return e.timeout } // for net.Error
func (e *redactedError) Is(target error) bool { return e.is(target) }

// shortError gives an error a text of one line.
type shortError struct {
	text string
	err  error
}

func (e *shortError) Error() string { return e.text }
func (e *shortError) Unwrap() error { return e.err }

// OneLine makes a text from outside one printable line of at most 500 bytes.
func OneLine(text string) string {
	const most = 500
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || !strconv.IsPrint(r) }), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
