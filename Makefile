# Two commands do all the set-up: `make demo` and `make test`. Python 3.11 or newer is all they need.
# Builds of the package itself keep to the pinned versions too.
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared

.PHONY: demo test check score bench clean

$(VENV)/.runtime: pyproject.toml constraints.txt
	@test -x $(BIN)/python || scripts/make_venv $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet -e ".[dev]"
	@touch $@

demo: $(VENV)/.runtime
	$(BIN)/thoisu read examples

test: $(VENV)/.dev
	@scripts/install_test_tools
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/check_docs.py

score: $(VENV)/.dev
	$(BIN)/python scripts/score.py --shared $(SHARED)
	$(BIN)/python scripts/score_stories.py --shared $(SHARED)

$(VENV)/.bench: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet -e ".[bench,parquet]"
	@touch $@

bench: $(VENV)/.bench
	$(BIN)/python benchmarks/bench_read.py
	$(BIN)/python benchmarks/bench_page.py
	$(BIN)/python benchmarks/bench_names.py
	$(BIN)/python benchmarks/bench_events.py
	$(BIN)/python benchmarks/bench_archive.py
	$(BIN)/python benchmarks/bench_chronicle.py
	$(BIN)/python benchmarks/bench_adding.py
	$(BIN)/python benchmarks/bench_store.py --articles 20000
	$(BIN)/python benchmarks/bench_export.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
