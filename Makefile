# What each target is for: make help.
GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.7.0
BENCHSTAT   = golang.org/x/perf/cmd/benchstat@v0.0.0-20260709024250-82a0b07e230d
FUZZTIME ?= 20s

.PHONY: help demo test generate api drift lint race bench fuzz

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: generate ## generate the client and run the example against the built-in fake API (no key needed)
	@$(GO) run ./examples/update-rule

test: ## run all tests (no network)
	$(GO) test ./...

generate: ## generate the client from the document and the overlay in api/
	$(GO) generate ./...

api: ## write the exported Go API down, after a change that is meant
	$(GO) run ./internal/cmd/drift -record

drift: ## tell whether gen/, the recorded Go API and go.mod are up to date; writes nothing
	$(GO) run ./internal/cmd/drift

lint: ## gofmt, go vet and staticcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted, run gofmt -w: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

race: ## run all tests with the race detector
	$(GO) test -race ./...

bench: ## compare UpdateRule with a handwritten call, in one run
	$(GO) test -run '^$$' -bench . -benchmem ./tests/bench

fuzz: ## run every fuzz target for FUZZTIME (20s)
	@for target in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for name in $$(grep -hoE '^func Fuzz\w+' $$target/*_test.go | cut -d' ' -f2); do \
	    echo "$$target $$name"; $(GO) test $$target -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done; done
