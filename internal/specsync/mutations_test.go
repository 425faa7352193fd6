package specsync

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mutation is a single change of the slice and what must be said of it. An edit is "POINTER: YAML" to set a value or
// "- POINTER" to remove one; base is applied to both sides first. Want lists every finding: for the contract as
// "change [direction] verdict", for documentation just the change. Edits can also "move PATHITEM PATH" and "copy A B".
type mutation struct {
	name string
	base []string
	edit []string
	want []string
}

var abbreviations = strings.NewReplacer(
	"$op", "/paths/~1cloud~1v1~1securitygrouprules~1{project_id}~1{region_id}~1{rule_id}/put",
	"$path", "/paths/~1cloud~1v1~1securitygrouprules~1{project_id}~1{region_id}~1{rule_id}",
	"$req", "/components/schemas/ChangeSecurityGroupRuleSerializer",
	"$res", "/components/schemas/SecurityGroupRuleSerializer",
	"$enum", "/components/schemas/SecurityGroupProtocolEnum",
)

const (
	bad  = " breaking"
	fine = " not breaking"
)

var mutations = []mutation{
	// Documentation.
	{"a description is reworded", nil, []string{"$req/properties/direction/description: in or out"}, []string{"changed"}},
	{"a summary is reworded", nil, []string{"$op/summary: Replace a rule"}, []string{"changed"}},
	{"an example changes", nil, []string{"$req/properties/direction/example: egress"}, []string{"changed"}},
	{"an example in a list changes", nil, []string{"$req/properties/direction/examples/0: egress"}, []string{"changed"}},
	{"examples go", nil, []string{"- $res/properties/id/examples"}, []string{"removed"}},
	{"a title changes", nil, []string{"$enum/title: Protocols"}, []string{"changed"}},
	{"a tag is added", nil, []string{"/tags/36: {name: Ports}"}, []string{"added"}},
	{"the version moves on", nil, []string{"/info/version: '2026-06-01'"}, []string{"changed"}},
	{"code samples go", nil, []string{"- $op/x-codeSamples"}, []string{"removed"}},
	{"the operation is filed elsewhere", nil, []string{"$op/tags/0: Firewalls"}, []string{"changed"}},
	{"the operationId changes", nil, []string{"$op/operationId: put"}, []string{"changed"}},
	{"an extension appears in a schema", nil, []string{"$res/x-order: 1"}, []string{"added"}},
	{"the scheme is described otherwise", nil, []string{"/components/securitySchemes/APIKey/description: A key"}, []string{"changed"}},
	{"OpenAPI 3.1.1", nil, []string{"openapi: 3.1.1"}, []string{"changed"}},
	{"an enum is sorted otherwise", nil, []string{"$req/properties/direction/enum: [ingress, egress]"}, []string{"written-differently"}},
	{"required is sorted otherwise", nil, []string{"$req/required: [direction, security_group_id]"}, []string{"written-differently"}},
	{"parameters are sorted otherwise", []string{"$op/parameters: [{in: query, name: a, schema: {type: string}}, {in: query, name: b, schema: {type: integer}}]"},
		[]string{"$op/parameters: [{in: query, name: b, schema: {type: integer}}, {in: query, name: a, schema: {type: string}}]"}, []string{"written-differently"}},
	{"a default in an answer", nil, []string{"$res/properties/direction/default: ingress"}, []string{"added"}},

	// The same meaning, spelled otherwise.
	{"null in a list of types", nil, []string{"$res/properties/description: {type: [string, 'null'], description: Rule description, title: Description, examples: [Some description]}"}, []string{"written-differently"}},
	{"nullable of OpenAPI 3.0", nil, []string{"$res/properties/description: {type: string, nullable: true, description: Rule description, title: Description, examples: [Some description]}"}, []string{"written-differently"}},
	{"allOf of one", nil, []string{"$req/properties/protocol: {allOf: [{$ref: '#/components/schemas/SecurityGroupProtocolEnum'}], description: Protocol, examples: [tcp]}"}, []string{"written-differently"}},
	{"oneOf for anyOf of one", nil, []string{"$res/properties/protocol: {oneOf: [{$ref: '#/components/schemas/SecurityGroupProtocolEnum'}, {type: 'null'}], description: Protocol, examples: [tcp]}"}, []string{"written-differently"}},
	{"a choice between the same", nil, []string{"$req/properties/description: {description: Rule description, examples: [Some description], example: Some description, anyOf: [{type: string, title: Description, maxLength: 255}, {type: string, maxLength: 255}]}"}, []string{"written-differently"}},
	{"a choice between parts of one enum", nil, []string{"$req/properties/direction: {anyOf: [{enum: [egress]}, {enum: [ingress, egress]}]}"}, []string{"removed", "removed", "removed", "removed"}},
	{"a choice asked for twice", []string{"$req/properties/log: {anyOf: [{type: integer}, {type: string}, {type: 'null'}]}"}, []string{"$req/properties/log: {allOf: [{anyOf: [{type: integer}, {type: string}, {type: 'null'}]}, {anyOf: [{type: string}, {type: integer}, {enum: [null]}]}]}"}, []string{"written-differently"}},
	{"null as an enum", nil, []string{"$res/properties/description/anyOf/1: {enum: [null]}"}, []string{"written-differently"}},
	{"const for an enum of one", []string{"$req/properties/direction/enum: [ingress]"}, []string{"- $req/properties/direction/enum", "$req/properties/direction/const: ingress"}, []string{"written-differently"}},
	{"a limit that says nothing", nil, []string{"$req/properties/description/minLength: 0"}, []string{"written-differently"}},
	{"additionalProperties: true", nil, []string{"$req/additionalProperties: true"}, []string{"written-differently"}},
	{"the enum is inlined", nil, []string{"- $req/properties/protocol/$ref", "$req/properties/protocol/type: string",
		"$req/properties/protocol/title: SecurityGroupProtocolEnum",
		"$req/properties/protocol/enum: [ah, any, dccp, egp, esp, gre, icmp, igmp, ipencap, ipip, ipv6-encap, ipv6-frag, ipv6-icmp, ipv6-nonxt, ipv6-opts, ipv6-route, ospf, pgm, rsvp, sctp, tcp, udp, udplite, vrrp]"},
		[]string{"written-differently"}},
	{"a shared enum is inlined, in one place with less", []string{"/components/schemas/Word: {type: string, enum: [a, b]}",
		"$req/properties/one: {$ref: '#/components/schemas/Word'}", "$req/properties/two: {$ref: '#/components/schemas/Word'}"},
		[]string{"$req/properties/one: {type: string, enum: [a, b]}", "$req/properties/two: {type: string, enum: [a]}"},
		[]string{"written-differently", "enum-value-removed [request narrowed]" + bad}},
	{"a schema is renamed", []string{"/components/schemas/Other: {title: SecurityGroupProtocolEnum, type: string, enum: [ah, any, dccp, egp, esp, gre, icmp, igmp, ipencap, ipip, ipv6-encap, ipv6-frag, ipv6-icmp, ipv6-nonxt, ipv6-opts, ipv6-route, ospf, pgm, rsvp, sctp, tcp, udp, udplite, vrrp]}"},
		[]string{"$req/properties/protocol/$ref: '#/components/schemas/Other'"}, []string{"schema-renamed"}},
	{"a reference leads on to another", nil, []string{"copy $enum /components/schemas/Words", "$enum: {$ref: '#/components/schemas/Words'}"}, []string{"written-differently", "written-differently"}},
	{"a definition that nothing refers to", nil, []string{"$req/$defs: {Port: {type: integer}}"}, []string{"added"}},
	{"an enum in two parts, of which one is shared", []string{"/components/schemas/Word: {type: string, const: ingress}"}, []string{
		"- $req/properties/direction/enum", "$req/properties/direction/anyOf: [{const: egress, deprecated: false}, {$ref: '#/components/schemas/Word'}]"}, []string{"written-differently"}},
	{"the security requirement moves to the operation", nil, []string{"- /security", "$op/security: [{APIKey: []}]"}, []string{"written-differently"}},
	{"the servers are repeated at the path", nil, []string{"$path/servers: [{url: 'https://api.gcore.com'}]"}, []string{"written-differently"}},
	{"the requirement for all is not ours", []string{"$op/security: [{APIKey: []}]"}, []string{"/security: []"}, []string{"written-differently"}},
	{"a parameter moves to the path", nil, []string{"- $op/parameters/2", "$path/parameters: [{in: path, name: rule_id, required: true, description: Rule ID, schema: {description: Rule ID, example: 024a29e9-b4b7-4c91-9a46-505be123d9f8, examples: [024a29e9-b4b7-4c91-9a46-505be123d9f8], format: uuid4, title: Rule Id, type: string}}]"},
		[]string{"written-differently", "written-differently"}},
	{"the body moves to a component", []string{"/components/requestBodies: {B: {content: {application/json: {schema: {$ref: '#/components/schemas/ChangeSecurityGroupRuleSerializer'}}}}}"},
		[]string{"$op/requestBody: {$ref: '#/components/requestBodies/B'}"}, []string{"written-differently"}},
	{"the answer moves to a component", []string{"/components/responses: {R: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/SecurityGroupRuleSerializer'}}}}}"},
		[]string{"$op/responses/200: {$ref: '#/components/responses/R'}"}, []string{"written-differently"}},
	{"the path item moves to a component", nil, []string{"/components/pathItems: {}", "copy $path /components/pathItems/P", "$path: {$ref: '#/components/pathItems/P'}"}, nil},
	{"a parameter moves to a component", nil, []string{"/components/parameters: {}", "copy $op/parameters/2 /components/parameters/R", "$op/parameters/2: {$ref: '#/components/parameters/R'}"},
		[]string{"written-differently"}},
	{"the body's schema is inlined", nil, []string{"copy $req $op/requestBody/content/application~1json/schema"}, []string{"written-differently"}},
	{"an enum is lifted", nil, []string{"copy $req/properties/direction /components/schemas/Rule", "$req/properties/direction: {$ref: '#/components/schemas/Rule'}"}, []string{"written-differently"}},
	{"the body in two parts", nil, []string{"copy $req /components/schemas/Part", "copy $req/properties/description /components/schemas/Text",
		"$op/requestBody/content/application~1json/schema: {allOf: [{$ref: '#/components/schemas/Part'}, {type: object, properties: {description: {$ref: '#/components/schemas/Text'}}}]}"},
		[]string{"schema-renamed", "added", "added", "added", "added"}},
	{"limits in two parts", nil, []string{"$req/properties/description: {title: Description, allOf: [{type: string}, {maxLength: 300}, {maxLength: 255}], description: Rule description, examples: [Some description], example: Some description}"},
		[]string{"written-differently"}},
	{"null in an enum", []string{"$res/properties/direction: {anyOf: [{type: string, enum: [a, b]}, {type: 'null'}]}"}, []string{"$res/properties/direction: {enum: [b, a, null]}"}, []string{"written-differently"}},
	{"null in an enum and in the types", []string{"$res/properties/direction: {anyOf: [{type: string, enum: [a, b]}, {type: 'null'}]}"}, []string{"$res/properties/direction: {type: [string, 'null'], enum: [b, a, null]}"},
		[]string{"written-differently"}},
	{"null beside a reference, as OpenAPI 3.0 says it", nil, []string{"$res/properties/protocol: {allOf: [{$ref: '#/components/schemas/SecurityGroupProtocolEnum'}], nullable: true, description: Protocol, examples: [tcp]}"},
		[]string{"written-differently"}},
	{"null in a choice beside a type without it", []string{"$res/properties/direction: {type: string}"}, []string{"$res/properties/direction: {type: string, anyOf: [{type: string}, {type: 'null'}]}"},
		[]string{"written-differently"}},
	{"null for one part of two is no null", []string{"$res/properties/direction: {type: string}"}, []string{"$res/properties/direction: {allOf: [{type: string}, {type: [string, 'null']}]}"}, []string{"written-differently"}},
	{"OpenAPI 3.1 as a number", nil, []string{"openapi: 3.1"}, []string{"changed"}},
	{"the properties in another order", nil, []string{"copy $req/properties/direction /x-direction", "- $req/properties/direction", "copy /x-direction $req/properties/direction", "- /x-direction"}, nil},
	{"the scheme gets another name", nil, []string{"/components/securitySchemes: {Key: {type: apiKey, in: header, name: Authorization, description: x}}", "/security: [{Key: []}]"},
		[]string{"security-scheme-renamed", "changed"}},

	// The call as a whole.
	{"the operation is gone", nil, []string{"- $op"}, []string{"operation-removed [operation narrowed]" + bad}},
	{"the path is gone", nil, []string{"/paths: {}"}, []string{"operation-removed [operation narrowed]" + bad}},
	{"the operation moves", nil, []string{"move $path /cloud/v3/rules/{rule_id}"}, []string{"operation-moved [operation changed]" + bad}},
	{"a path parameter is renamed", nil, []string{"move $path /cloud/v1/securitygrouprules/{project_id}/{region_id}/{id}", "/paths/~1cloud~1v1~1securitygrouprules~1{project_id}~1{region_id}~1{id}/put/parameters/2/name: id"},
		[]string{"path-parameter-renamed [operation changed]" + fine}},
	{"the deprecation is withdrawn", nil, []string{"- $op/deprecated"}, []string{"operation-undeprecated [operation changed]" + fine}},
	{"the operation is deprecated", []string{"- $op/deprecated"}, []string{"$op/deprecated: true"}, []string{"operation-deprecated [operation changed]" + fine}},
	{"a sunset is announced", nil, []string{"$op/x-sunset: '2027-01-01'"}, []string{"sunset-changed [operation changed]" + fine}},
	{"the sunset comes sooner", []string{"$op/x-sunset: '2027-01-01'"}, []string{"$op/x-sunset: '2026-12-01'"}, []string{"sunset-changed [operation changed]" + fine}},
	{"the server changes", nil, []string{"/servers/0/url: https://api.gcore.eu"}, []string{"server-changed [operation changed]" + bad}},
	{"a server is added", nil, []string{"/servers/1: {url: 'https://api.gcore.eu'}"}, []string{"server-added [operation widened]" + fine}},
	{"a server is removed", []string{"/servers/1: {url: 'https://api.gcore.eu'}"}, []string{"- /servers/1"}, []string{"server-removed [operation narrowed]" + bad}},
	{"another server comes first", []string{"/servers/1: {url: 'https://api.gcore.eu'}"}, []string{"/servers: [{url: 'https://api.gcore.eu'}, {url: 'https://api.gcore.com'}]"},
		[]string{"default-server-changed [operation changed]" + fine}},
	{"the operation gets a server of its own", nil, []string{"$op/servers: [{url: 'https://sg.gcore.com'}]"}, []string{"server-changed [operation changed]" + bad}},
	{"one more way to authenticate", []string{"/components/securitySchemes/Bearer: {type: http, scheme: bearer}"}, []string{"/security/1: {Bearer: []}"}, []string{"security-added [operation widened]" + fine}},
	{"another way to authenticate", []string{"/components/securitySchemes/Bearer: {type: http, scheme: bearer}"}, []string{"/security: [{Bearer: []}]"},
		[]string{"security-removed [operation narrowed]" + bad, "security-added [operation widened]" + fine}},
	{"authentication is dropped", nil, []string{"$op/security: []"}, []string{"security-dropped [operation widened]" + fine}},
	{"authentication is required", []string{"/security: []"}, []string{"/security: [{APIKey: []}]"}, []string{"security-required [operation narrowed]" + bad}},
	{"a second key besides", []string{"/components/securitySchemes/Bearer: {type: http, scheme: bearer}"}, []string{"/security: [{APIKey: [], Bearer: []}]"},
		[]string{"security-narrowed [operation narrowed]" + bad}},
	{"a second key is no longer needed", []string{"/components/securitySchemes/Bearer: {type: http, scheme: bearer}", "/security: [{APIKey: [], Bearer: []}]"}, []string{"/security: [{APIKey: []}]"},
		[]string{"security-added [operation widened]" + fine}},
	{"a second key is one way of two", []string{"/components/securitySchemes/Bearer: {type: http, scheme: bearer}"}, []string{"/security: [{APIKey: [], Bearer: []}, {APIKey: []}]"},
		[]string{"written-differently"}},
	{"one more scope", []string{"/security: [{APIKey: [read]}]"}, []string{"/security: [{APIKey: [read, write]}]"}, []string{"security-narrowed [operation narrowed]" + bad}},
	{"the key's header in small letters", nil, []string{"/components/securitySchemes/APIKey/name: authorization"}, []string{"written-differently"}},
	{"the key is a bearer token", nil, []string{"/components/securitySchemes/APIKey: {type: http, scheme: bearer, description: The key}"},
		[]string{"security-scheme-changed [operation changed]" + bad, "changed"}},
	{"the key's header is renamed", nil, []string{"/components/securitySchemes/APIKey/name: X-Key"}, []string{"security-scheme-changed [operation changed]" + bad}},
	{"the key moves to the query", nil, []string{"/components/securitySchemes/APIKey/in: query"}, []string{"security-scheme-changed [operation changed]" + bad}},
	{"OpenAPI 3.2", nil, []string{"openapi: 3.2.0"}, []string{"openapi-version-changed [operation changed]" + fine}},
	{"callbacks appear", nil, []string{"$op/callbacks: {done: {}}"}, []string{"added"}},
	{"callbacks go", []string{"$op/callbacks: {done: {}}"}, []string{"- $op/callbacks"}, []string{"unknown [operation changed]" + bad}},
	{"links appear", nil, []string{"$op/responses/200/links: {next: {operationId: a}}"}, []string{"added"}},
	{"links go", []string{"$op/responses/200/links: {next: {operationId: a}}"}, []string{"- $op/responses/200/links"}, []string{"removed"}},

	// Parameters.
	{"an optional parameter is added", nil, []string{"$op/parameters/3: {in: query, name: dry_run, schema: {type: boolean}}"}, []string{"parameter-added [request widened]" + fine}},
	{"a required parameter is added", nil, []string{"$op/parameters/3: {in: header, name: If-Match, required: true, schema: {type: string}}"}, []string{"parameter-added-required [request narrowed]" + bad}},
	{"a parameter is removed", []string{"$op/parameters/3: {in: query, name: dry_run, schema: {type: boolean}}"}, []string{"- $op/parameters/3"}, []string{"parameter-removed [request narrowed]" + bad}},
	{"a parameter is renamed", []string{"$op/parameters/3: {in: query, name: dry_run, schema: {type: boolean}}"}, []string{"$op/parameters/3/name: dryRun"}, []string{"parameter-renamed [request changed]" + bad}},
	{"a parameter moves to a header", []string{"$op/parameters/3: {in: query, name: dry_run, schema: {type: boolean}}"}, []string{"$op/parameters/3/in: header"}, []string{"parameter-moved [request changed]" + bad}},
	{"a parameter becomes required", []string{"$op/parameters/3: {in: query, name: dry_run, schema: {type: boolean}}"}, []string{"$op/parameters/3/required: true"}, []string{"parameter-required [request narrowed]" + bad}},
	{"a parameter becomes optional", []string{"$op/parameters/3: {in: query, name: dry_run, required: true, schema: {type: boolean}}"}, []string{"$op/parameters/3/required: false"}, []string{"parameter-optional [request widened]" + fine}},
	{"a parameter is encoded otherwise", []string{"$op/parameters/3: {in: query, name: ids, schema: {type: array}}"}, []string{"$op/parameters/3/explode: false"}, []string{"parameter-encoding-changed [request changed]" + bad}},
	{"a parameter's usual encoding is spelled out", []string{"$op/parameters/3: {in: query, name: ids, schema: {type: array}}"}, []string{"$op/parameters/3/style: form"}, []string{"written-differently"}},
	{"a parameter's type changes", nil, []string{"$op/parameters/0/schema/type: array"}, []string{"type-changed [request changed]" + bad}},
	{"a number in the path becomes text", nil, []string{"$op/parameters/0/schema/type: string"}, []string{"type-widened [request widened]" + fine}},
	{"text in the path becomes a number", nil, []string{"$op/parameters/2/schema: {type: integer}"}, []string{"type-narrowed [request narrowed]" + bad, "removed", "removed", "removed", "removed"}},
	{"a parameter is deprecated", []string{"$op/parameters/3: {in: query, name: ids, schema: {type: array}}"}, []string{"$op/parameters/3/deprecated: true"}, []string{"deprecated [request changed]" + fine}},
	{"a header's case changes", []string{"$op/parameters/3: {in: header, name: x-trace, schema: {type: string}}"}, []string{"$op/parameters/3/name: X-Trace"}, []string{"written-differently"}},

	// Bodies, statuses, headers.
	{"the body becomes required", nil, []string{"$op/requestBody/required: true"}, []string{"body-required [request narrowed]" + bad}},
	{"the body becomes optional", []string{"$op/requestBody/required: true"}, []string{"$op/requestBody/required: false"}, []string{"body-optional [request widened]" + fine}},
	{"the body goes", nil, []string{"- $op/requestBody"}, []string{"body-removed [request narrowed]" + bad}},
	{"a body comes", []string{"- $op/requestBody"}, []string{"$op/requestBody: {content: {text/plain: {}}}"}, []string{"body-added [request widened]" + fine}},
	{"a required body comes", []string{"- $op/requestBody"}, []string{"$op/requestBody: {required: true, content: {text/plain: {}}}"}, []string{"body-added-required [request narrowed]" + bad}},
	{"bodies may also be XML", nil, []string{"$op/requestBody/content/application~1xml: {}"}, []string{"content-type-added [request widened]" + fine}},
	{"bodies must be XML", nil, []string{"$op/requestBody/content: {application/xml: {}}"}, []string{"content-type-removed [request narrowed]" + bad, "content-type-added [request widened]" + fine}},
	{"answers may also be XML", nil, []string{"$op/responses/200/content/application~1xml: {}"}, []string{"content-type-added [response widened]" + fine}},
	{"answers lose their body", nil, []string{"- $op/responses/200/content"}, []string{"content-type-removed [response changed]" + bad}},
	{"a charset is named", nil, []string{"$op/requestBody/content: {application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/ChangeSecurityGroupRuleSerializer'}}}"},
		[]string{"content-type-parameter-changed [request changed]" + fine}},
	{"a charset is answered", nil, []string{"$op/responses/200/content: {application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/SecurityGroupRuleSerializer'}}}"},
		[]string{"content-type-parameter-changed [response changed]" + fine}},
	{"a media type in capitals", nil, []string{"$op/responses/200/content: {Application/JSON: {schema: {$ref: '#/components/schemas/SecurityGroupRuleSerializer'}}}"},
		[]string{"written-differently"}},
	{"keys with nothing below them", nil, []string{"$op/callbacks: null", "$op/responses/200/links: null"}, []string{"added", "added"}},
	{"a success 202 comes", nil, []string{"$op/responses/202: {description: later}"}, []string{"status-added-success [response widened]" + bad}},
	{"200 becomes 201", nil, []string{"- $op/responses/200", "$op/responses/201: {description: OK}"}, []string{"status-removed-success [response changed]" + bad, "status-added-success [response widened]" + bad}},
	{"a failure is described", nil, []string{"$op/responses/409: {description: locked}"}, []string{"status-added-error [response widened]" + fine}},
	{"a failure is no longer described", []string{"$op/responses/default: {description: oops}"}, []string{"- $op/responses/default"}, []string{"status-removed-error [response narrowed]" + fine}},
	{"a header comes", nil, []string{"$op/responses/200/headers: {Request-Id: {schema: {type: string}}}"}, []string{"header-added [response widened]" + fine}},
	{"a header goes", []string{"$op/responses/200/headers: {Request-Id: {schema: {type: string}}}"}, []string{"- $op/responses/200/headers"}, []string{"header-removed [response changed]" + bad}},
	{"a header becomes certain", []string{"$op/responses/200/headers: {Request-Id: {schema: {type: string}}}"}, []string{"$op/responses/200/headers/Request-Id/required: true"}, []string{"header-required [response narrowed]" + fine}},
	{"a header becomes uncertain", []string{"$op/responses/200/headers: {Request-Id: {required: true, schema: {type: string}}}"}, []string{"- $op/responses/200/headers/Request-Id/required"}, []string{"header-optional [response widened]" + bad}},
	{"a header's type changes", []string{"$op/responses/200/headers: {Request-Id: {schema: {type: string}}}"}, []string{"$op/responses/200/headers/Request-Id/schema/type: integer"}, []string{"type-changed [response changed]" + bad}},
	{"an encoding of the body", nil, []string{"$op/requestBody/content/application~1json/encoding: {a: {contentType: text/plain}}"}, []string{"unknown [request changed]" + bad}},

	// Properties.
	{"an optional request field comes", nil, []string{"$req/properties/log: {type: boolean}"}, []string{"property-added [request widened]" + fine}},
	{"a required request field comes", nil, []string{"$req/properties/log: {type: boolean}", "$req/required/2: log"}, []string{"property-added-required [request narrowed]" + bad}},
	{"a request field goes", nil, []string{"- $req/properties/description"}, []string{"property-removed-ignored [request narrowed]" + bad}},
	{"a request field is refused", []string{"$req/additionalProperties: false"}, []string{"- $req/properties/description"}, []string{"property-removed-refused [request narrowed]" + bad}},
	{"a required request field goes", nil, []string{"- $req/properties/security_group_id", "$req/required: [direction]"}, []string{"property-removed-ignored [request narrowed]" + bad}},
	{"an answered field comes", nil, []string{"$res/properties/log: {type: boolean}"}, []string{"property-added [response widened]" + fine}},
	{"a certain answered field comes", nil, []string{"$res/properties/log: {type: boolean}", "$res/required/13: log"}, []string{"property-added-required [response widened]" + fine}},
	{"an answered field goes", nil, []string{"- $res/properties/revision_number", "- $res/required/4"}, []string{"property-removed [response changed]" + bad}},
	{"a request field becomes required", nil, []string{"$req/required/2: ethertype"}, []string{"property-required [request narrowed]" + bad}},
	{"a request field becomes optional", nil, []string{"- $req/required/0"}, []string{"property-optional [request widened]" + fine}},
	{"an answered field becomes optional", nil, []string{"- $res/required/0"}, []string{"property-optional [response widened]" + bad}},
	{"an answered field becomes certain", []string{"- $res/required/0"}, []string{"$res/required/12: id"}, []string{"property-required [response narrowed]" + fine}},
	{"a request field becomes read-only", nil, []string{"$req/properties/description/readOnly: true"}, []string{"read-only [request narrowed]" + bad}},
	{"a request field is no longer read-only", []string{"$req/properties/description/readOnly: true"}, []string{"- $req/properties/description/readOnly"}, []string{"read-only-lifted [request widened]" + fine}},
	{"a request field becomes write-only", nil, []string{"$req/properties/description/writeOnly: true"}, []string{"write-only [request changed]" + fine}},
	{"a request field is no longer write-only", []string{"$req/properties/description/writeOnly: true"}, []string{"- $req/properties/description/writeOnly"}, []string{"write-only-lifted [request changed]" + fine}},
	{"an answered field becomes read-only", nil, []string{"$res/properties/id/readOnly: true"}, []string{"read-only [response changed]" + fine}},
	{"an answered field is no longer read-only", []string{"$res/properties/id/readOnly: true"}, []string{"- $res/properties/id/readOnly"}, []string{"read-only-lifted [response changed]" + fine}},
	{"an answered field becomes write-only", nil, []string{"$res/properties/id/writeOnly: true"}, []string{"write-only [response changed]" + bad}},
	{"an answered field is no longer write-only", []string{"$res/properties/id/writeOnly: true"}, []string{"- $res/properties/id/writeOnly"}, []string{"write-only-lifted [response widened]" + fine}},
	{"other request fields are refused", nil, []string{"$req/additionalProperties: false"}, []string{"other-properties-refused [request narrowed]" + bad}},
	{"other request fields are allowed", []string{"$req/additionalProperties: false"}, []string{"- $req/additionalProperties"}, []string{"other-properties-allowed [request widened]" + fine}},
	{"other answered fields are excluded", nil, []string{"$res/additionalProperties: false"}, []string{"other-properties-refused [response narrowed]" + fine}},
	{"other answered fields are possible", []string{"$res/additionalProperties: false"}, []string{"$res/additionalProperties: {}"}, []string{"other-properties-allowed [response widened]" + fine}},
	{"other fields get another type", []string{"$req/additionalProperties: {type: string}"}, []string{"$req/additionalProperties/type: integer"}, []string{"type-changed [request changed]" + bad}},

	// Values.
	{"null is no longer accepted", nil, []string{"- $req/properties/remote_group_id/anyOf/1"}, []string{"null-removed [request narrowed]" + bad}},
	{"null is accepted", nil, []string{"$req/properties/protocol: {anyOf: [{$ref: '#/components/schemas/SecurityGroupProtocolEnum'}, {type: 'null'}], description: Protocol, examples: [tcp]}"}, []string{"null-added [request widened]" + fine}},
	{"null is no longer answered", nil, []string{"- $res/properties/protocol/anyOf/1"}, []string{"null-removed [response narrowed]" + fine}},
	{"null is answered", nil, []string{"$res/properties/revision_number/type: [integer, 'null']"}, []string{"null-added [response widened]" + bad}},
	{"null is answered, as OpenAPI 3.0 says it", nil, []string{"$res/properties/revision_number/nullable: true"}, []string{"null-added [response widened]" + bad}},
	{"a request type changes", nil, []string{"$req/properties/description/type: integer"}, []string{"type-changed [request changed]" + bad}},
	{"an answered type changes", nil, []string{"$res/properties/revision_number/type: string"}, []string{"type-changed [response changed]" + bad}},
	{"a request type widens", nil, []string{"$op/parameters/0/schema/type: number"}, []string{"type-widened [request widened]" + fine}},
	{"a request type narrows", []string{"$op/parameters/0/schema/type: number"}, []string{"$op/parameters/0/schema/type: integer"}, []string{"type-narrowed [request narrowed]" + bad}},
	{"an answered type widens", nil, []string{"$res/properties/revision_number/type: [integer, string]"}, []string{"type-widened [response widened]" + bad}},
	{"an answered type narrows", nil, []string{"- $res/properties/revision_number/type"}, []string{"type-widened [response widened]" + bad}},
	{"an answered type is named", []string{"- $res/properties/revision_number/type"}, []string{"$res/properties/revision_number/type: integer"}, []string{"type-narrowed [response narrowed]" + fine}},
	{"a protocol goes, in both directions", nil, []string{"- $enum/enum/1"}, []string{"enum-value-removed [request narrowed; response narrowed]" + bad}},
	{"a protocol comes, in both directions", nil, []string{"$enum/enum/24: wg"}, []string{"enum-value-added [request widened; response widened]" + bad}},
	{"a request value goes", nil, []string{"- $req/properties/direction/enum/0"}, []string{"enum-value-removed [request narrowed]" + bad}},
	{"a request value comes", nil, []string{"$req/properties/direction/enum/2: both"}, []string{"enum-value-added [request widened]" + fine}},
	{"an answered value goes", nil, []string{"- $res/properties/direction/enum/0"}, []string{"enum-value-removed [response narrowed]" + fine}},
	{"an answered value comes", nil, []string{"$res/properties/direction/enum/2: both"}, []string{"enum-value-added [response widened]" + bad}},
	{"a value is replaced", nil, []string{"$req/properties/direction/enum/0: out"}, []string{"enum-value-removed [request narrowed]" + bad, "enum-value-added [request widened]" + fine}},
	{"an enum comes", nil, []string{"$req/properties/description/enum: [a, b]"}, []string{"enum-added [request narrowed]" + bad}},
	{"an enum goes", nil, []string{"- $req/properties/direction/enum"}, []string{"enum-removed [request widened]" + fine}},
	{"an answered enum comes", nil, []string{"$res/properties/id/enum: [a, b]"}, []string{"enum-added [response narrowed]" + fine}},
	{"an answered enum goes", nil, []string{"- $res/properties/direction/enum"}, []string{"enum-removed [response widened]" + bad}},
	{"maxLength falls", nil, []string{"$req/properties/description/maxLength: 100"}, []string{"limit-tightened [request narrowed]" + bad}},
	{"maxLength rises", nil, []string{"$req/properties/description/maxLength: 1000"}, []string{"limit-relaxed [request widened]" + fine}},
	{"maxLength goes", nil, []string{"- $req/properties/description/maxLength"}, []string{"limit-relaxed [request widened]" + fine}},
	{"minLength comes", nil, []string{"$req/properties/description/minLength: 1"}, []string{"limit-tightened [request narrowed]" + bad}},
	{"minimum rises", nil, []string{"$req/properties/port_range_min/anyOf/0/minimum: 1"}, []string{"limit-tightened [request narrowed]" + bad}},
	{"maximum rises in an answer", nil, []string{"$res/properties/port_range_min/anyOf/0/maximum: 70000"}, []string{"limit-relaxed [response widened]" + bad}},
	{"minimum rises in an answer", nil, []string{"$res/properties/port_range_min/anyOf/0/minimum: 1"}, []string{"limit-tightened [response narrowed]" + fine}},
	{"minimum becomes exclusive, as OpenAPI 3.0 says it", nil, []string{"$req/properties/port_range_min/anyOf/0/exclusiveMinimum: true"},
		[]string{"limit-tightened [request narrowed]" + bad}},
	{"a reference on the way to the schema limits it", []string{"/components/schemas/Word: {type: string}", "/components/schemas/Mid: {$ref: '#/components/schemas/Word'}",
		"$req/properties/description: {$ref: '#/components/schemas/Mid'}"}, []string{"/components/schemas/Mid/maxLength: 9"}, []string{"limit-tightened [request narrowed]" + bad}},
	{"a limit is spelled as an exclusive one", nil, []string{"- $req/properties/port_range_min/anyOf/0/minimum", "$req/properties/port_range_min/anyOf/0/exclusiveMinimum: -1",
		"- $req/properties/port_range_min/anyOf/0/maximum", "$req/properties/port_range_min/anyOf/0/exclusiveMaximum: 65536"}, []string{"written-differently"}},
	{"a number's limit becomes exclusive", []string{"$req/properties/log: {type: number, maximum: 5}"}, []string{"$req/properties/log: {type: number, exclusiveMaximum: 5}"},
		[]string{"limit-tightened [request narrowed]" + bad}},
	{"a number's exclusive limit rises", []string{"$res/properties/log: {type: number, exclusiveMaximum: 5}"}, []string{"$res/properties/log: {type: number, maximum: 5}"},
		[]string{"limit-relaxed [response widened]" + bad}},
	{"of two limits the tighter one rises", []string{"$req/properties/log: {type: number, maximum: 5, exclusiveMaximum: 4}"}, []string{"$req/properties/log/exclusiveMaximum: 7"},
		[]string{"limit-relaxed [request widened]" + fine}},
	{"multipleOf tightens", []string{"$req/properties/port_range_min/anyOf/0/multipleOf: 2"}, []string{"$req/properties/port_range_min/anyOf/0/multipleOf: 4"}, []string{"limit-tightened [request narrowed]" + bad}},
	{"multipleOf relaxes", []string{"$req/properties/port_range_min/anyOf/0/multipleOf: 4"}, []string{"$req/properties/port_range_min/anyOf/0/multipleOf: 2"}, []string{"limit-relaxed [request widened]" + fine}},
	{"multipleOf is another", []string{"$req/properties/port_range_min/anyOf/0/multipleOf: 4"}, []string{"$req/properties/port_range_min/anyOf/0/multipleOf: 3"}, []string{"unknown [request changed]" + bad}},
	{"a pattern comes", nil, []string{"$req/properties/description/pattern: '^[a-z]+$'"}, []string{"form-added [request narrowed]" + bad}},
	{"a format goes", nil, []string{"- $req/properties/security_group_id/format"}, []string{"form-removed [request widened]" + fine}},
	{"a format changes", nil, []string{"$req/properties/security_group_id/format: ipv4"}, []string{"form-changed [request changed]" + bad}},
	{"ids of any version", nil, []string{"$req/properties/security_group_id/format: uuid"}, []string{"written-differently"}},
	{"answered ids of any version", nil, []string{"$res/properties/id/format: uuid"}, []string{"written-differently"}},
	{"ids of one version", []string{"$req/properties/security_group_id/format: uuid"}, []string{"$req/properties/security_group_id/format: uuid4"}, []string{"form-changed [request changed]" + bad}},
	{"int64 is what integers are", nil, []string{"$res/properties/revision_number/format: int64"}, []string{"written-differently"}},
	{"int32 becomes int64 in an answer", []string{"$res/properties/revision_number/format: int32"}, []string{"$res/properties/revision_number/format: int64"}, []string{"form-removed [response widened]" + bad}},
	{"an answered format comes", nil, []string{"$res/properties/revision_number/format: int32"}, []string{"form-added [response narrowed]" + fine}},
	{"an answered format goes", nil, []string{"- $res/properties/created_at/format"}, []string{"form-removed [response widened]" + bad}},
	{"an answered format changes", nil, []string{"$res/properties/created_at/format: date"}, []string{"form-changed [response changed]" + bad}},
	{"items that are referred to change", []string{"/components/schemas/Word: {type: string}", "$req/properties/ids: {type: array, items: {$ref: '#/components/schemas/Word'}}"}, []string{"/components/schemas/Word/type: integer"}, []string{"type-changed [request changed]" + bad}},
	{"values of other names that are referred to change", []string{"/components/schemas/Word: {type: string}", "$req/properties/ids: {type: object, additionalProperties: {$ref: '#/components/schemas/Word'}}"}, []string{"/components/schemas/Word/type: integer"}, []string{"type-changed [request changed]" + bad}},
	{"values by a pattern that are referred to change", []string{"/components/schemas/Word: {type: string}", "$req/properties/ids: {type: object, patternProperties: {^x: {$ref: '#/components/schemas/Word'}}}"}, []string{"/components/schemas/Word/type: integer"}, []string{"type-changed [request changed]" + bad}},
	{"what is refused by a reference changes", []string{"/components/schemas/Word: {type: string}", "$req/properties/ids: {not: {$ref: '#/components/schemas/Word'}}"}, []string{"/components/schemas/Word/type: integer"}, []string{"unknown [request changed]" + bad}},
	{"items change", []string{"$req/properties/ids: {type: array, items: {type: string}}"}, []string{"$req/properties/ids/items/type: integer"}, []string{"type-changed [request changed]" + bad}},
	{"a default comes", nil, []string{"$req/properties/ethertype/default: IPv4"}, []string{"default-added [request changed]" + fine}},
	{"a null default comes", nil, []string{"$req/properties/ethertype/default: null"}, []string{"default-added [request changed]" + fine}},
	{"a default goes", []string{"$req/properties/ethertype/default: IPv4"}, []string{"- $req/properties/ethertype/default"}, []string{"default-removed [request changed]" + fine}},
	{"a default changes", []string{"$req/properties/ethertype/default: IPv4"}, []string{"$req/properties/ethertype/default: IPv6"}, []string{"default-changed [request changed]" + bad}},
	{"a limit comes for a variant", []string{"$res/properties/log: {anyOf: [{type: integer}, {type: string}]}"}, []string{"$res/properties/log/anyOf/1/maxLength: 3"}, []string{"limit-tightened [response narrowed]" + fine}},
	{"a request variant comes", nil, []string{"$req/properties/port_range_min/anyOf/2: {type: string}"}, []string{"variant-added [request widened]" + fine}},
	{"a request variant goes", []string{"$req/properties/port_range_min/anyOf/2: {type: string}"}, []string{"- $req/properties/port_range_min/anyOf/2"}, []string{"variant-removed [request narrowed]" + bad}},
	{"an answered variant comes", []string{"$res/properties/port_range_min/anyOf/2: {type: string}"}, []string{"$res/properties/port_range_min/anyOf/3: {type: boolean}"}, []string{"variant-added [response widened]" + bad}},
	{"an answered variant goes", []string{"$res/properties/port_range_min/anyOf/2: {type: string}"}, []string{"- $res/properties/port_range_min/anyOf/0"}, []string{"variant-removed [response narrowed]" + fine}},
	{"a choice of others", nil, []string{"$req/properties/port_range_min/anyOf: [{type: string}, {type: boolean}, {type: 'null'}]"}, []string{"type-changed [request changed]" + bad}},
	{"anyOf becomes oneOf", []string{"$req/properties/port_range_min: {anyOf: [{type: string}, {type: integer}]}"}, []string{"$req/properties/port_range_min: {oneOf: [{type: string}, {type: integer}]}"}, []string{"unknown [request changed]" + bad}},
	{"a flag that is unset beside one that is set", []string{"$req/properties/ethertype/deprecated: true"}, []string{"$req/properties/ethertype/allOf: [{deprecated: false}]"}, []string{"written-differently"}},
	{"a request field is deprecated", nil, []string{"$req/properties/ethertype/deprecated: true"}, []string{"deprecated [request changed]" + fine}},
	{"a request field is no longer deprecated", []string{"$req/properties/ethertype/deprecated: true"}, []string{"- $req/properties/ethertype/deprecated"}, []string{"undeprecated [request changed]" + fine}},
	{"an answered field is deprecated", nil, []string{"$res/properties/id/deprecated: true"}, []string{"deprecated [response changed]" + fine}},
	{"an answered field is no longer deprecated", []string{"$res/properties/id/deprecated: true"}, []string{"- $res/properties/id/deprecated"}, []string{"undeprecated [response changed]" + fine}},
	{"a request field's end is announced", nil, []string{"$req/properties/ethertype/x-sunset: '2027-01-01'"}, []string{"sunset-changed [request changed]" + fine}},
	{"an answered field's end is announced", nil, []string{"$res/properties/id/x-sunset: '2027-01-01'"}, []string{"sunset-changed [response changed]" + fine}},
	{"the body's schema is swapped", []string{"/components/schemas/New: {title: ChangeSecurityGroupRuleSerializer, type: object, required: [name], properties: {name: {type: string}}}", "$req: {title: ChangeSecurityGroupRuleSerializer, type: object, required: [name], properties: {name: {type: string}}}"},
		[]string{"/components/schemas/New/properties/name/type: integer", "$op/requestBody/content/application~1json/schema/$ref: '#/components/schemas/New'"},
		[]string{"type-changed [request changed]" + bad, "schema-swapped [request changed]" + fine}},
	{"the answer's schema is swapped", []string{"/components/schemas/New: {title: SecurityGroupRuleSerializer, type: object, properties: {name: {type: string}}}", "$res: {title: SecurityGroupRuleSerializer, type: object, properties: {name: {type: string}}}"},
		[]string{"/components/schemas/New/properties/name/type: integer", "$op/responses/200/content/application~1json/schema/$ref: '#/components/schemas/New'"},
		[]string{"type-changed [response changed]" + bad, "schema-swapped [response changed]" + fine}},
	{"names are described otherwise", []string{"$req/propertyNames: {pattern: a, description: x}"}, []string{"$req/propertyNames/description: y"}, []string{"changed"}},
	{"names are limited otherwise", []string{"$req/propertyNames: {maxLength: 9}"}, []string{"$req/propertyNames/maxLength: 8"}, []string{"limit-tightened [request narrowed]" + bad}},
	{"a pattern's properties change", []string{"$req/patternProperties: {^x: {type: string}}"}, []string{"$req/patternProperties/^x/type: integer"}, []string{"type-changed [request changed]" + bad}},
	{"a pattern for properties comes", []string{"$req/patternProperties: {^x: {type: string}}"}, []string{"$req/patternProperties/^y: {type: string}"}, []string{"unknown [request changed]" + bad}},
	{"a string is said to be JSON", nil, []string{"$req/properties/description/contentMediaType: application/json"}, []string{"form-added [request narrowed]" + bad}},
	{"a keyword that no rule knows", nil, []string{"$req/propertyNames: {pattern: a}"}, []string{"unknown [request changed]" + bad}},
	{"a keyword that no rule knows, answered", nil, []string{"$res/if: {required: [id]}"}, []string{"unknown [response changed]" + bad}},
	{"every value is refused", nil, []string{"$req/properties/description: false"}, []string{"type-narrowed [request narrowed]" + bad, "removed", "removed", "removed", "removed"}},
}

