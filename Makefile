# `make say` and `make test` do all the set-up they need.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin
TEXT ?= my calf is cramping
ARGS ?=
READY = $(VENV)/.ready

.DEFAULT_GOAL := all
.PHONY: all setup check fix test bench model clinical clips say hear listen talk serve log clean

all: check test

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(RUN)/cramp-relief clips settle-600
	touch $@

setup: $(READY)

check: $(READY)
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache
	$(RUN)/cramp-relief models --check
	$(RUN)/cramp-relief check

fix: $(READY)
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .
	$(RUN)/cramp-relief models
	$(RUN)/cramp-relief check --write

test: $(READY)
	$(RUN)/pytest $(ARGS)

bench: $(READY)
	$(RUN)/python tests/bench_understanding.py
	$(RUN)/python tests/bench_speed.py
	$(RUN)/python tests/bench_listening.py
	$(RUN)/python tests/bench_diary.py

model: $(READY)
	$(RUN)/cramp-relief models

clinical: $(READY)
	$(RUN)/cramp-relief check --write

clips: $(READY)
	$(RUN)/cramp-relief clips

say: $(READY)
	@$(RUN)/cramp-relief say "$(TEXT)"
	@echo 'make hear TEXT="$(TEXT)" turns it into sound.'

hear: $(READY)
	@$(RUN)/cramp-relief hear "$(TEXT)" --out reply.wav --plot reply.png

listen: $(READY)
	@$(RUN)/cramp-relief listen

talk: $(READY)
	@$(RUN)/cramp-relief say --talk

serve: $(READY)
	$(RUN)/cramp-relief serve

log: $(READY)
	@$(RUN)/cramp-relief log

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
