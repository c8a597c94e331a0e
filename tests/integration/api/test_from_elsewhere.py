"""Who helps in a community that is not its own: says itself what it delivered, and is told by its own desk."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.api.examples import Scene
from tests.integration.api.examples.suggestions import HALL, ROOT
from tests.support.eventually import eventually
from tests.support.system import System, Town

TASKS = "/notify/v1/tasks?limit=200&community="


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


@dataclass
class Lent:
    """A need of the far shop that a new organization at home has promised to fulfil; `claim` is its promise."""

    giver: str
    contact: str
    claim: str

    @property
    def request(self) -> str:
        return self.claim.partition("/claims")[0]


async def lent(scene: Scene, name: str, account: bool) -> Lent:
    system, town = scene.system, scene.town
    said = {"community": town.home, "name": name, "kind": "company", "account": account}
    giver = (await system.post("staff", "/registry/v1/organizations", **said))["id"]
    contact = system.sign_in(f"contact of {name}", "contact", node=town.home, organization=giver)
    room = HALL | {"organization": giver, "detail": f"{name}的会议室"}
    offer = (await system.post("staff", "/registry/v1/offers", **room))["id"]
    await system.post("staff", f"/registry/v1/offers/{offer}/listing")
    step = {"level": "subdistrict", "quota": 9, "decided_by": "organization"}
    await system.post("street", f"/registry/v1/offers/{offer}/reach", **step)
    need = {"title": name, "detail": f"借{name}的会议室", "category": "space", "quantity": 2, "unit": "次"}
    made = await system.post("far_shop", "/registry/v1/needs", organization=town.far_shop, **need)
    await system.post("far_staff", f"/registry/v1/needs/{made['id']}/publication")
    request = f"{ROOT}/requests/{made['id'].replace('need_', 'req_')}"
    await system.read("far_staff", request, after="registry")
    await system.post("far_staff", f"{request}/suggestions", offer=offer)
    await system.post(contact if account else "district", f"{request}/suggestions/1/acceptance")
    return Lent(giver, contact, f"{request}/claims/1")


async def test_who_helps_next_door_says_itself_what_it_delivered(scene: Scene) -> None:
    system = scene.system
    promise = await lent(scene, "松风文具店", account=True)
    for other in ("school", "zhao"):
        answer = await system.send(other, "POST", f"{promise.claim}/deliveries", {"evidence": "已送到"})
        assert answer.status_code == 404, answer.text
    soon = (system.clock() + timedelta(days=2)).date().isoformat()
    await system.post(promise.contact, f"{promise.claim}/arrangement", on=soon)
    await system.post(promise.contact, f"{promise.claim}/deliveries", quantity=1, evidence="已送到")
    await system.post(promise.contact, f"{promise.claim}/release", reason="no_time")
    [claim] = (await system.read("far_staff", promise.request))["claims"]
    assert (claim["delivered"], claim["promised"], claim["status"]) == (1, 1, "delivered")
    assert (await system.read(promise.contact, promise.request))["claims"][0]["delivered"] == 1


async def test_who_reads_nothing_online_is_told_by_the_desk_at_home(scene: Scene) -> None:
    system, town = scene.system, scene.town
    promise = await lent(scene, "听雨茶社", account=False)

    async def at_the_desk() -> Any:
        listed = (await system.read("staff", f"{TASKS}{town.home}"))["items"]
        mine = [task for task in listed if task["address"] == f"organization:{promise.giver}"]
        return next((task for task in mine if task["kind"] == "claim_accepted"), None)

    task = await eventually(at_the_desk, "the desk at home has to tell", 30)
    assert task["community"] == town.far
    elsewhere = (await system.read("far_staff", f"{TASKS}{town.far}"))["items"]
    assert f"organization:{promise.giver}" not in {each["address"] for each in elsewhere}
    telling = f"/notify/v1/notices/{task['id']}/telling"
    assert (await system.send("far_staff", "POST", telling, {"how": "visit"})).status_code == 404
    await system.post("staff", telling, how="visit")
    assert await at_the_desk() is None
