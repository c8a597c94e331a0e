"""The figures of a node and of all below it."""

from datetime import date, timedelta
from typing import Any

from services.registry.events import OutcomeKnown, RequestKnown
from tests.integration.registry.desk import DISTRICT, Town

ROOM = {"title": "会议室", "detail": "周末可借用", "category": "space", "mode": "bookable", "seats": 30}
TRAINING = {"title": "红色教育", "detail": "请一位老师讲党史", "category": "party_building"}
PUBLISH = {"decision": "publish", "text": "装一盏灯", "kind": "public", "category": "environment"}


async def _wish(town: Town, place: str, done: bool = False) -> None:
    desk = town.desk
    wish = (await desk.post("district", "/wishes", {"community": place, "text": "胡同口缺一盏灯"}))["id"]
    await desk.post("district", f"/wishes/{wish}/review", PUBLISH, 200, If_Match='"1"')
    await desk.follow(wish, RequestKnown(request=wish.replace("wish", "req")))
    if done:
        await desk.follow(wish, OutcomeKnown(outcome="fulfilled", occurred_on=date(2024, 1, 1)))


async def _fill(town: Town) -> None:
    """Two wishes, an offer and a need at home; a wish next door."""
    desk = town.desk
    for place, done in ((town.home, True), (town.home, False), (town.other, False)):
        await _wish(town, place, done)
    offer = (await desk.post("staff", "/offers", ROOM | {"organization": town.school}))["id"]
    await desk.post("staff", f"/offers/{offer}/listing", {}, 200)
    need = (await desk.post("staff", "/needs", TRAINING | {"organization": town.school}))["id"]
    await desk.post("staff", f"/needs/{need}/publication", {}, 200)
    await desk.post("staff", "/needs", TRAINING | {"organization": town.school})
    await desk.post("staff", f"/organizations/{town.school}/membership", {"since": "2020-01-01"})


def _counted(figures: dict[str, Any], what: str) -> dict[str, int]:
    return {name: count for name, count in figures[what].items() if count}


async def test_a_district_sees_each_of_its_nodes_and_what_they_have_together(town: Town) -> None:
    await _fill(town)
    town.desk.clock.ahead = timedelta(days=181)
    seen = await town.desk.get("district", f"/communities/{DISTRICT}/overview")
    assert [(row["name"], row["level"]) for row in seen["rows"]] == [
        ("西城区", "district"),
        ("广安门内街道", "subdistrict"),
        ("核桃园社区", "community"),
        ("槐柏树社区", "community"),
    ]
    home, other = seen["rows"][2:]
    assert _counted(home, "organizations") == {"registered": 2, "members": 1}
    assert _counted(home, "offers") == {"listed": 1, "stale": 1}
    assert _counted(home, "wishes") == {"published": 2, "open": 1, "fulfilled": 1}
    assert _counted(home, "needs") == {"published": 1, "open": 1}
    assert _counted(other, "wishes") == {"published": 1, "open": 1}
    assert _counted(seen["total"], "wishes") == {"published": 3, "open": 2, "fulfilled": 1}


async def test_nodes_stand_in_the_order_in_which_their_names_sound(town: Town) -> None:
    street = (await town.desk.get("district", f"/communities/{DISTRICT}/overview"))["rows"][1]["id"]
    for name in ("白纸坊第10社区", "白纸坊第2社区", "广内社区", "厂桥社区"):
        await town.desk.post("district", "/communities", {"parent": street, "name": name, "level": "community"})
    seen = await town.desk.get("district", f"/communities/{DISTRICT}/overview")
    names = ["白纸坊第2社区", "白纸坊第10社区", "厂桥社区", "广内社区", "核桃园社区", "槐柏树社区"]
    assert [row["name"] for row in seen["rows"][2:]] == names
    assert _counted(seen["rows"][1], "wishes") == {}


async def test_a_community_sees_itself_and_nobody_else_sees_it(town: Town) -> None:
    await _fill(town)
    path = f"/communities/{town.home}/overview"
    seen = await town.desk.get("staff", path)
    assert [row["id"] for row in seen["rows"]] == [town.home]
    assert seen["total"]["wishes"] == seen["rows"][0]["wishes"]
    await town.desk.get("stranger", path, 404)
    await town.desk.get("staff", f"/communities/{DISTRICT}/overview", 404)
    await town.desk.get("school", path, 403)
