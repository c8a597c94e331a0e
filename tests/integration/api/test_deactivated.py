"""What an organization that was deactivated can't do in matching any more, and what is still done for it."""

from dataclasses import dataclass
from typing import Any

import pytest

from services.matching.commands import AcceptClaim
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Outcome
from tests.integration.api.examples import Scene, matching, registry
from tests.integration.api.test_bookings import ROOT, book, booked, state_of
from tests.support.bookable import AFTERNOON, MORNING, in_days, list_room, organization
from tests.support.eventually import eventually
from tests.support.system import System, Town


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


@dataclass
class Known:
    """A shop with somebody who speaks for it."""

    id: str
    contact: str


async def _known(scene: Scene, name: str) -> Known:
    said = {"community": scene.town.home, "name": name, "kind": "shop", "peer_class": "shop"}
    made = await scene.system.post("staff", f"{registry.ROOT}/organizations", **said)
    contact = f"contact of {made['id']}"
    scene.system.sign_in(contact, "contact", node=scene.town.home, organization=made["id"])
    return Known(made["id"], contact)


async def _active(scene: Scene, shop: Known, active: bool) -> None:
    path = f"{registry.ROOT}/organizations/{shop.id}"
    if active:
        await scene.system.post("staff", f"{path}/reactivation")
    else:
        await scene.system.post("staff", f"{path}/deactivation", reason="moved_away")
    await scene.system.read("staff", f"{ROOT}/requests?limit=1", after="registry")


async def _refused(scene: Scene, who: str, path: str, **body: Any) -> None:
    answer = await scene.system.send(who, "POST", path, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "organization_inactive"), (path, answer.text)
    assert "先恢复" in answer.json()["detail"], "it says what to do"


async def test_it_books_nothing_and_nothing_of_it_is_booked_until_it_is_there_again(scene: Scene) -> None:
    system, shop, guest = scene.system, await _known(scene, "停业茶馆"), await _known(scene, "常来的书社")
    room = await list_room(system, guest.id, title="书社活动室")
    parlour = await list_room(system, shop.id, title="茶馆包间")
    held = await booked(system, "staff", room, shop.id, in_days(2))
    lent = await booked(system, "staff", parlour, guest.id, in_days(2))
    await _active(scene, shop, False)
    said = {"day": in_days(3), "start": AFTERNOON}
    for who in ("staff", shop.contact):
        await _refused(scene, who, f"{ROOT}/offers/{room}/bookings", booker=organization(shop.id), **said)
        await _refused(scene, who, f"{held}/move", reason="other_time", **said)
    for who in ("staff", guest.contact):
        await _refused(scene, who, f"{ROOT}/offers/{parlour}/bookings", booker=organization(guest.id), **said)
        await _refused(scene, who, f"{lent}/move", reason="other_time", **said)
    offered = await system.read(guest.contact, f"{ROOT}/offers/{parlour}/slots")
    assert (offered["listed"], offered["slots"]) == (False, []), "nobody is there to keep them"
    over = await book(system, "staff", room, shop.id, in_days(-1), afterwards=True)
    assert over.status_code == 201, "what has happened is entered"
    await system.post("staff", f"{ROOT}/bookings/{over.json()['id']}/kept")
    await system.post(shop.contact, f"{held}/cancellation", reason="closed")
    await system.post("staff", f"{lent}/cancellation", reason="closed")
    assert [await state_of(system, path) for path in (held, lent)] == ["cancelled", "cancelled"]
    await _active(scene, shop, True)
    offered = await system.read(guest.contact, f"{ROOT}/offers/{parlour}/slots")
    assert offered["listed"], "and is again"
    assert any(slot["free"] for slot in offered["slots"])
    await booked(system, shop.contact, room, shop.id, in_days(3))
    await booked(system, guest.contact, parlour, guest.id, in_days(3))


