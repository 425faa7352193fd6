package neutron

import "github.com/gcoresg/gcoresg/gen"

// SpecOf returns the spec that asks for rule as it is, without its group. The server answers with numbers of protocols
// that it does not take, so that they become names.
func SpecOf(rule *gen.Rule) gen.RuleSpec {
	spec := viewOf(rule)
	spec.Protocol = nameOf(spec.Protocol, spec.EtherType)
	spec.PortRangeMax, spec.PortRangeMin = clone(spec.PortRangeMax), clone(spec.PortRangeMin)
	return spec
}

// viewOf has every field that a rule and a spec share, which a test checks. Its ports are those of the rule.
func viewOf(rule *gen.Rule) gen.RuleSpec {
	return gen.RuleSpec{
		Description: rule.Description, Direction: rule.Direction, EtherType: rule.EtherType,
		PortRangeMax: rule.PortRangeMax, PortRangeMin: rule.PortRangeMin, Protocol: rule.Protocol,
		RemoteGroupID: rule.RemoteGroupID, RemoteIPPrefix: rule.RemoteIPPrefix,
	}
}

func clone(port *int) *int {
	if port == nil {
		return nil
	}
	copied := *port
	return &copied
}
