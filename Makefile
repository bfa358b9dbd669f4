# make demo   see it work on this computer: no root, no apt, no sound card, no camera
# make test   everything that holds it: lint, types, tests with real parts
# make bench  watching on this computer beside the tutorials' pipeline; CLIPS=folder for clips with truth
.PHONY: demo test lint format docs bench help
.DEFAULT_GOAL := help

demo:
	@.ci/prepare venv demo
	@.ci/prepare model || echo "  going on without the model: only movement is watched"
	@.venv/bin/kiosk demo

test:
	@.ci/prepare packages
	@.ci/prepare venv test
	@.ci/prepare model
	@$(MAKE) --no-print-directory lint
	@.venv/bin/python -m pytest

lint:
	@.ci/prepare venv test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

format:
	@.ci/prepare venv test
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

docs:
	@.ci/prepare venv demo
	@.venv/bin/python -m kiosk.docs

bench:
	@.ci/prepare venv bench
	@.ci/prepare model
	@.venv/bin/kiosk bench watch $(if $(CLIPS),--clips $(CLIPS))

help:
	@grep '^# make' Makefile | cut -c3-
