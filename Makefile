# Which command does what? `make help` says.

.DEFAULT_GOAL := help
.PHONY: screenshots help run setup test check lint services wanted-services stop-services long mutants bench process migration texts lock

# The first Python that is new enough and whole; asked, not only found, for a name may be there and not answer.
PYTHON := $(shell for name in python3.13 python3.12 python3.11 python3; do \
	if $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$name; break; fi; done)
SETUP = @$(if $(PYTHON),$(PYTHON) -m setup,echo "Python 3.11 or newer with its venv module is missing: install it (on Debian python3 and python3-venv)." >&2; exit 1;)
IN = .venv/bin/python -m
WITH_SERVICES = set -a; if [ -f .setup/services.env ]; then . ./.setup/services.env; fi; set +a;
PYTEST = $(WITH_SERVICES) exec $(IN) pytest -n 2 --dist loadgroup
TEMPLATES = $(wildcard ui/templates forms/templates records/templates)

help: ## say which command does what
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: ## set all up and start Virke with its demo company; Ctrl-C stops it
	$(SETUP) run
	@exec $(IN) cli run $(ARGS)

setup: ## set up what running and testing need, without doing either
	$(SETUP) tests

test: setup wanted-services ## run the tests; ARGS="tests/engine -k claim" chooses some
	@$(PYTEST) $(ARGS)

check: setup wanted-services lint ## style, types, imports, dependencies, templates, scripts, then the tests
	@$(PYTEST) $(ARGS)

lint: setup ## the checks without the tests
	$(IN) ruff check --no-cache
	$(IN) ruff format --no-cache --check
	$(IN) mypy
	.venv/bin/lint-imports --no-logo
	$(IN) deptry .
	$(if $(TEMPLATES),$(IN) djlint --lint --quiet $(TEMPLATES))
	node_modules/.bin/tsc --noEmit

services: ## find or start PostgreSQL and Redis for the tests
	$(SETUP) services

wanted-services: # the same, but a developer may go without
	$(SETUP) services$(if $(CI),, || echo "Tests that need them are skipped.")

stop-services: ## stop those that `make services` started, and drop their data
	$(SETUP) stop-services

long: setup wanted-services ## run all tests, those that take minutes included
	@$(PYTEST) -m "long or not long" $(ARGS)

mutants: setup ## make the executor wrong, one fault a time: every fault must be noticed by some test
	@exec $(IN) tests.engine.bpmn.mutants

bench: setup wanted-services ## measure, and say how it compares
	@$(WITH_SERVICES) exec $(IN) benchmarks $(ARGS)

screenshots: setup ## take the pictures of the README anew
	$(IN) pytest -q tests/ui/browser/screenshots.py

process: ## start a new process: make process NAME=complaint-handling
	$(SETUP) run
	@$(if $(NAME),$(IN) cli new-process "$(NAME)",echo "Say which: make process NAME=complaint-handling" >&2; exit 1)

migration: ## write the migration for what changed in the tables: make migration NAME="credit limit per company"
	$(SETUP) tests
	@$(if $(NAME),$(IN) cli migrate && $(IN) alembic revision --autogenerate -m "$(NAME)",echo "Say what changed: make migration NAME=\"...\"" >&2; exit 1)

texts: setup ## collect all texts into the Danish catalog
	$(IN) babel.messages.frontend -q extract -F pyproject.toml -k N_ -o .setup/virke.pot --no-location --omit-header .
	$(IN) babel.messages.frontend -q update -D virke -i .setup/virke.pot -d locale --no-fuzzy-matching --ignore-obsolete

lock: setup ## pin the dependencies anew after a change in requirements*.in
	for name in requirements requirements-dev; do .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-config \
		--generate-hashes --no-emit-index-url --no-annotate --no-header $$name.in -o $$name.txt || exit 1; done
	npm install --package-lock-only
