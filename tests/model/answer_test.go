package model

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// answer is what the client gets over the network.
type answer struct {
	status  int
	body    []byte
	html    bool
	cut     bool // the connection breaks at the end of body
	headers map[string]string
	shows   []rule // the rules in body, for the event log
}

func (a answer) response(req *http.Request) *http.Response {
	header := http.Header{"request_id": {"0123456789abcdef0123456789abcdef"}, "Content-Type": {"application/json"}}
	if a.html {
		header.Set("Content-Type", "text/html")
	}
	for name, value := range a.headers {
		header.Set(name, value)
	}
	var body io.Reader = bytes.NewReader(a.body)
	if a.cut {
		body = io.MultiReader(body, broken{})
	}
	return &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1, Header: header, Body: io.NopCloser(body), ContentLength: -1, Request: req,
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func success(value any) answer { return answer{status: http.StatusOK, body: mustJSON(value)} }

// refusal is an error in the API's own form.
func refusal(status int, class, format string, args ...any) answer {
	return answer{status: status, body: mustJSON(map[string]any{
		"exception_class": class, "message": fmt.Sprintf(format, args...),
		"request_id": "0123456789abcdef0123456789abcdef",
	})}
}

func ruleNotFound(id string) answer {
	return refusal(http.StatusNotFound, "NotFoundError", "Security group rule %s could not be found", id)
}

func alreadyLocked(id string) answer {
	return refusal(http.StatusConflict, "ConflictError",
		"Resource `%s` is already locked by another task. Please try again later.", id)
}

func alreadyExists(id string) answer {
	return refusal(http.StatusConflict, "ConflictError", "%s", existsText(id))
}

func existsText(id string) string {
	return fmt.Sprintf("Security group rule already exists. Rule id is %s.", id)
}

func quotaExceeded(usage int) answer {
	return refusal(http.StatusBadRequest, "QuotaLimitExceed", "%s", quotaText(usage))
}

func quotaText(usage int) string {
	return fmt.Sprintf("Quota limit for security_group_rule_count exceeded by 1, usage is %d", usage)
}

// fromGateway is the page of something that stands before the API.
func fromGateway(status int) answer {
	return answer{status: status, html: true, body: fmt.Appendf(nil, "<html><h1>%d</h1></html>", status)}
}

// summary is a short form for the event log.
func (a answer) summary() string {
	const most = 160
	body := a.body
	if len(body) > most {
		body = append(body[:most:most], "…"...)
	}
	text := fmt.Sprintf("%d %s", a.status, body)
	if a.shows != nil && !a.cut {
		text = fmt.Sprintf("%d with the rules %v", a.status, a.shows)
	}
	if a.cut {
		text += " (broken off)"
	}
	for name, value := range a.headers {
		text += " " + name + ": " + value
	}
	return text
}
