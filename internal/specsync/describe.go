package specsync

import (
	"slices"
	"strings"
)

// describe names the type for a reader: "string or null", "array of integer".
func (v *view) describe() string {
	return v.describeTo(2)
}

func (v *view) describeTo(depth int) string {
	var parts []string
	for _, t := range v.types {
		if items, ok := v.keywords["items"]; ok && t == "array" && depth > 0 {
			t += " of " + items.view().describeTo(depth-1)
		}
		parts = append(parts, t)
	}
	for _, variant := range v.variants {
		if depth > 0 {
			parts = append(parts, variant.view().describeTo(depth-1))
		}
	}
	if v.types == nil && len(parts) == 0 {
		return "any value"
	}
	if v.null {
		parts = append(parts, "null")
	}
	if len(parts) == 0 {
		return "no value"
	}
	return strings.Join(slices.Compact(parts), " or ")
}

// isAnnotation reports whether a schema keyword tells readers something and limits nothing.
func isAnnotation(key string) bool {
	switch key {
	case "title", "description", "example", "examples", "$comment", "externalDocs":
		return true
	}
	return strings.HasPrefix(key, "x-") && !announcesEnd(key)
}

// announcesEnd reports whether an extension says when or why something ends: x-sunset, x-deprecated-since.
func announcesEnd(key string) bool {
	key = strings.ToLower(key)
	return strings.HasPrefix(key, "x-") && (strings.Contains(key, "sunset") || strings.Contains(key, "deprecat"))
}
