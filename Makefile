# Two commands do all the set-up:   make ask Q="ماذا قال لافروف عن حلب؟"     make test
.DELETE_ON_ERROR:
.PHONY: ask console bot build test check lint types model clean help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
QALA   := $(BIN)/qala
CACHE  := $(or $(QALA_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/qala)
FORMAT := $(shell sed -n 's/^FORMAT = //p' index/model.py)
MODEL  := $(CACHE)/models/multilingual-e5-small-v$(FORMAT)/qala.json
INDEX  := $(or $(QALA_INDEX),var/index)
SEEDS  := $(INDEX)/.seeds-indexed
Q      ?= ماذا قال لافروف عن حلب؟

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

ask: $(SEEDS) ## answer one question: make ask Q="ماذا قال لافروف عن حلب؟"
	@$(QALA) ask "$(Q)" --index "$(INDEX)"

console: $(SEEDS) ## ask in a loop
	@$(QALA) console --index "$(INDEX)"

bot: $(SEEDS) ## run the Telegram bot
	@$(QALA) bot --index "$(INDEX)"

model: $(MODEL) ## prepare the embedding model (once)

test: $(VENV)/.dev $(MODEL) ## the whole test suite, offline
	$(BIN)/python -m pytest

check: lint types test ## what CI runs

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

clean: ## remove the virtual environment and the index (not the prepared model)
	rm -rf $(VENV) var

# --- how each is made -------------------------------------------------------------------------------

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qala needs Python 3.11 or later: make PYTHON=python3.11 …")'
	@echo "installing qala into $(VENV) (a few minutes) …" >&2
	@$(BIN)/pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@$(BIN)/pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(MODEL): | $(VENV)/.installed
	@$(QALA) prepare

$(SEEDS): $(wildcard seeds/*.txt) $(VENV)/.installed | $(MODEL)
	@$(QALA) build seeds --index "$(INDEX)"
	@touch $@
