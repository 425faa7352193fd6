# What each target is for: make help.
GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.7.0
ACTIONLINT  = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
OASDIFF     = github.com/oasdiff/oasdiff@v1.33.0
NEWEST_GO   = go1.27.3
FUZZTIME ?= 20s
SEEDS ?= 100000
ROUNDS ?= 30
# Packages at a time. Many tests wait for a server's time-outs, so that two cores have work for four.
TEST = $(GO) test -p 4

.PHONY: help demo test test-newest generate api drift sync upstream-drift oasdiff lint lint-workflows race bench conformance fuzz

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: generate ## generate the client and run the example against the built-in fake API (no key needed)
	@$(GO) run ./examples/update-rule

test: ## run all tests (no network)
	$(TEST) ./...

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

test-newest: ## run the tests of what users link, and of drift, with the newest Go, fetched where the machine has another
	GOTOOLCHAIN=$(NEWEST_GO) $(TEST) -short -vet=off $$($(GO) list ./... | grep -vE '/internal/(specsync|prepare|generate)')

lint-workflows: ## actionlint on .github/workflows
	$(GO) run $(ACTIONLINT)

race: ## run the tests with the race detector, but those in which no goroutines of ours meet
	$(TEST) -race -short -vet=off $$($(GO) list ./... | grep -vE '/internal/(specsync|prepare|generate|apisurface|cmd)|/tests$$|/tests/(bench|footprint|hostile|property)')

bench: ## CPU time and memory beside a handwritten call, in paired rounds; 10,000 updates at once; what importing costs
	$(GO) test ./tests/bench -count=1 -timeout 15m -v -args -rounds=$(ROUNDS)
	$(GO) test ./tests/load -count=1 -v -args -calls=10000
	$(GO) test ./tests/footprint -count=1 -v -args -timed

conformance: tests/conformance/node_modules/.package-lock.json ## let Prism, a mock server by others, judge requests and make answers (needs node)
	$(GO) test -tags conformance -count=1 -timeout 5m ./tests/conformance

tests/conformance/node_modules/.package-lock.json: tests/conformance/package-lock.json
	npm ci --prefix tests/conformance --ignore-scripts --no-audit --no-fund
	@touch $@

fuzz: ## run every fuzz target and draw random specs for FUZZTIME (20s) each; make SEEDS (100,000) runs of each kind against the model
	$(GO) test ./tests/property -count=1 -timeout 24h -args -draws=1000000 -for=$(FUZZTIME) -seed=$$(date +%s)
	$(GO) test ./tests/model -run '^TestModel$$' -count=1 -timeout 24h -args -seeds=$(SEEDS) -first=$$(date +%s)000000
	@for target in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for name in $$(grep -hoE '^func Fuzz\w+' $$target/*_test.go | cut -d' ' -f2); do \
	    echo "$$target $$name"; $(GO) test $$target -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done; done
