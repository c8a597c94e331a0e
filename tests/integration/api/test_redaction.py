"""A name that stood in a public text is taken out of history, in every service, whatever is killed meanwhile."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from shared.eventsourcing.documents import POINTER_KEPT
from shared.redaction import rewriting
from tests.integration.api.examples import Scene, registry, thanks
from tests.support.eventually import eventually
from tests.support.system import System, Town

NAME = "欧阳雪见梅"
SIGNED = "司马听雨"
WITHIN = 60.0


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes or reads meanwhile, so there is nothing to wait for."""
    monkeypatch.setattr(rewriting, "GIVE_UP_AFTER", 0.1)
    monkeypatch.setattr(rewriting, "POINTER_KEPT", 0.0)


@pytest.fixture
async def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def named_need(scene: Scene) -> str:
    """A published need that names somebody, in its title and its text, and was amended in matching; its id."""
    body = {**registry.NEED, "title": f"请找{NAME}", "detail": f"{NAME}需要两名志愿者"}
    path = "/registry/v1/needs"
    made = await scene.system.post("school", path, organization=scene.town.school, **body)
    await scene.system.post("staff", f"{path}/{made['id']}/publication")
    request = f"/matching/v1/requests/{made['id'].replace('need_', 'req_')}"
    await eventually(lambda: _there(scene.system, request), "the request is open")
    amended = {"text": "需要两名志愿者", "reason": "correction"}
    await scene.system.write("staff", "PUT", f"{request}/text", amended, {"If-Match": '"1"'})
    return str(made["id"])


async def _there(system: System, path: str) -> bool:
    return (await system.send("staff", "GET", path)).is_success


async def where(system: System, words: str) -> list[str]:
    """Every collection of every service in which `words` stand, but for those that were replaced and go in a minute."""
    found = set()
    for service in system.services.values():
        used = {row["collection"] async for row in service.database["projections"].find({})}
        for name in await service.database.list_collection_names():
            if name.count(".") == 3 and name not in used:
                continue
            if words in str(await service.database[name].find({}).to_list()):
                found.add(f"{service.name}.{name.partition('.')[0]}")
    return sorted(found)


