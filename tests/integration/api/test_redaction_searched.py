"""A name that was taken out of history is in no database, log, file, queue or answer of the services: searched for as
for an erased person.

MongoDB's and RabbitMQ's own files hold what was overwritten or taken in for some time, as the operations page says.
"""

import asyncio
from pathlib import Path
from typing import Any

import aio_pika

from services.catalogue import SERVICES
from shared.messaging import topology
from tests.integration.api.examples.registry import FIRST, NEED, OFFER
from tests.support.broker import Broker
from tests.support.eventually import eventually
from tests.support.leaks import assert_clean, new_control
from tests.support.searched import Cluster, cluster, plant
from tests.support.system import Speaker

NAME = "南宫不见雪"
REDACTION = {"find": NAME, "reason": "names_a_person"}


async def test_a_name_taken_out_is_found_in_no_store(broker: Broker, tmp_path: Path) -> None:
    async with cluster(tmp_path, broker) as made:
        things = await _said(made)
        assert {"registry", "matching"} <= await _stored(made, NAME), "the control"
        before = len(made.speaker.heard)
        for service, thing in things.items():
            order = await made.speaker.post("staff", f"/{service}/v1/redactions", thing=thing, **REDACTION)
            await _followed(made.speaker, order["id"])
        await _refused(made.speaker, things)
        answers = [answer for _, answer in made.speaker.heard[before:]]
        shown = [await _shown(made, path) for path in _pages(made, things)]
        controls = await plant(made, broker)
        assert await _stored(made, controls["answer"]), "the control"
        assert await _stored(made, NAME) == set()
        assert NAME not in str([*answers, *shown])
        assert "（已去除）" in str(shown)
        await _check_queues(made, broker)
        for program in made.programs:
            await program.interrupt()
    await asyncio.to_thread(assert_clean, made.logs, [NAME], controls["log"])
    state, control = tmp_path / "state", new_control()
    (state / "planted").write_text(control)
    await asyncio.to_thread(assert_clean, state, [NAME], control)


async def _said(made: Cluster) -> dict[str, str]:
    """An offer that names somebody, and a need that does in matching, of which everybody is told; by the service that
    keeps the text."""
    speaker, school = made.speaker, made.town.school
    offer = {**OFFER, "title": f"找{NAME}借", "detail": f"请找{NAME}老师", "organization": school}
    made_offer = await speaker.post("school", "/registry/v1/offers", **offer)
    await speaker.post("staff", f"/registry/v1/offers/{made_offer['id']}/listing")
    need = await speaker.post("school", "/registry/v1/needs", organization=school, **{**NEED, "title": f"{NAME}要人"})
    await speaker.post("staff", f"/registry/v1/needs/{need['id']}/publication")
    request = need["id"].replace("need_", "req_")
    path = f"/matching/v1/requests/{request}"
    await speaker.read("staff", path, after="registry")
    await speaker.post("station", f"{path}/claims", claimant={"kind": "organization", "id": made.town.station})
    amended = {"text": f"{NAME}需要两名志愿者", "reason": "clearer"}
    await speaker.write("staff", "PUT", f"{path}/text", amended, {"If-Match": '"2"'})
    await speaker.read("station", "/notify/v1/notices", after="matching")
    return {"registry": made_offer["id"], "matching": request}


def _pages(made: Cluster, things: dict[str, str]) -> list[tuple[str, str]]:
    """Who reads what of it."""
    offer, request = things.values()
    return [
        ("staff", f"/registry/v1/offers/{offer}"),
        ("staff", f"/registry/v1/communities/{made.town.home}/offers"),
        ("staff", f"/matching/v1/requests/{request}"),
        ("school", "/notify/v1/notices"),
        ("station", "/notify/v1/notices"),
    ]


async def _shown(made: Cluster, page: tuple[str, str]) -> Any:
    return await made.speaker.read(*page)


async def _refused(speaker: Speaker, things: dict[str, str]) -> None:
    """Asked for again, and badly: no refusal repeats it, and no log keeps it."""
    for body in ({**REDACTION, "thing": things["registry"]}, {**REDACTION, "thing": NAME}, {"find": NAME, NAME: NAME}):
        answer = await speaker.send("staff", "POST", "/registry/v1/redactions", body, FIRST)
        assert answer.status_code in (404, 409, 422)


async def _followed(speaker: Speaker, redaction: str) -> None:
    for service in SERVICES:
        path = f"/{service}/v1/redactions/{redaction}"
        await eventually(lambda path=path: _done(speaker, path), f"{service} has followed", 60)  # type: ignore[misc]


async def _done(speaker: Speaker, path: str) -> bool:
    answer = await speaker.send("staff", "GET", path)
    return answer.is_success and bool(answer.json()["state"] == "done")


async def _stored(made: Cluster, words: str) -> set[str]:
    """In which databases `words` stand, whatever the collection; keys' and vault's among them. What a rebuild replaced
    goes a minute later."""
    prefix, found = made.installation.settings.database_prefix, set()
    for name in await made.installation.client.list_database_names():
        database = made.installation.client[name]
        if not name.startswith(prefix):
            continue
        used = {row["collection"] async for row in database["projections"].find({})}
        for collection in await database.list_collection_names():
            replaced = collection.count(".") == 3 and collection not in used
            if not replaced and words in str(await database[collection].find({}).to_list()):
                found.add(name.removeprefix(f"{prefix}_"))
    return found


async def _check_queues(made: Cluster, broker: Broker) -> None:
    """All queues of the services are empty, whatever went through them."""
    prefix = made.installation.settings.amqp_prefix
    ours = [topology.queue(prefix, source, name) for name in SERVICES for source in SERVICES[name].sources]
    await eventually(lambda: _empty(broker.url, ours), "all queues are empty", 30)


async def _empty(url: str, queues: list[str]) -> bool:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        found = [await channel.declare_queue(queue, passive=True) for queue in queues]
        return not any(queue.declaration_result.message_count for queue in found)
