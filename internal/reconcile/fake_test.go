package reconcile

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// A fakeGroup is a group with one rule at most, whose server refuses the wanted rule a few times.
type fakeGroup struct {
	refusals int
	id       string // of the rule, empty for none
	spec     gen.RuleSpec
	made     int
}

func useFake(e *Engine, f *fakeGroup) { e.Calls.Send = f.RoundTrip }

func (f *fakeGroup) RoundTrip(req *http.Request) (*http.Response, error) {
	status, body := f.answer(req)
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func (f *fakeGroup) answer(req *http.Request) (status int, body string) {
	switch {
	case strings.Contains(req.URL.Path, "/tasks/made"):
		return 200, `{"id":"made","state":"FINISHED","created_resources":{"security_group_rules":["` + f.id + `"]}}`
	case strings.Contains(req.URL.Path, "/tasks/"):
		return 200, `{"id":"gone","state":"FINISHED"}`
	case req.Method == "GET" && f.id == "":
		return 200, groupJSON()
	case req.Method == "GET":
		return 200, groupJSON(ruleJSON(f.id, f.spec, ""))
	case req.Method == "DELETE" && !strings.HasSuffix(req.URL.Path, "/"+f.id):
		return 404, `{"message":"rule ` + req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:] + ` not found"}`
	case req.Method == "DELETE":
		f.id = ""
		return 200, `{"tasks":["gone"]}`
	}
	var spec gen.RuleSpec
	if err := json.NewDecoder(req.Body).Decode(&spec); err != nil {
		return 400, refusal
	}
	switch {
	case f.id != "":
		return 409, `{"exception_class":"ConflictError","message":"Security group rule already exists. Rule id is ` + f.id + `."}`
	case spec.Description == wanted.Description && f.refusals > 0:
		f.refusals--
		return 400, refusal
	}
	f.made++
	f.id, f.spec = fmt.Sprintf("%s%04d", thirdID[:32], f.made), spec
	return 200, `{"tasks":["made"]}`
}
