package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

// apiKey is the value of the Authorization header. It prints as *** wherever it ends up. It is never stored in a struct: fmt does not call the methods of unexported
// fields, so the client holds a keySource, a func, which prints as an address.
type apiKey string

const masked = "***"

func (apiKey) Format(f fmt.State, _ rune)   { _, _ = f.Write([]byte(masked)) }
func (apiKey) LogValue() slog.Value         { return slog.StringValue(masked) }
func (apiKey) MarshalText() ([]byte, error) { return []byte(masked), nil }

// scheme comes before the token in the header (securitySchemes in the document).
const scheme = "apikey "

// keySource yields the key for one request.
type keySource func(context.Context) (apiKey, error)

func fixedKey(key apiKey) keySource {
	return func(context.Context) (apiKey, error) { return key, nil }
}

// cleanKey mends what people paste (white space around the key, the "apikey " of the header) and refuses what would end in a
// 401 without saying why. Its errors do not contain the key.
func cleanKey(raw string) (apiKey, error) {
	key := strings.TrimSpace(raw)
	if len(key) >= len(scheme) && strings.EqualFold(key[:len(scheme)], scheme) {
		key = strings.TrimSpace(key[len(scheme):])
	}
	if key == "" || strings.EqualFold(key, strings.TrimSpace(scheme)) {
		return "", errors.New("the API key is empty: set GCORE_API_KEY or use WithAPIKey (keys are made in the Gcore portal, profile, API tokens)")
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return "", errors.New("the API key has a space, a line break or a character in it that a header cannot carry: copy it again")
		}
	}
	return apiKey(scheme + key), nil
}

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
	return maskStarred(out.String())
}

func (k apiKey) maskAll(texts []string) []string {
	texts = slices.Clone(texts)
	for i, text := range texts {
		texts[i] = k.mask(text)
	}
	return texts
}

// maskError is err, or something with the same identity and a clean text: net/http quotes what it cannot read of an answer, which
// can be an echo of the request, and of any length.
func (k apiKey) maskError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	clean := oneLine(k.mask(text))
	if clean == text {
		return err
	}
	return &maskedError{clean, func(target error) bool { return errors.Is(err, target) }}
}

// maskedError holds the error that it stands for in a func, where no printer looks.
type maskedError struct {
	text string
	is   func(error) bool
}

func (e *maskedError) Error() string        { return e.text }
func (e *maskedError) Is(target error) bool { return e.is(target) }

// commonLength is the length of the longest prefix of text that occurs in key, or 0 if that is too short to be an echo.
func commonLength(text, key string) int {
	least := min(minEcho, len(key))
	n := 0
	for n < len(text) && strings.Contains(key, text[:n+1]) {
		n++
	}
	if n < least || n == 0 {
		return 0
	}
	return n
}

// maskStarred replaces each word with a run of asterisks in it, such as 12345*****12345.
func maskStarred(text string) string {
	if !strings.Contains(text, masked) {
		return text
	}
	words := strings.Split(text, " ")
	for i, word := range words {
		if strings.Contains(word, masked) {
			words[i] = masked
		}
	}
	return strings.Join(words, " ")
}
