//go:build !race

// The race detector makes sync.Pool forget, and so the counts meaningless.

package gcoresg_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

func TestAllocations(t *testing.T) {
	const most = 40
	client := newClient(t, serve(t, ok))
	gcoresg.SendWith(client, roundTripper(func(req *http.Request) (*http.Response, error) {
		_ = req.Body.Close()
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(ruleBody))}, nil
	}))
	if _, err := update(client); err != nil {
		t.Fatal(err)
	}
	group := client.SecurityGroup(7, 8, groupID)
	if got := testing.AllocsPerRun(200, func() {
		if _, err := group.UpdateRule(context.Background(), ruleID, spec); err != nil {
			t.Fatal(err)
		}
	}); got > most {
		t.Errorf("UpdateRule allocates %v times, want at most %d", got, most)
	}
}

func TestValidateCostsNothing(t *testing.T) {
	if allocations := testing.AllocsPerRun(100, func() {
		if gcoresg.Validate(spec) != nil {
			t.Fatal("invalid")
		}
	}); allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}
