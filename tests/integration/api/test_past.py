"""What did this say then, and who changed it since: one thing and lists of them, for those whose business it is."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from shared.eventsourcing.past import FORGOTTEN_AFTER, PAST, drop_folded
from tests.integration.api.examples import (
    Scene,
    agreements,
    matching,
    meetings,
    offers,
    organizations,
    places,
    plans,
    registry,
)
from tests.support.bookable import AFTERNOON, in_days, list_room, organization
from tests.support.system import System, Town

REGISTRY = "/registry/v1"
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
    await drop_folded(database, time.time() + 1)
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


@dataclass(frozen=True)
class Turned:
    """A thing that changed: what its `field` said at the moment `then`, and says now, at its own `path` and where it is
    `listed`; at the moment `before` there was none of it."""

    id: str
    path: str
    listed: str
    field: str
    was: object
    says: object
    before: str
    then: str


Turn = Callable[[Scene], Awaitable[Turned]]


async def turned_place(scene: Scene) -> Turned:
    system, listed = scene.system, f"{REGISTRY}/communities/{scene.town.home}/places?kind=grid&limit=200"
    before, path = moment(system), await places.place(scene, "grid")
    was, then = (await system.read("staff", path))["name"], moment(system)
    await system.write("staff", "PUT", path, {"name": "北里九号网格", "parent": None})
    return Turned(path.rpartition("/")[2], path, listed, "name", was, "北里九号网格", before, then)


async def turned_template(scene: Scene) -> Turned:
    system, listed = scene.system, f"{REGISTRY}/communities/{scene.town.home}/templates?limit=200"
    before, path = moment(system), await agreements.template(scene)
    then, text = moment(system), agreements.TEXT | {"title": "共建协议（新版）"}
    await system.write("staff", "PUT", path, text, {"If-Match": '"1"'})
    return Turned(path.rpartition("/")[2], path, listed, "title", agreements.TEXT["title"], text["title"], before, then)


async def turned_campaign(scene: Scene) -> Turned:
    system, listed = scene.system, f"{REGISTRY}/communities/{scene.town.home}/campaigns"
    before = moment(system)
    path, _ = await offers.campaign(scene)
    then = moment(system)
    await system.post("staff", f"{path}/closing")
    return Turned(path.rpartition("/")[2], path, listed, "state", "open", "closed", before, then)


async def turned_meeting(scene: Scene) -> Turned:
    system, listed = scene.system, f"/matching/v1/communities/{scene.town.home}/meetings?limit=200"
    before, path = moment(system), await meetings.meeting(scene)
    then = moment(system)
    await system.post("staff", f"{path}/closing")
    return Turned(path.rpartition("/")[2], path, listed, "state", "open", "closed", before, then)


async def turned_plan(scene: Scene) -> Turned:
    system, listed = scene.system, f"/matching/v1/communities/{scene.town.home}/plans?limit=200"
    before, path = moment(system), await plans.plan(scene)
    then = moment(system)
    await system.post("staff", f"{path}/ending", reason="dropped")
    return Turned(path.rpartition("/")[2], path, listed, "ended", None, "dropped", before, then)


TURNS = (turned_place, turned_template, turned_campaign, turned_meeting, turned_plan)


@pytest.mark.parametrize("turn", TURNS)
async def test_what_the_desk_keeps_says_what_it_said(scene: Scene, turn: Turn) -> None:
    system, thing = scene.system, await turn(scene)

    async def said(at: str = "") -> object:
        listed = f"{thing.listed}{'&' if '?' in thing.listed else '?'}{at}".rstrip("?&")
        found = await system.read("staff", listed)
        items = found if isinstance(found, list) else found["items"]
        return {item["id"]: item[thing.field] for item in items}.get(thing.id, "nothing")

    old = await system.read("staff", f"{thing.path}?{thing.then}")
    assert (old[thing.field], (await system.read("staff", thing.path))[thing.field]) == (thing.was, thing.says)
    assert [await said(thing.before), await said(thing.then), await said()] == ["nothing", thing.was, thing.says]
    since = [(entry["type"], entry["by"]) for entry in old["history"] if entry["version"] > old["version"]]
    assert [by for _, by in since] == ["staff"]
    assert (await system.send("staff", "GET", f"{thing.path}?{thing.before}")).status_code == 404
    joint = "&" if "?" in thing.listed else "?"
    for path in (f"{thing.path}?{thing.then}", f"{thing.listed}{joint}{thing.then}"):
        for who in ("school", "far_staff"):
            assert (await system.send(who, "GET", path)).status_code in (403, 404), (who, path)
    to_come = quote((system.clock() + timedelta(hours=1)).isoformat())
    answer = await system.send("staff", "GET", f"{thing.listed}{joint}at={to_come}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "at")


async def test_a_campaign_shows_how_far_it_was(scene: Scene) -> None:
    system = scene.system
    path, offer = await offers.campaign(scene)
    then = moment(system)
    await system.post("staff", f"{offer}/answers", way="letter", answer="ended", reason="moved_away")
    assert [(await system.read("staff", f"{path}{at}"))["progress"]["answered"] for at in (f"?{then}", "")] == [0, 1]
    answers = [await system.items("staff", f"{path}/inquiries{at}") for at in (f"?{then}", "")]
    ours = [{each["offer"]["id"]: each["inquiry"] for each in items}[offer.rpartition("/")[2]] for items in answers]
    assert (ours[0], ours[1]["answer"]) == (None, "ended")


async def test_a_meeting_and_a_plan_show_what_became_of_their_requests_by_then(scene: Scene) -> None:
    system, path, plan = scene.system, await meetings.meeting(scene), await plans.plan(scene)
    line = await plans.line(scene, plan)
    then = moment(system)
    await system.post("staff", f"{path}/claims", **meetings.claim(scene))
    assert [(await system.read("staff", f"{path}{at}"))["claimed"] for at in (f"?{then}", "")] == [0, 1]
    sheets = [await system.read("staff", f"{path}/sheet{at}") for at in (f"?{then}", "")]
    assert [sheet["lines"][0]["claimant"] is not None for sheet in sheets] == [False, True]
    request = line.rpartition("/")[2]
    await system.post("staff", f"/matching/v1/requests/{request}/closing", reason="done_by_others")
    lines = [await system.items("staff", f"{plan}/lines{at}") for at in (f"?{then}", "")]
    states = [{each["request"]["id"]: each["request"]["state"] for each in items}[request] for items in lines]
    assert states == ["open", "closed"]


async def test_a_ledger_is_corrected_and_says_what_it_said(scene: Scene) -> None:
    system, home = scene.system, f"{REGISTRY}/communities/{scene.town.home}"
    ledger, before = f"{home}/ledgers/2012", moment(system)
    await system.write("staff", "PUT", ledger, {"residents": 3000, "organizations": 90})
    await system.read("staff", home)
    then = moment(system)
    await system.write("staff", "PUT", ledger, {"residents": 3692, "organizations": 90})
    assert [(await system.read("staff", f"{ledger}{at}"))["residents"] for at in (f"?{then}", "")] == [3000, 3692]
    old = await system.read("staff", f"{home}?{then}")
    assert {each["year"]: each["residents"] for each in old["ledgers"]}[2012] == 3000
    since = [entry["type"] for entry in old["history"] if entry["version"] > old["version"]]
    assert since == ["ledger_recorded"]
    assert (await system.send("staff", "GET", f"{ledger}?{before}")).status_code == 404
    assert (await system.send("school", "GET", f"{home}?{then}")).status_code == 403


async def test_visits_and_calls_are_those_known_then(scene: Scene) -> None:
    system, school = scene.system, registry.school(scene)
    before = moment(system)
    visit = (await system.post("staff", f"{school}/visits", **organizations.VISIT))["id"]
    path = await registry.offer(scene)
    offer = path.rpartition("/")[2]
    await system.post("staff", f"{path}/calls", outcome="not_reached", occurred_on="2024-07-01")
    then = moment(system)
    await system.post("staff", f"{REGISTRY}/visits/{visit}/follow-up", occurred_on="2024-05-20", outcome="扶手已装好")
    renamed = registry.OFFER | {"title": "新会议室"}
    await system.write("staff", "PUT", path, renamed, await agreements.version(scene, path))

    async def listed(what: str, by: str, at: str) -> dict[str, Any]:
        return {each[by]: each for each in (await system.read("staff", f"{school}/{what}?limit=200{at}"))["items"]}

    assert [(await listed("visits", "id", at))[visit]["open"] for at in (f"&{then}", "")] == [True, False]
    assert visit not in await listed("visits", "id", f"&{before}")
    titles = [(await listed("calls", "offer", at))[offer]["title"] for at in (f"&{then}", "")]
    assert titles == [registry.OFFER["title"], "新会议室"]
    assert offer not in await listed("calls", "offer", f"&{before}")
    assert (await system.send("school", "GET", f"{school}/visits?{then}")).status_code == 403


async def test_a_members_list_of_a_day_says_what_was_known_of_it(scene: Scene) -> None:
    system, home = scene.system, scene.town.home
    said = {"name": "后来补录的药店", "kind": "shop", "community": home}
    shop = (await system.post("staff", f"{REGISTRY}/organizations", **said))["id"]
    then = moment(system)
    await system.post("staff", f"{REGISTRY}/organizations/{shop}/membership", since="2024-03-01")
    listed = f"{REGISTRY}/communities/{home}/members?on=2024-03-05"
    lists = [await system.read("staff", f"{listed}{at}") for at in ("", f"&{then}")]
    assert [shop in {each["organization"] for each in found["members"]} for found in lists] == [True, False]
