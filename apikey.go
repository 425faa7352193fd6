package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
