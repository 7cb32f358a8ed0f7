# make run     start the service on http://127.0.0.1:8000 (PORT=8001 make run for another port)
# make test    run the tests: on SQLite, and on PostgreSQL + Redis where these are installed
# make chaos   run the service under faults: MINUTES=10 SEED=1 TARGET=postgres|rabbitmq|embedded
# make check   lint, types, migrations, settings, API schema

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.requirements
DEV_STAMP := $(VENV)/.requirements-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test chaos check format schema requirements clean

help:
	@sed -n 's/^# //p' Makefile

run: $(RUN_STAMP)
	@$(PYTHON_IN_VENV) manage.py serve --first-run

test: $(DEV_STAMP)
	@$(PYTHON_IN_VENV) scripts/test.py $(ARGS)

MINUTES := 10
TARGET := postgres

chaos: $(DEV_STAMP)
	@$(PYTHON_IN_VENV) scripts/chaos.py --minutes $(MINUTES) --target $(TARGET) $(if $(SEED),--seed $(SEED)) $(ARGS)

check: $(DEV_STAMP)
	@VENV=$(VENV) scripts/check

format: $(DEV_STAMP)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Writes the committed description of the API anew.
schema: $(DEV_STAMP)
	$(PYTHON_IN_VENV) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

# Pins what requirements.in and requirements-dev.in ask for; UPGRADE=--upgrade takes newer versions.
requirements: $(DEV_STAMP)
	$(VENV)/bin/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links \
	    --no-header $(UPGRADE) --output-file requirements.txt requirements.in
	$(VENV)/bin/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links \
	    --no-header $(UPGRADE) --output-file requirements-dev.txt requirements-dev.in

clean:
	rm -rf $(VENV) staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(PYTHON_IN_VENV):
	@python=$$(PYTHON="$(PYTHON)" scripts/find_python) && \
	    echo "Making $(VENV) with $$python" && \
	    "$$python" -m venv --clear $(VENV)

# The stamps say that what is listed is installed; a failed installation leaves none.
$(RUN_STAMP): requirements.txt $(PYTHON_IN_VENV)
	@echo "Installing requirements.txt"
	@$(PYTHON_IN_VENV) -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt $(RUN_STAMP)
	@echo "Installing requirements-dev.txt"
	@$(PYTHON_IN_VENV) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@
