"""Every operation × everybody: who may comes through, all others get 401, 403 or 404, and leave no trace."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.catalogue import SERVICES
from services.running import door
from shared.runtime.server import serving
from tests.integration.api.examples import EXAMPLES, Case, Example, Scene
from tests.integration.api.examples.case import CALLERS
from tests.integration.api.operations import OPERATIONS, Operation, operation_of
from tests.support.system import System, Town

STRANGERS = [who for who in CALLERS if who != "nobody"]
OTHERS = ("org", "wish", "person")
PREFIXES = (
    "community",
    "org",
    "offer",
    "need",
    "person",
    "wish",
    "req",
    "meeting",
    "scheme",
    "notice",
    "place",
    "agreement",
    "calendar",
    "campaign",
    "plan",
    "import",
    "redaction",
    "visit",
)
MANY = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


def test_every_operation_is_in_the_policy_and_reaches_somebody() -> None:
    assert {name for name, operation in OPERATIONS.items() if not operation.line} == set()


def test_no_policy_line_is_about_an_operation_that_is_not_there() -> None:
    lines = {f"{service}.{operation}" for service, part in SERVICES.items() for operation in part.policy}
    assert lines - OPERATIONS.keys() == set()


def test_every_operation_has_an_example() -> None:
    without = OPERATIONS.keys() - {operation_of(name).name for name in EXAMPLES}
    assert not without, f"add an example to tests/integration/api/examples/<service>.py for {sorted(without)}"


@pytest.mark.parametrize("name", EXAMPLES)
async def test_those_who_may_come_through_and_all_others_leave_no_trace(scene: Scene, name: str) -> None:
    example, operation = EXAMPLES[name], operation_of(name)
    assert example.reach, "an operation that nobody reaches is no use"
    refused = await _refuse_all(scene, name, example)
    assert not await scene.system.took(refused)
    case = scene.kept[name]
    for who in sorted(example.reach):
        if operation.method != "GET":
            case = await example.make(scene)
        assert operation.serves(case.path)
        status = await _status(scene.system, operation, _owner(scene, who, case), case)
        assert 200 <= status < 300, f"{who}: {status}"


async def _refuse_all(scene: Scene, name: str, example: Example) -> str:
    """Lets everybody try who may not; gives how their request ids begin."""
    mark = f"refused-{uuid4().hex[:8]}-"
    operation, case = operation_of(name), await scene.untouched(name, example)
    for who in CALLERS.keys() - example.reach:
        headers = {**case.headers, "X-Request-ID": f"{mark}{who}"}
        answer = await scene.system.send(who, operation.method, case.path, case.body, headers)
        assert answer.status_code == _expected(operation, who), f"{who}: {answer.status_code} {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
    return mark


def _expected(operation: Operation, who: str) -> int:
    if CALLERS[who] in (operation.line or {}):
        return 404
    return 401 if who == "nobody" else 403


def _owner(scene: Scene, who: str, case: Case) -> str:
    if who != "li" or case.owner is None:
        return who
    return scene.system.sign_in(f"owner-{case.owner}", "resident", node=scene.town.home, person=case.owner)


async def _status(system: System, operation: Operation, who: str, case: Case) -> int:
    if not case.endless:
        return (await system.send(who, operation.method, case.path, case.body, case.headers)).status_code
    services = list(system.services.values())
    async with serving(door(services), "127.0.0.1", 0) as port, httpx2.AsyncClient() as client:
        url = f"http://127.0.0.1:{port}/api{case.path}"
        async with client.stream(operation.method, url, headers=system.headers(who)) as answer:
            return answer.status_code


WITH_IDS = [name for name in EXAMPLES if "{" in operation_of(name).path]
TAKEN_AS_SAID = {"claimant"}
"""Whom staff claim for: whom registry knows may not be known to matching yet, so any id of the right kind will do."""


@pytest.mark.parametrize("name", WITH_IDS)
async def test_an_id_of_nothing_or_of_another_kind_is_not_found(scene: Scene, name: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    for path in _misdirected(case.path):
        answer = await scene.system.send("district", operation.method, path, case.body, case.headers)
        allowed = {404, 409} if "/contacts/" in path else {404}
        assert answer.status_code in allowed, f"{path}: {answer.status_code} {answer.text}"


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if operation_of(name).method != "GET"])
async def test_an_id_in_a_body_of_nothing_or_of_another_kind_is_refused(scene: Scene, name: str) -> None:
    operation = operation_of(name)
    case = await scene.untouched(name, EXAMPLES[name])
    for body in _misdirected_bodies(case.body):
        answer = await scene.system.send("district", operation.method, case.path, body, case.headers)
        assert answer.status_code in {404, 409, 422}, f"{body}: {answer.status_code} {answer.text}"


def _misdirected(path: str) -> list[str]:
    """`path` with each of its ids replaced by unknown ones."""
    parts = path.partition("?")[0].split("/")
    query = path[len("/".join(parts)) :]
    places = [at for at, part in enumerate(parts) if _is_id(part)]
    return ["/".join([*parts[:at], other, *parts[at + 1 :]]) + query for at in places for other in _others(parts[at])]


def _misdirected_bodies(body: object) -> list[object]:
    """The same for the ids in a body."""
    if not isinstance(body, dict):
        return []
    found: list[object] = []
    for name, value in body.items():
        if isinstance(value, dict):
            found += [{**body, name: inner} for inner in _misdirected_bodies(value) if not _taken(name, value, inner)]
        elif isinstance(value, str) and _is_id(value):
            found += [{**body, name: other} for other in _others(value)]
    return found


def _taken(name: str, value: Any, other: Any) -> bool:
    return name in TAKEN_AS_SAID and value["id"].partition("_")[0] == other["id"].partition("_")[0]


def _others(known: str) -> list[str]:
    """Unknown ids: one of the same kind, and some of other kinds."""
    kinds = dict.fromkeys((known.partition("_")[0], *OTHERS))
    return [f"{kind}_{MANY}" for kind in kinds]


def _is_id(text: str) -> bool:
    prefix, _, rest = text.partition("_")
    return prefix in PREFIXES and len(rest) == 26