async def redacted(
    scene: Scene, thing: str, find: str = NAME, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    body = {"thing": thing, "find": find, "reason": "names_a_person"}
    made = await scene.system.post("staff", "/registry/v1/redactions", headers, **body)
    await followed(scene, made["id"])
    return made


async def followed(scene: Scene, redaction: str) -> None:
    for service in ("registry", "matching", "evaluation", "notify"):
        database = scene.system.services[service].database
        await eventually(lambda d=database: _done(d, redaction), f"{service} has followed", WITHIN)  # type: ignore[misc]


async def test_what_was_taken_out_is_listed_and_who_did_it_but_not_what(scene: Scene) -> None:
    need = await named_need(scene)
    made = await redacted(scene, need)
    for service in scene.system.services:
        path = f"/{service}/v1/redactions"
        here = await scene.system.items("staff", f"{path}?community={scene.town.home}")
        (shown,) = [each for each in here if each["id"] == made["id"]]
        assert (shown["service"], shown["thing"], shown["reason"], shown["state"]) == (
            "registry",
            need,
            "names_a_person",
            "done",
        )
        assert shown["by"] == ("staff" if service == "registry" else "system")
        assert NAME not in str(here)
        assert made["id"] in [each["id"] for each in await scene.system.items("street", path)]
        assert made["id"] not in [each["id"] for each in await scene.system.items("far_staff", path)]
        refused = await scene.system.send("far_staff", "GET", f"{path}?community={scene.town.home}")
        assert refused.status_code == 404


async def test_it_is_done_when_nobody_reads_the_former_documents_any_more(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "POINTER_KEPT", POINTER_KEPT)
    need = await named_need(scene)
    order = {"thing": need, "find": NAME, "reason": "names_a_person"}
    made = await scene.system.post("staff", "/registry/v1/redactions", **order)

    async def done() -> bool:
        await scene.system.send("staff", "GET", f"/registry/v1/needs/{need}")  # somebody reads it all the time
        view = await scene.system.send("staff", "GET", f"/registry/v1/redactions/{made['id']}")
        return view.is_success and view.json()["state"] == "done"

    await eventually(done, "it is done", WITHIN)
    assert NAME not in (await scene.system.send("staff", "GET", f"/registry/v1/needs/{need}")).text
    await followed(scene, made["id"])


async def test_a_rewrite_that_mongodb_refuses_is_tried_until_it_is_taken(scene: Scene) -> None:
    need = await named_need(scene)
    database = scene.system.services["registry"].database
    refusing = {"events.data.title": {"$not": {"$regex": "（已去除）"}}}
    await database.command("collMod", "commits", validator=refusing)
    try:
        order = {"thing": need, "find": NAME, "reason": "names_a_person"}
        made = await scene.system.post("staff", "/registry/v1/redactions", **order)
        job = await eventually(lambda: _failed_twice(database, f"redact/{made['id']}"), "it was tried again", WITHIN)
        assert (job["state"], job["message"]) == ("waiting", "BulkWriteError"), "it does not say what it was to write"
        view = await scene.system.read("staff", f"/registry/v1/redactions/{made['id']}")
        assert view["state"] == "retrying"
        assert NAME in str(await database["commits"].find({"stream": need}).to_list()), "the control"
    finally:
        await database.command("collMod", "commits", validator={})
    await followed(scene, made["id"])
    assert await where(scene.system, NAME) == []


async def _failed_twice(database: Any, job: str) -> Any:
    return await database["jobs"].find_one({"_id": job, "failures": {"$gte": 2}})


async def _done(database: Any, redaction: str) -> bool:
    """The rebuild alone is not all of it: it may be over before the rewrite is asked for once more."""
    states = {job["_id"]: job["state"] async for job in database["jobs"].find({"_id": {"$regex": redaction}})}
    return states.get(f"redact/{redaction}") == "done" and set(states.values()) == {"done"}


async def test_the_name_is_nowhere_any_more(scene: Scene) -> None:
    need = await named_need(scene)
    assert {"registry.commits", "registry.needs", "matching.commits", "matching.requests"} <= set(
        await where(scene.system, NAME)
    ), "the control"
    made = await redacted(scene, need)
    assert await where(scene.system, NAME) == []
    shown = await scene.system.read("staff", f"/registry/v1/needs/{need}")
    assert (shown["title"], shown["detail"]) == ("请找（已去除）", "（已去除）需要两名志愿者")
    request = await scene.system.read("staff", f"/matching/v1/requests/{need.replace('need_', 'req_')}")
    assert (request["title"], request["text"]) == ("请找（已去除）", "需要两名志愿者")
    assert NAME not in str(request)
    for service in scene.system.services:
        view = await scene.system.read("staff", f"/{service}/v1/redactions/{made['id']}")
        assert (service, view["state"], view["texts"]) == (service, "done", 3)


async def test_a_name_in_published_thanks_is_taken_out(scene: Scene) -> None:
    wish, match = await thanks.thanked(scene)
    review = {"decision": "publish", "text": f"谢谢{SIGNED}的同事"}
    await scene.system.post("staff", f"{wish}/thanks/review", headers=match, **review)
    assert {"registry.commits", "registry.wishes"} <= set(await where(scene.system, SIGNED)), "the control"
    await redacted(scene, wish.rpartition("/")[2], SIGNED)
    assert await where(scene.system, SIGNED) == []
    page = await scene.system.read("school", f"/registry/v1/organizations/{scene.town.school}/thanks")
    assert "谢谢（已去除）的同事" in [each["text"] for each in page["items"]]


async def test_an_order_that_is_repeated_is_answered_as_it_was(scene: Scene) -> None:
    need = await named_need(scene)
    key = {"Idempotency-Key": f"redact.{need}"}
    first = await redacted(scene, need, headers=key)
    assert await where(scene.system, NAME) == []
    assert await redacted(scene, need, headers=key) == first


async def test_a_rewrite_that_is_killed_is_done_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    need = await named_need(scene)
    matching, killed = scene.system.services["matching"], asyncio.Event()
    once, ours = matching.log.rewrite, asyncio.current_task()

    async def half(events: Any) -> int:
        """What is killed is ours: the worker has the same job, and may come to it first."""
        if asyncio.current_task() is ours:
            await once(dict(list(events.items())[:1]))
            killed.set()
            raise asyncio.CancelledError
        await killed.wait()
        return await once(events)

    monkeypatch.setattr(matching.log, "rewrite", half)
    made = await scene.system.post("staff", "/registry/v1/redactions", thing=need, find=NAME, reason="names_a_person")
    await eventually(lambda: _known(matching, made["id"]), "matching knows")
    with pytest.raises(asyncio.CancelledError):
        await rewriting.rewrite(matching, made["id"], lambda done, total: None)
    await followed(scene, made["id"])
    assert await where(scene.system, NAME) == []


async def _known(service: Any, redaction: str) -> bool:
    return await service.handler.state(redaction) is not None


async def test_what_nobody_said_is_not_taken_out(scene: Scene) -> None:
    need = (await registry.need(scene)).rpartition("/")[2]
    body = {"thing": need, "find": NAME, "reason": "names_a_person"}
    answer = await scene.system.send("staff", "POST", "/registry/v1/redactions", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_redact")
    assert NAME not in answer.text
    short = await scene.system.send("staff", "POST", "/registry/v1/redactions", body | {"find": "志"})
    assert short.status_code == 422


async def test_an_id_or_a_code_is_never_taken_out(scene: Scene) -> None:
    need = (await registry.need(scene)).rpartition("/")[2]
    body = {"thing": need, "find": "volunteering", "reason": "other"}
    answer = await scene.system.send("staff", "POST", "/registry/v1/redactions", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_redact")
