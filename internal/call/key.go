package call

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// A Key is the value of the Authorization header. It prints as ***. That does not help where it is an unexported field
// of a struct that is printed, because fmt does not call the methods of such fields. So no struct that users can reach
// holds a Key: a client holds a [KeySource], a function, which prints as an address.
type Key string

const redacted = "***"

// Format, LogValue and MarshalText never show the key.
func (Key) Format(f fmt.State, _ rune)   { _, _ = f.Write([]byte(redacted)) }
func (Key) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// scheme stands before the token in the header, see securitySchemes in the document.
const scheme = "apikey "

// A KeySource yields the key for one request.
type KeySource func(context.Context) (Key, error)

// FixedKey yields the same key for every request.
func FixedKey(key Key) KeySource {
	return func(context.Context) (Key, error) { return key, nil }
}

// CleanKey removes what people paste with a key: white space around it, and the "apikey " of the header. It refuses
// what cannot be a key, which the API would answer with a 401 that does not say why. Its errors do not contain the key.
func CleanKey(raw string) (Key, error) {
	key := strings.TrimSpace(raw)
	if len(key) >= len(scheme) && strings.EqualFold(key[:len(scheme)], scheme) {
		key = strings.TrimSpace(key[len(scheme):])
	}
	if key == "" || strings.EqualFold(key, strings.TrimSpace(scheme)) {
		return "", errors.New("the API key is empty: set GCORE_API_KEY or use WithAPIKey (keys are made in the Gcore " +
			"portal, profile, API tokens)")
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return "", errors.New("the API key has a space, a line break or a character in it that a header cannot " +
				"carry: copy it again")
		}
	}
	return Key(scheme + key), nil
}
