"""Rules, dashboards and runbooks speak of what the code really measures."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.metrics import names
from scripts.rules import OBSERVABILITY, groups
from services.catalogue import SERVICES

ROOT = OBSERVABILITY.parent.parent
DASHBOARDS = sorted((OBSERVABILITY / "grafana" / "dashboards").glob("*.json"))
RULES = [rule for group in groups() for rule in group["rules"]]
ALERTS = [rule for rule in RULES if "alert" in rule]
OF_OTHERS = {
    *("up", "ALERTS"),
    *("rabbitmq_queue_messages_ready", "rabbitmq_queue_messages_unacked"),
    "rabbitmq_alarms_memory_used_watermark",
    "rabbitmq_alarms_free_disk_space_watermark",
    "rabbitmq_alarms_file_descriptor_limit",
}
"""Measured by Prometheus itself and by RabbitMQ's plugin."""
LABELS = {"service", "role", "instance", "job"}
"""What the target of a measurement is called."""

NAME = re.compile(r"(?<![\w:.])([a-zA-Z_][\w:]*)(?![\w:]|\s*\()")
WORDS = {"by", "on", "and", "or", "unless", "group_left", "group_right", "offset", "sum", "max", "count", "min"}


def _metrics(query: str) -> set[str]:
    """The names of what `query` reads."""
    bare = re.sub(r'"(\\.|[^"\\])*"', '""', query)
    bare = re.sub(r"\{[^}]*\}", "", bare)
    bare = re.sub(r"\[[^\]]*\]|offset \w+", "", bare)
    bare = re.sub(r"\b(by|on|group_left|group_right)\s*\([^)]*\)", "", bare)
    return {name for name in NAME.findall(bare) if name not in WORDS}


def _queries() -> Iterator[tuple[str, str]]:
    for rule in RULES:
        yield rule.get("alert") or rule["record"], rule["expr"]
    for path in DASHBOARDS:
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]


QUERIES = list(_queries())


def test_the_names_in_a_query_are_found() -> None:
    query = (
        'max by (a) (label_replace(x_y{l=~"in[.].+"} offset 2m, "s", "$1")) - on (b) group_right () rate(z:w[5m]) > 3'
    )
    assert _metrics(query) == {"x_y", "z:w"}


@pytest.mark.parametrize(("where", "query"), QUERIES, ids=[where for where, _ in QUERIES])
def test_what_a_query_names_is_measured(where: str, query: str) -> None:
    recorded = {rule["record"] for rule in RULES if "record" in rule}
    used = _metrics(query)
    assert used, "a query that reads nothing"
    assert not used - names() - recorded - OF_OTHERS


def test_every_gauge_of_the_survey_is_used() -> None:
    used = {name for _, query in QUERIES for name in _metrics(query)}
    surveyed = {name for name in names() if name.startswith("pomegranate_")}
    histograms = {name.removesuffix(part) for name in used for part in ("_bucket", "_count", "_sum")}
    unused = {name for name in surveyed - used if re.sub("_(bucket|count|sum)$", "", name) not in histograms}
    assert not unused


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_what_to_do(alert: dict[str, Any]) -> None:
    said = alert["annotations"]
    assert set(said) == {"summary", "description", "runbook"}
    assert alert["labels"]["severity"] in ("page", "ticket")
    file, _, anchor = said["runbook"].partition("#")
    assert anchor == alert["alert"].lower()
    headings = re.findall(r"^## (\w+)$", (ROOT / file).read_text(), re.MULTILINE)
    assert alert["alert"] in headings


def test_no_runbook_speaks_of_an_alert_that_is_not_there() -> None:
    text = (ROOT / "docs" / "operations" / "alerts.md").read_text()
    assert set(re.findall(r"\bPomegranate[A-Z]\w+", text)) == {alert["alert"] for alert in ALERTS}


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_is_one_that_grafana_takes(path: Path) -> None:
    board = json.loads(path.read_text())
    assert board["uid"] == f"pomegranate-{path.stem}"
    assert board["schemaVersion"] >= 39
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, f"{panel['title']} lies upon another"
        taken |= cells
        assert panel["datasource"]["uid"] == "prometheus"
        assert panel["title"]
        assert panel["description"]


def test_the_data_source_is_the_one_that_the_dashboards_name() -> None:
    path = OBSERVABILITY / "grafana" / "provisioning" / "datasources" / "prometheus.yml"
    assert [source["uid"] for source in yaml.safe_load(path.read_text())["datasources"]] == ["prometheus"]


def test_every_process_of_every_service_is_read() -> None:
    config = yaml.safe_load((OBSERVABILITY / "prometheus" / "prometheus.yml").read_text())
    jobs = {job["job_name"]: job for job in config["scrape_configs"]}
    found = {
        (each["targets"][0], each["labels"]["service"], each["labels"]["role"])
        for each in jobs["pomegranate"]["static_configs"]
    }
    wanted = {(f"{name}-{role}:9090", name, role) for name in SERVICES for role in ("api", "worker")}
    assert found == wanted | {("portal:9090", "portal", "portal")}
    assert jobs["pomegranate"]["honor_labels"]
    assert jobs["rabbitmq"]["static_configs"][0]["targets"] == ["rabbitmq:15692"]


def test_the_cluster_reads_the_same_under_the_same_names() -> None:
    monitors = list(yaml.safe_load_all((OBSERVABILITY / "k8s" / "monitors.yaml").read_text()))
    jobs = {
        relabeling["replacement"]
        for monitor in monitors
        for endpoint in monitor["spec"]["podMetricsEndpoints"]
        for relabeling in endpoint["relabelings"]
        if relabeling["targetLabel"] == "job"
    }
    config = yaml.safe_load((OBSERVABILITY / "prometheus" / "prometheus.yml").read_text())
    assert jobs == {job["job_name"] for job in config["scrape_configs"]}
    bundle = yaml.safe_load((OBSERVABILITY / "kustomization.yaml").read_text())
    files = bundle["configMapGenerator"][0]["files"]
    assert sorted(files) == [str(path.relative_to(OBSERVABILITY)) for path in DASHBOARDS]
