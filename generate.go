package gcoresg

// First whether the overlay still fits the document, which the generator says less clearly. The client comes from the document, the
// tables from the document and the client: the order matters.

//go:generate go run ./internal/cmd/gentables -check -overlay api/overlay.yaml api/cloud_api.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config oapi-codegen.yaml -o gen/client.gen.go api/cloud_api.yaml
//go:generate go run ./internal/cmd/gentables -overlay api/overlay.yaml -table operations -o gen/operations.gen.go api/cloud_api.yaml
//go:generate go run ./internal/cmd/gentables -overlay api/overlay.yaml -table aliases -package gcoresg -o aliases.gen.go api/cloud_api.yaml

// The same for what we rely on in the successor API; its client shares the types in gen.

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/successor.oapi-codegen.yaml -o gen/successor/client.gen.go api/successor_api.yaml
//go:generate go run ./internal/cmd/gentables -client gen/successor/client.gen.go -table operations -package successor -o gen/successor/operations.gen.go api/successor_api.yaml
