package specsync

// GoEffect is what taking the new slice in would do to the module's Go API.
type GoEffect struct{}
