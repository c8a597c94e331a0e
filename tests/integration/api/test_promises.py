"""What is counted of an offer's number: it follows the claim, and of two yeses only the one that won counts."""

from collections.abc import Awaitable, Callable

import pytest

from services.matching.commands import AcceptSuggestion
from services.matching.decider import calendar_of
from shared.errors import Unavailable
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Outcome
from tests.integration.api.examples import Scene
from tests.integration.api.examples.suggestions import hall, needed
from tests.support.bookable import organization
from tests.support.eventually import eventually
from tests.support.system import System, Town

THERE = 10


@pytest.fixture
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def asked_for(scene: Scene, thing: str, quantity: int = 7) -> tuple[str, str]:
    """A request for so many of a `thing`, and the offer of ten that was asked for."""
    said = {"title": thing, "category": "supplies", "seats": None}
    offer = await hall(scene, **said, detail=f"{thing}送居民", mode="one_off", quantity=THERE)
    need = {"title": thing, "detail": f"居民要用{thing}", "category": "supplies", "unit": "份"}
    request = await needed(scene, **need, quantity=quantity)
    await scene.system.post("station", f"{request}/suggestions", offer=offer)
    return request, offer


def acceptance(request: str) -> str:
    return f"{request}/suggestions/1/acceptance"


async def taken(scene: Scene, offer: str) -> int:
    """How much of the offer is promised, by the log."""
    calendar = await scene.system.services["matching"].handler.state(calendar_of(offer))
    return sum(each.quantity for each in calendar.promises)


async def shown(scene: Scene, offer: str, left: int) -> None:
    """Waits until the offer says that so much is left of it."""

    async def says() -> bool:
        found = await scene.system.read("staff", f"/registry/v1/offers/{offer}", "matching")
        return bool(found["quantity_left"] == left)

    await eventually(says, f"{left} are left")


def before_the_yes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[None]]
) -> Callable[[], bool]:
    """Something `happens` when the next yes has been counted and is not accepted yet; whether it has."""
    handler, met = scene.system.services["matching"].handler, list[Envelope]()
    handle = handler.handle

    async def overtaken(envelope: Envelope) -> Outcome:
        if isinstance(envelope.command, AcceptSuggestion) and not met:
            met.append(envelope)
            await happens()
        return await handle(envelope)

    monkeypatch.setattr(handler, "handle", overtaken)
    return lambda: bool(met)


async def test_what_the_last_delivery_leaves_over_is_there_again_before_it_is_confirmed(scene: Scene) -> None:
    request, offer = await asked_for(scene, "搪瓷茶缸")
    await scene.system.post("school", acceptance(request))
    await shown(scene, offer, THERE - 7)
    await scene.system.post("staff", f"{request}/claims/1/deliveries", quantity=4, final=True, evidence_code="visit")
    await shown(scene, offer, THERE - 4)


async def test_what_was_entered_as_delivered_by_mistake_is_there_again(scene: Scene) -> None:
    system, (request, offer) = scene.system, await asked_for(scene, "竹编果篮")
    await system.post("school", acceptance(request))
    await system.post("staff", f"{request}/claims/1/deliveries", quantity=3, evidence_code="visit")
    await system.post("school", f"{request}/claims/1/release", reason="no_time")
    await shown(scene, offer, THERE - 3)
    await system.post("staff", f"{request}/claims/1/deliveries/1/void", reason="not_delivered")
    await shown(scene, offer, THERE)


async def test_a_yes_that_broke_off_and_comes_again_for_less_takes_no_more_than_it_promises(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, offer = await asked_for(scene, "棉线手套")

    async def breaks_off() -> None:
        raise Unavailable(retry_after=1)

    met = before_the_yes(scene, monkeypatch, breaks_off)
    assert (await scene.system.send("school", "POST", acceptance(request), {"quantity": 5})).status_code == 503
    assert met()
    assert await taken(scene, offer) == 5, "nobody knows whether it came through"
    await scene.system.post("school", acceptance(request), quantity=2)
    await shown(scene, offer, THERE - 2)


async def test_of_two_yeses_the_one_that_lost_gives_back_nothing_of_what_the_other_took(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, offer = await asked_for(scene, "蓝布围裙")

    async def another() -> None:
        await scene.system.post("school", acceptance(request), quantity=2)
        await shown(scene, offer, THERE - 2)

    met = before_the_yes(scene, monkeypatch, another)
    lost = await scene.system.send("staff", "POST", acceptance(request), {"quantity": 5})
    assert met()
    assert (lost.status_code, lost.json()["code"]) == (409, "already_answered")
    assert await taken(scene, offer) == 2


async def test_a_yes_that_comes_too_late_gives_back_what_it_took(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    request, offer = await asked_for(scene, "木柄雨伞")

    async def claimed() -> None:
        assert await taken(scene, offer) == 7
        await scene.system.post("staff", f"{request}/claims", claimant=organization(scene.town.school))

    met = before_the_yes(scene, monkeypatch, claimed)
    lost = await scene.system.send("staff", "POST", acceptance(request), {})
    assert met()
    assert (lost.status_code, lost.json()["code"]) == (409, "already_claimed")
    assert await taken(scene, offer) == 0
