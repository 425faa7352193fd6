package specsync

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
)

// intoSlice is the reference of api/successor_api.yaml to the schema of a rule in the slice.
var intoSlice = regexp.MustCompile(`(\$ref: )["']?cloud_api\.yaml#[^\n"']+["']?`)

// ruleOperation is the operation whose answer the successor API shares.
const ruleOperation = "UpdateSecurityGroupRule"

// followSuccessor points that reference to where the slice has the answer now: after a move, another status or
// another media type. It returns the file's text, and "" for a module that has no such file or no such operation.
func followSuccessor(path string, entries []Entry, slice *Node) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(entries, func(e Entry) bool { return e.Name == ruleOperation })
	if at < 0 || !intoSlice.Match(data) {
		return string(data), nil
	}
	e := entries[at]
	keys := answerSchema(slice, []string{"paths", e.Path, e.Method, "responses"})
	if keys == nil {
		return "", fmt.Errorf("%s: %s has no successful answer in JSON, to which %s refers; adapt that file by hand",
			sliceFile, e.Operation, path)
	}
	return intoSlice.ReplaceAllLiteralString(string(data), "$ref: cloud_api.yaml#"+strings.ReplaceAll(pointer(keys...), " ", "%20")), nil
}

// answerSchema returns the keys that lead to the schema of the first successful answer in JSON, or nil.
func answerSchema(slice *Node, at []string) []string {
	responses := slice.Get(at...)
	if responses == nil {
		return nil
	}
	for _, status := range slices.Sorted(slices.Values(responses.Keys)) {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		keys := slices.Concat(at, []string{status})
		for range 32 { // a longer chain is a circle
			ref, err := parseReference(slice.Get(keys...).Str("$ref"))
			if err != nil {
				break
			}
			keys = ref
		}
		content := slice.Get(keys...).Get("content")
		if content == nil {
			continue
		}
		for _, media := range content.Keys {
			if kind, _, _ := strings.Cut(media, ";"); strings.HasSuffix(strings.TrimSpace(kind), "json") {
				return slices.Concat(keys, []string{"content", media, "schema"})
			}
		}
	}
	return nil
}
