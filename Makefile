# make play     build the environment, open the game; compile the rules meanwhile where a C compiler is found
# make test     build the test environment and run every check
# make help     list the targets
#
# PYTHON=python3.12 chooses the interpreter of a new environment; ARGS="--seed 7" goes to the game.
# Needs only Python 3.11 or later, git, make and the package registry; uses uv where it is present.

PYTHON ?= python3
VENV   ?= .venv
ARGS   ?=
JOBS   ?= auto

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

# Asked by itself: an old Python cannot even read the script.
PREPARE  := $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "aiboard: $(PYTHON) is not Python 3.11 or later: name one, as in make PYTHON=python3.12 ..." >&2; exit 2; }; \
	$(PYTHON) scripts/environment.py --venv $(VENV)
# The package with its rules compiled; where it could not be built the folder is absent and the
# editable source is what Python finds.
COMPILED := $(abspath build/compiled)

BENCH      ?= $(filter-out %common,$(patsubst tests/bench/%.py,%,$(wildcard tests/bench/*.py)))
DOCUMENTS  := $(filter numbers keys keys_doc scenario_keys picture,$(patsubst scripts/make_%.py,%,$(wildcard scripts/make_*.py)))
WRITERS    := $(patsubst scripts/make_%.py,%,$(wildcard scripts/make_*.py))
MANY_GAMES := anchors calibrate golden lessons performance sem
# Where Python may not keep what it compiles, each of the many processes compiles the package and its tests again.
PYTEST     := PYTHONDONTWRITEBYTECODE= AIBOARD_COMPILED_PATH="$(COMPILED)" $(BIN)/pytest -n $(JOBS) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help play test lint types imports tests compiled wheels bench lookahead house mutants docs clean $(WRITERS)

help: ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
	@echo "  make NAME      write what scripts/make_NAME.py writes: $(WRITERS)"

play: ## open the game; ARGS="..." goes to it
	@$(PREPARE) play
	@rules="$(COMPILED)"; [ -d "$$rules/aiboard" ] || rules=; PYTHONPATH="$$rules" $(BIN)/python -m aiboard $(ARGS)

test: ## run every check: lint, types, import contracts, tests
	@$(PREPARE) test
	@$(MAKE) --no-print-directory --keep-going -j 2 lint types imports compiled; checked=$$?; \
		$(MAKE) --no-print-directory tests && exit $$checked

lint: ## ruff
	@echo "== ruff check"
	@$(BIN)/ruff check src tests scripts

types: ## mypy --strict
	@echo "== mypy --strict src"
	@$(BIN)/mypy --strict src

imports: ## the import contracts of pyproject.toml
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-logo

# With the compiled rules a game takes a fifth of the time. Exit code 5: no test of that session was chosen by ARGS.
tests: ## pytest alone; ARGS="-k name" goes to it
	@$(PREPARE) compiled
	@if ! [ -d "$(COMPILED)/aiboard" ]; then echo "== pytest"; $(PYTEST) $(ARGS); exit; fi; \
		echo "== pytest, interpreted rules: what needs them, and a sample"; \
		$(PYTEST) --sample $(ARGS); sample=$$?; \
		echo "== pytest, compiled rules"; \
		PYTHONPATH="$(COMPILED)" $(PYTEST) $(ARGS); rest=$$?; \
		case "$$sample $$rest" in "0 0" | "0 5" | "5 0") ;; *) exit 1 ;; esac

compiled: ## compile the rules into build/compiled
	@$(PREPARE) compiled

wheels: ## build the wheels into dist/
	@$(PREPARE) wheels

bench: ## the measurements in tests/bench; BENCH="speed waiting" chooses
	@$(PREPARE) test && $(PREPARE) compiled
	@set -e; for name in $(BENCH); do echo "== $$name"; path="$(COMPILED)"; \
		[ $$name = variance ] && path=; \
		PYTHONPATH="$$path:$(CURDIR)" $(BIN)/python tests/bench/$$name.py $(ARGS); done

lookahead: ## does looking ahead beat the reference, and where; ARGS="first-sprint --all" goes to it
	@$(PREPARE) test && $(PREPARE) compiled
	@PYTHONPATH="$(COMPILED):$(CURDIR)" $(BIN)/python tests/bench/lookahead.py $(ARGS)

house: ## the counts of the house rules: code lines, comments, functions, import circles
	@$(BIN)/python scripts/house.py $(ARGS)

mutants: ## plant 540 small faults, print those no test finds; ARGS="--package engine", ARGS=--write
	@$(PREPARE) test
	@$(BIN)/python scripts/mutants.py $(ARGS)

docs: $(DOCUMENTS) ## write what is generated in docs/: numbers, keys, the picture

# Every scripts/make_NAME.py is `make NAME`: it writes a file that is checked in. Those that play many
# games do so with the compiled rules.
$(WRITERS): %: scripts/make_%.py
	@$(PREPARE) test
	@$(if $(filter $@,$(MANY_GAMES)),$(PREPARE) compiled)
	@$(if $(filter $@,$(MANY_GAMES)),PYTHONPATH="$(COMPILED)") $(BIN)/python $< $(ARGS)

clean: ## remove what was built, but for .venv
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
