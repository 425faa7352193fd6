package call

import "testing"

const (
	lockedBody = "{\"exception_class\":\"ConflictError\",\"message\":\"Resource `x` is already locked by another task. Please try again later.\"}"
	taskBody   = "{\"exception_class\":\"ConflictError\",\"message\":\"Operation on resource `x` currently locked by running task `y`.\"}"
	existsBody = `{"exception_class":"ConflictError","message":"Security group rule already exists. Rule id is x."}`
	ownError   = `{"exception_class":"InternalServerError","message":"m","request_id":"r"}`
)

// TestOutcomeOfAnAnswer is the first table of DESIGN section 4, as far as it is about answers.
func TestOutcomeOfAnAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   Outcome
	}{
		"200 has acted":                              {200, "{}", Succeeded},
		"429 did not act":                            {429, "", RateLimited},
		"409 because of a lock did not act":          {409, lockedBody, Locked},
		"409 because of a task did not act":          {409, taskBody, Locked},
		"409 because of another rule is a refusal":   {409, existsBody, Rejected},
		"409 without a word is a refusal":            {409, "", Rejected},
		"400 is a refusal":                           {400, ownError, Rejected},
		"401 is a refusal":                           {401, "", Rejected},
		"403 from the edge is a refusal":             {403, "<html>", Rejected},
		"404 is a refusal":                           {404, "", Rejected},
		"422 is a refusal":                           {422, "", Rejected},
		"499 is a refusal":                           {499, "", Rejected},
		"301 is a refusal":                           {301, "", Rejected},
		"302 is a refusal":                           {302, "", Rejected},
		"307 is a refusal":                           {307, "", Rejected},
		"308 is a refusal":                           {308, "", Rejected},
		"408 is open":                                {408, ownError, Open},
		"500 of the API is finished":                 {500, ownError, Failed},
		"503 of the API is finished":                 {503, ownError, Failed},
		"500 without a body is open":                 {500, "", Open},
		"500 in HTML is open":                        {500, "<html>", Open},
		"500 that is cut short is open":              {500, ownError[:20], Open},
		"500 in JSON without a class is open":        {500, `{"message":"m"}`, Open},
		"500 in another JSON form is open":           {500, `{"message":"m","code":"bad_gateway"}`, Open},
		"504 of a gateway that speaks JSON is open":  {504, `{"message":"upstream timed out","code":504}`, Open},
		"502 is open":                                {502, "<html>", Open},
		"503 is open":                                {503, "", Open},
		"504 is open":                                {504, "", Open},
		"520 is open":                                {520, "", Open},
		"527 is open":                                {527, "error code: 527", Open},
		"303 is open, as it may follow a success":    {303, "", Open},
		"304 is open":                                {304, "", Open},
		"700 is open":                                {700, "", Open},
		"101 is open":                                {101, "", Open},
		"a 200 with nothing is for the caller to do": {200, "", Succeeded},
	} {
		client := newTestClient(t, always(test.status, test.body))
		if r := client.Attempt(background(), write()); r.Outcome != test.want || r.Status != test.status {
			t.Errorf("%s: outcome %d, want %d; status %d", name, r.Outcome, test.want, r.Status)
		}
	}
}

func TestWhatOutcomesSay(t *testing.T) {
	for outcome, want := range map[Outcome]struct{ didNotAct, mayPass bool }{
		Succeeded:   {false, false},
		Stopped:     {true, false},
		NotSent:     {true, true},
		RateLimited: {true, true},
		Locked:      {true, true},
		Rejected:    {false, false},
		Failed:      {false, true},
		Open:        {false, true},
	} {
		if outcome.DidNotAct() != want.didNotAct || outcome.MayPass() != want.mayPass {
			t.Errorf("outcome %d: did not act %v, may pass %v", outcome, outcome.DidNotAct(), outcome.MayPass())
		}
	}
}

// TestOnlyASuccessHasABody, because what a failure says is in its Problem, which is redacted.
func TestOnlyASuccessHasABody(t *testing.T) {
	for status, want := range map[int]bool{200: true, 204: true, 304: false, 404: false, 500: false} {
		r := newTestClient(t, always(status, "{}")).Attempt(background(), write())
		if (r.Body != nil) != want || (r.Problem == nil) != want {
			t.Errorf("%d: body %q, problem %+v", status, r.Body, r.Problem)
		}
	}
}

// TestAnswersThatBreakOff keep their status: a refusal stays one, and a success is open.
func TestAnswersThatBreakOff(t *testing.T) {
	for status, want := range map[int]Outcome{200: Open, 404: Rejected, 429: RateLimited, 500: Open} {
		resp := reply(status, `{"message"`)
		resp.ContentLength = 500
		r := newTestClient(t, giving(resp)).Attempt(background(), write())
		if r.Outcome != want || r.Status != status || (r.Err != nil) != (status == 200) || r.Body != nil {
			t.Errorf("%d: %+v", status, r)
		}
	}
}

func TestAnswersAreBounded(t *testing.T) {
	for _, known := range []bool{true, false} {
		for size, want := range map[int]Outcome{maxAnswer: Succeeded, maxAnswer + 1: Open} {
			resp := reply(200, string(make([]byte, size)))
			if known {
				resp.ContentLength = int64(size)
			}
			if r := newTestClient(t, giving(resp)).Attempt(background(), write()); r.Outcome != want {
				t.Errorf("%d bytes, length known %v: outcome %d, %v", size, known, r.Outcome, r.Err)
			}
		}
	}
}

// TestSwitchedProtocolsDoNotHoldTheCall: the body of a 101 is a connection that nothing ends.
func TestSwitchedProtocolsDoNotHoldTheCall(t *testing.T) {
	resp := reply(101, "")
	resp.Body = endless{}
	if r := newTestClient(t, giving(resp)).Attempt(background(), write()); r.Outcome != Open {
		t.Errorf("%+v", r)
	}
}
