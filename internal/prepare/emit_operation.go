package prepare

import (
	"fmt"
	"slices"
	"strings"
)

func (e *emitter) operation(o *operation) object {
	out := object{"operationId": o.Name}
	for key, value := range o.object {
		switch key {
		case "summary", "description", "deprecated", "servers", "x-deprecated-reason", "x-deprecated-since", "x-sunset",
			"x-deprecation-link", "x-replacements":
			out[key] = value
		}
	}
	if out["summary"] == nil || out["summary"] == "" { // without one, oapi-codegen leaves out which operation a method is for
		out["summary"] = "is " + o.Method + " " + o.Path + "."
	}
	parameters := list{}
	for _, p := range o.parameters {
		parameters = append(parameters, e.parameter(p))
	}
	distinctNames(parameters, func(parameter object) string {
		if parameter["in"] == "path" {
			return "path " + asText(parameter["name"]) // an argument; all others are fields of one struct
		}
		return asText(parameter["name"])
	})
	out["parameters"] = parameters
	if content := e.content(o.bodies, ""); len(content) > 0 {
		out["requestBody"] = object{"required": true, "content": content}
	}
	responses := object{}
	for _, m := range o.answers {
		response := object{"description": asText(get(o.object, "responses", m.status, "description"))}
		if content := e.content(o.answers, m.status); len(content) > 0 {
			response["content"] = content
		}
		responses[m.status] = response
	}
	out["responses"] = responses
	return out
}

func (e *emitter) parameter(p parameter) object {
	out := object{}
	for _, key := range []string{"in", "name", "required", "description", "style", "explode", "deprecated"} {
		if value := p.object[key]; value != nil {
			out[key] = value
		}
	}
	schema := e.use(p.use)
	if content := asObject(p.object["content"]); len(content) > 0 {
		out["content"] = object{keysOf(content)[0]: object{"schema": schema}}
	} else {
		out["schema"] = schema
	}
	return out
}

func (e *emitter) content(messages []message, status string) object {
	content := object{}
	for _, m := range messages {
		if m.media == "" || m.status != status {
			continue
		}
		media := object{}
		if m.use != nil {
			media["schema"] = e.use(m.use)
		}
		content[m.media] = media
	}
	return content
}

// distinctNames gives a Go name of its own to every entry whose name another has but for capitals and signs. The one
// in small letters keeps its name.
func distinctNames(entries list, name func(object) string) {
	byLetters := map[string][]object{}
	for _, entry := range entries {
		key := letters(name(asObject(entry)))
		byLetters[key] = append(byLetters[key], asObject(entry))
	}
	for _, same := range byLetters {
		slices.SortStableFunc(same, func(a, b object) int { return strings.Compare(name(b), name(a)) })
		for i, entry := range same[1:] {
			goName := camel(asText(entry["name"])) + fmt.Sprint(i+2)
			if property := asObject(entry["property"]); property != nil {
				property["x-go-name"] = goName
			} else {
				entry["x-go-name"] = goName
			}
		}
	}
}
