// Package prepare stands between the vendored slice and oapi-codegen. It brings the different spellings of one
// contract into one form, gives every type a name by where it is used, applies the overlay, and gives deprecated
// operations their notice, so that the generated Go code depends on what the document means and not on how it is
// written.
//
// The steps, one after the other: Normalize (one spelling), types (which schemas are the same Go type), roles (Rule,
// RuleSpec, Protocol, Direction and EtherType, found by where they are used), the document for oapi-codegen (in which
// the other types are named by where they are used first), overlay, notices.
package prepare
