//go:build ignore

// Package tools names the generator in Go, for whoever looks for it here. What pins it is the tool line of go.mod.
// The build tag is ignore and not the usual tools, because go mod tidy takes every other tag for set: also in the
// modules of importers, who would get the generator, and all that it needs, among their requirements (17 modules, 147
// lines of go.sum).
package tools

import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
