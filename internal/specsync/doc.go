// Package specsync keeps the vendored slice of Gcore's OpenAPI document: it cuts the slice out of the full
// document, writes it in the vendor's own layout, and says what a newer revision would change.
//
// The steps, one file each: load (bytes from a file or an address), read and expand (bytes to a tree), cut (the listed
// operations with all they reference), arrange (one key order whatever the input's), dump (the tree as js-yaml
// writes it), provenance (what api/README.md records), view (what a schema means, however it is written), compare
// and rules (what changed, and for whom), report (the differences for a reader).
package specsync