func TestSingleMutations(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, m := range mutations {
		old := edited(t, tree(t, read(t, may)), m.base)
		new := edited(t, tree(t, read(t, may)), append(slices.Clone(m.base), m.edit...))
		var got []string
		for _, f := range compare(t, old, new) {
			got = append(got, label(f))
			for _, e := range f.Effects {
				used[f.Change+" "+e.Direction], used[f.Change+" "] = true, true
			}
		}
		slices.Sort(got)
		want := slices.Sorted(slices.Values(m.want))
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", m.name, got, want)
		}
	}
	for direction, rules := range Rules {
		for _, rule := range rules {
			for _, change := range strings.Fields(rule.Changes) {
				if !used[change+" "+direction] {
					t.Errorf("no mutation reaches the rule %s, %s", change, direction)
				}
			}
		}
	}
}

func label(f *Finding) string {
	if f.Contract() {
		return fmt.Sprintf("%s [%s] %s", f.Change, f.Direction(), f.verdict())
	}
	return f.Change
}

// compare compares two slices as upstream-drift does.
func compare(t *testing.T, old, new *Node) []*Finding {
	t.Helper()
	doc, err := Parse(Dump(new))
	if err != nil {
		t.Fatal(err)
	}
	twins, there := findTwins(doc, old, listed(t))
	if ref := new.Get("paths").Items; len(ref) > 0 && ref[0].Get("$ref") != nil {
		if new, err = Cut(doc, there); err != nil {
			t.Fatal(err)
		}
	}
	return Compare(old, new, twins)
}

