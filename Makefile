# Thin verbs; `make` prints them. Everything is installed into .venv from requirements.lock.
PYTHON ?= python3
YEAR ?= 2018
EXAMPLE := data/example-$(YEAR)
BIN := .venv/bin
CCHC := $(BIN)/cchc

.DEFAULT_GOAL := help
.PHONY: help run test check audit fuzz format bench charts pictures lab lock messages catalogues clean

help: ## Print the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(EXAMPLE)/assessment.toml: | .venv/ready
	$(CCHC) example $(EXAMPLE) --year $(YEAR)

run: .venv/ready $(EXAMPLE)/assessment.toml ## Make the example year and run the whole assessment
	$(CCHC) run $(EXAMPLE)

test: .venv/ready ## Run all tests
	$(BIN)/python -m pytest

check: .venv/ready ## Lint, format check and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: ## Look for known vulnerabilities of the locked packages (needs the advisories of PyPI)
	.ci/audit

fuzz: .venv/ready ## Fuzz gate, numbers and rules with atheris, where it installs
	.ci/fuzz

format: .venv/ready ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/ready ## Measure speed and print the table of tests/benchmarks
	$(BIN)/python -m tests.benchmarks.measure

charts: .venv/ready ## Draw the agreed pictures of the charts anew: look at them before committing
	$(BIN)/python -m tests.golden.chart_pictures

pictures: run ## Draw the pictures of README from the example (needs Chromium, LibreOffice, pdftoppm)
	$(BIN)/python -m tests.pictures $$(ls -td reports/$(YEAR)/$(YEAR)-*/ | head -n 1)

lab: .venv/ready ## Open JupyterLab on the notebooks
	$(CCHC) lab

lock: .venv/ready ## Resolve requirements.lock again from pyproject.toml
	$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements.lock

messages: .venv/ready ## Compile the Vietnamese message catalogue
	$(BIN)/pybabel compile -d cchc_lib/locale -l vi

catalogues: .venv/ready ## Bring the English catalogues up to date with the texts to translate
	$(BIN)/python -m tests.catalogues

clean: ## Remove the environment and the example, never anybody's own data
	rm -rf .venv .cache data/example-* .pytest_cache .mypy_cache .ruff_cache
