//go:build ignore

// Package tools imports the generator, where Go programmers look for it. What pins its version is the tool line in
// go.mod. The build tag is ignore in place of the usual tools, because go mod tidy follows imports under every tag but
// ignore, in the modules that import this one too: the generator would add 17 modules and 147 lines of go.sum to them.
package tools

import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
