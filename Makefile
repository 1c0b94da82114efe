# Debian or Ubuntu with Python 3.11 or later, git and make is enough: every target sets up what it needs.

PYTHON_ENV := .venv/bin/python
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate --quiet

.PHONY: help setup demo test test-slow mutants lint format bench docs lock wheel clean
.NOTPARALLEL:

help:
	@echo "make demo       audit the examples and print where their reports are"
	@echo "make test       style, types, layers and all quick tests"
	@echo "make test-slow  the tests that need Java, a browser or patience"
	@echo "make mutants    break the arithmetic in one place at a time and list what no test sees (hours)"
	@echo "make lint       style, types and layers only"
	@echo "make format     put the sources into the house style"
	@echo "make bench      measure speed and memory"
	@echo "make docs       write the generated pages"
	@echo "make lock       resolve the dependencies again (needs uv)"
	@echo "make wheel      build the distribution into dist/"
	@echo "make clean      remove everything that these targets made"

setup:
	@bash scripts/setup.sh

demo: setup
	@$(PYTHON_ENV) -u scripts/demo.py

lint: setup
	$(PYTHON_ENV) -m ruff check .
	$(PYTHON_ENV) -m ruff format --check .
	.venv/bin/lint-imports --no-logo
	$(PYTHON_ENV) -m mypy

test: lint
	$(PYTHON_ENV) -m pytest -n 2 -m "not slow"

# Tests whose tools are missing skip themselves and say why; pytest ends with 5 when it finds no test to run.
test-slow: setup
	@DEBIAN_FRONTEND=noninteractive sh scripts/slow_tools.sh </dev/null || echo "test-slow: some tools are missing"
	$(PYTHON_ENV) -m pytest -m slow || [ $$? -eq 5 ]

# MUTANTS='audit.findings.verdicts*' takes one module; without it, a run that was stopped goes on where it was.
mutants: setup
	HYPOTHESIS_PROFILE=mutants nice -n 15 .venv/bin/mutmut run --max-children 2 $(MUTANTS)
	.venv/bin/mutmut results

format: setup
	$(PYTHON_ENV) -m ruff check --fix-only .
	$(PYTHON_ENV) -m ruff format .

bench: setup
	$(PYTHON_ENV) -m benchmarks

docs: setup
	$(PYTHON_ENV) -m docs

lock:
	$(LOCK) -o requirements/run.txt
	$(LOCK) --group dev -o requirements/dev.txt

wheel: setup
	$(PYTHON_ENV) -m pip wheel . -qq --no-deps --no-build-isolation --wheel-dir dist
	@ls dist/*.whl

clean:
	rm -rf .venv .cache build dist out .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
