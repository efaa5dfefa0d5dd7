# What a newcomer needs: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# `make stack.up POSTGRES=1` takes PostgreSQL in place of MySQL; `make test.stack ARGS="course_discovery/apps/search"` runs some tests.
POSTGRES ?=
ARGS ?=
# `make test.recorded` takes two folders; docs/operations.rst says what lies in them.
RECORDED ?=
CATALOG ?=

.PHONY: help setup run test test.long test.browser test.stack test.faults test.recorded stack.up stack.down lint bench migrate static docs clean requirements query_counts openapi

help: ## this list
	@grep -E '^[a-z_.]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# A stamp a list of packages: an unchanged list costs nothing.
$(VENV)/.%: requirements/%.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing requirements/$*.txt into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/$*.txt
	@touch $@

setup: $(VENV)/.test ## make .venv with everything that tests and checks need

run: $(VENV)/.base ## start the service with a demo platform and its catalogue on port 18381
	@$(BIN)/python bin/run_demo.py

test: $(VENV)/.test ## the test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile -q

test.long: $(VENV)/.test ## what is left out of the test suite because it takes long; test.stack runs it too
	$(BIN)/python -m pytest -n 2 --dist loadfile -q -m long

test.browser: $(VENV)/.test ## the explorer and the refreshes in headless Chromium, which must be installed
	$(BIN)/python -m pytest -q -m browser

test.stack: $(VENV)/.production $(VENV)/.test ## the test suite on MySQL or MariaDB, PostgreSQL, Redis and Elasticsearch
	$(BIN)/python -m bin.stack test $(ARGS)

test.faults: $(VENV)/.production $(VENV)/.test ## refreshes under 200 schedules of faults on SQLite, then on MariaDB, which must be installed
	$(BIN)/python -m bin.faults $(ARGS)
	$(BIN)/python -m bin.faults --on mariadb $(ARGS)

test.recorded: $(VENV)/.test ## ask what another installation was asked: RECORDED=<its answers> CATALOG=<what it was loaded from>
	@test -n "$(RECORDED)" -a -n "$(CATALOG)" || { echo "make test.recorded RECORDED=<folder> CATALOG=<folder>"; exit 2; }
	$(BIN)/python -m bin.recorded "$(RECORDED)" "$(CATALOG)" $(ARGS)

stack.up: $(VENV)/.production ## start MySQL, Redis, Elasticsearch and the service on them: web, worker, beat
	$(BIN)/python -m bin.stack up $(if $(POSTGRES),--postgres)

stack.down: $(VENV)/.production ## stop all of that
	$(BIN)/python -m bin.stack down

lint: $(VENV)/.test ## style, types, directions of imports, sizes, migrations, schema
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --diff .
	$(BIN)/lint-imports
	$(BIN)/python bin/check_house.py
	DJANGO_SETTINGS_MODULE=course_discovery.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=course_discovery.settings.test $(BIN)/python manage.py spectacular --validate --fail-on-warn --file /tmp/discovery-openapi.$$$$.yml \
		&& diff -u docs/openapi.yml /tmp/discovery-openapi.$$$$.yml; status=$$?; rm -f /tmp/discovery-openapi.$$$$.yml; exit $$status
	$(BIN)/mypy course_discovery

bench: $(VENV)/.test ## seconds and queries of loading, indexing, lists and details and search in 20,000 documents
	$(BIN)/python bin/bench.py

migrate: $(VENV)/.base ## bring the database up to date and make missing indexes
	$(BIN)/python manage.py migrate
	$(BIN)/python manage.py install_es_indexes

static: $(VENV)/.base ## collect static files for a web server
	$(BIN)/python manage.py collectstatic --noinput

docs: $(VENV)/.docs ## docs as HTML in docs/_build
	$(BIN)/sphinx-build -q -W -b html docs docs/_build

requirements: $(VENV)/.dev ## compile requirements/*.in to pinned .txt files
	for name in base production optional test dev docs; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
			requirements/$$name.in --output-file requirements/$$name.txt; done

openapi: $(VENV)/.test ## write docs/openapi.yml anew
	DJANGO_SETTINGS_MODULE=course_discovery.settings.test $(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yml

query_counts: $(VENV)/.test ## write the pinned query counts of list endpoints anew
	UPDATE_QUERY_COUNTS=1 $(BIN)/python -m pytest -q -k query_counts

clean: ## remove what was built and the demo's data
	rm -rf $(VENV) var docs/_build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
