"""One trace from the click to the last service, over real RabbitMQ, at a collector of the test's own."""

import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from shared.runtime.installation import Unusable, installed
from shared.runtime.settings import Settings
from tests.support.collector import Collector, Seen, collecting
from tests.support.eventually import eventually
from tests.support.system import SOMEBODY, System, Town, found_town, running_system

WORDS = "想请人修一修厨房的灯，电话13900139000，王小红"


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Where the traces go."""
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    with collecting() as made:
        yield made


@pytest.fixture
async def system(mongo_url: str, amqp_url: str, tmp_path: Path, collector: Collector) -> AsyncIterator[System]:
    """The four services with traces on."""
    async with running_system(mongo_url, tmp_path, amqp_url, otel_exporter_otlp_endpoint=collector.url) as system:
        yield system


@pytest.fixture
async def town(system: System) -> Town:
    return await found_town(system, system.installation)


def _tree(spans: list[Seen]) -> set[tuple[str, str, str]]:
    """Who did what, and because of what."""
    named = {span.span: f"{span.service} {span.name}" for span in spans}
    return {(span.service, span.name, named.get(span.parent, span.parent)) for span in spans}


async def _publish_a_wish(system: System, town: Town, headers: dict[str, str]) -> str:
    body = {"community": town.home, "person": town.li, "words": WORDS}
    wish = (await system.post("li", "/registry/v1/wishes", **body))["id"]
    etag = {"If-Match": '"1"'} | headers
    review = {"decision": "publish", "text": "修一盏厨房的灯", "kind": "person", "category": "culture"}
    await system.post("staff", f"/registry/v1/wishes/{wish}/review", headers=etag, **review)
    return str(wish)


async def test_a_click_can_be_followed_to_the_last_service(system: System, town: Town, collector: Collector) -> None:
    trace, click = token_hex(16), token_hex(8)
    wish = await _publish_a_wish(system, town, {"traceparent": f"00-{trace}-{click}-01"})
    route, told = "POST /wishes/{wish}/review", "registry tell registry.wish_published.v1"
    wanted = {
        ("registry", route, click),
        ("registry", "commit wish_published", f"registry {route}"),
        ("registry", "tell registry.wish_published.v1", "registry commit wish_published"),
        ("matching", "take registry.wish_published.v1", told),
        ("matching", "commit request_opened", "matching take registry.wish_published.v1"),
        ("notify", "take registry.wish_published.v1", told),
    }

    def missing() -> set[tuple[str, str, str]]:
        """Each service sends its spans by itself, and some end after those they have led to."""
        return wanted - _tree(collector.of(trace))

    await eventually(lambda: missing() == set(), f"the trace has come to notify: {wanted}")
    for span in collector.of(trace):
        assert span.began <= span.ended
    assert not [word for word in _private(town) if word.encode() in collector.raw]
    assert not re.search(rb"(person|org|community|wish|req)_[a-z2-7]{26}", collector.raw)
    assert len(wish) == len("wish_") + 26


def _private(town: Town) -> list[str]:
    return [SOMEBODY["name"], SOMEBODY["phone"], "13900139000", "王小红", "修一盏", "厨房", town.li, town.home]


async def test_a_request_without_a_trace_begins_one(system: System, town: Town, collector: Collector) -> None:
    answer = await system.send("staff", "GET", "/registry/v1/tree?surprise=王小红")
    assert answer.status_code == 400
    trace = answer.headers["X-Request-ID"]
    (span,) = await eventually(lambda: collector.of(trace), "the request is noted")
    assert (span.service, span.name, span.parent, span.failed) == ("registry", "GET /tree", "", False)
    assert "400" in span.attributes["http.response.status_code"]
    assert "/api/registry/v1/tree" in span.attributes["http.route"]


async def test_a_part_of_all_traces_is_the_same_part_everywhere(
    mongo_url: str, tmp_path: Path, collector: Collector
) -> None:
    more = {"otel_exporter_otlp_endpoint": collector.url, "otel_traces_sampler_arg": 0.5}
    async with running_system(mongo_url, tmp_path, **more) as system:
        town = await found_town(system, system.installation)
        low, high = "1" * 32, "f" * 32
        for trace in (low, high):
            body = {"community": town.home, "name": f"单位{trace[0]}", "kind": "shop", "peer_class": "shop"}
            headers = {"traceparent": f"00-{trace}-{'2' * 16}-01"}
            await system.post("staff", "/registry/v1/organizations", headers=headers, **body)
        await eventually(lambda: {s.service for s in collector.of(low)} >= {"registry", "matching"}, "one half is kept")
        assert collector.of(high) == []


async def test_without_a_collector_requests_are_answered_all_the_same(
    mongo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_EXPORT_TIMEOUT", "500")
    async with running_system(mongo_url, tmp_path, otel_exporter_otlp_endpoint="http://127.0.0.1:1") as system:
        assert await found_town(system, system.installation)


async def test_where_the_extra_is_missing_the_setting_is_named(
    mongo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shared.tracing.spans", None)
    settings = Settings(state_dir=tmp_path, otel_exporter_otlp_endpoint="http://127.0.0.1:4318")
    with pytest.raises(Unusable, match="OTEL_EXPORTER_OTLP_ENDPOINT"):
        async with installed(settings, mongo_url):
            pass
