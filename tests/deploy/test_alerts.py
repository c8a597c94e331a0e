"""Every alert fires on what it is made for, not before its time, and never on a system that is well, says promtool."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scripts.rules import OBSERVABILITY, groups
from tests.support.prometheus import find_promtool

API = 'job="pomegranate", instance="registry-api:9090", service="registry", role="api"'
WORKER = 'job="pomegranate", instance="matching-worker:9090", service="matching", role="worker"'
OTHER = 'job="pomegranate", instance="matching-worker-2:9090", service="matching", role="worker"'
SOURCE = 'job="pomegranate", instance="registry-worker:9090", service="registry", role="worker"'
RABBIT = 'job="rabbitmq", instance="rabbitmq:15692"'
HTTP = "pomegranate_http_request_seconds"
ROUTE = 'method="POST", route="/wishes"'


@dataclass(frozen=True)
class Case:
    """`series` (a sample each 15 s) make `alert` fire by `at`, for `labels`, and not yet at `quiet`."""

    alert: str
    series: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    quiet: str = "15s"
    at: str = "10m"


WELL = {
    f"up{{{API}}}": "1x80",
    f"up{{{WORKER}}}": "1x80",
    f"up{{{RABBIT}}}": "1x80",
    f"process_start_time_seconds{{{API}}}": "1000x80",
    f"pomegranate_ready{{{API}}}": "1x80",
    f"pomegranate_ready{{{WORKER}}}": "1x80",
    f"pomegranate_ready{{{SOURCE}}}": "1x80",
    f"pomegranate_mongo_reachable{{{API}}}": "1x80",
    f"pomegranate_lease_epoch{{{WORKER}}}": "3x80",
    f"pomegranate_lease_epoch{{{SOURCE}}}": "3x80",
    f"pomegranate_lease_epoch{{{OTHER}}}": "0x80",
    f"pomegranate_log_position{{{SOURCE}}}": "1000+100x80",
    f'pomegranate_position{{{WORKER}, loop="inbox.registry"}}': "900+100x80",
    f'pomegranate_lag_seconds{{{WORKER}, loop="projector"}}': "0.2 2 0 0.1x77",
    f'pomegranate_lag_seconds{{{WORKER}, loop="relay"}}': "0 5 0x78",
    f'pomegranate_lag_seconds{{{WORKER}, loop="effects"}}': "0 200 0x78",
    f'pomegranate_lag_seconds{{{WORKER}, loop="inbox.registry"}}': "0 1 0x78",
    f'pomegranate_inbox_silent_seconds{{{WORKER}, source="registry"}}': "9 1 34 0x77",
    f'pomegranate_trouble{{{WORKER}, loop="relay"}}': "0 1 0x78",
    f'pomegranate_trouble{{{WORKER}, loop="deadlines"}}': "1x80",
    f'pomegranate_parked_commits{{{WORKER}, source="registry"}}': "0x80",
    f"pomegranate_backup_age_seconds{{{SOURCE}}}": "10+15x18 10+15x18 10+15x40",
    f"pomegranate_deadlines_overdue{{{WORKER}}}": "1x80",
    f"pomegranate_deadlines_overdue_seconds{{{WORKER}}}": "0 0.5 0x78",
    f"pomegranate_deadlines_refused{{{WORKER}}}": "0x80",
    f'pomegranate_broker_connected{{{WORKER}, link="sending"}}': "0 1x79",
    f"pomegranate_broker_blocked{{{WORKER}}}": "0 1 0x78",
    f'{HTTP}_count{{{API}, {ROUTE}, status="201"}}': "0+100x80",
    f'{HTTP}_count{{{API}, {ROUTE}, status="409"}}': "0+100x80",
    f'{HTTP}_count{{{API}, {ROUTE}, status="500"}}': "0+1x80",
    f'{HTTP}_bucket{{{API}, {ROUTE}, status="201", le="0.1"}}': "0+99x80",
    f'{HTTP}_bucket{{{API}, {ROUTE}, status="201", le="+Inf"}}': "0+100x80",
    f'{HTTP}_bucket{{{API}, method="GET", route="/readyz", status="503", le="10"}}': "0x80",
    f'{HTTP}_bucket{{{API}, method="GET", route="/readyz", status="503", le="+Inf"}}': "0+10000x80",
    f'pomegranate_log_append_seconds_bucket{{{API}, le="0.01"}}': "0+99x80",
    f'pomegranate_log_append_seconds_bucket{{{API}, le="+Inf"}}': "0+100x80",
    f'pomegranate_loop_lag_seconds_bucket{{{API}, le="1.0"}}': "0+150x80",
    f"pomegranate_loop_lag_seconds_count{{{API}}}": "0+150x80",
    f"rabbitmq_alarms_memory_used_watermark{{{RABBIT}}}": "0x80",
    f"rabbitmq_alarms_free_disk_space_watermark{{{RABBIT}}}": "0x80",
}
REGISTRY, MATCHING = {"service": "registry"}, {"service": "matching"}
CASES = [
    Case("PomegranateDown", {f"up{{{API}}}": "1x4 0x80"}, REGISTRY, quiet="1m30s"),
    Case("PomegranateNotReady", {f"pomegranate_ready{{{API}}}": "1x4 0x80"}, REGISTRY, quiet="1m30s"),
    Case("PomegranateRequestsFail", {f'{HTTP}_count{{{API}, {ROUTE}, status="503"}}': "0x8 10+10x80"}, REGISTRY, "2m"),
    Case(
        "PomegranateRequestsSlow",
        {f'{HTTP}_bucket{{{API}, {ROUTE}, status="201", le="1"}}': "0+50x80"}
        | {f'{HTTP}_bucket{{{API}, {ROUTE}, status="201", le="2.5"}}': "0+100x80"}
        | {f'{HTTP}_bucket{{{API}, {ROUTE}, status="201", le="0.1"}}': "0+50x80"},
        REGISTRY,
        quiet="4m",
    ),
    Case(
        "PomegranateEventLoopBlocked",
        {f'pomegranate_loop_lag_seconds_bucket{{{API}, le="1.0"}}': "0+150x7 1050 1200 1350 1497+150x70"},
        REGISTRY,
        quiet="2m",
        at="5m",
    ),
    Case(
        "PomegranateRestarts",
        {f"process_start_time_seconds{{{API}}}": "1000x4 1100x4 1200x4 1300x60"},
        REGISTRY,
        quiet="2m",
        at="5m",
    ),
    Case("PomegranateNobodyWorks", {f"pomegranate_lease_epoch{{{WORKER}}}": "3x4 0x80"}, MATCHING, quiet="1m30s"),
    Case("PomegranateTwoWork", {f"pomegranate_lease_epoch{{{OTHER}}}": "0x4 4x80"}, MATCHING, quiet="1m30s"),
    Case("PomegranateLeaseMoves", {f"pomegranate_lease_epoch{{{WORKER}}}": "3x4 4x4 5x4 6x4 7x60"}, MATCHING, "3m"),
    Case("PomegranateLoopStands", {f'pomegranate_trouble{{{WORKER}, loop="wishes.v1"}}': "0x4 1x80"}, MATCHING, "2m"),
    Case(
        "PomegranateDocumentsLate",
        {f'pomegranate_lag_seconds{{{WORKER}, loop="projector"}}': "0x4 1+15x80"},
        MATCHING,
        quiet="2m30s",
    ),
    Case("PomegranateTellsLate", {f'pomegranate_lag_seconds{{{WORKER}, loop="relay"}}': "0x4 1+15x80"}, MATCHING, "3m"),
    Case(
        "PomegranateTakesInLate",
        {f'pomegranate_lag_seconds{{{WORKER}, loop="inbox.registry"}}': "0x4 1+15x80"},
        MATCHING,
        quiet="3m",
    ),
    Case(
        "PomegranateInboxBehind",
        {f'pomegranate_position{{{WORKER}, loop="inbox.registry"}}': "900+100x8 1700x80"},
        MATCHING | {"source": "registry"},
        quiet="3m",
    ),
    Case(
        "PomegranateInboxSilent",
        {f'pomegranate_inbox_silent_seconds{{{WORKER}, source="registry"}}': "0x4 1+15x80"},
        MATCHING | {"source": "registry"},
        quiet="3m",
    ),
    Case(
        "PomegranateEffectsLate",
        {f'pomegranate_lag_seconds{{{WORKER}, loop="effects"}}': "0x4 1+15x80"},
        MATCHING,
        quiet="6m",
    ),
    Case(
        "PomegranateParked",
        {f'pomegranate_parked_commits{{{WORKER}, source="registry"}}': "0x4 2x80"},
        MATCHING | {"source": "registry"},
        quiet="1m30s",
    ),
    Case(
        "PomegranateBackupOld",
        {f"pomegranate_backup_age_seconds{{{SOURCE}}}": "600+15x80"},
        {"service": "registry"},
        "6m",
    ),
    Case(
        "PomegranateDeadlinesLate",
        {f"pomegranate_deadlines_overdue_seconds{{{WORKER}}}": "0x4 1+15x80"},
        MATCHING,
        quiet="3m",
    ),
    Case("PomegranateDeadlinesRefused", {f"pomegranate_deadlines_refused{{{WORKER}}}": "0x4 1x80"}, MATCHING, "5m"),
    Case(
        "PomegranateUnknownEvents",
        {f'pomegranate_ignored_events_total{{{WORKER}, type="cn.pomegranate.registry.new.v1"}}': "_x8 1x80"},
        MATCHING,
        quiet="1m30s",
    ),
    Case("PomegranateMongoUnreachable", {f"pomegranate_mongo_reachable{{{API}}}": "1x4 0x80"}, REGISTRY, quiet="1m15s"),
    Case(
        "PomegranateAppendsSlow",
        {f'pomegranate_log_append_seconds_bucket{{{API}, le="0.5"}}': "0+90x80"}
        | {f'pomegranate_log_append_seconds_bucket{{{API}, le="1.0"}}': "0+100x80"}
        | {f'pomegranate_log_append_seconds_bucket{{{API}, le="0.01"}}': "0+90x80"},
        REGISTRY,
        quiet="4m",
    ),
    Case(
        "PomegranateBrokerLost",
        {f'pomegranate_broker_connected{{{WORKER}, link="sending"}}': "1x4 0x80"},
        MATCHING,
        quiet="1m30s",
    ),
    Case("PomegranateBrokerBlocked", {f"pomegranate_broker_blocked{{{WORKER}}}": "0x4 1x80"}, MATCHING, quiet="1m15s"),
    Case("PomegranateRabbitmqDown", {f"up{{{RABBIT}}}": "1x4 0x80"}, quiet="1m30s"),
    Case(
        "PomegranateRabbitmqAlarm", {f"rabbitmq_alarms_free_disk_space_watermark{{{RABBIT}}}": "0x8 1x80"}, quiet="2m"
    ),
]


def _firing(at: str, alert: str = "", labels: dict[str, str] | None = None) -> dict[str, Any]:
    """What promtool is to find at that time: how many alerts of that name and with these labels fire."""
    chosen = {"alertstate": "firing"} | ({"alertname": alert} if alert else {}) | (labels or {})
    selector = ", ".join(f'{name}="{value}"' for name, value in chosen.items())
    return {"expr": f"count(ALERTS{{{selector}}}) or vector(0)", "eval_time": at}


def _test(series: dict[str, str], *expected: tuple[dict[str, Any], int]) -> dict[str, Any]:
    return {
        "interval": "15s",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [query | {"exp_samples": [{"labels": "{}", "value": value}]} for query, value in expected],
    }


def _promtool(*arguments: str | Path) -> None:
    done = subprocess.run([find_promtool(), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_its_case() -> None:
    alerts = [rule["alert"] for group in groups() for rule in group["rules"] if "alert" in rule]
    assert sorted(case.alert for case in CASES) == sorted(alerts)


def test_the_rules_are_well_formed() -> None:
    _promtool("check", "rules", "--lint-fatal", *sorted((OBSERVABILITY / "alerts").glob("*.yml")))


def test_the_configuration_is_one_that_prometheus_takes() -> None:
    _promtool("check", "config", OBSERVABILITY / "prometheus" / "prometheus.yml")


def test_each_alert_fires_in_its_time_and_not_before(tmp_path: Path) -> None:
    _run(tmp_path, *(_case(case) for case in CASES))


def _case(case: Case) -> dict[str, Any]:
    none, one = _firing(case.quiet, case.alert), _firing(case.at, case.alert, case.labels)
    return _test(WELL | case.series, (none, 0), (one, 1))


def test_nothing_fires_while_all_is_well(tmp_path: Path) -> None:
    _run(tmp_path, _test(WELL, *((_firing(at), 0) for at in ("30s", "2m", "5m", "10m", "19m"))))


def _run(directory: Path, *tests: dict[str, Any]) -> None:
    """All tests in one go: promtool says of each that fails which alert it is about."""
    rules = [str(path) for path in sorted((OBSERVABILITY / "alerts").glob("*.yml"))]
    path = directory / "tests.yml"
    path.write_text(yaml.safe_dump({"rule_files": rules, "evaluation_interval": "15s", "tests": list(tests)}))
    _promtool("test", "rules", path)
