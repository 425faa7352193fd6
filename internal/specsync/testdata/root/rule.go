package gcoresg

func parentGroup(spec *RuleSpec) *string { return &spec.SecurityGroupID }
