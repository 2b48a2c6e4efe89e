# The everyday commands; CONTRIBUTING.md says more.
.PHONY: demo test coverage check bench parity docs setup clean
BIN := .venv/bin

demo: setup                ## install, render the demo campaign, say where the gallery is
	@$(BIN)/render campaigns/rentree --output output
	@echo; echo "Open the gallery: file://$(CURDIR)/output/rentree-2026/report.html"

test:                      ## install what tests need, then everything that CI runs
	@tools/setup.sh --test
	@$(BIN)/ruff check renderer tests tools benchmarks
	@$(BIN)/ruff format --check renderer tests tools benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports | tail -4
	@$(BIN)/python -m pytest -n auto --dist worksteal

coverage:                  ## the same tests, counting the lines that they reach: two thirds more processor time
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=
	@echo "coverage: $$($(BIN)/coverage report --format=total) %"

check:                     ## the fast part: lint, types, imports
	@$(BIN)/ruff check renderer tests tools benchmarks && $(BIN)/mypy && $(BIN)/lint-imports | tail -4

bench: setup               ## measure against peers; writes docs/performance.md
	@benchmarks/setup.sh && $(BIN)/python -m benchmarks

parity:                    ## compare delivered pages in Chromium with the painter; writes docs/parity.md
	@$(BIN)/python tools/parity.py

docs: setup                ## generate docs/checks.md, docs/cli.md, docs/formats.md, docs/schemas
	@$(BIN)/python tools/docs.py

setup:
	@tools/setup.sh

clean:
	rm -rf .venv output/* benchmarks/.peers
