# `make` lists the verbs. Everything happens inside .venv; nothing is installed system-wide
# except, for root on Debian or Ubuntu, what the browser tests lack.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

PORT ?= 8501
HOST ?= localhost
TESTS ?=
WORKERS ?= 2
ARGS ?=
# Sent on to tools/setup.sh when given: make setup PYTHON=python3.12
export PYTHON
VENV := .venv/bin/python
# The tests of the browser share one worker, its server and its Chromium; the other does everything else meanwhile.
# Where nothing compiled may be kept, every worker would compile all tests again, ten seconds each time.
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(VENV) -m pytest -n $(WORKERS)
PIN := UV_CUSTOM_COMPILE_COMMAND="make requirements" $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links

.PHONY: help setup setup-dev setup-browser run test test-long test-versions office cluster-demo bench load check format data data-accept vendor requirements offline clean

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

setup: ## install the product into .venv (again only when requirements.txt changed)
	@tools/setup.sh requirements.txt

run: setup ## start the app; PORT=8501 and HOST=localhost may be given
	@exec $(VENV) tools/run.py --host "$(HOST)" --port "$(PORT)"

test: setup-dev setup-browser ## all tests up to five minutes, with a real Chromium; TESTS=tests/geo for a part
	@$(PYTEST) -m "not long" $(TESTS)

test-long: setup-dev setup-browser ## the tests that take longer
	@tools/cluster_setup.sh || echo "The walk of make cluster-demo is left out." >&2
	@$(PYTEST) -m long --durations=20 $(TESTS)

test-versions: setup-dev ## science, data, answers and every desk on Python 3.11, 3.12 and 3.13, where they are here
	@$(VENV) tools/versions.py $(TESTS)

office: setup-dev ## open what is carried away in other programs: briefs in LibreOffice, layers by the tools of GDAL
	@tools/office_setup.sh
	@$(VENV) -m pytest -n 0 tests/documents/test_in_office.py tests/data/test_shapes_out.py tests/test_export_verb.py

cluster-demo: setup-dev setup-browser ## nginx, two processes, PostgreSQL and Dask on loopback, a walk through all of it
	@tools/cluster_setup.sh
	@exec $(VENV) -m tools.cluster_demo

bench: setup-dev setup-browser ## measure: ours, an empty page, st_folium, geopandas, spopt, CP-SAT, verbs, growth; ARGS=--quick for a short look
	@tools/setup.sh requirements-bench.txt
	@tools/setup.sh --in .venvs/cp-sat requirements-cp-sat.txt
	@$(VENV) -m tools.bench $(ARGS)

load: setup ## measure: 50 readers at once for three minutes, then 220; ARGS=--quick for a short look
	@$(VENV) -m tools.bench.load $(ARGS)

check: setup-dev ## style, types, the walls between the rooms
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy
	@$(VENV) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@$(VENV) tools/check_catalogues.py
	@.venv/bin/oxlint layers/browser
	@.venv/bin/oxfmt --check layers/browser
	@$(VENV) tools/sizes.py

format: setup-dev ## let ruff and oxfmt write the code their way
	@$(VENV) -m ruff check --fix-only --quiet .
	@$(VENV) -m ruff format .
	@.venv/bin/oxfmt layers/browser

data: ## rebuild the derived datasets from their recipes, then read what changed with git diff
	@tools/setup.sh requirements.txt requirements-data.txt
	@$(VENV) -m data.recipes

data-accept: setup ## validate the datasets, show what changed, record their hashes
	@$(VENV) tools/accept.py

vendor: ## renew Leaflet and the fonts in static/ (needs npm)
	@tools/setup.sh requirements.txt requirements-data.txt
	@$(VENV) tools/vendor.py

requirements: setup-dev ## pin requirements*.txt anew from the direct ones in requirements*.in
	@$(PIN) requirements.in -o requirements.txt
	@$(PIN) requirements-dev.in -o requirements-dev.txt
	@$(PIN) requirements-data.in -o requirements-data.txt
	@$(PIN) requirements-bench.in -o requirements-bench.txt
	@$(PIN) requirements-cp-sat.in -o requirements-cp-sat.txt
	@$(PIN) requirements-roads.in -o requirements-roads.txt
	@$(PIN) requirements-cluster.in -o requirements-cluster.txt

offline: setup ## collect everything for a machine without network into wheelhouse/
	@rm -rf wheelhouse
	@$(VENV) -m pip download --quiet --disable-pip-version-check --only-binary :all: -r requirements.txt -d wheelhouse
	@cp requirements.txt wheelhouse/
	@echo "wheelhouse/ is ready for $$($(VENV) --version) on this kind of machine."
	@echo "Copy the whole project; 'make setup' over there installs from it without network."

clean: ## remove .venv, wheelhouse and what the tools left
	@rm -rf .venv .venvs wheelhouse .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/browser/shots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-dev:
	@tools/setup.sh requirements.txt requirements-dev.txt

setup-browser:
	@tools/browser_setup.sh
