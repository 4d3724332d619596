# Two commands on a fresh machine: `make demo` for a first answer, `make test` for the checks of a
# change. `make proof` tries everything and takes hours.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two stamps, which say which pyproject.toml the environment was installed from: edgewise alone, and with
# all that the checks need.
PACKAGE := $(VENV)/package-installed-from-pyproject
STAMP := $(VENV)/installed-from-pyproject
SYSTEM_PACKAGES := chromium gcc libc6-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test proof proof-slice differential mutants layers coverage contest page bench \
	lint install release oldest docs man clean

help:
	@echo "make demo    environment, install, and the first two comparisons (results/)"
	@echo "make test    format, lint, types, layers, tests, README commands; five minutes on two cores"
	@echo "make proof   every test in full, both engines on EXAMPLES organisations, MUTANTS a layer"
	@echo "make proof-slice         a fixed part of it, at most fifteen minutes"
	@echo "make differential EXAMPLES=20000   both engines against each other for as long as asked"
	@echo "make mutants MUTANTS=20  changes to methods, questions and present that no test notices"
	@echo "make layers  the picture of the layers, docs/layers.svg, from the imports"
	@echo "make page    builds simulator/web/page.html from web/, with the Node of the test extra"
	@echo "make coverage  how often intervals hold the truth, docs/coverage.md; ten minutes"
	@echo "make contest   three questions against other predictors, docs/risk.md; ten minutes"
	@echo "make bench   processor time, as ratios within one run, written to benchmarks/results.md"
	@echo "make release wheel and sdist in dist/, checked, installed elsewhere, run and uninstalled"
	@echo "make docs    the documentation as a site, in build/site; draws its gallery, a minute"
	@echo "make man     manual pages of all commands, in build/man"
	@echo "make oldest  a fast part of the tests with the oldest dependencies that pyproject.toml allows"
	@echo "make lint    the checks that run nothing: format, lint, types, layers"
	@echo "make install environment and install only"
	@echo "make clean   remove the environment and all caches; results/ stays"

$(BIN)/python:
	@echo "== environment: $(VENV)"
	@scripts/python-environment $(VENV) $(PYTHON)

$(PACKAGE): pyproject.toml | $(BIN)/python
	@echo "== install: edgewise alone"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(STAMP): pyproject.toml | $(BIN)/python
	@scripts/system-packages $(SYSTEM_PACKAGES)
	@echo "== install: edgewise and what its checks need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $(PACKAGE) $@

install: $(STAMP)

# A first look: half the runs and a quarter of the plausible organisations of a full answer.
FIRST_LOOK := -n 50 --worlds 50
demo: $(PACKAGE)
	@echo "== strong cores, fragile edges"
	@$(BIN)/edgewise compare scenarios/strong-cores-fragile-edges.yaml $(FIRST_LOOK)
	@echo "== its twin: weak cores, clean edges"
	@$(BIN)/edgewise compare scenarios/weak-cores.yaml $(FIRST_LOOK)
	@echo "== the first of the two as a page that simulates: open it in a browser and move the slider"
	@$(BIN)/edgewise page scenarios/strong-cores-fragile-edges.yaml $(FIRST_LOOK) \
		--output results/strong-cores-fragile-edges-what-if.html

lint: $(STAMP)
	@echo "== format"
	@$(BIN)/ruff format --quiet --check .
	@echo "== lint"
	@$(BIN)/ruff check --quiet .
	@echo "== types"
	@$(BIN)/mypy --no-error-summary
	@echo "== layers"
	@scripts/quietly $(BIN)/lint-imports --no-logo --no-cache

test: lint
	@echo "== tests and README commands"
	@$(BIN)/pytest

# What is marked slow, and all examples of what is generated: `tests/tiers.py`.
OTHER_BROWSERS := firefox-esr webkit2gtk-driver xvfb
PROOF := EDGEWISE_PROOF=1 $(BIN)/pytest
EXAMPLES ?= 20000
MUTANTS ?= 100
SLICE := tests/contributing tests/mutants tests/packaging tests/unit/api/test_docs.py

proof: lint
	@scripts/system-packages $(OTHER_BROWSERS)
	@echo "== every test, in full"
	@EDGEWISE_DIFFERENTIAL=$(EXAMPLES) $(PROOF) -m ""
	@echo "== mutants"
	@$(MAKE) --no-print-directory mutants

proof-slice: $(STAMP)
	@echo "== a slice of what is slow"
	@$(PROOF) -m slow $(SLICE)
	@echo "== both engines"
	@$(MAKE) --no-print-directory differential EXAMPLES=300

differential: $(STAMP)
	@EDGEWISE_DIFFERENTIAL=$(EXAMPLES) $(PROOF) -m "" tests/differential -k random

mutants: $(STAMP)
	@$(BIN)/python -m tests.mutants --count $(MUTANTS)

layers: $(STAMP)
	@$(BIN)/python -m tests.house.picture

# The page is committed, so that only who changes web/ needs Node and the network.
page: $(STAMP)
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build

coverage: $(STAMP)
	@$(BIN)/python -m tests.intervals

contest: $(STAMP)
	@$(BIN)/python -m tests.contest

# The peers get an environment of their own: one of them installs a package named `tests`.
BENCH := .venv-bench
bench: pyproject.toml
	@[ -x $(BENCH)/bin/python ] || scripts/python-environment $(BENCH) $(PYTHON)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@$(BENCH)/bin/python -m benchmarks

release: | $(BIN)/python
	@echo "== wheel and sdist"
	@scripts/release $(BIN)/python dist

# The variable silences what the theme says about its own future.
docs: $(STAMP)
	@$(BIN)/python -m manual.gallery build/gallery
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "open build/site/index.html"

man: $(PACKAGE)
	@$(BIN)/python -m manual.man build/man

# Dependencies as old as pyproject.toml allows, where the newest would hide what has grown too old. Other
# libraries warn of each other there, which is no fault of edgewise.
OLDEST := .venv-oldest
OLDEST_TESTS := tests/unit/files tests/unit/model tests/unit/scenario tests/unit/stats tests/unit/logs \
	tests/unit/engines tests/unit/present tests/unit/questions/test_ways_out.py \
	tests/unit/experiments/test_cluster.py tests/unit/experiments/test_store.py tests/unit/cli/test_commands.py \
	tests/unit/api/test_copies.py tests/unit/methods/test_sensitivity.py
oldest: pyproject.toml
	@[ -x $(OLDEST)/bin/python ] || scripts/python-environment $(OLDEST) $(PYTHON)
	@$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(OLDEST)/bin/uv pip install --quiet --python $(OLDEST)/bin/python --resolution lowest-direct \
		--editable ".[dask,logs]"
	@$(OLDEST)/bin/uv pip install --quiet --python $(OLDEST)/bin/python hypothesis pytest pytest-xdist
	@$(OLDEST)/bin/pytest -W ignore $(OLDEST_TESTS)

clean:
	@echo "== clean"
	@rm -rf $(VENV) $(OLDEST) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find simulator tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