// edited applies edits to n and returns it.
func edited(t *testing.T, n *Node, edits []string) *Node {
	t.Helper()
	for _, edit := range edits {
		edit = abbreviations.Replace(edit)
		if target, found := strings.CutPrefix(edit, "- "); found {
			remove(t, n, target)
			continue
		}
		if args, found := strings.CutPrefix(edit, "move "); found {
			from, to, _ := strings.Cut(args, " ")
			keys, _ := parseReference("#" + from)
			item := n.Get(keys...)
			remove(t, n, from)
			n.Get("paths").set(to, item)
			continue
		}
		if args, found := strings.CutPrefix(edit, "copy "); found {
			from, to, _ := strings.Cut(args, " ")
			source, _ := parseReference("#" + from)
			keys, _ := parseReference("#" + to)
			parent, last := at(t, n, keys)
			holder, name := at(t, n, source)
			for _, s := range list(located{node: holder, at: []string{}}) {
				if s.key() == name {
					parent.set(last, s.node)
				}
			}
			continue
		}
		target, value, _ := strings.Cut(edit, ": ")
		keys, _ := parseReference("#/" + strings.TrimPrefix(target, "/"))
		parent, last := at(t, n, keys)
		if parent.Kind == Mapping {
			parent.set(last, tree(t, value))
			continue
		}
		i, err := strconv.Atoi(last)
		switch {
		case err != nil || i > len(parent.Items):
			t.Fatalf("%s: no such place", target)
		case i == len(parent.Items):
			parent.Items = append(parent.Items, tree(t, value))
		default:
			parent.Items[i] = tree(t, value)
		}
	}
	return n
}

func remove(t *testing.T, n *Node, target string) {
	t.Helper()
	keys, _ := parseReference("#" + target)
	parent, last := at(t, n, keys)
	if parent.Kind == Mapping {
		if parent.Get(last) == nil {
			t.Fatalf("%s: nothing to remove", target)
		}
		parent.drop(last)
		return
	}
	i, err := strconv.Atoi(last)
	if err != nil || i >= len(parent.Items) {
		t.Fatalf("%s: nothing to remove", target)
	}
	parent.Items = slices.Delete(parent.Items, i, i+1)
}

// at finds the parent of the value at keys.
func at(t *testing.T, n *Node, keys []string) (parent *Node, last string) {
	t.Helper()
	for _, key := range keys[:len(keys)-1] {
		next := n.Get(key)
		if i, err := strconv.Atoi(key); err == nil && n.Kind == Sequence && i < len(n.Items) {
			next = n.Items[i]
		}
		if next == nil {
			t.Fatalf("%q: nothing at %q", keys, key)
		}
		n = next
	}
	return n, keys[len(keys)-1]
}
