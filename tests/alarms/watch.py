"""A Prometheus that looks every three seconds, with the project's rules in a tenth of their time."""

import re
from pathlib import Path
from typing import Any

import httpx2
import yaml

from scripts.rules import OBSERVABILITY
from services.embedded.child import Child
from services.embedded.mongod import HOST, any_free_port
from tests.support.eventually import eventually
from tests.support.prometheus import find_prometheus

FASTER = 10
UNCHANGED = ("PomegranateInboxSilent",)
"""A source speaks every ten seconds, also here."""


def hasten(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule with all its times divided."""
    faster = dict(rule)
    if "for" in rule:
        faster["for"] = _divided(rule["for"])
    if rule.get("alert") in UNCHANGED:
        return faster
    faster["expr"] = re.sub(r"(?<=\[)\d+m|(?<=offset )\d+m|(?<=:)\d+s(?=\])", lambda m: _divided(m[0]), rule["expr"])
    if "_lag_seconds{" in rule["expr"] and "alert" in rule:
        faster["expr"] = re.sub(r"> (\d+)$", lambda m: f"> {int(m[1]) / FASTER}", faster["expr"].strip())
    return faster


def _divided(span: str) -> str:
    seconds = int(span[:-1]) * {"s": 1, "m": 60}[span[-1]]
    return f"{round(seconds / FASTER)}s"


class Watch:
    """The server, and what it says of alerts."""

    def __init__(self, directory: Path, targets: dict[str, str]) -> None:
        """`targets`: where each target of the project's configuration is to be found here."""
        self._directory = directory
        self._targets = targets
        self.port = any_free_port()
        self._child = Child(directory, "prometheus", mark=str(directory))
        self._client = httpx2.AsyncClient(base_url=f"http://{HOST}:{self.port}", trust_env=False)

    async def start(self) -> None:
        """Starts it and waits until it has read every target once."""
        (self._directory / "alerts").mkdir(parents=True)
        for path in sorted((OBSERVABILITY / "alerts").glob("*.yml")):
            rules = yaml.safe_load(path.read_text())
            for group in rules["groups"]:
                group["rules"] = [hasten(rule) for rule in group["rules"]]
            (self._directory / "alerts" / path.name).write_text(yaml.safe_dump(rules))
        config = self._directory / "prometheus.yml"
        config.write_text(yaml.safe_dump(self._config()))
        await self._child.start(
            [
                find_prometheus(),
                f"--config.file={config}",
                f"--storage.tsdb.path={self._directory / 'data'}",
                f"--web.listen-address={HOST}:{self.port}",
            ]
        )
        await eventually(self._all_up, "Prometheus reads every target", 60)

    async def stop(self) -> None:
        """Ends it."""
        await self._client.aclose()
        await self._child.stop()

    async def firing(self) -> list[dict[str, Any]]:
        """The alerts that fire now."""
        alerts = (await self._client.get("/api/v1/alerts")).json()["data"]["alerts"]
        return [alert for alert in alerts if alert["state"] == "firing"]

    async def value(self, query: str) -> list[dict[str, Any]]:
        """What a query answers."""
        answer = await self._client.get("/api/v1/query", params={"query": query})
        return list(answer.raise_for_status().json()["data"]["result"])

    def _config(self) -> dict[str, Any]:
        config = yaml.safe_load((OBSERVABILITY / "prometheus" / "prometheus.yml").read_text())
        config["global"] = {"scrape_interval": "3s", "evaluation_interval": "1s", "scrape_timeout": "3s"}
        config["rule_files"] = [str(self._directory / "alerts" / "*.yml")]
        for job in config["scrape_configs"]:
            job["static_configs"] = [
                each | {"targets": [self._targets[each["targets"][0]]], "labels": _labels(each)}
                for each in job["static_configs"]
                if each["targets"][0] in self._targets
            ]
        return dict(config)

    async def _all_up(self) -> bool:
        try:
            up = await self.value("sum(up)")
        except httpx2.HTTPError:
            return False
        return bool(up) and int(up[0]["value"][1]) == len(self._targets)


def _labels(target: dict[str, Any]) -> dict[str, str]:
    return {**target.get("labels", {}), "instance": target["targets"][0]}
