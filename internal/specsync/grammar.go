package specsync

import "strings"

// object describes one kind of OpenAPI object: the order in which the vendor's page writes its keys, and the kind
// of what stands under a key. A kind "[]x" is a list of x, "{}x" a mapping from names to x; a key without a kind
// is data, in which a "$ref" is just a word.
type object struct {
	order  string
	fields kinds
}

type kinds = map[string]string

// grammar holds the objects of OpenAPI 3.0 and 3.1. Keys that an order does not name follow it alphabetically,
// extensions last; the key order of the 2026-05-15 slice, and the specification's where the slice is silent.
var grammar = map[string]object{
	"document": {"openapi info jsonSchemaDialect servers security tags paths webhooks components externalDocs", kinds{
		"info": "info", "servers": "[]server", "tags": "[]tag", "paths": "{}pathItem", "components": "components"}},
	"info":   {order: "title summary description termsOfService contact license version"},
	"server": {order: "url description variables"},
	"tag":    {order: "name description externalDocs"},
	"components": {"schemas responses parameters examples requestBodies headers securitySchemes links callbacks " +
		"pathItems", kinds{
		"schemas": "{}schema", "responses": "{}response", "parameters": "{}parameter", "examples": "{}example",
		"requestBodies": "{}requestBody", "headers": "{}header", "securitySchemes": "{}securityScheme",
		"links": "{}link", "callbacks": "{}callback", "pathItems": "{}pathItem"}},
	"pathItem": {"$ref summary description get put post delete options head patch trace servers parameters", kinds{
		"get": "operation", "put": "operation", "post": "operation", "delete": "operation", "options": "operation",
		"head": "operation", "patch": "operation", "trace": "operation", "servers": "[]server", "parameters": "[]parameter"}},
	"operation": {"tags summary description externalDocs operationId parameters requestBody responses callbacks " +
		"deprecated security servers", kinds{
		"parameters": "[]parameter", "requestBody": "requestBody", "responses": "{}response", "callbacks": "{}callback",
		"servers": "[]server"}},
	"parameter": {"$ref in name required description deprecated allowEmptyValue schema style explode allowReserved " +
		"example examples content", kinds{
		"schema": "schema", "content": "{}mediaType", "examples": "{}example"}},
	"requestBody": {"$ref description content required", kinds{"content": "{}mediaType"}},
	"mediaType": {"schema example examples encoding", kinds{
		"schema": "schema", "examples": "{}example", "encoding": "{}encoding"}},
	"encoding": {"contentType headers style explode allowReserved", kinds{"headers": "{}header"}},
	"response": {"$ref description headers content links", kinds{
		"headers": "{}header", "content": "{}mediaType", "links": "{}link"}},
	"header": {"$ref description required deprecated schema style explode example examples content", kinds{
		"schema": "schema", "content": "{}mediaType", "examples": "{}example"}},
	"link": {"$ref operationRef operationId parameters requestBody description server", kinds{
		"server": "server"}},
	"example":        {order: "$ref summary description value externalValue"},
	"callback":       {order: "$ref", fields: kinds{"*": "pathItem"}},
	"securityScheme": {order: "$ref description type in name scheme bearerFormat flows openIdConnectUrl"},
	"discriminator":  {order: "propertyName mapping"},
	"schema": {fields: kinds{ // alphabetical, as the vendor's generator writes them
		"properties": "{}schema", "patternProperties": "{}schema", "$defs": "{}schema", "definitions": "{}schema",
		"dependentSchemas": "{}schema", "items": "schema", "additionalItems": "schema", "contains": "schema",
		"additionalProperties": "schema", "propertyNames": "schema", "unevaluatedItems": "schema",
		"unevaluatedProperties": "schema", "not": "schema", "if": "schema", "then": "schema", "else": "schema",
		"contentSchema": "schema", "allOf": "[]schema", "anyOf": "[]schema", "oneOf": "[]schema",
		"prefixItems": "[]schema", "discriminator": "discriminator"}},
}

// childKind is the kind of what stands under key (or, in a list, at any index) in an object of the given kind.
func childKind(kind, key string) string {
	if item, ok := strings.CutPrefix(kind, "[]"); ok {
		return item
	}
	if item, ok := strings.CutPrefix(kind, "{}"); ok && !(kind == "{}pathItem" && strings.HasPrefix(key, "x-")) {
		return item
	}
	fields := grammar[kind].fields
	if child, ok := fields[key]; ok {
		return child
	}
	if strings.HasPrefix(key, "x-") {
		return ""
	}
	return fields["*"]
}

// walk calls visit for n and everything under it that is not data, in written order.
func walk(n *Node, kind string, visit func(n *Node, kind string) error) error {
	if kind == "" || n == nil {
		return nil
	}
	if err := visit(n, kind); err != nil {
		return err
	}
	for i, item := range n.Items {
		if err := walk(item, childKind(kind, n.key(i)), visit); err != nil {
			return err
		}
	}
	return nil
}
