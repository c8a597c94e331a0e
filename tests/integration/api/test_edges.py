"""What is no operation at all: other methods, other addresses; and what stands on every answer."""

import pytest

from tests.integration.api.operations import OPERATIONS
from tests.support.system import System, Town

ADDRESSES = [
    "/registry/v1/tree/",
    "/registry/v1/Tree",
    "/registry/v1//tree",
    "/registry/v2/tree",
    "/registry/tree",
    "/portal/v1/tree",
    "/registry/v1/%2e%2e/metrics",
    "/registry/v1/communities/../../../etc/passwd",
    "/metrics",
    "/",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_another_address_is_not_found(system: System, town: Town, address: str) -> None:
    answer = await system.send("district", "GET", address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "location" not in answer.headers


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "POST"])
async def test_another_method_is_not_allowed(system: System, town: Town, method: str) -> None:
    answer = await system.send("district", method, "/registry/v1/tree")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


async def test_a_header_does_not_change_the_method(system: System, town: Town) -> None:
    headers = {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"}
    answer = await system.send("district", "GET", f"/registry/v1/persons/{town.wang}", headers=headers)
    assert answer.json()["erased"] is False


async def test_every_answer_is_kept_by_nobody_and_taken_for_nothing_else(system: System, town: Town) -> None:
    for who, path in (
        ("district", "/registry/v1/tree"),
        ("nobody", "/notify/v1/notices"),
        ("district", "/registry/v1/nothing"),
        ("district", "/matching/v1/requests?unknown=1"),
    ):
        answer = await system.send(who, "GET", path, headers={"Host": "evil.example", "Origin": "https://evil.example"})
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Request-ID"]
        assert not any(name.startswith("access-control-") for name in answer.headers)
        assert "evil.example" not in f"{answer.headers} {answer.text}"


async def test_a_request_id_that_is_none_is_replaced(system: System, town: Town) -> None:
    for odd in ("a b", "x" * 65, '{"$gt":""}', "<script>"):
        answer = await system.send("district", "GET", "/registry/v1/tree", headers={"X-Request-ID": odd})
        assert odd not in answer.headers["X-Request-ID"]


def test_every_operation_describes_its_answers_and_its_summary() -> None:
    for operation in OPERATIONS.values():
        assert operation.described.get("description"), f"{operation.name} has no docstring"
        success = [status for status in operation.described["responses"] if status.startswith("2")]
        assert len(success) == 1, operation.name
