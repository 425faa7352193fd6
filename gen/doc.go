// Package gen is generated from Gcore's OpenAPI document and follows it: it carries no promise of compatibility. Use package
// gcoresg, and [github.com/gcoresg/gcoresg.Client.Generated] for what that does not wrap.
package gen
