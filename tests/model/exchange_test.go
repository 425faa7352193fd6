package model

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gen"
)

// kind is an operation of the API.
type kind int

const (
	updates kind = iota
	creates
	deletes
	readsTask
	readsGroup
)

func (k kind) String() string {
	return [...]string{"PUT rule", "POST rule", "DELETE rule", "GET task", "GET group"}[k]
}

func (k kind) writes() bool { return k <= deletes }

// exchange is one request, and how the server is to take it when nothing goes wrong.
type exchange struct {
	kind                    kind
	number                  int // among the requests of its kind, from 0
	groupID, ruleID, taskID string
	spec                    gcoresg.RuleSpec
	old                     rule // what an update is about, as it is when the request is made

	there, back time.Duration // how long request and answer take
	gap         time.Duration // between the two halves of an update
	lag         time.Duration // how old the state is that a reading shows
	task        taskPlan
	stray       time.Duration // when it arrives although the client has stopped waiting; 0 if it does not
}

// parse reads a request. What is not one of the API is an error, which no client should see.
func parse(req *http.Request) (*exchange, error) {
	x := new(exchange)
	parts := strings.Split(strings.Trim(req.URL.Path, "/"), "/")
	switch path := req.Method + " " + strings.Join(parts[:min(3, len(parts))], "/"); {
	case path == "PUT cloud/v1/securitygrouprules" && len(parts) == 6:
		x.kind, x.ruleID = updates, strings.ToLower(parts[5])
	case path == "POST cloud/v2/security_groups" && len(parts) == 7:
		x.kind, x.groupID = creates, strings.ToLower(parts[5])
	case path == "DELETE cloud/v2/security_groups" && len(parts) == 8:
		x.kind, x.groupID, x.ruleID = deletes, strings.ToLower(parts[5]), strings.ToLower(parts[7])
	case path == "GET cloud/v1/securitygroups" && len(parts) == 6:
		x.kind, x.groupID = readsGroup, strings.ToLower(parts[5])
	case path == "GET cloud/v1/tasks" && len(parts) == 4:
		x.kind, x.taskID = readsTask, parts[3]
	default:
		return nil, fmt.Errorf("the model has no operation for %s %s", req.Method, req.URL.Path)
	}
	if req.Body == nil {
		return x, nil
	}
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err == nil && len(body) > 0 {
		err = json.Unmarshal(body, &x.spec)
	}
	if x.kind == updates {
		x.groupID = strings.ToLower(*gen.ParentGroup(&x.spec)) // empty where the document has no field for it
	}
	*gen.ParentGroup(&x.spec) = ""
	return x, err
}

func (x *exchange) String() string {
	switch x.kind {
	case updates:
		return fmt.Sprintf("%v %s %s", x.kind, short(x.ruleID), describe(x.spec))
	case creates:
		return fmt.Sprintf("%v %s", x.kind, describe(x.spec))
	case deletes:
		return fmt.Sprintf("%v %s", x.kind, short(x.ruleID))
	case readsTask:
		return fmt.Sprintf("%v %s", x.kind, short(x.taskID))
	}
	return fmt.Sprintf("%v %s as of %v ago", x.kind, short(x.groupID), x.lag)
}
