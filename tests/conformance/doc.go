// Package conformance asks Prism, a mock server that this project did not write, what it makes of the client's
// requests, and the client what it makes of Prism's answers. Prism is a program of node: make conformance installs it
// and runs the tests, which have the build tag conformance.
package conformance
