"""What the wall carries for a screen, and how cheap it is to ask for it again and again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo import AsyncMongoClient

from services.registry.events import ClaimKnown, OutcomeKnown, RequestKnown
from services.registry.projections import PROJECTIONS, WISHES
from services.registry.queries.wall import Wall
from shared.contracts.base import Party
from shared.eventsourcing.documents import ROWS, Reads
from tests.integration.registry.desk import Town
from tests.support.spy import Spy

TRAINING = {"title": "红色教育", "detail": "请一位老师讲党史", "category": "party_building"}
PUBLISH = {"decision": "publish", "text": "装一盏灯", "kind": "public", "category": "environment"}


async def _wish(town: Town, place: str | None = None) -> str:
    desk = town.desk
    body = {"community": place or town.home, "text": "胡同口缺一盏灯"}
    wish = str((await desk.post("district", "/wishes", body))["id"])
    await desk.post("district", f"/wishes/{wish}/review", PUBLISH, 200, If_Match='"1"')
    await desk.follow(wish, RequestKnown(request=wish.replace("wish", "req")))
    return wish


async def _claim(town: Town, wish: str, standing: Any, kind: Any = "organization", who: str = "") -> None:
    party = Party(kind=kind, id=who or town.school)
    await town.desk.follow(wish, ClaimKnown(claim=f"{wish}.{who}", claimant=party, standing=standing))


async def _wall(town: Town) -> dict[str, Any]:
    answer = await town.desk.read("nobody", f"/communities/{town.home}/wall")
    said: dict[str, Any] = answer.json()
    assert Wall.model_validate_json(answer.content).model_dump(mode="json") == said, "as the API describes it"
    return said


async def test_a_claimed_wish_says_since_when_and_by_whom_once_accepted(town: Town) -> None:
    wish = await _wish(town)
    assert [(each["claimed_at"], each["claimants"]) for each in (await _wall(town))["wishes"]] == [(None, [])]
    await _claim(town, wish, "claimed")
    (each,) = (await _wall(town))["wishes"]
    assert (each["progress"], each["claimants"]) == ("claimed", [])
    assert each["claimed_at"] is not None
    await _claim(town, wish, "accepted")
    await _claim(town, wish, "accepted", "person", town.wang)
    wall = await _wall(town)
    assert wall["wishes"][0]["claimants"] == ["北京小学广内分校"]
    assert town.wang not in str(wall)


async def test_fulfilled_wishes_are_seeds_without_a_word(town: Town) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
    earlier, now, _ = [await _wish(town) for _ in range(3)]
    await _claim(town, now, "accepted")
    for wish, day in ((earlier, today - timedelta(days=400)), (now, today)):
        await town.desk.follow(wish, OutcomeKnown(outcome="fulfilled", occurred_on=day))
    wall = await _wall(town)
    seeds = [(now, today), (earlier, today - timedelta(days=400))]
    assert wall["fulfilled"] == [{"id": i, "kind": "public", "fulfilled_on": f"{day}"} for i, day in seeds]
    assert wall["month"] == {"month": f"{today:%Y-%m}", "published": 3, "claimed": 1, "fulfilled": 1}
    town.desk.clock.ahead = timedelta(days=40)
    month = (await _wall(town))["month"]
    assert (month["published"], month["claimed"], month["fulfilled"]) == (0, 0, 0)


async def _tag(town: Town, known: str = "", status: int = 200) -> str:
    path = f"/communities/{town.home}/wall"
    return str((await town.desk.read("nobody", path, status, If_None_Match=known)).headers["ETag"])


async def test_only_what_hangs_on_it_makes_it_another_wall(town: Town) -> None:
    tag = await _tag(town)
    await _wish(town, town.other)
    assert await _tag(town, tag, 304) == tag
    wish = await _wish(town)
    published = await _tag(town, tag)
    await _claim(town, wish, "claimed")
    claimed = await _tag(town, published)
    phones = {"phones": [{"number": "010-63030001", "shown_to": "wall"}]}
    await town.desk.write("school", "PUT", f"/organizations/{town.school}/phones", phones)
    called = await _tag(town, claimed)
    figures = {"residents": 3692, "organizations": 900, "groups": [{"name": "汉族", "count": 3692}]}
    await town.desk.write("staff", "PUT", f"/communities/{town.home}/ledgers/2024", figures)
    assert len({tag, published, claimed, called, await _tag(town, called)}) == 5


async def test_a_wall_seen_between_two_documents_of_a_page_is_another_than_the_whole_one(town: Town) -> None:
    first, _ = await _wish(town), await _wish(town)
    whole = await _tag(town)
    reads, rows, row = town.desk.service.reads, town.desk.database[ROWS], {"_id": WISHES.row}
    wishes = await reads.collection(WISHES)
    before = await reads.position()
    written = await wishes.find_one_and_delete({"_id": first})
    await rows.update_one(row, {"$set": {"position": before - 1}})
    town.desk.position = "registry:0"
    half = await _tag(town)
    assert [wish["id"] for wish in (await _wall(town))["wishes"]] != [first]
    await wishes.insert_one(written)
    await rows.update_one(row, {"$set": {"position": before}})
    assert await _tag(town, half) == whole


@pytest.fixture
async def spy(town: Town, mongo_url: str) -> AsyncIterator[Spy]:
    """What registry asks of MongoDB for its reads, from now on."""
    spy, desk = Spy(), town.desk
    async with AsyncMongoClient[dict[str, Any]](mongo_url, event_listeners=[spy], tz_aware=True) as client:
        desk.service.reads = Reads(client[desk.database.name], PROJECTIONS)
        yield spy


async def test_who_has_it_already_costs_one_look_while_nothing_has_happened_and_else_five_at_an_index(
    town: Town, spy: Spy
) -> None:
    await _wish(town)
    tag = await _tag(town)
    spy.heard.clear()
    await _tag(town, tag, 304)
    assert not any("aggregate" in command for command in spy.heard)
    assert {command["find"] for command in spy.heard if "find" in command} == {"projections"}

    await _wish(town, town.other)
    spy.heard.clear()
    await _tag(town, tag, 304)
    asked = [command for command in spy.heard if "aggregate" in command]
    assert len(asked) == 5
    assert all({"$limit": 1} in command["pipeline"] for command in asked)
    assert {command["find"] for command in spy.heard if "find" in command} == {"projections"}


async def test_another_day_makes_it_another_wall_though_nothing_has_happened(town: Town) -> None:
    await _wish(town)
    today = await _tag(town)
    town.desk.clock.ahead = timedelta(days=1)
    tomorrow = await _tag(town, today)
    town.desk.clock.ahead = timedelta()
    assert await _tag(town, tomorrow) == today


async def test_a_one_off_offer_hangs_there_until_its_last_day(town: Town) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
    days = {"first": f"{today}", "last": f"{today + timedelta(days=2)}"}
    offer = {"title": "搬家剩的书架", "detail": "自取", "category": "supplies", "mode": "one_off", "available": days}
    made = await town.desk.post("district", "/offers", offer | {"organization": town.school})
    await town.desk.post("district", f"/offers/{made['id']}/listing", {}, 200)
    seen = []
    for ahead in (0, 2, 3):
        town.desk.clock.ahead = timedelta(days=ahead)
        seen.append([each["title"] for each in (await _wall(town))["offers"]])
    assert seen == [[offer["title"]], [offer["title"]], []]


async def test_an_offer_hangs_there_with_what_belongs_to_it_and_how_much_is_left(town: Town) -> None:
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=SA", "first": "2026-01-03", "start": "09:00", "minutes": 120, "last": None}
    when = {"rules": [rule], "closed": [], "extra": []}
    room = {"title": "排练厅", "detail": "有镜子", "category": "space", "mode": "bookable", "audience": "public"}
    room |= {"equipment": ["镜子", "音响"], "availability": when, "lead_time": "P2D"}
    pairing = {"title": "结对", "detail": "陪伴老人", "category": "care", "mode": "standing", "partners": 3}
    made = {}
    for said in (room, pairing):
        offer = (await town.desk.post("district", "/offers", said | {"organization": town.school}))["id"]
        await town.desk.post("district", f"/offers/{offer}/listing", {}, 200)
        made[said["title"]] = offer
    shown = {each["id"]: each for each in (await _wall(town))["offers"]}
    hall, partners = shown[made["排练厅"]], shown[made["结对"]]
    assert {name: hall[name] for name in ("equipment", "availability", "lead_time", "partners_left")} == {
        "equipment": ["镜子", "音响"],
        "availability": when,
        "lead_time": "P2D",
        "partners_left": None,
    }
    assert (partners["partners"], partners["partners_left"], partners["quantity_left"]) == (3, 3, None)


async def test_a_need_hangs_there_with_whose_it_is_and_the_numbers_for_the_wall(town: Town) -> None:
    phones = [{"number": "010-63030001", "shown_to": "wall"}, {"number": "010-63030002", "shown_to": "members"}]
    await town.desk.write("school", "PUT", f"/organizations/{town.school}/phones", {"phones": phones})
    need = (await town.desk.post("school", "/needs", TRAINING | {"organization": town.school}))["id"]
    await town.desk.post("staff", f"/needs/{need}/publication", {}, 200)
    (shown,) = (await _wall(town))["needs"]
    by = {"id": town.school, "name": "北京小学广内分校", "phones": ["+86 10 6303 0001"]}
    assert (shown["id"], shown["organization"], shown["stale"], shown["hired"]) == (need, by, False, 0)
