// Package api offers the documents that the client is generated from, as bytes. It imports nothing and is not linked
// into programs that import only the root package.
package api

import _ "embed"

// CloudAPI is the vendored slice of Gcore's OpenAPI document, byte for byte. README.md beside it tells its provenance.
//
//go:embed cloud_api.yaml
var CloudAPI []byte

// Overlay is the OpenAPI overlay with every change that generation makes to CloudAPI.
//
//go:embed overlay.yaml
var Overlay []byte

// SuccessorAPI is our own description of what this client relies on in the API that succeeds the deprecated
// operation. It refers to CloudAPI by the name cloud_api.yaml.
//
//go:embed successor_api.yaml
var SuccessorAPI []byte
