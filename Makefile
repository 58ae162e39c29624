# What a person types. `make demo` shows the product, `make test` proves it.
.PHONY: help setup demo test check lint style suite bench reset

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
BENCH ?= all
AFTERCARE = .venv/bin/aftercare
# Compiled modules are kept even where the machine says otherwise: every start would compile two thousand files anew.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo [PORT=8000]   install, load the demo company, serve it"
	@echo "make test               everything: style, types, imports, tests, browser journeys"
	@echo "make check              the same without browsers"
	@echo "make bench [BENCH=all]  measure what is promised, one JSON line each"
	@echo "make setup              only install and bundle"
	@echo "make reset              delete the database and the files of AFTERCARE_HOME (default .data)"

setup:
	@$(PYTHON) scripts/setup.py

demo: setup
	@$(AFTERCARE) demo --port $(PORT)

test:
	@$(PYTHON) scripts/setup.py --dev --browser
	@$(MAKE) --no-print-directory -j 2 style suite

check:
	@$(PYTHON) scripts/setup.py --dev
	@$(MAKE) --no-print-directory -j 2 style suite ONLY='-m "not browser"'

lint:
	@$(PYTHON) scripts/setup.py --dev
	@$(MAKE) --no-print-directory style

style:
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@npm_config_loglevel=error PATH="$$PATH:$$PWD/.venv/bin" npm run --silent check

suite:
	@.venv/bin/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ONLY)

bench:
	@$(PYTHON) scripts/setup.py --dev
	@$(AFTERCARE) bench $(BENCH)

reset:
	@test -x $(AFTERCARE) || { echo "Nothing is installed yet."; exit 0; }; $(AFTERCARE) database reset --yes
