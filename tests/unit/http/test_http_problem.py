"""Refusals: one form, the caller's language, what to do next, and nothing of what was sent."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

import services
import shared
from shared.errors import DomainError
from shared.http.problem import language
from shared.http.texts import field_name, malformed
from tests.unit.http.world import HOME, World, note

SECRET = "王秀英13800138000"


def all_errors(root: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for package in (shared, services):
        top = Path(package.__path__[0])
        for path in sorted(top.rglob("*.py")):
            if path.name == "errors.py" or "decider" in path.parts or path.stem in ("decider", "problem"):
                module = ".".join((package.__name__, *path.relative_to(top).with_suffix("").parts))
                import_module(module.removesuffix(".__init__"))
    yield from descendants(root)


def descendants(root: type[DomainError]) -> Iterator[type[DomainError]]:
    yield root
    for below in root.__subclasses__():
        yield from descendants(below)


@pytest.mark.parametrize("error", sorted(all_errors(), key=lambda error: error.__name__))
def test_every_error_has_both_texts(error: type[DomainError]):
    names = {name for text in (error.zh, error.en) for _, name, _, _ in Formatter().parse(text) if name}
    raised = error(field="f", **dict.fromkeys(names - {"field"}, "x"))
    zh, en = raised.text("zh"), raised.text("en")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
    assert en.isascii() or "’" in en
    assert zh.endswith(("。", "？", "！", "x"))
    assert en.endswith((".", "?", "x"))
    assert 400 <= error.status < 600


@pytest.mark.parametrize("fault", get_args(ErrorType))
def test_every_fault_a_schema_can_find_has_both_texts_and_repeats_no_value(fault: str):
    bounds = dict.fromkeys(("min_length", "max_length", "gt", "ge", "lt", "le", "expected"), 3)
    for context in ({}, bounds, dict.fromkeys(("error", "input_value", "tag", "pattern", "actual_length"), SECRET)):
        error = malformed("title", fault, context)
        for speech in ("zh", "en"):
            text = error.text(speech)
            assert "title" in text
            assert SECRET not in text
            assert "{" not in text


async def test_a_problem_has_one_form(world: World):
    answer = await world.post(world.staff() | {"X-Request-ID": "req-1"}, text="x" * 61)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "zh"
    assert answer.json() == {
        "type": "urn:pomegranate:problem:malformed",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "malformed",
        "detail": "请检查 text：最多 60 个字，请缩短。",
        "request_id": "req-1",
        "errors": [{"field": "text", "code": "string_too_long", "detail": "最多 60 个字，请缩短。"}],
    }


async def test_a_refusal_shows_its_details(world: World):
    answer = await world.post(world.staff() | {"Accept-Language": "en"}, text="published")
    assert answer.status_code == 409
    assert answer.json()["code"] == "published"
    assert answer.json()["request"] == "req_7"
    assert answer.json()["detail"] == "It is published. Use request req_7."


@pytest.mark.parametrize(
    ("accepted", "speech"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.5, zh;q=0.4", "en"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=0", "zh"),
        ("en;q=nan, zh;q=x", "zh"),
        (",;q=,==", "zh"),
    ],
)
def test_the_language_is_the_callers(accepted: str, speech: str):
    assert language(accepted) == speech


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"text": SECRET}, "text", "personal_number"),
        ({"text": "a\u0001b"}, "text", "control_characters"),
        ({"text": ""}, "text", "string_too_short"),
        ({"text": {"$gt": ""}}, "text", "string_type"),
        ({"text": ["王秀英"]}, "text", "string_type"),
        ({"text": None}, "text", "string_type"),
        ({"rank": "王秀英"}, "rank", "int_parsing"),
        ({"rank": 1.5}, "rank", "int_from_float"),
        ({"rank": 10}, "rank", "less_than_equal"),
        ({"kind": "王秀英"}, "kind", "literal_error"),
        ({"on_behalf_of": "王秀英"}, "on_behalf_of", "string_pattern_mismatch"),
        ({"王秀英": 1}, "…", "extra_forbidden"),
        ({"titel": "王秀英"}, "titel", "extra_forbidden"),
    ],
)
async def test_a_bad_field_is_named_and_its_value_is_not(world: World, changes, field, code):
    for speech in ("zh", "en"):
        answer = await world.post(world.staff() | {"Accept-Language": speech}, **changes)
        assert answer.status_code == 422
        error = answer.json()["errors"][0]
        assert (error["field"], error["code"]) == (field, code)
        assert "王秀英" not in answer.text
        assert "13800138000" not in answer.text


async def test_what_is_missing_is_named(world: World):
    answer = await world.client.post("/notes", json={}, headers=world.staff())
    assert {(error["field"], error["code"]) for error in answer.json()["errors"]} == {
        ("community", "missing"),
        ("owner", "missing"),
        ("text", "missing"),
    }
    empty = await world.client.post("/notes", headers=world.staff())
    assert empty.json()["errors"][0] == {"field": "body", "code": "missing", "detail": "这一项必须填写。"}


async def test_not_more_errors_than_one_can_read(world: World):
    answer = await world.client.post("/notes", json={f"f{i}": 1 for i in range(1000)}, headers=world.staff())
    assert len(answer.json()["errors"]) == 20


def test_a_field_is_named_by_its_path():
    assert field_name(("body", "cells", 3, "name")) == "cells.3.name"
    assert field_name(("body",)) == "body"
    assert field_name(("header", "If-Match")) == "If-Match"
    assert field_name(("body", "function-after[x()]", "a b")) == "….…"


async def test_a_malformed_path_is_a_404(world: World):
    answer = await world.client.get("/walls/王秀英")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_an_unknown_route_and_a_wrong_method_are_problems_too(world: World):
    assert (await world.client.get("/nothing")).json()["code"] == "not_found"
    wrong = await world.client.delete("/walls/1")
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["allow"]) == (405, "method_not_allowed", "GET")


async def test_a_defect_says_nothing_but_the_request_id(world: World, capsys: pytest.CaptureFixture[str]):
    answer = await world.client.get("/faults/defect", headers={"X-Request-ID": "req-9"})
    assert (answer.status_code, answer.json()["code"], answer.json()["request_id"]) == (500, "internal_error", "req-9")
    logged = capsys.readouterr().out
    assert "req-9" in logged
    assert "get_fault" in logged
    assert "ValueError" in logged
    for said in (answer.text, logged):
        assert "13800138000" not in said
        assert "Traceback" not in said


async def test_a_lost_database_is_a_503(world: World):
    answer = await world.client.get("/faults/storage")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "mongo" not in answer.text


async def test_a_problem_is_json_a_machine_can_read(world: World):
    answer = await world.client.post("/notes", json=note(community=HOME, rank=0), headers=world.staff())
    assert json.loads(answer.content)["errors"][0]["detail"] == "不能小于 1。"
