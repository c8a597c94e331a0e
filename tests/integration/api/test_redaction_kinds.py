"""A name is taken out of whatever people write a public text about: one rule for every kind of thing."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from shared.redaction import rewriting
from tests.integration.api.examples import Scene, agreements, meetings, offers, organizations, plans, registry
from tests.integration.api.test_redaction import followed, where
from tests.support.bookable import AFTERNOON, in_days, list_room, organization
from tests.support.system import System, Town

REGISTRY, MATCHING = "/registry/v1", "/matching/v1"
Make = Callable[[Scene, str], Awaitable[tuple[str, str]]]
"""Makes something that says a name; gives the service that keeps it, and its id."""
KINDS: dict[str, Make] = {}


def kind(make: Make) -> Make:
    KINDS[make.__name__] = make
    return make


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes meanwhile, so there is nothing to wait for."""
    monkeypatch.setattr(rewriting, "GIVE_UP_AFTER", 0.1)


@pytest.fixture
async def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def post(scene: Scene, path: str, **body: Any) -> str:
    return str((await scene.system.post("staff", path, **body))["id"])


@kind
async def an_organization(scene: Scene, name: str) -> tuple[str, str]:
    facts = {**organizations.FACTS, "name": f"{name}小店"}
    return "registry", await post(scene, f"{REGISTRY}/organizations", community=scene.town.home, **facts)


@kind
async def an_offer(scene: Scene, name: str) -> tuple[str, str]:
    said = {**registry.OFFER, "detail": f"请找{name}老师", "organization": scene.town.school}
    return "registry", await post(scene, f"{REGISTRY}/offers", **said)


@kind
async def a_wish(scene: Scene, name: str) -> tuple[str, str]:
    return "registry", await post(scene, f"{REGISTRY}/wishes", community=scene.town.home, text=f"{name}门口缺灯")


@kind
async def an_agreement(scene: Scene, name: str) -> tuple[str, str]:
    text = {"title": f"与{name}的协议", "clauses": [agreements.VISITS]}
    return "registry", await post(scene, f"{REGISTRY}/agreements", organization=scene.town.school, **text)


@kind
async def a_template(scene: Scene, name: str) -> tuple[str, str]:
    text = {"title": f"{name}范本", "clauses": [agreements.VISITS]}
    return "registry", await post(scene, f"{REGISTRY}/templates", community=scene.town.home, **text)


@kind
async def a_campaign(scene: Scene, name: str) -> tuple[str, str]:
    await scene.system.read("staff", await registry.offer(scene))
    said = {**offers.CAMPAIGN, "title": f"{name}核实", "about": {"organization": scene.town.school}}
    return "registry", await post(scene, f"{REGISTRY}/campaigns", community=scene.town.home, **said)


@kind
async def a_place(scene: Scene, name: str) -> tuple[str, str]:
    said = {"community": scene.town.home, "kind": "courtyard", "name": f"{name}家的院子"}
    return "registry", await post(scene, f"{REGISTRY}/places", **said)


@kind
async def a_visit(scene: Scene, name: str) -> tuple[str, str]:
    said = {**organizations.VISIT, "findings": f"{name}说台阶缺扶手"}
    return "registry", await post(scene, f"{registry.school(scene)}/visits", **said)


@kind
async def a_meeting(scene: Scene, name: str) -> tuple[str, str]:
    said = {**meetings.SAID, "title": f"{name}认领会", "requests": await meetings.requests(scene)}
    return "matching", await post(scene, f"{MATCHING}/meetings", community=scene.town.home, **said)


@kind
async def a_plan(scene: Scene, name: str) -> tuple[str, str]:
    path = await plans.plan(scene, title=f"{name}的安排")
    return "matching", path.rpartition("/")[2]


@kind
async def a_booking(scene: Scene, name: str) -> tuple[str, str]:
    room = await list_room(scene.system, scene.town.school)
    said = {"booker": organization(scene.town.station), "day": in_days(1), "start": AFTERNOON}
    return "matching", await post(scene, f"{MATCHING}/offers/{room}/bookings", purpose=f"{name}的聚会", **said)


@pytest.mark.parametrize("made", KINDS)
async def test_a_name_is_taken_out_of(scene: Scene, made: str) -> None:
    name = f"{made.replace('_', '')}氏某某"
    service, thing = await KINDS[made](scene, name)
    assert f"{service}.commits" in await where(scene.system, name), "the control"
    body = {"thing": thing, "find": name, "reason": "names_a_person"}
    order = await scene.system.post("staff", f"/{service}/v1/redactions", **body)
    await followed(scene, order["id"])
    assert await where(scene.system, name) == []
    refused = await scene.system.send("far_staff", "POST", f"/{service}/v1/redactions", body)
    assert refused.status_code == 404, "nobody's but the community's own desk takes it out"
