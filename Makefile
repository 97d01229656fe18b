# rungless: make help lists what there is.
.DEFAULT_GOAL := help
GO ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -X main.version=$(VERSION)

# Tools run at a pinned version and stay out of go.mod, which is the product's.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# Without a C compiler the pure Go SQLite is built in; the race detector needs one.
CC_FOUND := $(shell command -v gcc || command -v clang || command -v cc)
ifeq ($(CC_FOUND),)
export CGO_ENABLED := 0
RACE :=
else
RACE := -race
endif

.PHONY: help build test thorough check lint golden bench run demo clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## sync your own GitHub history and open it in the browser; without a token, the sample organisation
	@echo "building rungless; the first time takes some minutes" >&2
	@$(GO) run -ldflags '$(LDFLAGS)' ./cmd/rungless run

demo: ## the sample organisation, synced from a simulated GitHub
	@$(GO) run -ldflags '$(LDFLAGS)' ./cmd/rungless demo

build: ## bin/rungless
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/rungless ./cmd/rungless

test: ## the tests, with the race detector; what this machine cannot run says why it is skipped
	TZ=America/Los_Angeles $(GO) test $(RACE) -short -shuffle=on ./...

thorough: ## every test at its full size, without the race detector
	TZ=America/Los_Angeles $(GO) test -shuffle=on -timeout 40m ./...

check: lint test ## what a change must pass

lint: ## formatting, vet, staticcheck, golangci-lint
	@test -z "$$(gofmt -l cmd tracker web)" || { gofmt -l cmd tracker web; echo "run gofmt -w on these"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) run $(GOLANGCI) run

golden: ## rewrite the golden files after looking at what changed
	$(GO) test ./tracker/store ./web/... ./cmd/... -update

bench: ## cost and speed, each figure beside its yardstick
	$(GO) test -run '^$$' -bench . -benchtime 3x ./...

clean: ## what the targets above made
	rm -rf bin
