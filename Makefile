# `make help` lists the targets. All work on a fresh Debian machine, as root or not.

export PATH := $(CURDIR)/bin:$(PATH):/usr/local/go/bin
PROGRAM = ./cmd/alongside

.DEFAULT_GOAL := help
.PHONY: help run test check build generate assets bench dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## start the portal with the demo story; Ctrl-C stops it, the data stays in ./var
	@.ci/setup run
	@go build -buildvcs=false -o bin/alongside $(PROGRAM)
	@[ -n "$$DATABASE_URL" ] || export DEMO=1; exec bin/alongside serve

# The race detector watches all that the program is made of. The browsers and the demo story, which one goroutine tells,
# do without: they would take half the time again.
test: ## every test, under the race detector and in a browser
	@.ci/setup test
	go test -race -timeout 14m $$(go list ./... | grep -v -e /cmd/ -e /demo$$)
	go test -timeout 14m ./cmd/... ./models/demo

check: ## what CI runs: committed files up to date, format, linters, every test
	@.ci/setup test
	.ci/unchanged make generate
	if command -v npm >/dev/null; then .ci/unchanged make assets; fi
	unformatted=$$(gofmt -l cmd handlers models static/*.go views); echo "$$unformatted"; [ -z "$$unformatted" ]
	go mod tidy -diff
	go vet ./...
	go tool staticcheck ./...
	@$(MAKE) --no-print-directory test

build: ## bin/alongside
	@.ci/setup go
	go build -trimpath -o bin/alongside $(PROGRAM)

generate: ## Go code of the templates, after changing a .templ file
	@.ci/setup go
	go tool templ generate

assets: ## CSS, fonts, icons and htmx in static, after changing a class or a version (needs npm)
	npm --prefix static ci --ignore-scripts --no-audit --no-fund
	npm --prefix static run build

bench: ## speed at 1 thousand, 100 thousand and 1 million requests
	@.ci/setup run
	go run ./cmd/bench

dev: ## live reload: rebuild and restart on every change, at http://127.0.0.1:7331
	@.ci/setup run
	go tool templ generate --watch --open-browser=false --proxy=http://127.0.0.1:8080 --cmd="go run $(PROGRAM) serve --demo"
