package property_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
	"github.com/gcoresg/gcoresg/tests/internal/document"
	"github.com/gcoresg/gcoresg/tests/internal/draw"
)

// TestFakeTakesOnlyWhatTheDocumentTakes sends bodies of every kind to the fake, without the client. What the fake accepts, the
// document accepts, and its answer is in the document too and says what was asked for.
func TestFakeTakesOnlyWhatTheDocumentTakes(t *testing.T) {
	judge := newJudge(t)
	fake := gcoresgtest.New(t)
	group := fake.AddGroup(1, 2)
	rule := fake.AddRule(group, gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress}).ID
	taken := 0
	most := max(*draws/10, 1) // a body costs as much as a hundred specs
	start, made := time.Now(), 0
	for number := *first; number < *first+most && !enough(start); number++ {
		made++
		body := draw.Body(draw.New(*seed, uint64(number)), group)
		status, answer := put(t, fake, rule, body)
		complaint := ""
		switch refusal := judge.Request([]byte(body)); {
		case status == http.StatusOK && refusal != nil:
			complaint = "the fake takes what the document refuses: " + refusal.Error()
		case status == http.StatusOK:
			taken++
			rule = fake.Rules(group)[0].ID
			complaint = answersTheRequest(judge, body, answer)
		case status/100 != 4:
			complaint = http.StatusText(status)
		}
		if complaint != "" {
			t.Fatalf("%s\nthe body is %s\nthe answer %d %s\nagain: go test ./tests/property -run %s -args -seed=%d -first=%d -draws=1", complaint, body, status, answer, t.Name(), *seed, number)
		}
	}
	if taken < made/5 {
		t.Errorf("the fake took %d of %d bodies, too few to prove anything: draw more valid ones", taken, made)
	}
}

func put(t *testing.T, fake *gcoresgtest.Server, rule, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPut, fake.URL()+"/cloud/v1/securitygrouprules/1/2/"+rule, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "apikey "+fake.APIKey())
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, answer
}

// answersTheRequest returns what is wrong with the answer to a body.
func answersTheRequest(judge *document.Judge, body string, answer []byte) string {
	if err := judge.Answer(answer); err != nil {
		return "the fake's answer does not fit the document: " + err.Error()
	}
	var asked, got map[string]any
	if err := json.Unmarshal([]byte(body), &asked); err != nil && !errors.As(err, new(*json.UnmarshalTypeError)) {
		return err.Error()
	}
	if err := json.Unmarshal(answer, &got); err != nil {
		return err.Error()
	}
	for _, field := range []string{"direction", "port_range_min", "port_range_max", "remote_group_id", "protocol", "ethertype", "description", "security_group_id"} {
		if !judge.Takes(field) {
			continue
		}
		want := asked[field]
		switch {
		case field == "protocol" && want == "any", field == "description" && want == "":
			want = nil // which is how the API answers them
		case field == "ethertype" && want == nil:
			want = "IPv4"
		}
		if !reflect.DeepEqual(got[field], want) {
			return "the fake's answer has another " + field
		}
	}
	return ""
}
