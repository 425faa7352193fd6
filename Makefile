# What each target is for: make help.
GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.7.0
BENCHSTAT   = golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
ACTIONLINT  = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
OASDIFF     = github.com/oasdiff/oasdiff@v1.33.0
FUZZTIME ?= 20s

.PHONY: help demo test generate api drift sync upstream-drift oasdiff lint lint-workflows race bench conformance fuzz

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

sync: ## cut the slice out of SPEC=<file or URL>, the full document, and record where it is from
	@$(GO) run ./internal/cmd/specsync sync -spec '$(SPEC)'

upstream-drift: ## tell what SPEC=<file or URL> would change for callers and for the Go API; writes nothing
	@$(GO) run ./internal/cmd/specsync upstream-drift -spec '$(SPEC)'

oasdiff: ## a second opinion on SPEC=<file or URL>; where it errs stands in CONTRIBUTING.md
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && cp -r api "$$dir" && \
	  $(GO) run ./internal/cmd/specsync sync -root "$$dir" -spec '$(SPEC)' >/dev/null && \
	  $(GO) run $(OASDIFF) breaking api/cloud_api.yaml "$$dir/api/cloud_api.yaml"

lint: ## gofmt, go vet and staticcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted, run gofmt -w: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	@found=$$($(GO) run $(STATICCHECK) ./tests/testdata/deprecated 2>&1 | grep -c SA1019); \
	  test "$$found" = 3 || { echo "staticcheck sees $$found of the 3 deprecated calls in tests/testdata/deprecated"; exit 1; }

lint-workflows: ## actionlint on .github/workflows
	$(GO) run $(ACTIONLINT)

race: ## run all tests with the race detector
	$(GO) test -race -short ./...

bench: ## compare UpdateRule with a handwritten call, in one run, and make 10,000 updates at once
	@mkdir -p bin
	$(GO) test -tags bench -run '^TestBudget$$' -count=1 -timeout 15m -v . >bin/bench.txt || { cat bin/bench.txt; exit 1; }
	$(GO) run $(BENCHSTAT) -row /network -col '/by@(handwritten gcoresg oapi-codegen gcoresg.Generated)' bin/bench.txt
	@grep 'of a handwritten call' bin/bench.txt
	$(GO) test ./tests/load -count=1 -v -args -calls=10000
	$(GO) test ./tests/footprint -count=1 -v -args -timed

conformance: tests/conformance/node_modules/.package-lock.json ## let Prism, a mock server by others, judge requests and make answers (needs node)
	$(GO) test -tags conformance -count=1 -timeout 5m ./tests/conformance

tests/conformance/node_modules/.package-lock.json: tests/conformance/package-lock.json
	npm ci --prefix tests/conformance --ignore-scripts --no-audit --no-fund
	@touch $@

fuzz: ## run every fuzz target for FUZZTIME (20s), draw a million random specs, and make 100,000 runs of each kind against the model
	$(GO) test ./tests/property -count=1 -timeout 30m -args -draws=1000000 -seed=$$(date +%s)
	$(GO) test ./tests/model -run '^TestModel$$' -count=1 -timeout 3h -args -seeds=100000 -first=$$(date +%s)000000
	@for target in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for name in $$(grep -hoE '^func Fuzz\w+' $$target/*_test.go | cut -d' ' -f2); do \
	    echo "$$target $$name"; $(GO) test $$target -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done; done
