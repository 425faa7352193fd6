//lint:file-ignore SA1019 the deprecated operation is what is measured

package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gen"
)

const apiKey = "7041$a9d2e84c61bf03957e"

const (
	groupID = "11111111-1111-4111-8111-111111111111"
	ruleID  = "22222222-2222-4222-8222-222222222222"
)

var errWrongRule = errors.New("not the rule that was answered")

// newOurs has everything on that is on by default.
func newOurs(client *gcoresg.Client) call {
	group := client.SecurityGroup(7, 8, groupID)
	spec := gcoresg.RuleSpec{ // what is sent stands ready for every contestant
		Description: "Some description", Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "10.0.0.0/8",
	}
	return func(ctx context.Context) error {
		rule, err := group.UpdateRule(ctx, ruleID, spec)
		if err == nil && rule.CreatedAt.Unix() != createdAt {
			err = errWrongRule
		}
		return err
	}
}

const createdAt = 1560858976

// newGenerated is the generated client as oapi-codegen makes it, with nothing but the key.
func newGenerated(a arena) (call, error) {
	client, err := gen.NewClientWithResponses(a.url, gen.WithHTTPClient(&http.Client{Transport: a.transport}),
		gen.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
			req.Header.Set("Authorization", "apikey "+apiKey)
			return nil
		}))
	if err != nil {
		return nil, err
	}
	return update(client), nil
}

func update(client *gen.ClientWithResponses) call {
	body := gen.RuleSpec{
		Description: "Some description", Direction: gen.DirectionIngress, Protocol: gen.ProtocolTCP,
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "10.0.0.0/8",
	}
	if field := reflect.ValueOf(&body).Elem().FieldByName("SecurityGroupID"); field.IsValid() { // not in every revision of the document
		field.SetString(groupID)
	}
	return func(ctx context.Context) error {
		resp, err := client.UpdateSecurityGroupRuleWithResponse(ctx, 7, 8, ruleID, body)
		if err == nil && (resp.JSON200 == nil || resp.JSON200.CreatedAt.Unix() != createdAt) {
			err = errWrongRule
		}
		return err
	}
}

// newHandwritten is what a careful person writes for this one call: no retries, no validation, no limits.
func newHandwritten(a arena) call {
	client := &http.Client{Transport: a.transport}
	port := 443
	spec := ruleSpec{
		Description: "Some description", Direction: "ingress", Protocol: "tcp", PortRangeMin: &port, PortRangeMax: &port,
		RemoteIPPrefix: "10.0.0.0/8", SecurityGroupID: groupID,
	}
	return func(ctx context.Context) error {
		encoded, err := json.Marshal(spec)
		if err != nil {
			return err
		}
		url := fmt.Sprintf("%s/cloud/v1/securitygrouprules/%d/%d/%s", a.url, 7, 8, ruleID)
		req, err := http.NewRequestWithContext(ctx, http.MethodPut, url, bytes.NewReader(encoded))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "apikey "+apiKey)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("HTTP %d", resp.StatusCode)
		}
		var answer rule
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
			return err
		}
		if answer.CreatedAt.Unix() != createdAt {
			return errWrongRule
		}
		return nil
	}
}

type ruleSpec struct {
	Description     string `json:"description,omitempty"`
	Direction       string `json:"direction"`
	EtherType       string `json:"ethertype,omitempty"`
	PortRangeMax    *int   `json:"port_range_max,omitempty"`
	PortRangeMin    *int   `json:"port_range_min,omitempty"`
	Protocol        string `json:"protocol,omitempty"`
	RemoteGroupID   string `json:"remote_group_id,omitempty"`
	RemoteIPPrefix  string `json:"remote_ip_prefix,omitempty"`
	SecurityGroupID string `json:"security_group_id"`
}

type rule struct {
	CreatedAt       timestamp `json:"created_at"`
	Description     string    `json:"description"`
	Direction       string    `json:"direction"`
	EtherType       string    `json:"ethertype"`
	ID              string    `json:"id"`
	PortRangeMax    *int      `json:"port_range_max"`
	PortRangeMin    *int      `json:"port_range_min"`
	Protocol        string    `json:"protocol"`
	RemoteGroupID   string    `json:"remote_group_id"`
	RemoteIPPrefix  string    `json:"remote_ip_prefix"`
	RevisionNumber  int       `json:"revision_number"`
	SecurityGroupID string    `json:"security_group_id"`
	UpdatedAt       timestamp `json:"updated_at"`
}

type timestamp struct{ time.Time }

func (t *timestamp) UnmarshalJSON(data []byte) (err error) {
	t.Time, err = time.Parse(`"2006-01-02T15:04:05-0700"`, string(data))
	return err
}
