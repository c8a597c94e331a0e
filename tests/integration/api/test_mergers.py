"""An organization that was entered twice: the one that remains finds and does what the other one had begun, for as long
as the merger lasts."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.api.examples import Scene
from tests.integration.api.examples.agreements import SIGNED, TEXT
from tests.integration.api.examples.suggestions import NEED, ROOT
from tests.support.bookable import in_days, list_room
from tests.support.bookable import organization as party
from tests.support.system import System, Town

MINE = "/notify/v1/notices?limit=200"


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


@dataclass
class Twice:
    """Two entries of one organization, with a contact of each; `asked` is a suggestion that waits for the double."""

    stays: str
    double: str
    contact: str
    offer: str
    claim: str
    asked: str
    booking: str
    agreement: str


async def _entered(scene: Scene, name: str, account: bool = True) -> str:
    body = {"community": scene.town.home, "name": name, "kind": "company", "account": account}
    return str((await scene.system.post("staff", "/registry/v1/organizations", **body))["id"])


async def _need(scene: Scene, thing: str) -> str:
    body = NEED | {"organization": scene.town.station, "detail": f"居民议事会要用{thing}", "quantity": 2}
    made = await scene.system.post("station", "/registry/v1/needs", **body)
    await scene.system.post("staff", f"/registry/v1/needs/{made['id']}/publication")
    path = f"{ROOT}/requests/{made['id'].replace('need_', 'req_')}"
    await scene.system.read("staff", path, after="registry")
    return path


async def twice(scene: Scene, name: str) -> Twice:
    system = scene.system
    stays, double = await _entered(scene, f"{name}公司"), await _entered(scene, f"{name}有限公司", account=False)
    contact = system.sign_in(f"contact of {name}", "contact", node=scene.town.home, organization=stays)
    offer = await list_room(system, double, title=f"{name}会议室")
    claimed, asked = await _need(scene, f"{name}桌椅"), await _need(scene, f"{name}投影")
    await system.post("staff", f"{claimed}/claims", claimant=party(double))
    await system.post("staff", f"{asked}/suggestions", offer=offer)
    booked = {"booker": party(scene.town.station), "day": in_days(3), "start": "14:00"}
    booking = (await system.post("station", f"{ROOT}/offers/{offer}/bookings", **booked))["id"]
    agreement = (await system.post("staff", "/registry/v1/agreements", organization=double, **TEXT))["id"]
    await system.post("staff", f"/registry/v1/agreements/{agreement}/signing", **SIGNED)
    return Twice(stays, double, contact, offer, f"{claimed}/claims/1", f"{asked}/suggestions/1", booking, agreement)


async def _merge(scene: Scene, of: Twice) -> None:
    await scene.system.post("staff", f"/registry/v1/organizations/{of.double}/merger", into=of.stays)
    await _known(scene, of)


async def _known(scene: Scene, of: Twice) -> None:
    await scene.system.read("staff", f"/registry/v1/organizations/{of.stays}")
    await scene.system.read("staff", f"{ROOT}/organizations/{of.stays}/promises", after="registry")
    await scene.system.read("staff", "/notify/v1/notices?limit=1", after="registry")


async def _refused(scene: Scene, who: str, path: str, **body: Any) -> int:
    return int((await scene.system.send(who, "POST", path, body)).status_code)


async def test_what_the_double_had_is_found_and_done_by_the_one_that_remains(scene: Scene) -> None:
    system, of = scene.system, await twice(scene, "青松")
    assert await _refused(scene, of.contact, f"{of.claim}/deliveries", quantity=1, evidence="已送到") == 404
    await _merge(scene, of)
    promises = await system.read(of.contact, f"{ROOT}/organizations/{of.stays}/promises")
    assert [item["claims"][0]["id"].replace(".", "/claims/") for item in promises["items"]] == [
        of.claim.partition("s/")[2]
    ]
    assert promises["counts"] == {"accepted": 1}
    request = of.claim.partition("/claims")[0]
    [shown] = (await system.read(of.contact, request))["claimants"]
    assert shown["name"] == "青松公司"
    await system.post(of.contact, f"{of.claim}/deliveries", quantity=1, evidence="已送到")
    await system.post(of.contact, f"{of.claim}/release", reason="no_time")

    waiting = await system.read(of.contact, f"{ROOT}/organizations/{of.stays}/suggestions")
    assert [item["id"] for item in waiting["items"]] == [of.asked.split("/")[4]]
    await system.post(of.contact, f"{of.asked}/acceptance", quantity=1)

    lent = await system.read(of.contact, f"{ROOT}/organizations/{of.stays}/bookings?side=provider")
    assert [each["id"] for each in lent["items"]] == [of.booking]
    await system.post(of.contact, f"{ROOT}/bookings/{of.booking}/cancellation", reason="provider_needs_it")

    home = f"/registry/v1/communities/{scene.town.home}"
    agreements = await system.read(of.contact, f"{home}/agreements?organization={of.stays}")
    assert [each["id"] for each in agreements["items"]] == [of.agreement]
    offers = await system.read("staff", f"{home}/offers?organization={of.stays}")
    assert [(each["id"], each["organization_name"]) for each in offers["items"]] == [(of.offer, "青松公司")]
    assert of.double in {each["address"].partition(":")[2] for each in (await system.read(of.contact, MINE))["items"]}
    tasks = (await system.read("staff", f"/notify/v1/tasks?limit=200&community={scene.town.home}"))["items"]
    assert f"organization:{of.double}" not in {each["address"] for each in tasks}


async def test_what_is_asked_for_now_is_asked_of_the_one_that_remains(scene: Scene) -> None:
    system, of = scene.system, await twice(scene, "白杨")
    await _merge(scene, of)
    need = await _need(scene, "白杨音响")
    await system.post("staff", f"{need}/suggestions", offer=of.offer)
    request = await system.read("staff", f"{need}/suggestions?limit=1")
    assert [each["provider"]["id"] for each in request["made"]] == [of.stays]
    assert await _refused(scene, of.contact, f"{need}/claims", claimant=party(of.double)) == 404
    await system.post(of.contact, f"{need}/suggestions/1/acceptance")
    assert (await system.read("staff", need))["claims"][0]["claimant"]["id"] == of.stays


async def test_what_the_double_did_before_counts_for_the_one_that_remains(scene: Scene) -> None:
    """A need like one that the double has met: the one that remains has kept its word, with the offers of both."""
    system, of = scene.system, await twice(scene, "梧桐")
    own = await list_room(system, of.stays, title="梧桐活动室")
    await system.post("staff", f"{of.claim}/deliveries", quantity=2, evidence="已送到")
    await system.post("staff", f"{of.claim.partition('/claims')[0]}/confirmation", mark=5, how="self")
    need = await _need(scene, "梧桐活动室和会议室")

    async def reasons() -> dict[str, dict[str, int]]:
        found = (await system.read("staff", f"{need}/suggestions?limit=50"))["items"]
        return {each["offer"]: {one["code"]: one["count"] for one in each["reasons"]} for each in found}

    assert "kept_before" not in (await reasons())[own]
    await _merge(scene, of)
    after = await reasons()
    assert after[own]["kept_before"] == after[of.offer]["kept_before"] == 1

    request = need.rpartition("/")[2]
    body = {"community": scene.town.home, "title": "合并之后", "kind": "need"}
    plan = f"{ROOT}/plans/{(await system.post('staff', f'{ROOT}/plans', **body))['id']}"
    others = (await system.read("staff", f"{plan}/lines/{request}/others"))["items"]
    lines = (await system.read("staff", f"{plan}/lines?limit=200"))["items"]
    shown = others + [line for line in lines if line["request"]["id"] == request]
    codes = {each["provider"]["id"]: {cause["code"] for cause in each["causes"]} for each in shown}
    assert "did_before" in codes[of.stays]
    assert of.double not in codes


async def test_a_merger_that_is_taken_back_leaves_nothing_behind(scene: Scene) -> None:
    system, of = scene.system, await twice(scene, "银杏")
    await _merge(scene, of)
    await system.write("staff", "DELETE", f"/registry/v1/organizations/{of.double}/merger")
    await _known(scene, of)
    assert await _refused(scene, of.contact, f"{of.claim}/deliveries", quantity=1, evidence="已送到") == 404
    assert await _refused(scene, of.contact, f"{of.asked}/acceptance") == 404
    assert (await system.read(of.contact, f"{ROOT}/organizations/{of.stays}/promises"))["items"] == []
    mine = system.sign_in("contact of the double", "contact", node=scene.town.home, organization=of.double)
    await system.post(mine, f"{of.claim}/deliveries", quantity=1, evidence="已送到")


async def test_who_remains_may_be_called_and_asked_about_the_doubles_offers(scene: Scene) -> None:
    system, name = scene.system, "双份问询"
    stays, double = await _entered(scene, f"{name}公司"), await _entered(scene, f"{name}有限公司")
    contact = system.sign_in(f"contact of {name}", "contact", node=scene.town.home, organization=stays)
    offer = await list_room(system, double, title=f"{name}会议室")
    asking = {"community": scene.town.home, "title": name, "first": in_days(0), "last": in_days(30)}
    about = {"organization": double}
    campaign = (await system.post("staff", "/registry/v1/campaigns", **asking, about=about))["id"]
    person = {"community": scene.town.home, "name": "欧阳某", "phone": "13900139000", "consent": "in_person"}
    known = (await system.post("staff", "/registry/v1/persons", **person))["id"]
    await system.post("staff", f"/registry/v1/organizations/{stays}/contacts", person=known, duty="liaison")
    await system.post("staff", f"/registry/v1/organizations/{double}/merger", into=stays)
    await system.write("staff", "PUT", f"/registry/v1/offers/{offer}/contact", {"person": known})
    await system.post("staff", f"/registry/v1/offers/{offer}/calls", outcome="reached", contact=known)
    asked = await system.read(contact, f"/registry/v1/organizations/{stays}/questionnaires")
    lines = [line["offer"]["id"] for each in asked if each["campaign"] == campaign for line in each["inquiries"]]
    assert lines == [offer]
