# 明白 Mingbai – `make` alone lists what can be done. Everything installs itself on first use.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3.11
# PyTorch's own index holds the small CPU build; without it pip may fetch gigabytes of CUDA packages.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
NEEDED_GB := 6

PY := .venv/bin/python
RASA_PY := .venv-rasa/bin/python
LEXICON_TEXTS = $(wildcard knowledge/sheets/*.md knowledge/plan/* knowledge/*.yml nlu/data/*/*.yml)
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: help setup run chat test lint train knowledge lexicon parse eval bench clean preflight

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

run: setup ## set everything up, start all four processes, print the addresses (Ctrl-C stops them)
	@exec $(PY) -m supervisor

chat: setup ## talk to the running assistant in the terminal
	@$(PY) -m bot chat

test: setup browser lint models ## every check: lint, types, import contracts, unit and conversation tests
	@$(PY) -m pytest

lint: setup ## ruff, mypy --strict, import contracts
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache

train: setup ## train the NLU model (only when its data changed)
	@$(RASA_PY) -m nlu.train

knowledge: setup ## check the sheets, train the encoder, publish a new edition
	@$(PY) -m knowledge check
	@$(PY) -m knowledge train
	@$(PY) -m knowledge build

lexicon: setup ## count the words of sheets and training data anew (by which pinyin and wrong characters are read)
	@$(PY) -m language.lexicon $(LEXICON_TEXTS)

parse: setup ## understand a file of texts: make parse IN=texts.jsonl OUT=parsed.jsonl
	@if [ -z "$(IN)" ] || [ -z "$(OUT)" ]; then echo "用法:make parse IN=texts.jsonl OUT=parsed.jsonl"; exit 2; fi
	@$(RASA_PY) -m nlu.train
	@$(RASA_PY) -m nlu.parse "$(IN)" "$(OUT)"

eval: setup models ## measure understanding (cross-validated) and retrieval (questions kept apart)
	@$(RASA_PY) -m nlu.evaluate results/nlu.json
	@$(RASA_PY) -m nlu.kept_apart results/kept_apart.json --pipeline nlu/pipelines/stock_diet.yml --pipeline nlu/pipelines/stock_logistic.yml --pipeline nlu/pipelines/farmer_diet.yml
	@$(PY) -m knowledge pairs --out results/pairs.json
	@$(RASA_PY) -m nlu.selector results/pairs.json results/selector.json
	@$(PY) -m knowledge eval --out results/knowledge.json --charts results/charts --selector results/selector.json

bench: setup models ## speed and memory of questions as ratios within one run, and the staff's list with 100,000 cases
	@$(PY) -m benchmarks

clean: ## remove models, editions and caches; the database under data/ stays
	@rm -rf models .rasa results data/knowledge data/stamps .mypy_cache .ruff_cache .pytest_cache
	@find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
	@echo "已清理;数据库没有动。"

.PHONY: models browser
models: setup
	@$(PY) -m supervisor prepare

# Nothing else needs a browser, so without one everything but its tests still runs.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "安装 Chromium 和中文字体(约半分钟,只装一次)……"; export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-wqy-zenhei >/dev/null; } \
	    && exit 0; \
	fi; \
	echo "没有 Chromium,这里也装不上:浏览器测试会跳过(REQUIRE_SERVICES=1 时算失败)。请先安装,例如 apt-get install chromium fonts-wqy-zenhei。"; \
	echo "(Chromium is missing and cannot be installed here: the browser tests will be skipped, or fail with REQUIRE_SERVICES=1.)"

setup: .venv/.ready .venv-rasa/.ready

preflight:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "没有找到 Python 3.11。请先安装(Debian/Ubuntu:apt-get install python3.11 python3.11-venv),"; \
	  echo "或者用 make PYTHON=/路径/python3.11 指定。(Python 3.11 is missing.)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo "需要 Python 3.11,$(PYTHON) 是别的版本。(Python 3.11 is needed.)"; exit 1; }
	@free=$$(df -Pk . | awk 'NR==2 {print int($$4/1048576)}'); if [ "$$free" -lt $(NEEDED_GB) ]; then \
	  echo "磁盘空间不够:安装要 $(NEEDED_GB) GB,这里只剩 $$free GB。(Not enough disk space.)"; exit 1; fi

# torch comes first and alone: an unreachable extra index costs seconds of retries a package.
.venv/.ready: requirements.txt requirements-dev.txt | preflight
	@echo "[1/2] 安装主环境 .venv(约两分钟,只装一次)……"
	@$(PYTHON) -m venv .venv
	@$(PY) $(PIP) --retries 0 --extra-index-url $(TORCH_INDEX) $$(grep '^torch==' requirements.txt)
	@$(PY) $(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@

# The lock is complete, so nothing is resolved; Rasa's metadata says < 3.11, see docs/decisions/0002.
.venv-rasa/.ready: nlu/requirements.txt | preflight
	@echo "[2/2] 安装 Rasa 环境 .venv-rasa(约三分钟,只装一次)……"
	@$(PYTHON) -m venv .venv-rasa
	@$(RASA_PY) $(PIP) --no-deps --ignore-requires-python -r nlu/requirements.txt
	@touch $@
