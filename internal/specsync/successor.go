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
	schema := answerSchema(located{node: slice, root: slice}.child("paths", e.Path, e.Method, "responses"))
	if schema == nil {
		return "", fmt.Errorf("%s: %s has no successful answer in JSON, to which %s refers; adapt that file by hand",
			sliceFile, e.Operation, path)
	}
	ref := "$ref: cloud_api.yaml#" + strings.ReplaceAll(pointer(schema...), " ", "%20")
	return intoSlice.ReplaceAllLiteralString(string(data), ref), nil
}

// answerSchema returns the keys that lead to the schema of the first successful answer in JSON, or nil.
func answerSchema(responses located) []string {
	for _, answer := range list(responses) {
		for _, media := range list(answer.resolve().child("content")) {
			kind := mediaType(media)
			if strings.HasPrefix(answer.key(), "2") && (strings.HasSuffix(kind, "json") || kind == "*/*") {
				return extend(media.at, "schema")
			}
		}
	}
	return nil
}
