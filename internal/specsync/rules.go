package specsync

import (
	"cmp"
	"slices"
	"strings"
)

// Rule is one line of the table by which differences are judged: the names of changes, with spaces between them, what
// they do, and a sentence, in which {name}, {old} and {new} stand for what changed.
type Rule struct{ Changes, Effect, Meaning string }

// The directions of a change; operation is for what concerns the call as a whole.
const (
	request   = "request"
	response  = "response"
	operation = "operation"
	anywhere  = ""
)

// The effects decide the verdict. To accept less than before breaks those who send, to answer more than before breaks
// those who receive; the other two are harmless, and to do otherwise than before breaks both. The last two effects are
// the exceptions, which break nobody.
const (
	narrowed = "narrowed"
	widened  = "widened"
	changed  = "changed"
	extended = "widened, harmlessly" // answers have more, of what callers do not know and ignore
	restated = "changed, harmlessly" // the document says something else of calls that go on as before
)

// effect judges a change by the table. A change that no line names is judged as unknown.
func effect(change string, at place, old, new string) Effect {
	direction := at.direction
	words := strings.NewReplacer("{name}", at.name, "{old}", cmp.Or(old, "nothing"), "{new}", cmp.Or(new, "nothing"))
	for _, rule := range slices.Concat(Rules[direction], Rules[anywhere]) {
		if slices.Contains(strings.Fields(rule.Changes), change) {
			shown, _, _ := strings.Cut(rule.Effect, ",")
			breaking := rule.Effect == changed || rule.Effect == narrowed && direction != response ||
				rule.Effect == widened && direction == response
			return Effect{direction, shown, breaking, words.Replace(rule.Meaning)}
		}
	}
	return effect("unknown", at, old, new)
}

