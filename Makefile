.DEFAULT_GOAL := help
export PYTHONUNBUFFERED := 1
BIN := .venv/bin
CODE := services shared demo scripts tests

.PHONY: help sync run test check format contracts

help: ## 列出这些目标 / this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

run: sync ## 启动全部服务与演示数据 / everything in one process, with the demonstration; Ctrl-C stops it
	@$(BIN)/pomegranate dev

test: sync ## 全部测试（真实的 MongoDB 与 RabbitMQ）/ all tests, on real MongoDB and RabbitMQ; ARGS=… goes to pytest
	@$(BIN)/pytest $(ARGS)

check: sync ## 格式、静态检查、类型、架构与接口文件 / format, lint, types, architecture, drift of generated files
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/pytest tests/test_architecture.py
	@$(BIN)/python -m scripts.contracts --check

format: sync ## 整理代码格式 / format the code
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

contracts: sync ## 重写接口文件 / write the generated OpenAPI and AsyncAPI files
	@$(BIN)/python -m scripts.contracts

sync:
	@scripts/sync
