package reconcile

import (
	"reflect"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
)

func port(n int) *int { return &n }

// TestCreateBodyHasEveryField goes by reflection: a field that a new revision brings must not be left behind.
func TestCreateBodyHasEveryField(t *testing.T) {
	full := gen.RuleSpec{
		Description: "d", Direction: "ingress", EtherType: "IPv6", PortRangeMax: port(2), PortRangeMin: port(1), Protocol: "tcp",
		RemoteGroupID: newID, RemoteIPPrefix: "::/1",
	}
	*gen.ParentGroup(&full) = groupID
	left := 0 // fields of the spec that the body of v2 has not
	from, to := reflect.ValueOf(full), reflect.ValueOf(*createBody(&full))
	for i := range from.NumField() {
		name := from.Type().Field(i).Name
		if from.Field(i).IsZero() {
			t.Errorf("the test does not set %s", name)
		}
		if name == "SecurityGroupID" { // not every revision of the document has it; v2 names the group in its path
			left++
			continue
		}
		if field := to.FieldByName(name); !field.IsValid() || !reflect.DeepEqual(field.Interface(), from.Field(i).Interface()) {
			t.Errorf("%s is not sent to the v2 operation", name)
		}
	}
	if to.NumField() != from.NumField()-left {
		t.Errorf("%d fields, want all of the spec but the group", to.NumField())
	}
}

func TestCreateBodyLeavesAnyProtocolOut(t *testing.T) {
	for protocol, want := range map[gen.Protocol]gen.Protocol{gen.ProtocolAny: "", "": "", "tcp": "tcp"} {
		spec := gen.RuleSpec{Direction: "ingress", Protocol: protocol}
		if got := createBody(&spec).Protocol; got != want || spec.Protocol != protocol {
			t.Errorf("%q is sent as %q, and the spec has %q", protocol, got, spec.Protocol)
		}
	}
}
