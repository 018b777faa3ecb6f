# Confab: `make` lists what can be done here.

FUNCTIONS := $(notdir $(patsubst %/main.go,%,$(wildcard functions/*/main.go)))
FUZZ_SECONDS ?= 3600
BUILD := build
ARCH := arm64
GOLANGCI := bin/golangci-lint-v2.15.0
APP := functions/web-client/app
CLIENT := functions/web-client/handler/dist/index.html
LOCKS := $(shell find functions infra -name package-lock.json -not -path '*/node_modules/*')
MODULES := $(LOCKS:/package-lock.json=/node_modules/.package-lock.json)

COMMANDS := deploy-sam deploy-cdk destroy-sam destroy-cdk smoke dns redrive replay
# The NAME=value of make's own command line, for commands that take them.
SETTINGS = $(foreach n,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $n))),'$n=$(subst ','\'',$($n))'))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# With -j a function would embed the page before it is built; go and npm use every
# core by themselves.
.NOTPARALLEL:
.PHONY: help run test build bench fuzz lint fmt inspect clean-data openapi tools check-tools check-template FORCE $(COMMANDS)

help: ## Show this list
	@echo 'Confab, a shared inbox. The local data is in .data/. An AWS account is needed from deploy-sam on.'
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: tools infra/local/node_modules/.package-lock.json $(CLIENT) ## Start the whole inbox on this machine and print its addresses
	@go run ./infra/local

test: tools $(MODULES) $(CLIENT) check-tools check-template ## Run every test: units, store, handlers, end to end, browser
	go test -race -vet=all -timeout 8m -p 3 ./... # vets with what it compiles; journeys in a browser mostly wait
	cd infra/cdk && go test -vet=all ./facts && go test -vet=all # without a package's name it is never cached, and says how many mutants it made
	npm test --silent --prefix $(APP)

build: tools $(CLIENT) $(FUNCTIONS:%=$(BUILD)/%/bootstrap) ## Build each function for Lambda (arm64) into build/<function>/

bench: tools $(MODULES) $(CLIENT) ## Measure parsing, receiving, listing and the start of each function
	go test -run '^$$' -bench . -benchmem -timeout 60m ./...

fuzz: ## Fuzz every parser; FUZZ_SECONDS (an hour) are shared among them
	@targets=$$(grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9]*' shared functions infra | sed 's|/[^/]*:func | |' | sort); \
	each=$$(( $(FUZZ_SECONDS) / $$(echo "$$targets" | wc -l) )); \
	echo "$$targets" | while read -r dir name; do \
		echo "$$name in $$dir, $$each s"; \
		go test "./$$dir" -run '^$$' -fuzz "^$$name\$$" -fuzztime $${each}s -fuzzminimizetime 1x || exit 1; \
	done

lint: $(GOLANGCI) ## Look for faults the compiler lets through
	$(GOLANGCI) run ./...
	cd infra/cdk && $(CURDIR)/$(GOLANGCI) run ./...

fmt: ## Format the Go code
	go fmt ./...
	cd infra/cdk && go fmt ./...

inspect: ## Print what Confab understands of a mail or a folder of mails: make inspect MAIL=path
	@test -n '$(MAIL)' || { echo 'Say which mail: make inspect MAIL=path/to/mail.eml' >&2; exit 2; }
	@go run ./infra/local inspect-mail $(MAIL)

clean-data: ## Forget the local inbox
	rm -rf .data

openapi: $(APP)/node_modules/.package-lock.json ## Write the API's document and the client's types anew
	go test ./shared/api -run Document -update
	npm run --silent types --prefix $(APP)

smoke: ## Try out what runs, here or in an account: make smoke URL=http://127.0.0.1:8080
deploy-sam: ## Deploy Confab with SAM, or bring it up to date; it asks first, and DRY=1 shows what it would do
deploy-cdk: ## The same with CDK
destroy-sam: ## Remove what SAM deployed and keep the data; DATA=delete deletes that too
destroy-cdk: ## The same for CDK
dns: ## Print the DNS records of a domain: make dns DOMAIN=inbox.example.com
redrive: ## Do again what failed for good, or count it: make redrive QUEUE=name
replay: ## Receive mail again from its raw bytes: make replay FROM=2026-01-02 TO=2026-01-03
$(COMMANDS):
	@go run ./infra/operate $@ $(SETTINGS)

# One function's binary as Lambda starts it. Go's own cache knows best what changed.
# Without the commit inside, a function that did not change is not deployed again.
$(BUILD)/%/bootstrap: FORCE
	CGO_ENABLED=0 GOOS=linux GOARCH=$(ARCH) go build -tags lambda.norpc,timetzdata -trimpath -buildvcs=false \
		-ldflags='-s -w' -o $@ ./functions/$*

# npm ci runs only when a lock file changed since it ran last.
%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	@echo 'Installing the pinned parts of $*'
	@npm ci --prefix $* --no-audit --no-fund --loglevel=error
	@mkdir -p $(@D) && touch $@

$(CLIENT): $(APP)/node_modules/.package-lock.json $(shell find $(APP) -type f -not -path '*/node_modules/*')
	@npm run --silent build --prefix $(APP) -- --logLevel warn
	@touch $@

$(GOLANGCI):
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/$(subst -v,@v,$(@F))
	mv bin/golangci-lint $@

tools:
	@command -v go >/dev/null || { echo 'Confab needs Go 1.26 or newer: https://go.dev/dl' >&2; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || \
		{ echo 'Confab needs Node 20 or newer with npm: https://nodejs.org' >&2; exit 1; }

# What cannot be tested here is said aloud, and is a failure in CI.
check-tools:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || { echo 'NOT TESTED: the web client in a browser. Install chromium-headless-shell or chromium (apt-get install).' >&2; \
		test -z "$$CI"; }
	@test "$$(uname)" = Linux && { test "$$(id -u)" = 0 || unshare --map-root-user true 2>/dev/null; } || \
		{ echo "NOT TESTED: the functions' binaries as Lambda starts them. That takes Linux, and root or user namespaces." >&2; test -z "$$CI"; }

check-template:
	@if command -v cfn-lint >/dev/null; then cfn-lint template.yaml; else \
		echo 'NOT TESTED: the rules of CloudFormation, and that SAM and CDK make the same. Install cfn-lint (pip install cfn-lint).' >&2; test -z "$$CI"; fi

FORCE:
