package main

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"
)

// prepare does to a slice what the overlay does to ours, reduced to what applies: the overlay's targets go by shape, and by shape a
// larger slice has more rules and protocols than one. So it is applied to our own slice, and what comes out replaces the same parts
// of the larger one. The other operations that are deprecated get a notice, which gentables asks for.
func prepare(slice, own []byte) (prepared []byte, schemas int, err error) {
	var small, large yaml.Node
	if err := errors.Join(yaml.Unmarshal(own, &small), yaml.Unmarshal(slice, &large)); err != nil {
		return nil, 0, err
	}
	changes, err := overlay.Parse("api/overlay.yaml")
	if err != nil {
		return nil, 0, err
	}
	if _, err := changes.ApplyToStrict(&small); err != nil {
		return nil, 0, err
	}
	replaceMembers(get(&large, "paths"), get(&small, "paths"))
	replaceMembers(get(&large, "components", "schemas"), get(&small, "components", "schemas"))
	addNotices(get(&large, "paths"))
	var whole any
	if err := large.Decode(&whole); err != nil {
		return nil, 0, err
	}
	// As JSON, which is YAML too: yaml.v3 writes some of the vendor's code samples in a way that it cannot read again.
	if prepared, err = json.Marshal(whole); err != nil {
		return nil, 0, err
	}
	return prepared, len(get(&large, "components", "schemas").Content) / 2, nil
}

const (
	paragraph = "\n\nDeprecated: "
	notice    = "Gcore has deprecated this operation."
)

// addNotices ends the description of every deprecated operation without a notice in one, as the overlay does for ours.
func addNotices(paths *yaml.Node) {
	for i := 1; i < len(paths.Content); i += 2 {
		for j := 1; j < len(paths.Content[i].Content); j += 2 {
			operation := paths.Content[i].Content[j]
			if deprecated := get(operation, "deprecated"); deprecated == nil || deprecated.Value != "true" || get(operation, "x-deprecated-reason") != nil {
				continue
			}
			description := ""
			if present := get(operation, "description"); present != nil {
				description = present.Value
			}
			_, reason, found := strings.Cut("\n\n"+description, paragraph) // some have one already
			if !found {
				description, reason = description+paragraph+notice, notice
			}
			replaceMembers(operation, &yaml.Node{Content: []*yaml.Node{text("description"), text(description), text("x-deprecated-reason"), text(reason)}})
		}
	}
}

func text(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// get follows keys of mappings; nil where there is no such value.
func get(node *yaml.Node, keys ...string) *yaml.Node {
	if node.Kind == yaml.DocumentNode {
		node = node.Content[0]
	}
	for _, key := range keys {
		var found *yaml.Node
		for i := 0; node.Kind == yaml.MappingNode && i < len(node.Content); i += 2 {
			if node.Content[i].Value == key {
				found = node.Content[i+1]
			}
		}
		if found == nil {
			return nil
		}
		node = found
	}
	return node
}

// replaceMembers sets every member of from in into.
func replaceMembers(into, from *yaml.Node) {
	for i := 0; i < len(from.Content); i += 2 {
		if present := get(into, from.Content[i].Value); present != nil {
			*present = *from.Content[i+1]
			continue
		}
		into.Content = append(into.Content, from.Content[i], from.Content[i+1])
	}
}
