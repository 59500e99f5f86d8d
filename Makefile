# kycreview. `make demo` to look at it, `make test` to check it; nothing here asks a question.

PYTHON ?= python3
PORT ?= 8000
# Two tests at a time, the longest first; sizes of the long ones are ROUNDS and JOURNEYS.
WORKERS ?= 2
export PORT
ifdef ROUNDS
export ROUNDS
endif
ifdef JOURNEYS
export JOURNEYS
endif
ifdef SIZES
export SIZES
endif
ifdef TIMES
export TIMES
endif
ifdef IMPORTS
export IMPORTS
endif
ifdef EXPLAIN
export EXPLAIN
endif
ifdef REPEATS
export REPEATS
endif

BIN := .venv/bin
PY := $(BIN)/python
CODE := kycreview journeys reviews tests manage.py
KNOWN := $(PY) -m tests.tools.known_environment

.PHONY: help setup tools system demo test test-long pictures lint format catalogue bench bench-desk clean
.DEFAULT_GOAL := help

help:
	@echo "make setup      build .venv from the pinned requirements"
	@echo "make demo       the product with made-up journeys, on http://127.0.0.1:$(PORT)"
	@echo "make test       unit, contract and browser tests on both databases"
	@echo "make test-long  chaos, races, browser matrix (ROUNDS, JOURNEYS)"
	@echo "make pictures   every page, panel and state, light and dark, both languages: into var/stories/"
	@echo "make lint       style, types, templates, migrations, production check, directions"
	@echo "make format     let ruff lay out the code"
	@echo "make catalogue  take new words into the Arabic catalogue, compile it, say what is missing"
	@echo "make bench      how fast case page, trail and queue are here (REPEATS; WRITE=1: into README.md)"
	@echo "make bench-desk lists and search at 10,000 and 1,000,000 journeys (SIZES, TIMES, IMPORTS, EXPLAIN, WRITE)"
	@echo "make system     install what the tests need from Debian (as root)"
	@echo "make clean      remove .venv and caches; var/ (data) stays"

setup: .venv/.runtime

tools: .venv/.tools

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kycreview needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }

.venv/.runtime: requirements.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/.tools: requirements.txt requirements-test.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements-test.txt
	@touch .venv/.runtime $@

system:
	@sh tests/tools/system.sh

demo: setup
	@$(PY) manage.py demo

test: tools system
	$(PY) -m pytest -m "not long" -n $(WORKERS) --maxschedchunk 8

test-long: tools system
	$(PY) -m pytest -m long -n $(WORKERS) --maxschedchunk 1

pictures: tools system
	PICTURES=1 $(PY) -m pytest -m "long or not long" -n $(WORKERS) $(addprefix tests/stories/test_,pages_matrix.py idwise_story.py signzy_story.py)

lint: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(KNOWN) $(BIN)/mypy $(CODE) tools/catalogue.py
	$(BIN)/djlint --lint --quiet templates
	$(KNOWN) $(PY) manage.py makemigrations --check --dry-run
	$(KNOWN) --production $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m pytest -q tests/kycreview/test_directions.py

format: tools
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

catalogue: tools
	$(PY) -m tools.catalogue update

bench: tools system
	@$(PY) -m tests.tools.bench $(if $(WRITE),--write)

bench-desk: tools system
	@$(PY) -m tests.bench.desk $(if $(WRITE),--write)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis static-built
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
