# Two commands are all: `make run` opens a demonstration office, `make test` installs what the tests need and runs them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench fuzz lint clean debian

run: $(VENV)/installed
	$(BIN)/mailroom -C office demo

test: $(VENV)/installed-for-tests debian
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(shell nproc) --dist loadgroup

bench: $(VENV)/installed-for-tests debian
	$(BIN)/python -m bench

# Damaged mails and documents until the time is up; what breaks the reading is written to fuzz-findings/.
MINUTES ?= 5
FIRST ?= 0
fuzz: $(VENV)/installed-for-tests debian
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) --first $(FIRST)

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

# Debian's packages that tests and benchmarks run against: real mail servers, database, office program, browser fonts.
debian:
	sh tests/servers/debian.sh

# Debian keeps venv's parts in a package of its own (python3-venv): it is installed where it is missing and we may.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) 2>/dev/null || { sh tests/servers/venv.sh && $(PYTHON) -m venv --clear $(VENV); }
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-for-tests: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