async def test_nothing_new_comes_of_it_and_the_wall_shows_nothing_of_it(scene: Scene) -> None:
    system, shop = scene.system, await _known(scene, "停业书画社")
    offer = {
        "organization": shop.id,
        "title": "停业书画教室",
        "detail": "可以教书画",
        "category": "culture",
        "mode": "standing",
    }
    need = {
        "organization": shop.id,
        "title": "停业找场地",
        "detail": "要一间屋子",
        "category": "space",
        "quantity": 1,
        "unit": "间",
    }
    listed = await system.post("staff", f"{registry.ROOT}/offers", **offer)
    await system.post("staff", f"{registry.ROOT}/offers/{listed['id']}/listing")
    wall = f"{registry.ROOT}/communities/{scene.town.home}/wall"

    async def hangs() -> bool:
        shown = await system.read("staff", wall, after="registry")
        return offer["title"] in [each["title"] for each in shown["offers"]]

    assert await hangs()
    await _active(scene, shop, False)
    assert not await hangs()
    for who in ("staff", shop.contact):
        await _refused(scene, who, f"{registry.ROOT}/offers", **offer)
        await _refused(scene, who, f"{registry.ROOT}/needs", **need)
    agreement = {"organization": shop.id, "title": "共建协议", "clauses": [{"kind": "declaratory", "text": "一起走访"}]}
    await _refused(scene, "staff", f"{registry.ROOT}/agreements", **agreement)
    await _active(scene, shop, True)
    assert await hangs()

    async def asked() -> tuple[int, str]:
        headers = {"Idempotency-Key": f"need-of-{shop.id}"}
        answer = await system.send(shop.contact, "POST", f"{registry.ROOT}/needs", need, headers)
        return answer.status_code, answer.json().get("id", "")

    first = await asked()
    assert first[0] == 201
    await _active(scene, shop, False)
    assert await asked() == first, "what was taken is answered as it was"


async def test_what_it_waited_for_goes_to_the_next_one(scene: Scene) -> None:
    system, shop, next_one = scene.system, await _known(scene, "停业花店"), await _known(scene, "隔壁裁缝铺")
    room = await list_room(system, scene.town.school, title="花艺教室")
    first = [
        await booked(system, "staff", room, scene.town.school, in_days(9), start=at) for at in (MORNING, AFTERNOON)
    ]
    asked, waits = [
        await booked(system, "staff", room, shop.id, in_days(9), start=at, wait=True) for at in (MORNING, AFTERNOON)
    ]
    behind = await booked(system, "staff", room, next_one.id, in_days(9), start=AFTERNOON, wait=True)
    await system.post("staff", f"{first[0]}/cancellation", reason="other_time")
    assert [await state_of(system, path) for path in (asked, waits, behind)] == ["offered", "waiting", "waiting"]
    await _active(scene, shop, False)
    for who in ("staff", shop.contact):
        await _refused(scene, who, f"{asked}/answer", accept=True)
    await system.post(shop.contact, f"{asked}/answer", accept=False)
    assert await state_of(system, asked) == "declined"

    await system.post("staff", f"{first[1]}/cancellation", reason="other_time")

    async def passed_on() -> bool:
        return [await state_of(system, path) for path in (waits, behind)] == ["declined", "offered"]

    await eventually(passed_on, "who waited behind it is asked")
    await system.post(next_one.contact, f"{behind}/answer", accept=True)
    assert await state_of(system, behind) == "booked"


async def test_its_claim_is_declined_and_not_accepted(scene: Scene) -> None:
    system, shop = scene.system, await _known(scene, "停业粮店")
    kept, declined = [await matching.request(scene) for _ in range(2)]
    for request in (kept, declined):
        await system.post(shop.contact, f"{request}/claims", claimant=organization(shop.id))
    await _active(scene, shop, False)
    for request in (kept, declined):
        await _refused(scene, "staff", f"{request}/claims/1/acceptance")
    await system.post("staff", f"{declined}/claims/1/declination", reason="other")
    assert (await system.read("staff", declined))["claims"][0]["status"] == "declined"
    await _active(scene, shop, True)
    await system.post("staff", f"{kept}/claims/1/acceptance")
    assert (await system.read("staff", kept))["claims"][0]["status"] == "accepted"


