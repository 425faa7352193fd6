package gcoresg

// One program makes all generated files, so that make drift compares what make generate writes: it prepares
// api/cloud_api.yaml, runs oapi-codegen on the result, and writes the table of operations and the aliases beside it;
// then the same for api/successor_api.yaml.

//go:generate go run ./internal/cmd/generate
