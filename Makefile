# make chat and make test need nothing but Python 3.11 or newer, make and the package index.
PYTHON ?= python3
BIN := .venv/bin
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: setup chat test lint ingest eval ablate bench load train

setup: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 of nieuwer is nodig")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

chat: setup
	$(BIN)/python app.py

# Two processes, a file of tests in one of them; some tests measure memory, which more would crowd.
test: setup
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

ingest: setup
	$(BIN)/python -m ingest

train: setup
	$(BIN)/python -m ingest.train
	$(BIN)/python -m assistant.train

eval: ingest
	$(BIN)/python -m eval

# LlamaIndex's BM25 asks for an older PyStemmer than ours, and works with ours: hence --no-deps.
ablate: ingest
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps llama-index-retrievers-bm25
	$(BIN)/python -m eval --ablate

bench: setup
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps llama-index-retrievers-bm25
	$(BIN)/python -m eval.bench

load: setup
	$(BIN)/python -m eval.load
