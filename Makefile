# Everything a developer or a first visitor calls. CI calls the same targets (.ci/run).
# What has been done is remembered by stamps below .venv/stamps, so that a second `make run` needs no network.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
TOOL_KEYS := LAPOR_KEYS_FILE='$(CURDIR)/.venv/keys.json'
BIN := .venv/bin
STAMPS := .venv/stamps
FRONTEND := $(wildcard frontend/package.json)
CATALOGUES := $(wildcard lapor/locale/*/LC_MESSAGES/*.po)
SOURCES := $(if $(FRONTEND),$(shell find frontend lapor/channels/*/icon -type f -not -path '*/node_modules/*' -not -path '*/dist/*'))

export PYTHONDONTWRITEBYTECODE :=  # whatever the machine says: without compiled modules each process of `lapor` starts seconds later
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: setup
setup: $(STAMPS)/run $(STAMPS)/package $(STAMPS)/keys $(STAMPS)/assets $(STAMPS)/messages ## Set everything up; makes .venv/bin/lapor

.PHONY: run
run: setup ## Set up and serve http://127.0.0.1:8000 with demo data (LAPOR_BIND, LAPOR_DATA_DIR)
	@LAPOR_DEMO=1 exec $(BIN)/lapor run

.PHONY: test
test: setup $(STAMPS)/dev ## Run the tests, browser journeys included (t=tests/path: these alone, quickly)
ifdef t
	$(BIN)/python -m pytest -q $(t)
else
	@deploy/setup/need-programs
	deploy/setup/npm run --silent test
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations=25 -m "not journey and not setup and not deep"
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations=25 --no-loadscope-reorder tests/setup tests/journeys \
	  -m "(journey or setup) and not deep"
endif

.PHONY: check-deep
check-deep: setup $(STAMPS)/dev ## What floods, kills and damages, each platform from end to end, every combination; before an issue is closed
	@deploy/setup/need-programs
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations=25 --no-loadscope-reorder tests/faults tests/setup tests/journeys \
	  -m "deep and (journey or setup)"  # the longest files first
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations=25 --ignore=tests/setup --ignore=tests/journeys \
	  -m "deep and not journey and not setup"

.PHONY: fast
fast: lint ## Lint and the quick tests, for between commits
	deploy/setup/npm run --silent test
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not journey and not setup and not deep"

.PHONY: check
check: lint test ## What CI runs

.PHONY: lint
lint: setup $(STAMPS)/dev ## Style, types, layers, templates, scripts, spelling, missing migrations
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint-types lint-python lint-scripts

.PHONY: lint-types lint-python lint-scripts
lint-types:
	$(TOOL_KEYS) $(BIN)/mypy lapor tests

lint-python:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint lapor --check --quiet --lint
	$(BIN)/codespell lapor tests docs deploy Makefile README.md
	$(TOOL_KEYS) $(BIN)/lapor manage makemigrations --check --dry-run

lint-scripts:
	deploy/setup/npm run --silent lint
	deploy/setup/npm run --silent types

.PHONY: bench
bench: setup $(STAMPS)/dev ## Measure (w="B1 B3" some, n=1000000 on so many reports; writes bench/results)
	$(BIN)/python -m bench $(w) $(if $(n),--reports $(n))

.PHONY: lighthouse
lighthouse: setup $(STAMPS)/lighthouse ## Lighthouse on form, report, map and statistics of a running `make run` (url=http://…; writes bench/results)
	@deploy/setup/need-programs
	deploy/setup/node bench/lighthouse/run.mjs $(url)

.PHONY: coverage
coverage: setup $(STAMPS)/dev ## Do the quick tests see every branch of clocks, ledger and workflow, 95% of the heart?
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not journey and not setup" --cov --cov-report=
	$(BIN)/coverage report --fail-under=100 --include='lapor/calendars/*,lapor/ledger/*,lapor/reports/workflow/table.py,lapor/reports/workflow/act.py,lapor/reports/workflow/rules.py'
	@for package in reports reporters agencies casework; do $(BIN)/coverage report --fail-under=95 --include="lapor/$$package/*" || exit 1; done

.PHONY: mutants
mutants: setup $(STAMPS)/dev requirements/mutation.txt ## Change clocks and workflow sign by sign: does a test notice? (ten minutes)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/mutation.txt
	$(BIN)/python -m tests.mutation

.PHONY: messages
messages: setup $(STAMPS)/dev ## Collect the texts to translate into lapor/locale
	$(TOOL_KEYS) $(BIN)/lapor manage makemessages --locale id --no-obsolete --no-location --no-wrap

.PHONY: screenshots
screenshots: setup $(STAMPS)/dev ## Make the pictures of the main screens in docs/
	@deploy/setup/need-programs
	$(BIN)/python -m tests.journeys.screenshots

.PHONY: docs
docs: setup $(STAMPS)/dev requirements/docs.txt ## Make docs/ a site in .venv/site, with every link checked
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/docs.txt
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir .venv/site

.PHONY: format
format: setup $(STAMPS)/dev ## Write Python and the scripts of the browser as lint wants them
	$(BIN)/ruff format .
	deploy/setup/npm run --silent format

.PHONY: facts
facts: setup ## Write what the scripts of the browser know of the server: addresses, numbers, how danger is heard
	$(TOOL_KEYS) $(BIN)/python -m tests.web.server_facts

.PHONY: openapi
openapi: setup ## Write docs/api/openapi.json, the description of REST that a test compares
	$(TOOL_KEYS) $(BIN)/python -m tests.api.openapi

.PHONY: release
release: setup ## Fill dist/ with what a server installs without make, npm or a compiler (docs/operate/server.md)
	deploy/setup/release dist

.PHONY: locks
locks: $(STAMPS)/tools ## Write requirements/*.txt anew from pyproject.toml
	deploy/setup/lock $(BIN)/uv

# --- what the targets above stand on

$(STAMPS)/venv:
	@PYTHON=$(PYTHON) deploy/setup/make-venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/tools: requirements/setup.txt | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --no-cache-dir --require-hashes -r $<
	@touch $@

$(STAMPS)/run: requirements/run.txt $(STAMPS)/tools
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/run
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# Throw-away keys, so that tools which only read the settings need no data folder.
$(STAMPS)/keys: $(STAMPS)/package
	@rm -f .venv/keys.json
	@$(BIN)/python -c 'import pathlib; from lapor.core.keys import create_keys; create_keys(pathlib.Path(".venv/keys.json"))'
	@touch $@

$(STAMPS)/node: frontend/package-lock.json frontend/package.json requirements/node.txt $(STAMPS)/run
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt
	deploy/setup/npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/lighthouse: bench/lighthouse/package-lock.json bench/lighthouse/package.json $(STAMPS)/node
	deploy/setup/npm ci --prefix ../bench/lighthouse --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/assets: $(if $(FRONTEND),$(STAMPS)/node) $(SOURCES) $(STAMPS)/keys
	$(if $(FRONTEND),deploy/setup/npm run --silent build)
	$(if $(FRONTEND),$(TOOL_KEYS) $(BIN)/lapor manage collectstatic --noinput --clear --verbosity 0)
	@touch $@

$(STAMPS)/messages: $(CATALOGUES) $(STAMPS)/run
	$(if $(CATALOGUES),$(BIN)/pybabel --quiet compile --directory lapor/locale --domain django)
	@touch $@
