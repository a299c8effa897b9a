# Each target needs only python3: .venv, services and data are made on the way (perizinan/devstack).
PYTHON ?= python3
DEVSTACK = $(PYTHON) perizinan/devstack/bootstrap.py
UV = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
.DEFAULT_GOAL := help
.PHONY: help run test check trials bench lock messages

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1 | \2/p' Makefile | column -t -s '|' 2>/dev/null || grep '## ' Makefile

run: ## the whole portal at http://127.0.0.1:8000/ with demo data; Ctrl-C ends it
	@exec $(DEVSTACK) run

test: ## the whole suite with real services; ARGS="-k name" for a part
	@exec $(DEVSTACK) test $(ARGS)

check: ## ruff, mypy, djlint, architecture, unit tests, missing migrations
	@exec $(DEVSTACK) check

trials: ## long rounds: killed processes, fifty threads, lost Redis
	@exec $(DEVSTACK) test -m trial $(ARGS)

bench: ## pages against bare Django views, at 10 and 100 thousand cases
	@exec $(DEVSTACK) exec --test -- python -m perizinan.devstack.bench $(ARGS)

messages: ## collect texts for translation into perizinan/locale
	@exec $(DEVSTACK) exec --test -- python manage.py makemessages --locale en --no-obsolete --no-wrap --add-location file --ignore '.venv/*' --ignore '.local/*' --ignore 'tests/*' $(ARGS)

lock: ## new requirements*.lock from pyproject.toml
	@$(DEVSTACK) exec --test -- true
	$(UV) pyproject.toml --output-file requirements.lock $(ARGS)
	$(UV) pyproject.toml --group services --group dev --output-file requirements-dev.lock $(ARGS)
	echo uv | $(UV) - --output-file requirements-bootstrap.lock $(ARGS)
