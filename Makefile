# Every goal does its own set-up first; a set-up already done costs nothing and no network.
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) .ci/setup

.DEFAULT_GOAL := help
.PHONY: help run test coverage check bundle sbom evaluate bench torture schemas screenshots drive translations format lock clean

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 14

run: ## open the window (ARGS="list" and the like go to the command line)
	@$(SETUP) run
	@$(BIN)/tracker $(ARGS)

# Windows are opened too, with no display needed; QT_QPA_PLATFORM=xcb shows them. Hundreds of programs are started:
# what Python has compiled is kept for the next one.
test: export QT_QPA_PLATFORM ?= offscreen
# A file is done by one worker, in the order in which `tests/conftest.py` puts them.
PYTEST := pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
test: ## the tests (ARGS="-k words" and the like go to pytest)
	@$(SETUP) test
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/$(PYTEST) $(ARGS)

# Programs that tests start are measured too; the threads of Qt, which read for the window, are not.
coverage: export QT_QPA_PLATFORM ?= offscreen
coverage: ## how much the tests run through, branches too, with every line in build/coverage/html (ARGS as for test)
	@$(SETUP) test
	@rm -rf build/coverage && mkdir -p build/coverage
	-@env -u PYTHONDONTWRITEBYTECODE $(BIN)/coverage run -m $(PYTEST) $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage html --quiet
	@for floor in domain store services exports desktop; do \
		echo "$$floor $$($(BIN)/coverage report --format total --include "src/tracker/$$floor/*") %"; done

check: ## style, import directions, types, licences, known vulnerabilities
	@$(SETUP) check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/basedpyright
	$(BIN)/python .ci/supply licences
	$(BIN)/python .ci/supply audit

# What it takes for building is an environment of its own (build/bundle/environment), pinned like all others.
bundle: ## the program as one folder that needs no Python, build/bundle/tracker, tried (on Linux), measured and packed
	@$(PYTHON) .ci/bundle/build
	@case $$(uname) in \
	Linux) $(SETUP) test && $(PYTHON) .ci/bundle/check && .ci/bundle/pack;; \
	Darwin) .ci/bundle/macos/pack;; \
	*) $(PYTHON) .ci/bundle/windows/pack;; \
	esac

sbom: ## what the program is made of, as CycloneDX JSON (FILE=…)
	@$(SETUP) check
	@$(BIN)/python .ci/supply sbom $(or $(FILE),build/sbom.json)

evaluate: ## how well suggestions, units and pledges said again are found, and by how many keys; 1 below the bars (ARGS=--misses)
	@$(SETUP) test
	@below=0; for one in suggestions units recognition review_keys; do \
		$(BIN)/python tests/evaluation/$$one.py $(ARGS) || below=1; done; exit $$below

# The first run makes large ledgers in the user's cache folder (TRACKER_BENCH_CACHE names another).
bench: ## how fast it is, beside the least that would do (ARGS=--million); 1 below the bars
	@$(SETUP) test
	@$(BIN)/python tests/benchmarks/bench.py $(ARGS)

schemas: ## db/schemas, by which strange tables and triggers are known, from the migrations
	@$(SETUP) test
	@$(BIN)/python tests/migrations/schemas.py

torture: ## kills, full disks, damage, hostile files; 1 if anything was lost (ARGS="--only kills --times 300")
	@$(SETUP) test
	@$(BIN)/python tests/torture/run.py $(ARGS)

# Needs a display with a window manager, and says so where it has none.
screenshots: ## pictures of every page (FOLDER=…), to be looked at
	@$(SETUP) test
	@$(BIN)/python tests/screenshots/take.py $(or $(FOLDER),build/screenshots)

# A display is not needed: it makes screens of its own.
drive: ## the window by real keys and a real pointer on two screens, with pictures; 1 if something went wrong
	@$(SETUP) test
	@$(BIN)/python tests/drive/run.py $(or $(FOLDER),build/drive) $(ARGS)

translations: ## collect the window's sentences, and compile the Chinese ones
	@$(SETUP) check
	$(BIN)/pyside6-lupdate $$(find src/tracker/desktop -name '*.py' | sort) -ts resources/i18n/tracker_zh_CN.ts \
		-no-obsolete -locations none -source-language en -target-language zh_CN
	$(BIN)/pyside6-lrelease resources/i18n/tracker_zh_CN.ts

format: ## lay the code out, and mend what can be mended without thought
	@$(SETUP) check
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: ## pin the dependencies anew (ARGS=--upgrade raises every pin)
	.ci/lock $(ARGS)

clean: ## remove what was made here: the environment, caches and builds
	rm -rf .venv dist build/bundle .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests db -name __pycache__ -prune -exec rm -rf {} +