async def test_what_it_promised_is_open_to_others_and_the_desk_hears_of_it(scene: Scene) -> None:
    system, shop = scene.system, await _known(scene, "停业米铺")
    promised, done = [await matching.request(scene) for _ in range(2)]
    for request in (promised, done):
        await system.post(shop.contact, f"{request}/claims", claimant=organization(shop.id))
        await system.post("staff", f"{request}/claims/1/acceptance")
    await system.post(shop.contact, f"{done}/claims/1/deliveries", evidence_code="visit")
    await _active(scene, shop, False)

    async def open_again() -> bool:
        found = await system.read("staff", promised)
        return (found["state"], found["claims"][0]["status"], found["left"]) == ("open", "released", 1)

    await eventually(open_again, "what it promised is released")
    assert (await system.read("staff", done))["claims"][0]["status"] == "delivered", "what it did stays"
    await eventually(lambda: _heard(scene, promised), "the desk is told")
    await system.post("school", f"{promised}/claims", claimant=organization(scene.town.school))


async def test_what_is_accepted_while_it_is_deactivated_is_released(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, shop = scene.system, await _known(scene, "停业书报亭")
    before, meanwhile = [await matching.request(scene) for _ in range(2)]
    for request in (before, meanwhile):
        await system.post(shop.contact, f"{request}/claims", claimant=organization(shop.id))
    await system.post("staff", f"{before}/claims/1/acceptance")
    handler, late = system.services["matching"].handler, list[Envelope]()
    handle = handler.handle

    async def released(request: str) -> bool:
        found = await system.read("staff", request)
        return (found["state"], found["claims"][0]["status"]) == ("open", "released")

    async def overtaken(envelope: Envelope) -> Outcome:
        if isinstance(envelope.command, AcceptClaim) and not late:
            late.append(envelope)
            await _active(scene, shop, False)
            await eventually(lambda: released(before), "what it had promised by then is released")
        return await handle(envelope)

    monkeypatch.setattr(handler, "handle", overtaken)
    await system.post("staff", f"{meanwhile}/claims/1/acceptance")
    assert late, "it was deactivated before that was recorded"
    await eventually(lambda: released(meanwhile), "what was accepted since is released as well")
    await eventually(lambda: _heard(scene, meanwhile), "the desk is told")


async def _heard(scene: Scene, *requests: str) -> bool:
    """Whether the desk was told that claims of these were released."""
    notices = (await scene.system.read("staff", "/notify/v1/notices?limit=200"))["items"]
    said = {each["params"].get("request") for each in notices if each["kind"] == "claim_released"}
    return {path.rpartition("/")[2] for path in requests} <= said


async def test_what_is_reopened_of_it_is_open_to_others_at_once_and_the_desk_hears_of_it(scene: Scene) -> None:
    system, shop = scene.system, await _known(scene, "停业修车铺")
    disputed, reopened = [await matching.request(scene) for _ in range(2)]
    for request in (disputed, reopened):
        await system.post(shop.contact, f"{request}/claims", claimant=organization(shop.id))
        await system.post("staff", f"{request}/claims/1/acceptance")
        await system.post(shop.contact, f"{request}/claims/1/deliveries", evidence_code="visit")
    await system.post("staff", f"{reopened}/confirmation", mark=5, how="visit")
    await _active(scene, shop, False)
    for request in (disputed, reopened):
        await system.post("staff", f"{request}/reopening", reason="not_done")

    async def open_again() -> bool:
        found = [await system.read("staff", request) for request in (disputed, reopened)]
        return [(each["state"], each["claims"][0]["status"], each["left"]) for each in found] == [
            ("open", "released", 1)
        ] * 2

    await eventually(open_again, "what it promised is released")

    await eventually(lambda: _heard(scene, disputed, reopened), "the desk is told")
    for request in (disputed, reopened):
        await system.post("school", f"{request}/claims", claimant=organization(scene.town.school))
