"""Every request is measured by its template; the log has a line for those that matter, without anybody's words."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared.runtime.logging import configure
from shared.runtime.metrics import REGISTRY
from tests.unit.http.world import World, note

OURS = "notes"
SECRETS = ("13800138000", "王小红", "Bearer", "eyJ")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged, as in production."""
    out, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers, root.level
    configure("INFO", out)
    yield out
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


def _lines(out: io.StringIO) -> list[dict[str, Any]]:
    """What was logged of us; the services that other tests have in this process may say something too."""
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return [line for line in lines if line.get("service", OURS) == OURS]


def _count(method: str, route: str, status: int) -> float:
    labels = {"service": OURS, "method": method, "route": route, "status": str(status)}
    return REGISTRY.get_sample_value("pomegranate_http_request_seconds_count", labels) or 0.0


async def test_a_write_has_one_line_with_its_template_and_its_ids(world: World, logged: io.StringIO) -> None:
    answer = await world.client.post("/notes", json=note(), headers=world.staff() | {"X-Request-ID": "req-9"})
    assert answer.status_code == 201
    (line,) = _lines(logged)
    assert line.pop("seconds") < 5
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "service": "notes",
        "method": "POST",
        "route": "/notes",
        "status": 201,
        "request_id": "req-9",
        "correlation": "req-9",
    }


async def test_a_read_that_went_well_is_measured_and_not_logged(world: World, logged: io.StringIO) -> None:
    before = _count("GET", "/walls/{number}", 200)
    assert (await world.client.get("/walls/7?kind=wish")).status_code == 200
    assert _count("GET", "/walls/{number}", 200) == before + 1
    assert _lines(logged) == []


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/walls/7?kind=王小红13800138000", 422),
        ("GET", "/walls/7?phone=13800138000", 400),
        ("GET", "/王小红/13800138000?name=王小红", 404),
        ("GET", "/faults/defect?x=13800138000", 400),
        ("GET", "/faults/defect", 500),
        ("GET", "/faults/storage", 503),
    ],
)
async def test_no_line_quotes_an_address_or_a_word(
    world: World, logged: io.StringIO, method: str, address: str, status: int
) -> None:
    answer = await world.client.request(method, address, headers={"User-Agent": "王小红".encode()})
    assert answer.status_code == status
    lines = _lines(logged)
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["status"] == status
    assert line["route"] in ("/walls/{number}", "/faults/{name}", "unknown")
    assert len({line["request_id"] for line in lines} | {answer.headers["X-Request-ID"]}) == 1
    assert not [word for word in SECRETS if word in logged.getvalue()]


async def test_a_method_of_somebody_s_own_makes_no_series_of_its_own(world: World, logged: io.StringIO) -> None:
    before = _count("OTHER", "/walls/{number}", 405)
    for odd in ("BREW", "PROPFIND", "X" * 200):
        assert (await world.client.request(odd, "/walls/7")).status_code == 405
    assert _count("OTHER", "/walls/{number}", 405) == before + 3
    assert {line["method"] for line in _lines(logged)} == {"OTHER"}


async def test_nobody_is_left_waiting_in_the_count(world: World, logged: io.StringIO) -> None:
    for address in ("/walls/7", "/faults/defect", "/nowhere"):
        await world.client.get(address)
    assert REGISTRY.get_sample_value("pomegranate_http_requests_waiting") == 0


async def test_what_a_library_logs_takes_the_same_form(logged: io.StringIO) -> None:
    logging.getLogger("some.library").warning("lost %s", "a link")
    assert _lines(logged)[0]["event"] == "lost a link"


async def test_the_trace_of_the_caller_is_the_correlation_of_what_follows(world: World, logged: io.StringIO) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = world.staff() | {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    answer = await world.client.post("/notes", json=note(), headers=headers)
    assert answer.headers["X-Request-ID"] == trace
    assert world.service.handler.log[0].correlation == trace
    answer = await world.client.post("/notes", json=note(), headers=headers | {"X-Request-ID": "req-9"})
    assert answer.headers["X-Request-ID"] == "req-9"
    assert world.service.handler.log[1].correlation == trace
    assert {(line["request_id"], line["correlation"]) for line in _lines(logged)} == {(trace, trace), ("req-9", trace)}


async def test_without_one_the_request_begins_a_trace(world: World, logged: io.StringIO) -> None:
    answer = await world.client.get("/walls/7")
    assert len(answer.headers["X-Request-ID"]) == 32
    assert int(answer.headers["X-Request-ID"], 16)
