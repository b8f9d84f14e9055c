# Everything runs in one virtual environment, made on first use: .venv/bin/explorer is the program.
.DEFAULT_GOAL := help
.PHONY: help install demo unit fast test soak check bench bench-ingest bench-queries bench-significance bench-validity bench-views docs site lock vendor clean
PYTHON ?= python3
BIN := .venv/bin
# two halves side by side, each with a Neo4j of its own, file by file in the order of testpaths: the longest first.
# A Neo4j that NEO4J_TEST_URI names is one, and cannot be emptied by two processes.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder
# where a fresh clone finds what another one left
export MYPY_CACHE_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/coordination-explorer/mypy

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[local,py2neo]' --group dev --group bench
	@touch $@

install: .venv/installed ## the virtual environment with the program in it

demo: .venv/installed ## the main job on a simulated campaign: import, detect, report, and how much of it is right
	$(BIN)/explorer demo

unit: .venv/installed ## the tests that need no server: a minute and a half
	$(BIN)/python -m pytest tests/unit $(SIDE_BY_SIDE)

fast: .venv/installed ## the tests of what changed since the main branch
	$(BIN)/python -m scripts.changed_tests

test: .venv/installed ## every test, on a real Neo4j that is started for them
	$(BIN)/python -m pytest --durations 20 $(if $(NEO4J_TEST_URI),,$(SIDE_BY_SIDE))

soak: .venv/installed ## the tests that kill and mutate, twenty times as long (hours)
	EXPLORER_SOAK=20 $(BIN)/python -m pytest tests/integration/test_fold.py tests/slow/test_kills.py tests/slow/test_lost_commits.py tests/unit/sources/test_fuzz.py

check: .venv/installed ## style and types; the tests build the site of docs/
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/installed ## speed and memory as ratios against peers, in one run
	$(BIN)/python -m bench

bench-ingest: .venv/installed ## the import against Neo4j's own and against a peer, in one run
	$(BIN)/python -m bench.ingest

bench-significance: .venv/installed ## what significance and its audit take on top of the network
	$(BIN)/python -m bench.significance

bench-queries: .venv/installed ## every query of the packs on ten million retweets, with what the database does for it
	$(BIN)/python -m bench.queries

bench-validity: .venv/installed ## what is found of what was planted, beside peers, into docs/validity.md
	$(BIN)/python -m bench.validity --write

bench-views: .venv/installed ## candidates for the report's network view, in Chromium (maintainers; node and npm)
	$(BIN)/python -m bench.views

docs: .venv/installed ## the generated parts of docs/
	$(BIN)/python -m scripts.docs.generate

site: .venv/installed ## docs/ as a site, in build/site; links that lead nowhere are errors
	$(BIN)/python -m scripts.docs.site

lock: .venv/installed ## pin what is installed and what the local server downloads (maintainers)
	$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[local,py2neo]' --group dev --group bench --group lock
	$(BIN)/python -m pip freeze --exclude-editable > constraints.txt
	$(BIN)/python -m scripts.vendor.lock_neo4j

vendor: .venv/installed ## fetch and pin the JavaScript that the report carries (maintainers; node and npm)
	$(BIN)/python -m scripts.vendor.javascript

clean: ## remove the virtual environment and caches
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis
