.DEFAULT_GOAL := help
SHELL := /bin/sh

help: ## What can be made here
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

node_modules/.installed: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

install: node_modules/.installed

build: install ## Compile to dist/
	node test/tools/build.mjs

types: install ## Write taps/*/records.ts anew from schemas/
	node test/tools/build.mjs --tools
	node dist/test/tools/generate-types.js

docs: build ## Write the generated tables of the READMEs anew
	node dist/test/tools/generate-docs.js

lint: install ## Formatting, lint and import rules
	npx biome check --error-on-warnings .

fix: install ## Format and sort imports
	npx biome check --write .

test: install ## Check everything
	node test/tools/check.mjs

golden: build ## Write the golden files anew; review their diff like code
	UPDATE_GOLDEN=1 npx mocha --config test/mocharc.json 'dist/test/golden/*.test.js'

demo: build ## Sync a sandbox account twice; needs no credentials
	node dist/test/demo/demo.js

demo-paymo: build ## Write a Harvest sandbox into a Paymo sandbox, and watch by webhooks; needs no credentials
	node dist/test/demo/demo-paymo.js

SERVICE ?= harvest
sandbox: build ## Start a sandbox to try things by hand: make sandbox SERVICE=paymo (or paydirt; default: harvest)
	node dist/test/sandbox/$(SERVICE)/serve.js $(ARGS)

bench: build ## Records per second and peak memory against a bare loop
	node dist/test/bench/bench.js

interop: build ## Run Meltano, PyAirbyte and targets of others on all taps; needs Python 3.10 to 3.12, PyPI, PostgreSQL, Chromium
	node dist/test/interop/interop.js

check: ## What CI runs
	.ci/run

clean: ## Remove what was made
	rm -rf dist out node_modules

.PHONY: help install build types docs lint fix test golden demo demo-paymo sandbox bench interop check clean
