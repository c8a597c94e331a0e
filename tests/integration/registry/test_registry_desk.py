"""What waits for staff, at one desk and at those below."""

from datetime import timedelta
from typing import Any

from shared.eventsourcing.decider import Commit
from tests.integration.registry.desk import DISTRICT, Town

ROOM = {"title": "会议室", "detail": "周末可借用", "category": "space", "mode": "bookable", "seats": 30}
TRAINING = {"title": "红色教育", "detail": "请一位老师讲党史", "category": "party_building"}
LAMP = {"text": "胡同口缺一盏灯"}


OTHERS = (
    "calls_to_make",
    "offers_to_ask",
    "answers_to_review",
    "visits_to_follow_up",
    "referrals_to_ask",
    "stale_needs",
    "thanks_to_review",
    "guardians_wanted",
    "applications_to_decide",
    "campaigns_to_begin",
)
NOTHING_ELSE = {name: (0, []) for name in OTHERS}


async def _offer(town: Town, listed: bool, **more: Any) -> str:
    made = await town.desk.post("staff", "/offers", ROOM | {"organization": town.school} | more)
    if listed:
        await town.desk.post("staff", f"/offers/{made['id']}/listing", {}, 200)
    return str(made["id"])


async def _ids(town: Town, who: str, node: str) -> dict[str, tuple[int, list[str]]]:
    found = await town.desk.get(who, f"/communities/{node}/desk")
    return {name: (pile["total"], [item["id"] for item in pile["items"]]) for name, pile in found.items()}


async def test_the_oldest_comes_first_and_what_is_done_is_gone(town: Town) -> None:
    desk = town.desk
    wishes = [(await desk.post("staff", "/wishes", LAMP | {"community": town.home}))["id"] for _ in range(2)]
    need = (await desk.post("school", "/needs", TRAINING | {"organization": town.school}))["id"]
    submitted = await _offer(town, listed=False)
    older = await _offer(town, listed=True, confirmed_on="2023-05-01")
    oldest = await _offer(town, listed=True, confirmed_on="2023-04-01")
    await _offer(town, listed=True)
    assert await _ids(town, "staff", town.home) == {
        "wishes_to_review": (2, wishes),
        "needs_to_publish": (1, [need]),
        "offers_to_list": (1, [submitted]),
        "stale_offers": (2, [oldest, older]),
        **NOTHING_ELSE,
        "campaigns_to_begin": (1, [town.home]),
    }
    publish = {"decision": "publish", "text": "装一盏灯", "kind": "public", "category": "environment"}
    await desk.post("staff", f"/wishes/{wishes[0]}/review", publish, 200, If_Match='"1"')
    await desk.post("staff", f"/needs/{need}/publication", {}, 200)
    await desk.post("staff", f"/offers/{submitted}/listing", {}, 200)
    await desk.post("staff", f"/offers/{oldest}/confirmation", {}, 200)
    assert await _ids(town, "staff", town.home) == {
        "wishes_to_review": (1, wishes[1:]),
        "needs_to_publish": (0, []),
        "offers_to_list": (0, []),
        "stale_offers": (1, [older]),
        **NOTHING_ELSE,
        "campaigns_to_begin": (1, [town.home]),
    }


async def test_each_community_has_its_own_limits_and_a_node_sees_all_below(town: Town) -> None:
    desk = town.desk
    here = await _offer(town, listed=True)
    body = {"community": town.other, "name": "槐柏树商店", "kind": "shop", "peer_class": "shop"}
    shop = (await desk.post("district", "/organizations", body))["id"]
    there = (await desk.post("district", "/offers", ROOM | {"organization": shop}))["id"]
    await desk.post("district", f"/offers/{there}/listing", {}, 200)
    settings = {"settings": {"offer_stale_after": "P30D"}}
    await desk.write("district", "PUT", f"/communities/{town.other}/settings", settings, If_Match='"1"')
    desk.clock.ahead = timedelta(days=31)
    assert (await _ids(town, "district", DISTRICT))["stale_offers"] == (1, [there])
    assert (await _ids(town, "staff", town.home))["stale_offers"] == (0, [])
    desk.clock.ahead = timedelta(days=181)
    assert (await _ids(town, "district", DISTRICT))["stale_offers"] == (2, sorted([here, there]))
    found = (await desk.get("district", f"/communities/{DISTRICT}/desk"))["stale_offers"]["items"]
    assert {item["organization_name"] for item in found} == {"北京小学广内分校", "槐柏树商店"}
    assert all(item["stale"] for item in found)


