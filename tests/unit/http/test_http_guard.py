"""The outermost layer: sizes, depths, characters, request ids, headers, rates, health."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.unit.http.world import World, build, note

JSON = {"Content-Type": "application/json"}


async def send(world: World, content: bytes, **headers: str) -> httpx2.Response:
    return await world.client.post("/notes", content=content, headers=world.staff() | JSON | headers)


async def test_a_large_body_is_refused_by_its_declared_length(world: World):
    answer = await send(world, b'{"text": "' + b"x" * 10_000_000 + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_large_body_in_pieces_is_refused_before_it_is_whole(world: World):
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 65536

    answer = await world.client.post("/notes", content=pieces(), headers=world.staff() | JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_large_body_where_none_is_expected_is_refused(world: World):
    answer = await world.client.request("GET", "/walls/1", content=b"x" * 2_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    answer = await world.client.post("/notes/x/touches", content=b"x" * 2_000_000, headers=world.staff())
    assert answer.status_code == 413


def nested(depth: int) -> bytes:
    return b'{"tree": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize("depth", [33, 900, 5_000, 400_000])
async def test_deep_nesting_is_refused(world: World, depth: int):
    answer = await send(world, nested(depth))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] in ("too_deep", "json_invalid")


async def test_nesting_within_reason_is_not(world: World):
    answer = await world.client.post(
        "/notes", json=note(tree=[[[[{"a": [1, "x", None, True, 1.5]}]]]]), headers=world.staff()
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "json_invalid"),
        (b"{'a': 1}", "json_invalid"),
        (b'{"a": 1,}', "json_invalid"),
        (b'{"text": "\xff"}', "json_invalid"),
        (b'{"tree": 1e999}', "number_too_large"),
        (b'{"tree": NaN}', "number_too_large"),
        (b'{"tree": -Infinity}', "number_too_large"),
        (b'{"tree": 123456789012345678901234567890}', "number_too_large"),
        (b'{"tree": ' + b"9" * 5000 + b"}", "json_invalid"),
        (b'{"text": "a\\u0000b"}', "control_characters"),
        (b'{"text": "\\ud800"}', "control_characters"),
        (b'{"tree": {"\\u0000": 1}}', "control_characters"),
        (b'{"text": "\xed\xa0\x80"}', "control_characters"),
    ],
)
async def test_a_body_that_is_no_json_text_is_refused(world: World, content: bytes, code: str):
    answer = await send(world, content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body"
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_another_content_type_is_refused_by_name(world: World, kind: str):
    answer = await send(world, b'{"a": 1}', **{"Content-Type": kind})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Content-Type"


async def test_a_charset_is_no_harm(world: World):
    content = httpx2.Request("POST", "http://x", json=note()).read()
    answer = await send(world, content, **{"Content-Type": "application/json; charset=utf-8"})
    assert answer.status_code == 201


@pytest.mark.parametrize("given", ["a", "A-1_2.3", "x" * 64])
async def test_a_request_id_is_kept(world: World, given: str):
    assert (await world.client.get("/walls/1", headers={"X-Request-ID": given})).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "a\tb"])
async def test_another_request_id_is_replaced(world: World, given: str):
    answer = await world.client.get("/walls/1", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 32


@pytest.mark.parametrize("path", ["/walls/1", "/nothing", "/forgotten", "/unlisted", "http://test/livez"])
async def test_every_answer_has_safe_headers(world: World, path: str):
    headers = (await world.client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-request-id"]


async def test_a_caller_has_a_limit_of_his_own(tmp_path: Path):
    world = build(tmp_path, rate="3/minute")
    async with world.client as client:
        codes = [(await client.get("/walls/1")).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        refused = await client.get("/walls/1")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.json()["code"] == "too_many_requests"
        assert (await client.get("/walls/1", headers=world.staff())).status_code == 200
        assert (await client.get("http://test/livez")).status_code == 200
        assert (await client.get("http://test/readyz")).status_code == 200


async def test_guessing_tokens_is_limited_too(tmp_path: Path):
    world = build(tmp_path, rate="3/minute")
    async with world.client as client:
        codes = [(await client.get("/walls/1", headers={"Authorization": "Bearer x"})).status_code for _ in range(4)]
    assert codes == [401, 401, 401, 429]


async def test_health_needs_no_token_and_says_what_fails(world: World):
    assert (await world.client.get("http://test/livez")).json() == {"status": "ok"}
    assert (await world.client.get("http://test/readyz")).status_code == 200
    world.service.failing["projections"] = "unavailable"
    answer = await world.client.get("http://test/readyz")
    assert (answer.status_code, answer.json()) == (503, {"failing": {"projections": "unavailable"}})
    assert (await world.client.get("http://test/livez")).status_code == 200
