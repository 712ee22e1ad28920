# Two commands do all the set-up: `make demo` and `make test`. Python 3.11 or newer is all they need.
# Builds of the package itself keep to the pinned versions too.
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
# Tests are shared out among so many processes, a module to one of them.
WORKERS ?= 2

.PHONY: demo test test-compiled check docs score screenshots bench bench-archive watch-proof archive-proof kill-proof soak fuzz compiled wheel dist clean

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
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope

# The compiled package as wheels hold it, in build/compiled; built again only where a module changed.
compiled: $(VENV)/.runtime
	$(BIN)/python scripts/compiled.py

test-compiled: $(VENV)/.dev compiled
	@test -d build/compiled || { echo "make: test-compiled needs a C compiler" >&2; exit 1; }
	THOISU_COMPILED_PACKAGE=$(CURDIR)/build/compiled PYTHONPATH=$(CURDIR)/build/compiled $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope tests

wheel:
	@test -x $(BIN)/python || scripts/make_venv $(PYTHON) $(VENV)
	HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# What a release is made of: the sdist, and of it the pure wheel and the compiled one; some minutes of CPU.
dist:
	@test -x $(BIN)/python || scripts/make_venv $(PYTHON) $(VENV)
	$(BIN)/python scripts/dist.py

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/check_docs.py

# The site of the docs, into build/site: open its index.html, or serve the folder.
$(VENV)/.docs: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet -e ".[docs]"
	@touch $@

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

score: $(VENV)/.dev
	$(BIN)/python scripts/score.py --shared $(SHARED)
	$(BIN)/python scripts/score_stories.py --shared $(SHARED)

$(VENV)/.bench: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet -e ".[bench,parquet]"
	@touch $@

screenshots: $(VENV)/.dev
	@scripts/install_test_tools
	$(BIN)/python -m scripts.screenshots

bench: $(VENV)/.bench compiled
	$(BIN)/python benchmarks/bench_read.py
	$(BIN)/python benchmarks/bench_page.py
	$(BIN)/python benchmarks/bench_names.py
	$(BIN)/python benchmarks/bench_events.py
	$(BIN)/python benchmarks/bench_archive.py
	$(BIN)/python benchmarks/bench_offers.py
	$(BIN)/python benchmarks/bench_chronicle.py
	$(BIN)/python benchmarks/bench_adding.py
	$(BIN)/python benchmarks/bench_store.py --articles 20000
	$(BIN)/python benchmarks/bench_export.py
	$(BIN)/python benchmarks/bench_desk.py
	$(BIN)/python benchmarks/bench_watch.py

# Ten thousand pages offered twice on loopback, with kills; some minutes.
watch-proof: $(VENV)/.dev
	$(BIN)/python -m tests.watch.proof

# Kills of all that writes, counted into docs/reliability.md; some minutes.
kill-proof: $(VENV)/.dev
	$(BIN)/python -m tests.kill_proof

# Copies over a million made texts; some minutes, and not part of `make bench`.
bench-archive: $(VENV)/.dev
	$(BIN)/python benchmarks/bench_archive_copies.py

# An hour or two of two cores; PAGES=2000 KILLS=2 shows that it runs, ONLY=speeds does a part of it.
PAGES ?= 100000
KILLS ?= 10
archive-proof: $(VENV)/.dev $(VENV)/.bench compiled
	$(BIN)/python -m tests.archive.proof --pages $(PAGES) --kills $(KILLS) --shared $(SHARED) --write $(ONLY:%=--only %)

# The desk, watching, alerts and people who correct on one store. STORE=postgresql://… takes a database without a store.
soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak --minutes $(or $(MINUTES),30) $(if $(STORE),--store $(STORE))

$(VENV)/.fuzz: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet -e ".[fuzz]"
	@touch $@

# Each reader fed with mutations of our pages: MINUTES of each of them, TARGETS="feed warc" only some.
TARGETS ?=
fuzz: $(VENV)/.fuzz
	nice -n 10 $(BIN)/python -m fuzz.run --minutes $(or $(MINUTES),10) $(TARGETS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
