"""Bad input on every operation: refused with the right 4xx, naming the field and the remedy, in the caller's language,
without the value that was sent, and nothing is kept of it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from tests.integration.api.examples import EXAMPLES, Case, Scene
from tests.integration.api.operations import OPERATIONS, Operation, operation_of
from tests.integration.api.spoiling import MARK, OPERATOR, Spoilt, spoilt
from tests.support.system import System, Town

WRITES = [
    name
    for name in EXAMPLES
    if "application/json" in operation_of(name).described.get("requestBody", {}).get("content", ())
]
READS = [name for name in EXAMPLES if operation_of(name).method == "GET"]
ONE_EACH = ["registry.post_wish", "matching.post_closing", "evaluation.post_scheme", "notify.post_telling"]
DIGITS = "7" * 1_000_000
RAW = {
    "not JSON": b'{"note": ',
    "not UTF-8": b'{"note": "\xff\xfe"}',
    "1000 deep": b'{"note": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    "100000 deep": b'{"note": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "NUL": b'{"note": "a\\u0000b"}',
    "NUL in a name": b'{"a\\u0000b": 1}',
    "a lone surrogate": b'{"note": "a\\ud800b"}',
    "a number of a million digits": b'{"note": ' + DIGITS.encode() + b"}",
    "beyond every number": b'{"note": 1e999}',
    "not a number": b'{"note": NaN}',
    "a list": b"[]",
    "a text": b'"note"',
    "null": b"null",
    "empty": b"",
    "the same name twice, once an operator": b'{"note": {"$gt": ""}, "note": {"$gt": ""}}',
}
"""Bodies that are wrong for every operation."""


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


@pytest.mark.parametrize("name", WRITES)
async def test_each_field_of_a_body(scene: Scene, name: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    schema = operation.described["requestBody"]["content"]["application/json"]["schema"]
    tried = 0
    for number, wrong in enumerate(spoilt(case.body, schema, operation.schemas)):
        language = ("zh", "en")[number % 2]
        answer = await _try(scene, operation, case, wrong.body, language)
        _check_refusal(answer, wrong, language)
        tried += 1
    assert tried
    assert not await scene.system.took(_mark(operation))


def _check_refusal(answer: httpx2.Response, wrong: Spoilt, language: str) -> None:
    said = f"{wrong.how} at {wrong.field}: {answer.status_code} {answer.text}"
    assert answer.status_code == 422, said
    problem = answer.json()
    fields = [error["field"] for error in problem["errors"]]
    assert any(_names(field, wrong) for field in fields), said
    assert all(_speaks(error["detail"], language) for error in problem["errors"]), said
    assert MARK not in answer.text, said
    assert (answer.headers["content-language"], problem["code"]) == (language, problem["code"])


def _names(field: str, wrong: Spoilt) -> bool:
    """The field itself, or what in it is wrong; of what we know no name for, the place."""
    return field == wrong.field or field.startswith(f"{wrong.field}.")


def _speaks(detail: str, language: str) -> bool:
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in detail)
    return bool(detail) and chinese == (language == "zh")


@pytest.mark.parametrize("how", RAW)
@pytest.mark.parametrize("name", ONE_EACH)
async def test_a_body_that_is_no_body(scene: Scene, name: str, how: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    answer = await _try(scene, operation, case, RAW[how], "en")
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"]
    assert "777" not in answer.text
    assert not await scene.system.took(_mark(operation))


@pytest.mark.parametrize("name", ONE_EACH)
async def test_a_body_of_ten_megabytes(scene: Scene, name: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    large = b'{"note": "' + b"7" * 10_000_000 + b'"}'
    answer = await _try(scene, operation, case, large, "en")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    answer = await scene.system.client.request(
        operation.method, f"/api{case.path}", content=_pieces(large), headers=_headers(scene, operation, "en")
    )
    assert answer.status_code == 413, "and so when nobody says beforehand how long it is"


async def _pieces(body: bytes) -> Any:
    for at in range(0, len(body), 100_000):
        yield body[at : at + 100_000]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_body_of_another_kind(scene: Scene, kind: str) -> None:
    operation = OPERATIONS["registry.post_wish"]
    case = await scene.untouched(operation.name, EXAMPLES[operation.name])
    body = json.dumps(case.body).encode()
    answer = await scene.system.send("district", "POST", case.path, body, {"Content-Type": kind})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Content-Type")


@pytest.mark.parametrize("name", EXAMPLES)
async def test_parameters(scene: Scene, name: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    joint = "&" if "?" in case.path else "?"
    for query in ("$where=1", "unknown=1", f"state[$gt]={MARK}", f"{MARK}=1"):
        answer = await _try(scene, operation, case, case.body, "en", f"{case.path}{joint}{quote(query, safe='=')}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), f"{query}: {answer.text}"
        assert answer.json()["errors"][0]["field"]
        assert MARK not in answer.text
    for parameter, value in _wrong_parameters(operation):
        path = f"{case.path}{joint}{parameter}={quote(value)}"
        answer = await _try(scene, operation, case, case.body, "zh", path)
        assert answer.status_code == 422, f"{parameter}={value}: {answer.status_code} {answer.text}"
        assert parameter in {error["field"] for error in answer.json()["errors"]}
        assert MARK not in answer.text
    assert not await scene.system.took(_mark(operation))


def _wrong_parameters(operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in operation.described.get("parameters", ()):
        if parameter["in"] == "query":
            values = WRONG_TEXTS if parameter["name"] in TEXTS else (json.dumps(OPERATOR), MARK, "\x00", "[$ne]")
            yield from ((parameter["name"], value) for value in values)


TEXTS = {"q"}
"""Parameters that take any words."""
WRONG_TEXTS = ("\x00", f"{MARK}\n{MARK}", MARK * 40)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if "{" in operation_of(name).path])
async def test_a_path_with_anything_in_it(scene: Scene, name: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    parts = case.path.partition("?")[0].split("/")
    placed = [at for at, part in enumerate(f"/{operation.service}/v1{operation.path}".split("/")) if "{" in part]
    for at in placed:
        for odd in (json.dumps(OPERATOR), "\x00", "%", "-1", "9" * 400, "灯"):
            path = "/".join([*parts[:at], quote(odd, safe=""), *parts[at + 1 :]])
            answer = await _try(scene, operation, case, case.body, "zh", path)
            assert answer.status_code in (404, 405), f"{path}: {answer.status_code} {answer.text}"
            assert MARK not in answer.text


HEADERS = {
    "Idempotency-Key": ["", "two words", "红".encode().decode("latin-1"), "k" * 256, json.dumps(OPERATOR) + " "],
    "If-Match": ["", "1", "*", 'W/"1"', '"-1"', '"1", "2"', json.dumps(OPERATOR), '"' + "9" * 16 + '"'],
}


@pytest.mark.parametrize("header", HEADERS)
async def test_headers(scene: Scene, header: str) -> None:
    operation = OPERATIONS["registry.put_wish"]
    case = await scene.untouched(operation.name, EXAMPLES[operation.name])
    for value in HEADERS[header]:
        headers = {**_headers(scene, operation, "zh"), **case.headers, header: value.encode("latin-1")}
        answer = await scene.system.client.put(f"/api{case.path}", json=case.body, headers=headers)
        assert answer.status_code == 422, f"{value}: {answer.text}"
        assert {error["field"] for error in answer.json()["errors"]} == {header}
        assert MARK not in answer.text


CURSORS = [
    "AAAA",
    "e30",
    "W10",
    "WyItcG9zaXRpb24iLCJfaWQiLDE4NDQ2NzQ0MDczNzA5NTUxNjE1LCJhIl0",  # 2**64 - 1 where a position stands
    "WyItcG9zaXRpb24iLCJfaWQiLHsiYXQiOiIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5In0sImEiXQ",  # before all time
    "WyItcG9zaXRpb24iLCJfaWQiLHsiJGd0IjoxfSwiYSJd",  # an operator
]


@pytest.mark.parametrize("cursor", CURSORS)
async def test_a_cursor_somebody_made_up(scene: Scene, cursor: str) -> None:
    path = f"/registry/v1/communities/{scene.town.home}/wishes?cursor={cursor}"
    answer = await scene.system.send("district", "GET", path)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("claim_due", "P"),
        ("claim_due", "PT5M3H"),
        ("claim_due", "PT"),
        ("claim_due", "P٣D"),
        ("claim_grace", "P1Y"),
        ("offer_stale_after", "3 days"),
        ("need_stale_after", "PT-1H"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../../etc/passwd"),
        ("time_zone", ""),
        ("time_zone", "\u0000"),
        ("unknown", "x"),
    ],
)
async def test_limits_nobody_could_work_with(scene: Scene, setting: str, value: str) -> None:
    path = f"/registry/v1/communities/{scene.town.far}/settings"
    answer = await scene.system.send("district", "PUT", path, {"settings": {setting: value}}, {"If-Match": '"1"'})
    assert answer.status_code == 422, answer.text


async def _try(
    scene: Scene, operation: Operation, case: Case, body: Any, language: str, path: str | None = None
) -> httpx2.Response:
    headers = {**case.headers, "Accept-Language": language, "X-Request-ID": f"{_mark(operation)}{language}"}
    return await scene.system.send("district", operation.method, path or case.path, body, headers)


def _headers(scene: Scene, operation: Operation, language: str) -> Mapping[str, str]:
    named = {"Accept-Language": language, "X-Request-ID": _mark(operation), "Content-Type": "application/json"}
    return {**scene.system.headers("district"), **named}


def _mark(operation: Operation) -> str:
    return f"bad-{operation.service}-{operation.id}-"
