# make demo and make test each do all of their own set-up; see CONTRIBUTING.md for the rest.
.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench bench-nuts bench-forecast fuzz weights prior lock clean
LOCKED := pyproject.toml requirements.lock scripts/setup scripts/system.sh

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 12

demo: .venv/.ready-run ## the main job on the 2022 situation, with its room opened on localhost (ARGS="--port 9000")
	@.venv/bin/panah demo demo $(ARGS)

serve: .venv/.ready-run ## the room on your own database (ARGS="--port 9000")
	@.venv/bin/panah serve $(ARGS)

test: .venv/.ready-test ## every check and every test (ARGS goes to pytest)
	@scripts/check $(ARGS)

check: .venv/.ready-test ## the checks alone: style, types, the direction of imports
	@scripts/check --static

bench: .venv/.ready-bench ## what is promised about accuracy and speed, measured
	@set -e; for name in reading held_back reconcile reconcile_speed truth logs; do echo "== $$name"; .venv/bin/python benchmarks/$$name.py; done

bench-nuts: .venv/.ready-bench ## the estimate beside NUTS on eight crises (some 15 minutes; ARGS="--only closure --each")
	@.venv/bin/python benchmarks/nuts.py $(ARGS)

bench-forecast: .venv/.ready-bench ## the outlook beside general forecasters, turning points, where to (25 minutes at first)
	@set -e; for name in forecast forecast_vintages forecast_sparse forecast_turns where_to; do echo "== $$name"; .venv/bin/python -W ignore benchmarks/$$name.py; done

prior: .venv/.ready-bench ## what past influxes teach the outlook, learned anew from ../shared/data (some 2 minutes)
	@.venv/bin/python benchmarks/forecast_prior.py

fuzz: .venv/.ready-fuzz ## ten minutes of made-up files and ten of texts (SECONDS=60); findings are kept in fuzz/
	@set -e; for target in documents texts; do .venv/bin/python tests/fuzz.py $$target $(or $(SECONDS),600); done

SHARED := $(wildcard ../shared/corpus/reports.jsonl)
# the shared reports twice: they are the kind that the reader is for, and so count twice
LABELLED := $(SHARED) $(SHARED) $(wildcard tests/read/labelled/*.jsonl) \
	tests/read/textbook.jsonl tests/read/seed.jsonl examples/mobilization-2022/expected.ndjson

weights: .venv/.ready-run ## the reader's weights, learned anew from the labelled reports (half a minute)
	@.venv/bin/python -m panah.read.text.weigh.learn $(LABELLED)

.venv/.ready-%: $(LOCKED)
	@scripts/setup $*

lock: ## newest versions that pyproject.toml admits, with their hashes, into requirements.lock
	@scripts/lock

clean: ## the environment and what the tools left behind
	rm -rf .venv fuzz .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist demo
