# Everything runs in one virtual environment, created on first use. The program is .venv/bin/explorer.
.DEFAULT_GOAL := help
.PHONY: help install demo unit fast test soak check bench bench-ingest bench-queries bench-significance bench-validity bench-labelled bench-views docs site audit lock vendor clean
PYTHON ?= python3
BIN := .venv/bin
# Two processes, each with its own Neo4j, run the test files in the order of testpaths, which starts with the longest.
# With NEO4J_TEST_URI there is only one Neo4j, which two processes cannot share.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder
# Installs what a lock lists and nothing else. Every file must have a listed checksum. Nothing is built from source, because
# a build downloads tools that no lock lists.
LOCKED := $(BIN)/python -m pip install --quiet --only-binary :all: --no-deps --require-hashes
# Resolves for all systems and Python versions at once. Only PyPI counts, whatever this machine is configured to use.
RESOLVE = $(BIN)/uv pip compile --quiet --no-config --default-index https://pypi.org/simple --universal --python-version 3.11 \
	--only-binary :all: --generate-hashes --upgrade --custom-compile-command "make lock"
# The cache is outside the repository, so that fresh clones can use it.
export MYPY_CACHE_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/coordination-explorer/mypy

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.venv/installed: pyproject.toml constraints.txt constraints-pip.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(LOCKED) --requirement constraints-pip.txt
	$(LOCKED) --requirement constraints.txt
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

install: .venv/installed ## create the virtual environment with the program

demo: .venv/installed ## import, detect, report and evaluate a simulated campaign
	$(BIN)/explorer demo

unit: .venv/installed ## run the tests that need no server (a minute and a half)
	$(BIN)/python -m pytest tests/unit $(SIDE_BY_SIDE)

fast: .venv/installed ## run the tests for changes since the main branch
	$(BIN)/python -m scripts.changed_tests

test: .venv/installed ## run all tests, on a Neo4j started for them
	$(BIN)/python -m pytest --durations 20 $(if $(NEO4J_TEST_URI),,$(SIDE_BY_SIDE))

soak: .venv/installed ## kill, interrupt, stop and mutate for up to an hour, and print what was lost
	EXPLORER_SOAK=6 $(BIN)/python -m pytest tests/slow/test_kills.py tests/slow/test_lost_commits.py tests/integration/test_fold.py tests/unit/sources/test_fuzz.py --durations 20 $(if $(NEO4J_TEST_URI),,--numprocesses 2 --dist worksteal)

check: .venv/installed ## check style, types and English
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m scripts.prose.check

bench: .venv/installed ## measure speed and memory relative to peers
	$(BIN)/python -m bench

bench-ingest: .venv/installed ## compare the import with Neo4j's own import and with a peer
	$(BIN)/python -m bench.ingest

bench-significance: .venv/installed ## measure the cost of significance and its audit
	$(BIN)/python -m bench.significance

bench-queries: .venv/installed ## measure every query of the packs on ten million retweets
	$(BIN)/python -m bench.queries

bench-validity: .venv/installed ## score this package and peers on simulated campaigns, and update docs/validity.md
	$(BIN)/python -m bench.validity --write

bench-labelled: .venv/installed ## score this package and peers on labelled campaigns: make bench-labelled DATA=FOLDER
	$(BIN)/python -m bench.labelled "$(or $(DATA),$(error DATA is missing. Type make bench-labelled DATA=FOLDER. docs/howto/labelled.md explains the layout of the folder))" $(if $(SIGNAL),--signal $(SIGNAL)) $(if $(OUT),--out "$(OUT)") $(ARGS)

bench-views: .venv/installed ## compare candidates for the report's network view in Chromium (maintainers; needs node and npm)
	$(BIN)/python -m bench.views

docs: .venv/installed ## update the generated parts of docs/
	$(BIN)/python -m scripts.docs.generate

site: .venv/installed ## build the site of docs/ in build/site; broken links are errors
	$(BIN)/python -m scripts.docs.site

audit: .venv/installed ## look up known vulnerabilities of packages, jars and scripts, and verify their checksums (needs network)
	$(LOCKED) --requirement constraints-maintainers.txt
	$(BIN)/python -m scripts.audit

lock: .venv/installed ## pin the dependencies and the files of the local server (maintainers)
	$(LOCKED) --requirement constraints-maintainers.txt
	$(RESOLVE) --group pip --output-file constraints-pip.txt
	$(RESOLVE) pyproject.toml --extra local --extra py2neo --group build --group dev --group bench --output-file constraints.txt
	$(RESOLVE) --group lock --group audit --constraint constraints-pip.txt --constraint constraints.txt --output-file constraints-maintainers.txt
	$(BIN)/python -m scripts.vendor.lock_neo4j

vendor: .venv/installed ## download and pin the JavaScript of the report (maintainers; needs node and npm)
	$(BIN)/python -m scripts.vendor.javascript

clean: ## remove the virtual environment and caches
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis
