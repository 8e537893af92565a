# Two commands are enough: `make run` and `make test`. CI calls the same targets.
# Needs Python 3.11 or newer with venv, and make; everything else is brought by the first run.

PORT ?= 8000
ARGS ?=
export PORT
BIN := .venv/bin
# Everything below is ours to configure; nothing is guessed from implicit rules.
MAKEFLAGS += --no-builtin-rules --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix docs bench

help: ## Show this list
	@echo 'FinPro. Usage: make TARGET'
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-10s %s\n", $$1, $$2 }'
	@echo
	@echo 'PORT=8001 moves the site to another port. ARGS="-k name" goes to pytest.'
	@echo 'DATABASE_URL (and DATABASE_OWNER_URL) name a PostgreSQL server; without, one is started.'

setup: ## Bring environment and assets up to date (the others do it too)
	@sh tools/setup.sh

run: setup ## Start the site with its demo world and print the address
	@exec $(BIN)/finpro run

test: setup ## Run every test, browser tests included
	@exec $(BIN)/python -B tools/test.py $(ARGS)

check: setup ## Lint, types, architecture, templates, migrations, reference pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint finpro --lint --quiet
	@DJANGO_SETTINGS_MODULE=finpro.config.settings \
	  $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	$(BIN)/python tools/reference.py --check

fix: setup ## Mend what can be mended by itself
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: setup ## Write the generated reference pages
	$(BIN)/python tools/reference.py

bench: setup ## Measure speed and print it as a table
	$(BIN)/python -m bench $(ARGS)
