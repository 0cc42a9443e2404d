# make bench PAGES="FOLDER …": also of pages of one's own.
# make demo: builds the graph of corpus/. make test: runs all tests. Both set up a virtual environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TESTED := $(VENV)/.tested

.PHONY: demo test lint bench clean

demo: $(STAMP)
	$(BIN)/kg build corpus/*.txt -o exports
	@echo
	@echo "Open exports/graph.html in a browser, or ask:"
	@echo '  $(BIN)/kg explain 汾河'

test: $(TESTED)
	$(BIN)/python -m pytest -rs -n auto --dist worksteal

lint: $(TESTED)
	$(BIN)/ruff format --check kg tests bench
	$(BIN)/ruff check kg tests bench
	$(BIN)/mypy

bench: $(TESTED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench,ray]'
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/sets.py $(PAGES)
	$(BIN)/python bench/scale.py

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is wanted, this is " + sys.version) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=23.3'  # an older one warns of an extra of lxml's, by a sign in its name
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $(STAMP)

$(TESTED): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,mcp,notebook]'
	touch $(TESTED)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