async def test_an_offer_is_asked_about_two_weeks_before_it_is_stale_unless_a_link_is_out(town: Town) -> None:
    desk = town.desk
    offer = await _offer(town, listed=True)
    await _offer(town, listed=False)

    async def to_ask() -> list[str]:
        return (await _ids(town, "staff", town.home))["offers_to_ask"][1]

    desk.clock.ahead = timedelta(days=166)
    assert await to_ask() == []
    desk.clock.ahead = timedelta(days=167)
    assert await to_ask() == [offer]
    await desk.post("staff", f"/offers/{offer}/links", {})
    assert await to_ask() == []
    assert (await desk.get("staff", f"/offers/{offer}"))["link_until"]
    assert (await desk.get("station", f"/offers/{offer}"))["link_until"] is None
    desk.clock.ahead = timedelta(days=175)
    assert await to_ask() == [offer], "nobody has answered"
    token = (await desk.post("staff", f"/offers/{offer}/links", {}))["token"]
    await desk.post("nobody", "/links/answer", {"token": token, "said": {"answer": "holds"}}, 200)
    assert await to_ask() == []
    desk.clock.ahead = timedelta(days=181)
    assert (await _ids(town, "staff", town.home))["stale_offers"] == (0, [])


async def test_who_reads_notices_online_is_asked_once_before_an_offer_is_stale(town: Town) -> None:
    desk = town.desk
    body = {"community": town.home, "name": "广内商场", "kind": "shop", "peer_class": "shop", "account": True}
    reads = (await desk.post("staff", "/organizations", body))["id"]
    offers = []
    for organization in (reads, town.school):
        offers.append((await desk.post("staff", "/offers", ROOM | {"organization": organization}))["id"])
        await desk.post("staff", f"/offers/{offers[-1]}/listing", {}, 200)

    async def asked() -> list[str]:
        await desk.sweep()
        return [(await desk.service.handler.history(offer))[-1].events[-1].type for offer in offers]

    desk.clock.ahead = timedelta(days=166)
    assert await asked() == ["offer_listed", "offer_listed"]
    desk.clock.ahead = timedelta(days=167)
    assert await asked() == ["offer_turning_stale", "offer_listed"], "the school has no account and gets a link"
    (commit,) = [each for each in await desk.service.handler.history(offers[0]) if _minds(each)]
    assert commit.events[0].due_at.date() - commit.events[0].confirmed_on == timedelta(days=180)
    desk.clock.ahead = timedelta(days=170)
    await asked()
    assert sum(map(_minds, await desk.service.handler.history(offers[0]))) == 1
    await desk.post("staff", f"/offers/{offers[0]}/confirmation", {}, 200)
    desk.clock.ahead = timedelta(days=170 + 167)
    await asked()
    assert sum(map(_minds, await desk.service.handler.history(offers[0]))) == 2


def _minds(commit: Commit) -> bool:
    return commit.events[0].type == "offer_turning_stale"


async def test_where_offers_turn_stale_sooner_nobody_asks_at_once(town: Town) -> None:
    settings = {"settings": {"offer_stale_after": "P10D"}}
    await town.desk.write("district", "PUT", f"/communities/{town.home}/settings", settings, If_Match='"1"')
    await _offer(town, listed=True)
    for days in (0, 5, 9):
        town.desk.clock.ahead = timedelta(days=days)
        assert (await _ids(town, "staff", town.home))["offers_to_ask"] == (0, [])


async def test_twice_a_year_the_desk_is_minded_to_begin_a_campaign(town: Town) -> None:
    desk = town.desk

    async def due() -> list[str | None]:
        pile = (await desk.get("staff", f"/communities/{town.home}/desk"))["campaigns_to_begin"]
        assert [item["id"] for item in pile["items"]] == [town.home] * pile["total"]
        return [item["last_began"] for item in pile["items"]]

    desk.clock.ahead = timedelta(days=400)
    assert await due() == [], "nothing is on the list"
    desk.clock.ahead = timedelta()
    await _offer(town, listed=True)
    assert await due() == []
    desk.clock.ahead = timedelta(days=184)
    assert await due() == [None], "nobody ever asked"
    first = desk.clock().date()
    body = {"community": town.home, "title": "资源核实", "first": f"{first}", "last": f"{first + timedelta(days=30)}"}
    campaign = (await desk.post("staff", "/campaigns", body))["id"]
    assert await due() == []
    desk.clock.ahead = timedelta(days=2 * 184)
    assert await due() == [], "it is open still"
    await desk.post("staff", f"/campaigns/{campaign}/closing", {}, 200)
    assert await due() == [f"{first}"]
    desk.clock.ahead = timedelta(days=184 + 181)
    assert await due() == []


async def test_a_desk_is_for_its_staff(town: Town) -> None:
    path = f"/communities/{town.home}/desk"
    await town.desk.get("stranger", path, 404)
    await town.desk.get("school", path, 403)
    await town.desk.get("nobody", path, 401)


async def test_an_application_waits_until_it_is_decided(town: Town) -> None:
    desk, path = town.desk, f"/organizations/{town.school}/membership"
    await desk.post("school", f"{path}/application", {"on": "2024-03-01"}, 200)
    pile = (await desk.get("staff", f"/communities/{town.home}/desk"))["applications_to_decide"]
    name = (await desk.get("staff", f"/organizations/{town.school}"))["name"]
    assert pile == {"total": 1, "items": [{"id": town.school, "name": name, "applied_on": "2024-03-01"}]}
    await desk.post("staff", path, {"since": "2024-04-01"})
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["applications_to_decide"]["total"] == 0
