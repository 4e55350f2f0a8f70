# Everything a developer runs. Needs python3.11 or newer, make and git; the rest is installed.
#
#   make demo     a sample run and its report, in ./demo
#   make test     the tests (SLOW=1: the slow ones, too; ARGS='-k name' goes to pytest)
#   make lint types imports   the other checks
#   make bench    how fast it is, as a table (ARGS=--write: into docs/performance.md)
#   make training two models on real data, captured as they learn, in artefacts/omni (PyTorch)
#   make scaling  a page on how attention grows with the window, in artefacts/scaling
#   make golden   rewrites the golden files after an intended change
#
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV   ?= .venv
EXTRAS ?= dev,browser
ARGS   ?=
SLOW   ?=

comma := ,
PY    := $(VENV)/bin/python
PIP   := $(PY) -m pip --disable-pip-version-check
# One stamp for each set of extras: a second call installs nothing.
DEV   := $(VENV)/.installed-$(subst $(comma),-,$(EXTRAS))
PLAIN := $(VENV)/.installed-plain
TORCH := $(VENV)/.installed-capture
DEFAULT_TESTS := $(if $(filter-out 0,$(SLOW)),,-m "not slow")

.DEFAULT_GOAL := help
.PHONY: help demo install test lint format types imports golden bench training scaling clean

help:
	@sed -n 's/^#  *make /  make /p' Makefile

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "reportgen needs Python 3.11 or newer, and '$(PYTHON)' is not. Give another: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(PLAIN): pyproject.toml constraints.txt | $(PY)
	$(PIP) install --quiet --editable . --constraint constraints.txt
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(PY)
	$(PIP) install --quiet --editable '.[$(EXTRAS)]' --constraint constraints.txt
	@touch $@

$(TORCH): pyproject.toml constraints.txt | $(PY)
	$(PIP) install --quiet --editable '.[capture]' --constraint constraints.txt
	@touch $@

install: $(DEV)

demo: $(PLAIN)
	$(VENV)/bin/reportgen demo demo
	@echo "The report: $(CURDIR)/demo"

test: $(DEV)
	@$(PY) -m pytest $(DEFAULT_TESTS) $(ARGS)

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(DEV)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(DEV)
	$(PY) -m mypy

imports: $(DEV)
	$(VENV)/bin/lint-imports

golden: $(DEV)
	@$(PY) -m pytest --refresh-golden $(ARGS)

bench: $(DEV)
	@$(PY) tests/benchmarks/run.py $(ARGS)

training: $(TORCH)
	$(PY) samples/omni_training/train.py -o artefacts/omni $(ARGS)
	for run in omni omni/dst omni/speed; do $(VENV)/bin/reportgen build artefacts/$$run || exit; done

scaling: $(DEV)
	PYTHONPATH=. $(PY) tests/benchmarks/scaling.py -o artefacts/scaling $(ARGS)

clean:
	rm -rf build dist demo artefacts *.egg-info .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis $(VENV)
	find reportgen tests docs samples -name __pycache__ -type d -prune -exec rm -rf {} +
