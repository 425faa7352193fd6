package api_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg/api"
)

const put = "/cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id}"

func load(t *testing.T) (cloud, successor *openapi3.T) {
	t.Helper()
	cloud, err := openapi3.NewLoader().LoadFromData(api.CloudAPI)
	if err != nil {
		t.Fatal(err)
	}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, at *url.URL) ([]byte, error) {
		if at.Path != "cloud_api.yaml" {
			t.Errorf("the successor document refers to %s", at)
		}
		return api.CloudAPI, nil
	}
	successor, err = loader.LoadFromDataWithPath(api.SuccessorAPI, &url.URL{Path: "successor_api.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	return cloud, successor
}

func jsonSchema(content openapi3.Content) *openapi3.Schema {
	return content.Get("application/json").Schema.Value
}

func TestSuccessorIsValid(t *testing.T) {
	_, successor := load(t)
	// The rule's examples in the vendor's document do not fit its own formats.
	if err := successor.Validate(t.Context(), openapi3.DisableExamplesValidation()); err != nil {
		t.Error(err)
	}
}

// There is one Rule: the successor's group lists what the PUT answers with.
func TestSuccessorSharesTheRule(t *testing.T) {
	cloud, successor := load(t)
	want := jsonSchema(cloud.Paths.Value(put).Put.Responses.Status(200).Value.Content)
	got := successor.Components.Schemas["Group"].Value.Properties["security_group_rules"].Value.Items.Value
	if got.Title != want.Title || !slices.Equal(sorted(got.Properties), sorted(want.Properties)) {
		t.Errorf("the group lists %s %v, the PUT answers with %s %v", got.Title, sorted(got.Properties), want.Title, sorted(want.Properties))
	}
}

// The body of the create is the body of the PUT without the group, and without the protocol any.
func TestSuccessorCreatesWhatTheUpdateMakes(t *testing.T) {
	cloud, successor := load(t)
	spec := jsonSchema(cloud.Paths.Value(put).Put.RequestBody.Value.Content)
	create := successor.Components.Schemas["CreateRule"].Value
	want := slices.DeleteFunc(sorted(spec.Properties), func(name string) bool { return name == "security_group_id" })
	if got := sorted(create.Properties); !slices.Equal(got, want) {
		t.Errorf("the create takes %v, the update %v", got, want)
	}
	for _, name := range want {
		old, now := plain(spec.Properties[name].Value), plain(create.Properties[name].Value)
		members := slices.DeleteFunc(slices.Clone(old.Enum), func(member any) bool { return name == "protocol" && member == "any" })
		if !slices.Equal(now.Enum, members) {
			t.Errorf("%s: the create lists %v, the update %v", name, now.Enum, members)
		}
		if now.Format != old.Format || !slices.Equal(now.Type.Slice(), old.Type.Slice()) ||
			!equal(now.Min, old.Min) || !equal(now.Max, old.Max) || !equal(now.MaxLength, old.MaxLength) {
			t.Errorf("%s: the create wants %+v, the update %+v", name, now, old)
		}
	}
}

// plain looks through the vendor's way to say that a value may be null.
func plain(s *openapi3.Schema) *openapi3.Schema {
	for _, alternative := range s.AnyOf {
		if !alternative.Value.Type.Is("null") {
			return alternative.Value
		}
	}
	return s
}

func sorted(properties openapi3.Schemas) []string {
	var names []string
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }
