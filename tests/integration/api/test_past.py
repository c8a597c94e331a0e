"""What did this say then, and who changed it since: one thing and lists of them, for those whose business it is."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import quote

import pytest

from shared.eventsourcing.past import FORGOTTEN_AFTER, PAST, drop_folded
from tests.integration.api.examples import Scene, agreements, matching
from tests.support.bookable import AFTERNOON, in_days, list_room, organization
from tests.support.system import System, Town

OFFER = {"title": "会议室", "detail": "有投影", "category": "space", "mode": "bookable"}


@pytest.fixture(scope="module")
async def scene(system: System, town: Town) -> AsyncIterator[Scene]:
    yield Scene(system, town)
    system.clock.ahead = timedelta()


def moment(system: System) -> str:
    """Now, to be asked about later: a minute passes."""
    said = system.clock().isoformat()
    system.clock.ahead += timedelta(minutes=1)
    return f"at={quote(said)}"


async def changed_offer(scene: Scene) -> tuple[str, str, str]:
    """An offer that was listed as a room for 20 and is one for 80 now, in another state; its path, and two moments."""
    system, town = scene.system, scene.town
    before = moment(system)
    made = await system.post("school", "/registry/v1/offers", **OFFER, organization=town.school, seats=20)
    path = f"/registry/v1/offers/{made['id']}"
    await system.post("staff", f"{path}/listing")
    then = moment(system)
    await system.write("staff", "PUT", path, OFFER | {"seats": 80}, {"If-Match": '"2"'})
    await system.post("staff", f"{path}/ending", reason="moved_away")
    return path, before, then


async def test_one_thing_says_what_it_said_then_and_who_changed_it_since(scene: Scene) -> None:
    path, before, then = await changed_offer(scene)
    now = await scene.system.read("staff", path)
    assert (now["state"], now["seats"]) == ("ended", 80)
    old = await scene.system.read("staff", f"{path}?{then}")
    assert (old["state"], old["seats"], old["version"], old["stale"]) == ("listed", 20, 2, False)
    since = [(entry["type"], entry["by"]) for entry in old["history"] if entry["version"] > old["version"]]
    assert since == [("offer_changed", "staff"), ("offer_ended", "staff")]
    assert (await scene.system.send("staff", "GET", f"{path}?{before}")).status_code == 404


async def test_a_list_has_what_it_had_then(scene: Scene) -> None:
    path, before, then = await changed_offer(scene)
    ours, system = path.rpartition("/")[2], scene.system
    offers = f"/registry/v1/communities/{scene.town.home}/offers?limit=200"
    assert {item["id"]: item["state"] for item in (await system.read("staff", offers))["items"]}[ours] == "ended"
    old = {item["id"]: item for item in (await system.read("staff", f"{offers}&state=listed&{then}"))["items"]}
    assert (old[ours]["seats"], old[ours]["organization_name"]) == (20, "单位school")
    assert ours not in {item["id"] for item in (await system.read("staff", f"{offers}&{before}"))["items"]}
    first = await system.read("staff", f"{offers.replace('200', '1')}&{then}")
    second = await system.read("staff", f"{offers.replace('200', '1')}&{then}&cursor={first['next_cursor']}")
    assert first["items"][0]["id"] != second["items"][0]["id"]


async def test_a_request_shows_the_claims_it_had(scene: Scene) -> None:
    system, path = scene.system, await matching.claimed(scene)
    request = path.partition("/claims")[0]
    then = moment(system)
    await system.post("staff", f"{path}/declination", reason="unsuitable")
    assert [claim["status"] for claim in (await system.read("staff", request))["claims"]] == ["declined"]
    assert [claim["status"] for claim in (await system.read("staff", f"{request}?{then}"))["claims"]] == ["claimed"]
    listed = f"/matching/v1/requests?community={scene.town.home}&limit=200"
    ours = request.rpartition("/")[2]
    left = {item["id"]: item["left"] for item in (await system.read("staff", f"{listed}&{then}"))["items"]}
    assert left[ours] == 0
    answer = await system.send("staff", "GET", f"/matching/v1/requests?{then}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "community")


async def test_the_past_is_for_staff_and_for_whose_it_is(scene: Scene) -> None:
    path, _, then = await changed_offer(scene)
    system = scene.system
    assert (await system.read("school", f"{path}?{then}"))["seats"] == 20
    assert (await system.send("station", "GET", f"{path}?{then}")).status_code == 403
    assert (await system.send("li", "GET", f"{path}?{then}")).status_code == 403
    assert (await system.send("far_staff", "GET", f"{path}?{then}")).status_code == 404
    request = (await matching.claimed(scene)).partition("/claims")[0]
    later = moment(system)
    assert (await system.send("far_staff", "GET", f"{request}?{later}")).status_code in (403, 404)
    public = f"/matching/v1/requests?community={scene.town.home}&{later}"
    assert (await system.send("far_staff", "GET", public)).status_code == 403
    assert (await system.send("staff", "GET", public)).status_code == 200
    lists = f"/registry/v1/communities/{scene.town.home}/offers?{then}"
    assert (await system.send("school", "GET", lists)).status_code == 403


async def test_what_has_not_been_yet_is_not_asked_for(scene: Scene) -> None:
    path, *_ = await changed_offer(scene)
    to_come = quote((scene.system.clock() + timedelta(hours=1)).isoformat())
    answer = await scene.system.send("staff", "GET", f"{path}?at={to_come}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "at")
    answer = await scene.system.send("staff", "GET", f"{path}?at=2026-03-01")
    assert answer.status_code == 422
    assert (await scene.system.send("staff", "GET", f"{path}?at=0001-01-01T00:00:00%2B08:00")).status_code == 404
    lists = f"/registry/v1/communities/{scene.town.home}/offers"
    assert (await scene.system.read("staff", f"{lists}?at=0001-01-01T00:00:00%2B08:00"))["items"] == []


async def test_nothing_of_it_is_left_behind(scene: Scene) -> None:
    _, _, then = await changed_offer(scene)
    await scene.system.read("staff", f"/registry/v1/communities/{scene.town.home}/offers?{then}")
    database = scene.system.services["registry"].database
    assert not [name for name in await database.list_collection_names() if name.startswith(PAST)]
    for since in (0, int(time.time())):  # left by a process that was killed long ago, and by one at work
        await database[f"{PAST}{since}.x"].insert_one({})
    await drop_folded(database, time.time() - FORGOTTEN_AFTER)
    left = [name for name in await database.list_collection_names() if name.startswith(PAST)]
    assert len(left) == 1
    await drop_folded(database)
    assert not [name for name in await database.list_collection_names() if name.startswith(PAST)]


async def test_the_register_has_the_organizations_and_names_it_had(scene: Scene) -> None:
    system, home = scene.system, scene.town.home
    before = moment(system)
    said = {"name": "翠微裁缝铺", "kind": "shop", "community": home}
    made = await system.post("staff", "/registry/v1/organizations", **said)
    path = f"/registry/v1/organizations/{made['id']}"
    then = moment(system)
    renamed = {"name": "丹霞裁缝铺", "kind": "shop"}
    await system.write("staff", "PUT", path, renamed, {"If-Match": '"1"'})
    listed = f"/registry/v1/communities/{home}/organizations?limit=200"

    async def names(more: str) -> dict[str, str]:
        return {item["id"]: item["name"] for item in (await system.read("staff", listed + more))["items"]}

    assert (await names(""))[made["id"]] == "丹霞裁缝铺"
    assert (await names(f"&{then}"))[made["id"]] == "翠微裁缝铺"
    assert (await names(f"&q=cwcfp&{then}")) == {made["id"]: "翠微裁缝铺"}
    assert made["id"] not in await names(f"&{before}")
    assert (await system.send("school", "GET", f"{listed}&{then}")).status_code == 403


async def test_an_agreement_and_the_list_say_where_it_stood(scene: Scene) -> None:
    system, home = scene.system, scene.town.home
    before = moment(system)
    path = await agreements.draft(scene)
    ours, then = path.rpartition("/")[2], moment(system)
    await system.post("staff", f"{path}/signing", **agreements.SIGNED)
    assert (await system.read("staff", path))["stands"] == "in_force"
    old = await system.read("staff", f"{path}?{then}")
    assert (old["stands"], old["terms"]) == ("draft", [])
    since = [entry["type"] for entry in old["history"] if entry["version"] > old["version"]]
    assert since == ["agreement_signed"]
    assert [(await system.read("staff", f"{path}/sheet{at}"))["stands"] for at in ("", f"?{then}")] == [
        "in_force",
        "draft",
    ]
    assert (await system.read("school", f"{path}?{then}"))["stands"] == "draft"
    assert (await system.send("staff", "GET", f"{path}?{before}")).status_code == 404
    listed = f"/registry/v1/communities/{home}/agreements?limit=200&stands=draft&{{}}"
    for at, there in ((then, True), (before, False)):
        items = (await system.read("staff", listed.format(at)))["items"]
        assert (ours in {item["id"] for item in items}) is there


async def test_bookings_stand_as_they_did_at_home_and_next_door(scene: Scene) -> None:
    system, town = scene.system, scene.town
    offer, day = await list_room(system, town.school), in_days(3)
    opened = {"level": "subdistrict", "quota": 5, "decided_by": "subdistrict"}
    await system.post("staff", f"/registry/v1/offers/{offer}/reach", **opened)
    await system.read("staff", f"/matching/v1/offers/{offer}/slots", after="registry")
    before = moment(system)
    body = {"booker": organization(town.far_shop), "day": day, "start": AFTERNOON}
    made = await system.post("far_shop", f"/matching/v1/offers/{offer}/bookings", **body)
    path, then = f"/matching/v1/bookings/{made['id']}", moment(system)
    await system.post("far_shop", f"{path}/cancellation", reason="no_longer_needed")
    old = await system.read("staff", f"{path}?{then}")
    assert (old["state"], (await system.read("staff", path))["state"]) == ("booked", "cancelled")
    since = [(entry["type"], entry["by"]) for entry in old["history"] if entry["version"] > old["version"]]
    assert since == [("booking_cancelled", "contact")]
    assert (await system.read("school", f"{path}?{then}"))["history"] is None
    lists = {
        "staff": f"/matching/v1/communities/{town.home}/bookings?limit=200",
        "far_staff": f"/matching/v1/communities/{town.far}/bookings?limit=200",
        "school": f"/matching/v1/organizations/{town.school}/bookings?limit=200&side=provider",
        "far_shop": f"/matching/v1/organizations/{town.far_shop}/bookings?limit=200&side=booker",
    }
    for who, listed in lists.items():
        for at, state in (("", "cancelled"), (f"&{then}", "booked"), (f"&{before}", None)):
            items = (await system.read(who, f"{listed}&from={day}&until={day}{at}"))["items"]
            assert {item["id"]: item["state"] for item in items}.get(made["id"]) == state, (who, at)
    said = {"name": "从不预约的书店", "kind": "shop", "community": town.home}
    shop = (await system.post("staff", "/registry/v1/organizations", **said))["id"]
    path = f"/matching/v1/organizations/{shop}/bookings?side=booker&{moment(system)}"
    assert (await system.read("staff", path, after="registry"))["items"] == []
