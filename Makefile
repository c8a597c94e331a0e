.DEFAULT_GOAL := help
export PYTHONUNBUFFERED := 1
# compiled modules may be kept: each of the many processes of the tests would compile everything anew
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
CODE := services shared demo scripts tests

.PHONY: help sync run pages test bench check audit format contracts chaos alarms screenshots up down replace image secrets sbom test-compose

help: ## 列出这些目标 / this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: sync ## 启动全部服务与演示数据 / everything in one process, with the demonstration; Ctrl-C stops it
	@$(BIN)/python -m scripts.pages build --or-go-on
	@$(BIN)/pomegranate dev

pages: sync ## 构建网页（源文件有变化时）/ build the web pages where their sources have changed
	@$(BIN)/python -m scripts.pages build

test: sync ## 全部测试（真实的 MongoDB 与 RabbitMQ）/ all tests, on real MongoDB and RabbitMQ; ARGS=… goes to pytest
	@$(BIN)/python -m scripts.pages build $(if $(ARGS),,test)
	@$(BIN)/pytest $(ARGS)

bench: sync ## 与参照实现比较速度 / speed beside a hand-written reference and the usual way; LANES="pipeline append" RENEW=1 ROUNDS=5 SEED=1
	@PATH="$$PATH:.tools/bin" UV_PROJECT_ENVIRONMENT=.tools/bench uv sync -q --locked --group bench
	@.tools/bench/bin/python -m tests.bench --rounds $(or $(ROUNDS),5) --seed $(or $(SEED),1) $(if $(RENEW),--renew) $(LANES)

check: sync ## 格式、静态检查、类型、架构、接口文件与密钥 / format, lint, types, architecture, drift of generated files, secrets
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/pytest tests/test_architecture.py tests/deploy tests/deploy/check_k8s.py
	@$(BIN)/python -m scripts.contracts --check
	@$(BIN)/python -m scripts.leaks
	@$(BIN)/python -m scripts.pages check

audit: sync ## 查询已知漏洞（需要联网）/ ask OSV and npm for known holes in what is used; fails where they can't be reached
	@$(BIN)/python -m scripts.audit

format: sync ## 整理代码格式 / format the code
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

chaos: sync ## 故障演练 / faults of every kind, and a ledger that finds what is lost; MINUTES=10 HOURS= SEED= PLANT=name|all
	@$(BIN)/python -m tests.chaos $(if $(MINUTES),--minutes $(MINUTES)) $(if $(HOURS),--hours $(HOURS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(PLANT),--plant $(PLANT))

alarms: sync ## 告警演练 / alerts made to fire on real processes and servers, under a real Prometheus; CAUSE="stop the broker"
	@$(BIN)/python -m tests.alarms $(if $(CAUSE),"$(CAUSE)")

screenshots: sync ## 重拍 README 里的网页图 / take the README's pictures of the pages anew; INTO=folder: all pages, languages, widths
	@$(BIN)/python -m tests.browser.screenshots $(INTO)

contracts: sync ## 重写接口文件与表格 / write the generated OpenAPI and AsyncAPI files, and the tables of settings and licences
	@$(BIN)/python -m scripts.contracts

image: ## 构建镜像 / build the one image, pomegranate:0.0.1
	@python3 -m scripts.stack image

secrets: ## 生成缺少的密钥 / make the secrets of a stack that are missing, as make up does too
	@python3 -m scripts.stack secrets

up: ## 用 Docker 启动正式形态 / the production shape in Docker; PROFILES=demo,obs adds the demonstration, Prometheus and Grafana
	@$(if $(PROFILES),COMPOSE_PROFILES="$(PROFILES)") python3 -m scripts.stack up

replace: ## 逐个更换全部进程，不影响使用 / replace all our processes one by one, as after make image; nobody notices
	@python3 -m scripts.stack replace

down: ## 停止；数据保留 / end that, the data stay; ERASE=yes erases them, but no backup
	@python3 -m scripts.stack down $(if $(filter yes,$(ERASE)),--erase)

test-compose: sync ## 在 Docker 中验证整套部署 / try the whole stack in Docker: story, restarts, backup, restore
	@$(BIN)/python -m tests.compose

sbom: sync ## 列出镜像中的软件成分 / what is in the image, as CycloneDX, in dist/sbom
	@$(BIN)/python -m scripts.sbom

sync:
	@scripts/sync
