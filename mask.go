package gcoresg

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"strings"
)

// minEcho is the length from which a piece of the key in a server's text counts as an echo of it. Shorter ones turn up in ids by
// chance; the five characters of either end that the API is known to echo have asterisks between them.
const minEcho = 8

// mask blanks every piece of the key in a text that came from outside, and every token that the server masked in part itself.
func (k apiKey) mask(text string) string {
	key := strings.TrimPrefix(string(k), scheme)
	var out strings.Builder
	for i := 0; i < len(text); {
		n := commonLength(text[i:], key)
		if n == 0 {
			out.WriteByte(text[i])
			i++
			continue
		}
		out.WriteString(masked)
		i += n
	}
	words := strings.Split(out.String(), " ")
	for i, word := range words {
		// A key too short to have pieces, as tests use, counts as a whole word only.
		if strings.Contains(word, masked) || strings.Trim(word, "\"'`.,:;()[]<>") == key {
			words[i] = masked
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

func (k apiKey) maskAll(texts []string) []string {
	texts = slices.Clone(texts)
	for i, text := range texts {
		texts[i] = k.mask(text)
	}
	return texts
}

// maskJSON masks the strings and numbers in a JSON value as they are decoded, so that an escape hides nothing. It is raw where there is
// nothing to mask, and nil where raw is not JSON.
func (k apiKey) maskJSON(raw json.RawMessage) json.RawMessage {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	clean := true
	encoded, err := json.Marshal(k.maskValue(value, &clean))
	switch {
	case err != nil:
		return nil
	case clean:
		return raw
	}
	return encoded
}

func (k apiKey) maskValue(value any, clean *bool) any {
	switch value := value.(type) {
	case string:
		text := k.mask(value)
		*clean = *clean && text == value
		return text
	case json.Number:
		if text := k.mask(value.String()); text != value.String() {
			*clean = false
			return text
		}
	case []any:
		for i := range value {
			value[i] = k.maskValue(value[i], clean)
		}
	case map[string]any:
		cleaned := make(map[string]any, len(value))
		for name, inner := range value {
			shown := k.mask(name)
			*clean = *clean && shown == name
			cleaned[shown] = k.maskValue(inner, clean)
		}
		return cleaned
	}
	return value
}

// maskError is err with a text of one bounded line and without the key: net/http quotes what it cannot read of an answer, which can
// be an echo of the request, and of any length.
func (k apiKey) maskError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	short, clean := oneLine(text), k.mask(text)
	switch {
	case clean != text:
		var netErr net.Error
		timeout := errors.As(err, &netErr) && netErr.Timeout()
		return &maskedError{oneLine(clean), timeout, func(target error) bool { return errors.Is(err, target) }}
	case short != text:
		return &shortError{short, err}
	}
	return err
}

// maskedError stands for an error that holds a piece of the key, and so must not be reached through it. It is in a func, where no
// printer looks.
type maskedError struct {
	text    string
	timeout bool
	is      func(error) bool
}

func (e *maskedError) Error() string        { return e.text }
func (e *maskedError) Timeout() bool        { return e.timeout }
func (e *maskedError) Temporary() bool      { return e.timeout } // for net.Error
func (e *maskedError) Is(target error) bool { return e.is(target) }

// shortError gives an error a text of one line.
type shortError struct {
	text string
	err  error
}

func (e *shortError) Error() string { return e.text }
func (e *shortError) Unwrap() error { return e.err }
