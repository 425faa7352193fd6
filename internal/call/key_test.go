package call

import (
	"strings"
	"testing"
)

func TestKeysNeverPrint(t *testing.T) {
	key := Key(scheme + testKey)
	for what, value := range map[string]any{
		"a key": key, "a pointer": &key, "a field": struct{ Key Key }{key}, "a list": []Key{key}, "a map": map[string]Key{"k": key},
		"a source": FixedKey(key), "a config": Config{Key: FixedKey(key)}, "a client": newTestClient(t, nil),
	} {
		holdsNoKey(t, what, value)
	}
}

func TestKeysAreMendedOrRefused(t *testing.T) {
	for _, raw := range []string{testKey, " " + testKey + "\r\n", "apikey " + testKey, "APIKey  " + testKey + "\n"} {
		if key, err := CleanKey(raw); err != nil || string(key) != "apikey "+testKey {
			t.Errorf("%q became %q, %v", raw, string(key), err)
		}
	}
	for raw, complaint := range map[string]string{
		"": "GCORE_API_KEY", " \n": "GCORE_API_KEY", "apikey": "GCORE_API_KEY", "apikey ": "GCORE_API_KEY",
		"a b": "space", "a\nb": "line break", "é": "character", testKey + "\x00": "character", testKey + "\x7f": "character",
	} {
		_, err := CleanKey(raw)
		if err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%q: %v", raw, err)
		}
		holdsNoKey(t, "a refusal", err)
	}
}
