package specsync

// Rule is one line of the table by which differences are judged.
type Rule struct {
	Change    string // what happened
	Direction string // request, response, or operation for what concerns the call as a whole
	Effect    string // narrowed, widened or changed
	Breaking  bool
	Meaning   string // {name}, {old} and {new} stand for what changed
}

const (
	request   = "request"
	response  = "response"
	operation = "operation"

	narrowed = "narrowed"
	widened  = "widened"
	changed  = "changed"

	breaks   = true
	harmless = false
)

// Rules is the whole judgement. The principle: to accept less than before breaks those who send, to answer more than
// before breaks those who receive, the two others are harmless. Where a line departs from it, its sentence says why.
var Rules = []Rule{
	// The call as a whole.
	{"operation-removed", operation, narrowed, breaks, "{name} is gone from the document: calls may fail any day"},
	{"operation-moved", operation, changed, breaks, "{name} is now {new}: calls go to an address that is no longer described"},
	{"path-parameter-renamed", operation, changed, harmless, "only the template's name changes; the same address is called"},
	{"operation-deprecated", operation, changed, harmless, "{name} still works, but callers are told to move on"},
	{"operation-undeprecated", operation, changed, harmless, "{name} is no longer deprecated; the warning goes away"},
	{"sunset-changed", operation, changed, harmless, "the notice of the end of {name} was {old} and is {new}; plan for it"},
	{"server-added", operation, widened, harmless, "one more address, {new}; the present one stays"},
	{"server-removed", operation, narrowed, breaks, "{old} is no longer listed: calls to it may fail any day"},
	{"server-changed", operation, changed, breaks, "the address was {old} and is {new}: calls to the old one may fail any day"},
	{"default-server-changed", operation, changed, harmless, "{new} now stands first, and becomes the client's default; {old} stays listed"},
	{"security-added", operation, widened, harmless, "one more way to authenticate, {new}; the present ones stay"},
	{"security-removed", operation, narrowed, breaks, "callers that authenticate with {old} are refused"},
	{"security-required", operation, narrowed, breaks, "callers must now authenticate: {new}"},
	{"security-dropped", operation, widened, harmless, "callers need not authenticate any more; a key is ignored"},
	{"security-scheme-changed", operation, changed, breaks, "the key is sent in a way that upstream no longer describes: {old} became {new}"},
	{"openapi-version-changed", operation, changed, harmless, "the document is written in OpenAPI {new} now; its keywords may mean something else"},

	// Parameters.
	{"parameter-added", request, widened, harmless, "callers may send {name} from now on; without it nothing changes"},
	{"parameter-added-required", request, narrowed, breaks, "calls without the new parameter {name} are refused"},
	{"parameter-removed", request, narrowed, breaks, "callers that send {name} are ignored from now on, or refused"},
	{"parameter-renamed", request, changed, breaks, "{old} is ignored from now on, or refused; it is called {new}"},
	{"parameter-moved", request, changed, breaks, "{name} was read from the {old}, and is now read from the {new}"},
	{"parameter-required", request, narrowed, breaks, "calls without {name} are refused"},
	{"parameter-optional", request, widened, harmless, "calls may leave {name} out"},
	{"parameter-encoding-changed", request, changed, breaks, "{name} is to be encoded otherwise than callers do"},

	// Bodies, statuses, headers.
	{"body-added", request, widened, harmless, "callers may send a body from now on"},
	{"body-added-required", request, narrowed, breaks, "calls without a body are refused"},
	{"body-removed", request, narrowed, breaks, "the body that callers send is ignored from now on, or refused"},
	{"body-required", request, narrowed, breaks, "calls without a body are refused"},
	{"body-optional", request, widened, harmless, "calls may leave the body out"},
	{"content-type-added", request, widened, harmless, "bodies may also be sent as {new}"},
	{"content-type-added", response, widened, harmless, "answers also come as {new}, to those who ask for it"},
	{"content-type-removed", request, narrowed, breaks, "bodies sent as {old} are refused"},
	{"content-type-removed", response, changed, breaks, "answers no longer come as {old}"},
	{"content-type-parameter-changed", request, changed, harmless, "{old} became {new}, which is the same kind of body"},
	{"content-type-parameter-changed", response, changed, harmless, "{old} became {new}, which is the same kind of body"},
	{"status-added-success", response, widened, breaks, "a success may now be {new}, which callers do not expect"},
	{"status-added-error", response, widened, harmless, "a failure {new} is described now; callers handle unknown failures already"},
	{"status-removed-success", response, changed, breaks, "the success that callers wait for, {old}, is no longer described"},
	{"status-removed-error", response, narrowed, harmless, "the failure {old} is no longer described"},
	{"header-added", response, widened, harmless, "answers carry one more header, {name}; callers ignore those they do not know"},
	{"header-removed", response, changed, breaks, "answers no longer carry the header {name}"},
	{"header-required", response, narrowed, harmless, "answers always carry the header {name} now"},
	{"header-optional", response, widened, breaks, "answers may come without the header {name}"},

	// Properties of a schema.
	{"property-added", request, widened, harmless, "callers may send {name} from now on; without it nothing changes"},
	{"property-added", response, widened, harmless, "answers carry {name} as well; callers ignore fields they do not know"},
	{"property-added-required", request, narrowed, breaks, "calls without the new field {name} are refused"},
	{"property-added-required", response, widened, harmless, "answers carry {name} as well; callers ignore fields they do not know"},
	{"property-removed-ignored", request, narrowed, breaks, "{name} is ignored from now on, without a word to those who send it"},
	{"property-removed-refused", request, narrowed, breaks, "calls that send {name} are refused"},
	{"property-removed", response, changed, breaks, "answers no longer carry {name}"},
	{"property-required", request, narrowed, breaks, "calls without {name} are refused"},
	{"property-required", response, narrowed, harmless, "answers always carry {name} now"},
	{"property-optional", request, widened, harmless, "calls may leave {name} out"},
	{"property-optional", response, widened, breaks, "answers may come without {name}"},
	{"read-only", request, narrowed, breaks, "{name} is ignored from now on when callers send it"},
	{"read-only", response, changed, harmless, "{name} is still answered"},
	{"read-only-lifted", request, widened, harmless, "callers may send {name} from now on"},
	{"read-only-lifted", response, changed, harmless, "{name} is still answered"},
	{"write-only", request, changed, harmless, "{name} is still accepted"},
	{"write-only", response, changed, breaks, "answers no longer carry {name}"},
	{"write-only-lifted", request, changed, harmless, "{name} is still accepted"},
	{"write-only-lifted", response, widened, harmless, "answers carry {name} as well; callers ignore fields they do not know"},
	{"other-properties-refused", request, narrowed, breaks, "calls with fields that {name} does not list are refused"},
	{"other-properties-refused", response, narrowed, harmless, "answers carry no fields but the listed ones"},
	{"other-properties-allowed", request, widened, harmless, "calls may carry fields that {name} does not list"},
	{"other-properties-allowed", response, widened, harmless, "answers may carry fields that are not listed; callers ignore those"},

	// Values.
	{"null-removed", request, narrowed, breaks, "calls that send null for {name} are refused"},
	{"null-removed", response, narrowed, harmless, "{name} is never answered as null any more"},
	{"null-added", request, widened, harmless, "callers may send null for {name}"},
	{"null-added", response, widened, breaks, "{name} may be answered as null, which callers do not expect"},
	{"type-changed", request, changed, breaks, "{name} was {old} and is {new}: what callers send is refused"},
	{"type-changed", response, changed, breaks, "{name} was {old} and is {new}: callers cannot read it"},
	{"type-narrowed", request, narrowed, breaks, "{name} was {old} and is only {new}: some of what callers send is refused"},
	{"type-narrowed", response, narrowed, harmless, "{name} was {old} and is only {new}"},
	{"type-widened", request, widened, harmless, "{name} may also be {new}"},
	{"type-widened", response, widened, breaks, "{name} was {old} and may be {new}, which callers do not expect"},
	{"enum-value-removed", request, narrowed, breaks, "calls that send {old} for {name} are refused"},
	{"enum-value-removed", response, narrowed, harmless, "{name} is never answered as {old} any more"},
	{"enum-value-added", request, widened, harmless, "callers may send {new} for {name}"},
	{"enum-value-added", response, widened, breaks, "{name} may be answered as {new}, which callers do not expect"},
	{"enum-added", request, narrowed, breaks, "calls that send anything but {new} for {name} are refused"},
	{"enum-added", response, narrowed, harmless, "{name} is always one of {new} now"},
	{"enum-removed", request, widened, harmless, "{name} is no longer limited to {old}"},
	{"enum-removed", response, widened, breaks, "{name} is no longer limited to {old}, which callers may rely on"},
	{"limit-tightened", request, narrowed, breaks, "some values of {name} that callers send are refused: the limit was {old} and is {new}"},
	{"limit-tightened", response, narrowed, harmless, "fewer values of {name} are answered: the limit was {old} and is {new}"},
	{"limit-relaxed", request, widened, harmless, "more values of {name} are accepted: the limit was {old} and is {new}"},
	{"limit-relaxed", response, widened, breaks, "values of {name} may be answered that callers do not expect: the limit was {old} and is {new}"},
	{"form-added", request, narrowed, breaks, "values of {name} that are not {new} are refused"},
	{"form-added", response, narrowed, harmless, "{name} is always {new} now"},
	{"form-removed", request, widened, harmless, "{name} need not be {old} any more"},
	{"form-removed", response, widened, breaks, "{name} may be something other than {old}, which callers may rely on"},
	{"form-changed", request, changed, breaks, "{name} is to be {new} instead of {old}: what callers send may be refused"},
	{"form-changed", response, changed, breaks, "{name} is answered as {new} instead of {old}: callers may not be able to read it"},
	{"default-added", request, changed, harmless, "leaving {name} out now means {new}, by the document; check that it did before"},
	{"default-removed", request, changed, harmless, "the document no longer says what leaving {name} out means"},
	{"default-changed", request, changed, breaks, "leaving {name} out meant {old} and now means {new}"},
	{"variant-added", request, widened, harmless, "{name} may also have the form {new}"},
	{"variant-added", response, widened, breaks, "{name} may be answered in the form {new}, which callers do not expect"},
	{"variant-removed", request, narrowed, breaks, "{name} is no longer accepted in the form {old}"},
	{"variant-removed", response, narrowed, harmless, "{name} is no longer answered in the form {old}"},
	{"deprecated", request, changed, harmless, "{name} still works, but callers are told to move on"},
	{"deprecated", response, changed, harmless, "{name} is still answered, but callers are told to move on"},
	{"undeprecated", request, changed, harmless, "{name} is no longer deprecated"},
	{"undeprecated", response, changed, harmless, "{name} is no longer deprecated"},
	{"sunset-changed", request, changed, harmless, "the notice of the end of {name} was {old} and is {new}; plan for it"},
	{"sunset-changed", response, changed, harmless, "the notice of the end of {name} was {old} and is {new}; plan for it"},
	{"schema-swapped", request, changed, harmless, "{name} follows another schema, {new} instead of {old}; what that changes is listed by itself"},
	{"schema-swapped", response, changed, harmless, "{name} follows another schema, {new} instead of {old}; what that changes is listed by itself"},

	// What no line above knows is taken for the worst until somebody has looked.
	{"unknown", request, changed, breaks, "no rule knows this part of {name}; look at what it does to those who send"},
	{"unknown", response, changed, breaks, "no rule knows this part of {name}; look at what it does to those who receive"},
	{"unknown", operation, changed, breaks, "no rule knows this part of {name}; look at it"},
}

// ruleFor finds the line for a change. A change without one is a fault of specsync, and is judged as unknown.
func ruleFor(change, direction string) Rule {
	for _, rule := range Rules {
		if rule.Change == change && rule.Direction == direction {
			return rule
		}
	}
	return ruleFor("unknown", direction)
}
