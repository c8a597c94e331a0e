"""One person through the whole flow, then erased: nothing of him or her is left in any store, log, queue or answer.

The services run as in a cluster, on a MongoDB and a RabbitMQ whose files are searched, and log all they can.
"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.catalogue import SERVICES
from shared.runtime import jobs
from shared.runtime.installation import Installation
from shared.runtime.service import utc_now
from tests.support.broker import Broker
from tests.support.eventually import eventually
from tests.support.leaks import assert_clean, store_of
from tests.support.searched import Cluster, Heard, Listening, cluster, plant
from tests.support.system import Speaker, Town

NAME = "欧阳雪见梅"
PHONE = "13912340987"
ADDRESS = "核桃园北里七号楼五单元九零九室"
PLATE, PLATE_BEFORE = "京QZ7K36", "京NX9W58"
WORDS = "想听一听珊瑚色收音机里的黄梅戏"
THANKS = "收音机里的梅花落比老伴唱得还好听"
CHILD = "欧阳小梅子"
BORN = "2016-07-19"
NEEDLES = (NAME, PHONE, "139 1234 0987", ADDRESS, WORDS, THANKS, PLATE, PLATE_BEFORE, CHILD, BORN)
PUBLIC = "想要一台收音机"
THANKED = "收音机很好听，谢谢"
WITHIN = 90.0


@dataclass
class Life:
    """What one person did, and what of it is where."""

    person: str
    done: str
    open: str
    waiting: str
    child: str
    """Whose guardian the person is; erased as well."""

    @property
    def requests(self) -> list[str]:
        return [f"/matching/v1/requests/{wish.replace('wish_', 'req_')}" for wish in (self.done, self.open)]


async def test_nothing_is_left_of_an_erased_person(
    broker: Broker, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with cluster(tmp_path, broker) as made:
        life = await _live(made)
        await _force_errors(made.speaker, made.town, life)
        erased_at, before = time.monotonic(), len(made.speaker.heard)
        await made.speaker.write("xue", "DELETE", f"/registry/v1/persons/{life.person}?reason=asked_by_person")
        await made.speaker.write("staff", "DELETE", f"/registry/v1/persons/{life.child}?reason=moved_away")
        await _check_gone(made, life)
        await _rebuild_all(made.installation)
        await _check_gone(made, life)
        controls = await plant(made, broker)
        for program in made.programs:
            await program.interrupt()
    searches = {
        made.mongod.directory: controls["mongod"],
        made.logs: controls["log"],
        store_of(broker, tmp_path_factory.getbasetemp(), tmp_path / "copy"): controls["broker"],
    }
    for root, control in searches.items():
        await asyncio.to_thread(assert_clean, root, NEEDLES, control)
    _check_answers(made.speaker.heard[:before], made.speaker.heard[before:], life, controls["answer"])
    assert time.monotonic() - erased_at < WITHIN


async def _live(made: Cluster) -> Life:
    """Registered, three wishes: one fulfilled, one published and claimed, one waiting for review."""
    speaker, town = made.speaker, made.town
    body = {"name": NAME, "phone": PHONE, "address": ADDRESS, "consent": "in_person", "account": True}
    person = (await speaker.post("staff", "/registry/v1/persons", community=town.home, **body))["id"]
    speaker.sign_in("xue", "resident", node=town.home, person=person)
    await _parks(speaker, person)
    posted = [await _posted(speaker, town, person) for _ in range(3)]
    life = Life(person, *posted, await _child(speaker, town, person))
    for wish, request in zip((life.done, life.open), life.requests, strict=True):
        await _published_and_claimed(speaker, town, wish, request)
    await _revealed_only_once_accepted(speaker, life)
    delivered = {"evidence_code": "visit", "occurred_on": "2024-11-01"}
    await speaker.post("school", f"{life.requests[0]}/claims/1/deliveries", **delivered)
    await speaker.post("xue", f"{life.requests[0]}/confirmation", mark=5, how="self")
    await speaker.read("staff", "/evaluation/v1/schemes", after="matching")
    await _thanked(speaker, life)
    assert (await speaker.read("xue", f"/registry/v1/wishes/{life.waiting}"))["words"] == WORDS
    return life


async def _parks(speaker: Listening, person: str) -> None:
    path = f"/registry/v1/persons/{person}/plate"
    for plate in (PLATE_BEFORE, PLATE):
        await speaker.write("staff", "PUT", path, {"plate": plate, "consent": "in_person"})
    wrong = await speaker.send("xue", "PUT", path, {"plate": f"{PLATE}{PLATE}"})
    assert wrong.status_code == 422
    shown = await speaker.post("staff", f"{path}/reveals", purpose="parking")
    assert shown["plate"] == PLATE
    speaker.heard.pop()  # that one was meant to be told


async def _child(speaker: Listening, town: Town, guardian: str) -> str:
    body = {"community": town.home, "name": CHILD, "phone": PHONE, "consent": "guardian"}
    child = str((await speaker.post("staff", "/registry/v1/persons", **body))["id"])
    named = {"guardian": guardian, "relation": "mother", "born": BORN, "consent": "in_person"}
    await speaker.write("staff", "PUT", f"/registry/v1/persons/{child}/guardian", named)
    return child


async def _thanked(speaker: Listening, life: Life) -> None:
    wish = f"/registry/v1/wishes/{life.done}"
    await speaker.read("staff", wish, after="matching")
    said = await speaker.post("xue", f"{wish}/thanks", words=THANKS, shown_to="everybody")
    read = await speaker.post("staff", f"{wish}/thanks/words", purpose="review")
    assert read["words"] == THANKS
    speaker.heard.pop()  # that one was meant to be told
    match = {"If-Match": f'"{said["version"]}"'}
    await speaker.post("staff", f"{wish}/thanks/review", headers=match, decision="publish", text=THANKED)


async def _posted(speaker: Speaker, town: Town, person: str) -> str:
    key = {"Idempotency-Key": f"{PHONE}-{uuid4().hex}"}
    body = {"community": town.home, "person": person, "words": WORDS}
    return str((await speaker.post("xue", "/registry/v1/wishes", headers=key, **body))["id"])


async def _published_and_claimed(speaker: Speaker, town: Town, wish: str, request: str) -> None:
    review = {"decision": "publish", "text": PUBLIC, "kind": "person", "category": "culture", "home_visit": True}
    await speaker.post("staff", f"/registry/v1/wishes/{wish}/review", headers={"If-Match": '"1"'}, **review)
    await speaker.read("school", request, after="registry")
    await speaker.post("school", f"{request}/claims", claimant={"kind": "organization", "id": town.school})


async def _revealed_only_once_accepted(speaker: Listening, life: Life) -> None:
    wish = f"/registry/v1/wishes/{life.done}"
    await speaker.read("staff", wish, after="matching")
    purpose = {"purpose": "arrange_delivery"}
    assert (await speaker.send("school", "POST", f"{wish}/reveals", purpose)).status_code == 404
    await speaker.post("staff", f"{life.requests[0]}/claims/1/acceptance")
    await speaker.read("staff", wish, after="matching")
    assert (await speaker.send("station", "POST", f"{wish}/reveals", purpose)).status_code == 404
    assert (await speaker.send("wang", "POST", f"{wish}/reveals", purpose)).status_code == 404
    told = await speaker.post("school", f"{wish}/reveals", **purpose)
    assert (told["name"], told["phone"], told["address"]) == (NAME, "+86 139 1234 0987", ADDRESS)
    speaker.heard.pop()  # that one was meant to be told


async def _force_errors(speaker: Listening, town: Town, life: Life) -> None:
    """All refusals that could repeat what was sent, or write it to a log."""
    wish, first = f"/registry/v1/wishes/{life.waiting}", {"If-Match": '"1"'}
    everything = f"{NAME} {PHONE} {ADDRESS} {WORDS}"
    publish = {"decision": "publish", "text": f"{PHONE} {NAME}", "kind": "person", "category": "culture"}
    person = {"community": town.home, "name": NAME, "phone": f"{PHONE}0", "address": ADDRESS, NAME: PHONE}
    long = {"community": town.home, "person": life.person, "words": everything * 100}
    published = {"reason": "other", "note": f"{NAME} {ADDRESS}"}
    quoted = {"Accept-Language": NAME.encode().hex(), "X-Request-ID": everything.encode().hex()}
    tries = [
        ("staff", "POST", f"{wish}/review", publish, first, 422),
        ("staff", "POST", f"{wish}/review", {**publish, "decision": NAME}, first, 422),
        ("staff", "POST", f"{wish}/review", {"decision": "reject", "reason": WORDS, "note": PHONE}, first, 422),
        ("staff", "POST", f"{wish}/review", {**publish, "text": PUBLIC, "unit": NAME * 4}, {"If-Match": PHONE}, 422),
        ("staff", "POST", "/registry/v1/persons", person, {}, 422),
        ("xue", "POST", "/registry/v1/wishes", long, {}, 422),
        ("xue", "POST", "/registry/v1/wishes", {**long, "words": everything * 20_000}, {}, 413),
        ("xue", "POST", "/registry/v1/wishes", f'{{"words": "{everything}'.encode(), quoted, 422),
        ("xue", "POST", f"/registry/v1/wishes/{life.done}/withdrawal", published, {}, 409),
        ("xue", "POST", f"/registry/v1/wishes/{life.done}/thanks", {"words": THANKS, "shown_to": THANKS}, {}, 422),
        ("xue", "POST", f"/registry/v1/wishes/{life.done}/thanks", {"words": THANKS, "shown_to": "providers"}, {}, 409),
        ("staff", "POST", f"/registry/v1/wishes/{life.done}/thanks/review", {"decision": THANKS}, first, 422),
        ("li", "POST", f"{wish}/withdrawal", published, {}, 404),
        ("staff", "POST", f"{life.requests[0]}/closing", {"reason": "other", "note": NAME}, {}, 409),
        ("staff", "POST", f"{life.requests[1]}/closing", {"reason": "other", "note": NAME}, {}, 409),
        ("staff", "GET", f"/registry/v1/wishes/{PHONE}", None, {}, 404),
        ("staff", "GET", f"/registry/v1/tree?{PHONE}={PHONE}", None, {}, 400),
        ("staff", "GET", f"/registry/v1/communities/{town.home}/wishes?cursor={PHONE}", None, {}, 422),
        ("staff", "GET", f"/registry/v1/communities/{town.home}/wishes?state={PHONE}", None, {}, 422),
        ("-", "GET", "/registry/v1/persons/x", None, {"Authorization": f"Bearer {PHONE}"}, 401),
        ("-", "GET", "/notify/v1/notices", None, {"Authorization": f"Bearer {PHONE}.{PHONE}.{PHONE}"}, 401),
    ]
    for who, method, path, body, headers, status in tries:
        answer = await speaker.send(who, method, path, body, headers)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"


async def _check_gone(made: Cluster, life: Life) -> None:
    """What must not work any more does not, what has to end has ended, and what happened is still told."""
    speaker, home = made.speaker, made.town.home
    words = {"community": home, "person": life.person, "words": "别的愿望", "consent": "by_phone"}
    for path, body in (
        (f"/registry/v1/persons/{life.person}/reveals", {"purpose": "tell_in_person"}),
        (f"/registry/v1/wishes/{life.done}/reveals", {"purpose": "arrange_delivery"}),
        (f"/registry/v1/wishes/{life.done}/thanks/words", {"purpose": "review"}),
        ("/registry/v1/wishes", words),
    ):
        assert (await speaker.send("staff", "POST", path, body)).status_code == 410, path
    for wish in (life.open, life.waiting):
        await eventually(lambda wish=wish: _state(speaker, wish, "withdrawn"), f"{wish} is withdrawn")
    await eventually(lambda: _state(speaker, life.open, "closed", of=life.requests[1]), "the request is closed")
    assert await _state(speaker, life.done, "published")
    done = await speaker.read("staff", f"/registry/v1/wishes/{life.done}")
    assert (done["words"], done["progress"], done["thanks"]["text"]) == (None, "fulfilled", THANKED)
    assert {"wish_posted", "wish_published"} <= {entry["type"] for entry in done["history"]}
    whole = await speaker.read("staff", life.requests[0])
    assert "delivery_confirmed" in {entry["type"] for entry in whole["history"]}
    for person in (life.person, life.child):
        await eventually(lambda person=person: _destroyed(made, person), "record and key are destroyed")


async def _state(speaker: Speaker, wish: str, state: str, of: str | None = None) -> bool:
    return bool((await speaker.read("staff", of or f"/registry/v1/wishes/{wish}"))["state"] == state)


async def _destroyed(made: Cluster, person: str) -> bool:
    prefix = made.installation.settings.database_prefix
    client = made.installation.client
    records = await client[f"{prefix}_registry"]["vault"].count_documents({"person": person})
    key = await client[f"{prefix}_registry_keys"]["keys"].find_one({"_id": person})
    return records == 0 and key == {"_id": person, "erased": True}


async def _rebuild_all(installation: Installation) -> None:
    for name in SERVICES:
        database = installation.client[f"{installation.settings.database_prefix}_{name}"]
        job = await jobs.submit(database, "rebuild", utc_now(), projection="all")

        async def ended(database: Any = database, job: Any = job) -> Any:
            seen = await jobs.look(database, job)
            return seen if seen["state"] in ("done", "failed") else None

        seen = await eventually(ended, f"{name} is rebuilt", 30)
        assert seen["state"] == "done", seen


def _check_answers(before: list[Heard], after: list[Heard], life: Life, control: str) -> None:
    """Nobody heard anything but the person and the desk, who read the wish itself; and from the erasure on, nobody."""
    assert any(control in answer for _, answer in after), "the control was not heard: nothing is proved"
    assert _leaks(after) == set()
    wishes = {f"GET /registry/v1/wishes/{wish}" for wish in (life.done, life.open, life.waiting)}
    meant = {(f"{who} {wish}", WORDS) for who in ("xue", "staff") for wish in wishes}
    assert _leaks(before) <= meant
    assert (f"xue GET /registry/v1/wishes/{life.waiting}", WORDS) in _leaks(before)


def _leaks(heard: list[Heard]) -> set[Heard]:
    return {(what, needle) for what, answer in heard for needle in NEEDLES if needle in answer}