// Rules is the whole judgement, by direction.
var Rules = map[string][]Rule{
	// The call as a whole.
	operation: {
		{"operation-removed", narrowed, "{name} is gone from the document: calls may fail any day"},
		{"operation-moved", changed, "{name} is now {new}: calls go to an address that is no longer described"},
		{"path-parameter-renamed", restated, "only the template's name changes; the same address is called"},
		{"operation-deprecated", restated, "{name} still works, but callers are told to move on"},
		{"operation-undeprecated", restated, "{name} is no longer deprecated; the warning goes away"},
		{"server-added", widened, "one more address, {new}; the present one stays"},
		{"server-removed", narrowed, "{old} is no longer listed: calls to it may fail any day"},
		{"server-changed", changed, "the address was {old} and is {new}: calls to the old one may fail any day"},
		{"default-server-changed", restated, "{new} stands first now and becomes the default; {old} stays listed"},
		{"security-added", widened, "one more way to authenticate, {new}; the present ones stay"},
		{"security-narrowed", narrowed, "{old} alone is refused from now on; callers must authenticate with {new}"},
		{"security-removed", narrowed, "callers that authenticate with {old} are refused"},
		{"security-required", narrowed, "callers must now authenticate: {new}"},
		{"security-dropped", widened, "callers need not authenticate any more; a key is ignored"},
		{"security-scheme-changed", changed, "the key is sent otherwise than callers do: as {new}, not as {old}"},
		{"openapi-version-changed", restated, "the document is in OpenAPI {new}; its keywords may mean something else"},
	},
	// What callers send.
	request: {
		{"parameter-added body-added property-added", widened, "callers may send {name}; without it nothing changes"},
		{"parameter-added-required body-added-required property-added-required", narrowed,
			"calls without {name}, which is new, are refused"},
		{"parameter-required body-required property-required", narrowed, "calls without {name} are refused"},
		{"parameter-optional body-optional property-optional", widened, "calls may leave {name} out"},
		{"parameter-removed body-removed", narrowed, "{name} is ignored from now on when callers send it, or refused"},
		{"write-only write-only-lifted", restated, "{name} is still accepted"},
		{"parameter-renamed", changed, "{old} is ignored from now on, or refused; it is called {new}"},
		{"parameter-moved", changed, "{name} was read from the {old}, and is now read from the {new}"},
		{"parameter-encoding-changed", changed, "{name} is to be encoded otherwise than callers do"},
		{"content-type-added", widened, "bodies may also be sent as {new}"},
		{"content-type-removed", narrowed, "bodies sent as {old} are refused"},
		{"property-removed-ignored", narrowed, "{name} is ignored from now on, without a word to those who send it"},
		{"property-removed-refused", narrowed, "calls that send {name} are refused"},
		{"read-only", narrowed, "{name} is ignored from now on when callers send it"},
		{"read-only-lifted", widened, "callers may send {name} from now on"},
		{"other-properties-refused", narrowed, "calls with fields that {name} does not list are refused"},
		{"other-properties-allowed", widened, "calls may carry fields that {name} does not list"},
		{"null-removed", narrowed, "calls that send null for {name} are refused"},
		{"null-added", widened, "callers may send null for {name}"},
		{"type-changed", changed, "{name} was {old} and is {new}: what callers send is refused"},
		{"type-narrowed", narrowed, "{name} was {old} and is only {new}: some of what callers send is refused"},
		{"type-widened", widened, "{name} may also be {new}"},
		{"enum-value-removed", narrowed, "calls that send {old} for {name} are refused"},
		{"enum-value-added", widened, "callers may send {new} for {name}"},
		{"enum-added", narrowed, "calls that send anything but {new} for {name} are refused"},
		{"enum-removed", widened, "{name} is no longer limited to {old}"},
		{"limit-tightened", narrowed, "some values of {name} are refused from now on: the limit was {old} and is {new}"},
		{"limit-relaxed", widened, "more values of {name} are accepted: the limit was {old} and is {new}"},
		{"form-added", narrowed, "values of {name} that are not {new} are refused"},
		{"form-removed", widened, "{name} need not be {old} any more"},
		{"form-changed", changed, "{name} is to be {new} instead of {old}: what callers send may be refused"},
		{"default-added", restated, "leaving {name} out now means {new}, by the document; check that it did before"},
		{"default-removed", restated, "the document no longer says what leaving {name} out means"},
		{"default-changed", changed, "leaving {name} out meant {old} and now means {new}"},
		{"variant-added", widened, "{name} may also have the form {new}"},
		{"variant-removed", narrowed, "{name} is no longer accepted in the form {old}"},
	},
	// What callers receive.
	response: {
		{"property-added property-added-required header-added write-only-lifted", extended,
			"answers carry {name} as well; callers ignore what they do not know"},
		{"property-removed header-removed write-only", changed, "answers no longer carry {name}"},
		{"property-required header-required", narrowed, "answers always carry {name} now"},
		{"property-optional header-optional", widened, "answers may come without {name}"},
		{"read-only read-only-lifted", restated, "{name} is still answered"},
		{"content-type-added", extended, "answers also come as {new}, to those who ask for it"},
		{"content-type-removed", changed, "answers no longer come as {old}"},
		{"status-added-success", widened, "a success may now be {new}, which callers do not expect"},
		{"status-added-error", extended, "a failure {new} is described now; callers handle unknown failures already"},
		{"status-removed-success", changed, "the success that callers wait for, {old}, is no longer described"},
		{"status-removed-error", narrowed, "the failure {old} is no longer described"},
		{"other-properties-refused", narrowed, "answers carry no fields but the listed ones"},
		{"other-properties-allowed", extended, "answers may carry fields that are not listed; callers ignore those"},
		{"null-removed", narrowed, "{name} is never answered as null any more"},
		{"null-added", widened, "{name} may be answered as null, which callers do not expect"},
		{"type-changed", changed, "{name} was {old} and is {new}: callers cannot read it"},
		{"type-narrowed", narrowed, "{name} was {old} and is only {new}"},
		{"type-widened", widened, "{name} was {old} and may be {new}, which callers do not expect"},
		{"enum-value-removed", narrowed, "{name} is never answered as {old} any more"},
		{"enum-value-added", widened, "{name} may be answered as {new}, which callers do not expect"},
		{"enum-added", narrowed, "{name} is always one of {new} now"},
		{"enum-removed", widened, "{name} is no longer limited to {old}, which callers may rely on"},
		{"limit-tightened", narrowed, "fewer values of {name} are answered: the limit was {old} and is {new}"},
		{"limit-relaxed", widened, "callers do not expect all values of {name}: the limit was {old} and is {new}"},
		{"form-added", narrowed, "{name} is always {new} now"},
		{"form-removed", widened, "{name} may be something other than {old}, which callers may rely on"},
		{"form-changed", changed, "{name} is answered as {new} instead of {old}: callers may not be able to read it"},
		{"variant-added", widened, "{name} may be answered in the form {new}, which callers do not expect"},
		{"variant-removed", narrowed, "{name} is no longer answered in the form {old}"},
	},
	// The same in requests and answers.
	anywhere: {
		{"sunset-changed", restated, "the notice of the end of {name} was {old} and is {new}; plan for it"},
		{"content-type-parameter-changed", restated, "{old} became {new}, which is the same kind of body"},
		{"deprecated", restated, "{name} still works, but callers are told to move on"},
		{"undeprecated", restated, "{name} is no longer deprecated"},
		{"schema-swapped", restated,
			"{name} follows another schema, {new} instead of {old}; what that changes is listed by itself"},
		{"unknown", changed, "no rule knows this part of {name}; look at what it does to callers"},
	},
}
