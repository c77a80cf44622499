# The two commands: `make run` for a newcomer, `make test` for an engineer. `make help` lists all.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SERVE ?= 1
# Tests on PostgreSQL wait for the server half of their time.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 2) * 3 // 2)')

.PHONY: help run test test-sqlite test-postgres lint bench lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/.runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Set PYTHON=python3.11 or install it.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.runtime ## load the demo, turn the whole circle once, then serve the admin (SERVE=0: do not serve)
	@$(BIN)/python tools/write_env.py
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
ifneq ($(SERVE),0)
	@echo
	@echo "The back office is at http://127.0.0.1:$(PORT)/ – log in as officer, approver, auditor, agent,"
	@echo "vendor-manager, operator or admin; the password of each is: demo. Ctrl-C ends it."
	@$(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 1 --threads 8 --log-level warning
endif

# Tests run on SQLite and again on PostgreSQL; what is missing is installed or started where possible.
TEST_ENV = DEBUG=True HTTPS=False SECRET_KEY=only-for-tests-and-long-enough-for-them TIME_ZONE=UTC REDIS_URL= PURGE_WAITING_DAYS=1

# What need not run a second time: laboratories that bring their own databases, browsers, what knows
# no database, forms of export, which are made from one and the same node, and pages whose queries are
# counted: there are as many of them on either database.
ONCE = tests/retention/test_crashes.py tests/retention/test_worker.py tests/browser tests/test_project.py \
	tests/ropa/vendor_lists tests/ropa/test_notice_text.py tests/ropa/transfer_fit \
	tests/config tests/test_admin_pages.py tests/ropa/test_periods.py tests/ropa/test_questionnaire.py \
	$(addprefix tests/ropa/test_vendor_,list_places.py import_at_random.py rows_at_random.py) \
	$(addprefix tests/ropa/test_pictures_,admin.py flow.py of_registers.py svg.py world.py) \
	$(addprefix tests/ropa/test_export_,art30.py documents.py layouts.py office.py jsonld.py authorities.py)

test: $(VENV)/.dev ## run every test, on SQLite and on PostgreSQL
	@eval "$$(tools/parts.sh)"; export CHROMIUM SOFFICE TEST_POSTGRES TEST_REDIS; \
	$(MAKE) --no-print-directory test-sqlite && $(MAKE) --no-print-directory test-postgres

test-sqlite: $(VENV)/.dev
	@echo "== on SQLite"; mkdir -p var; \
	env $(TEST_ENV) DATABASE_URL=sqlite:///$(CURDIR)/var/tests.sqlite3 $(BIN)/pytest -n auto --dist worksteal -q $(ARGS)

test-postgres: $(VENV)/.dev
	@echo "== on PostgreSQL"; \
	if $(BIN)/python -c 'from tests import parts; raise SystemExit(parts.is_missing("postgres"))'; then \
	env $(TEST_ENV) DATABASE_URL="$${TEST_POSTGRES:-postgres://postgres@127.0.0.1:5432}/ropa_tests" $(BIN)/pytest -n $(WORKERS) --dist worksteal -q $(ONCE:%=--ignore=%) $(ARGS); \
	else echo "NOT TESTED HERE: PostgreSQL. To test it: apt-get install postgresql, or set TEST_POSTGRES."; test "$$CI" != true; fi

lint: $(VENV)/.dev ## check style, types, arrows between the rooms, migrations and the production set-up
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	env $(TEST_ENV) $(BIN)/mypy .
	$(BIN)/lint-imports
	env $(TEST_ENV) $(BIN)/python manage.py makemigrations --check --dry-run
	env $(TEST_ENV) DEBUG=False HTTPS=True SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(BIN)/python -W error manage.py check --deploy --fail-level WARNING

bench: bench-purge bench-register bench-vendors bench-suggestions ## measure, against the plain statement in the same run

bench-%: $(VENV)/.dev
	@eval "$$(tools/parts.sh)"; export TEST_POSTGRES; $(BIN)/python -m bench.$* $(ARGS)

lock: ## work out the versions anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock -o requirements-dev.lock

clean: ## remove what was installed and loaded here
	rm -rf $(VENV) var .env
