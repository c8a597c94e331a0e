"""What an organization is, who has its code, where a double went, who was called before, and what visits found."""

import asyncio
from datetime import timedelta
from typing import Any

from services.registry.commands.code import TakeCode, stream_of
from shared.eventsourcing.decider import Envelope
from tests.integration.registry.desk import ROOT, SYSTEM, Town

CODE, OTHER = "91110102MA0000000K", "914403001922038216"


def _body(town: Town, code: str | None = CODE, name: str = "便民商店") -> dict[str, object]:
    return {"community": town.home, "name": name, "kind": "shop", "staff": 6, "credit_code": code}


async def _shop(town: Town, code: str | None = CODE, name: str = "便民商店") -> str:
    return str((await town.desk.post("staff", "/organizations", _body(town, code, name)))["id"])


async def test_a_code_is_registered_once_in_a_community_and_the_refusal_leads_to_it(town: Town) -> None:
    shop = await _shop(town)
    refusal = await town.desk.post("staff", "/organizations", _body(town), 409)
    assert (refusal["code"], refusal["link"]) == ("credit_code_held", f"/api/registry/v1/organizations/{shop}")
    assert shop in refusal["detail"]
    elsewhere = _body(town) | {"community": town.other}
    await town.desk.post("stranger", "/organizations", elsewhere)


async def test_of_many_at_once_one_gets_the_code(town: Town) -> None:
    async def register(number: int) -> int:
        answer = await town.desk.client.post(
            f"{ROOT}/organizations",
            json=_body(town, name=f"商店{number}"),
            headers=town.desk.tokens["staff"] | {"Idempotency-Key": f"k{number}"},
        )
        return answer.status_code

    statuses = await asyncio.gather(*map(register, range(20)))
    assert sorted(statuses) == [201] + [409] * 19


async def test_a_mistyped_code_is_refused_with_a_remedy(town: Town) -> None:
    refusal = await town.desk.post("staff", "/organizations", _body(town, "91110102MA0000000L"), 422)
    assert "对照营业执照核对" in refusal["detail"]
    assert "MA0000000" not in refusal["detail"]


async def test_a_code_given_up_is_free_and_one_of_another_is_not_taken(town: Town) -> None:
    shop, second = await _shop(town), await _shop(town, OTHER, "二店")
    facts = {"name": "便民商店（广内）", "kind": "shop", "staff": 12, "account": True}
    await town.desk.write(
        "staff", "PUT", f"/organizations/{shop}", {**facts, "credit_code": OTHER}, 409, If_Match='"1"'
    )
    await town.desk.write("staff", "PUT", f"/organizations/{shop}", facts, 428)
    await town.desk.write("staff", "PUT", f"/organizations/{shop}", facts, If_Match='"1"')
    shown = await town.desk.get("staff", f"/organizations/{shop}")
    assert (shown["name"], shown["peer_class"], shown["account"]) == ("便民商店（广内）", "shop_small", True)
    assert shown["class_derived"] is True
    found = await town.desk.get("staff", f"/communities/{town.home}/organizations?q=gn")
    assert "便民商店（广内）" in [item["name"] for item in found["items"]]
    await town.desk.write(
        "staff", "PUT", f"/organizations/{second}", {**facts, "name": "二店", "credit_code": CODE}, If_Match='"1"'
    )


async def test_a_refused_registration_does_not_keep_the_code(town: Town) -> None:
    ref = {"system": "city", "id": "7"}
    await town.desk.post("staff", "/organizations", _body(town, None) | {"external_ref": ref})
    other = _body(town, CODE, "改了名字") | {"external_ref": ref}
    assert (await town.desk.post("staff", "/organizations", other, 409))["code"] == "reference_taken"
    await _shop(town)


async def test_of_many_who_write_one_organization_at_once_the_refused_do_not_free_its_code(town: Town) -> None:
    shop = await _shop(town, None)

    async def put(number: int) -> int:
        answer = await town.desk.client.put(
            f"{ROOT}/organizations/{shop}",
            json={"name": f"商店{number}", "kind": "shop", "credit_code": CODE},
            headers=town.desk.tokens["staff"] | {"If-Match": '"1"'},
        )
        return answer.status_code

    statuses = await asyncio.gather(*map(put, range(20)))
    assert sorted(statuses) == [200] + [412] * 19
    await town.desk.post("staff", "/organizations", _body(town, name="另一家"), 409)


async def test_a_code_whose_change_was_cut_off_is_free_after_a_minute(town: Town) -> None:
    desk, shop = town.desk, await _shop(town, OTHER)
    facts: dict[str, Any] = {"at": desk.clock(), "actor": SYSTEM, "community": town.home, "organization": shop}
    cut_off = Envelope(stream_of(town.home, CODE), TakeCode(**facts, code=CODE), id="cut off")
    await desk.service.handler.handle(cut_off)
    await desk.post("staff", "/organizations", _body(town, CODE, "二店"), 409)
    desk.clock.ahead += timedelta(minutes=2)
    await desk.post("staff", "/organizations", _body(town, OTHER, "三店"), 409)
    await _shop(town, CODE, "二店")


async def test_the_one_that_stays_gets_the_code_of_its_double(town: Town) -> None:
    desk, double = town.desk, await _shop(town)
    await desk.post("staff", f"/organizations/{double}/merger", {"into": town.school}, 200)
    desk.clock.ahead += timedelta(minutes=2)
    await desk.post("staff", "/organizations", _body(town, CODE, "二店"), 409)
    facts = {"name": "北京小学广内分校", "kind": "school", "credit_code": CODE}
    await desk.write("staff", "PUT", f"/organizations/{town.school}", facts, If_Match='"1"')


async def test_of_two_merged_into_each_other_at_once_one_stays(town: Town) -> None:
    desk = town.desk

    async def merge(double: str, into: str) -> int:
        headers = {**desk.tokens["staff"], "Idempotency-Key": f"{double}.{into}"}
        answer = await desk.client.post(f"{ROOT}/organizations/{double}/merger", json={"into": into}, headers=headers)
        return answer.status_code

    for n in range(5):
        one, other = await _shop(town, None, f"一店{n}"), await _shop(town, None, f"二店{n}")
        statuses = await asyncio.gather(merge(one, other), merge(other, one))
        assert 409 in statuses
        states = [await desk.service.handler.state(each) for each in (one, other)]
        assert [status == 200 for status in statuses] == [state.merged_into is not None for state in states]
        assert [await merge(one, other), await merge(other, one)] == statuses, "a repetition is answered as it was"


async def test_the_old_id_of_a_double_says_where_it_went_and_its_things_show_there(town: Town) -> None:
    desk, double = town.desk, await _shop(town, None, "北京小学（重复）")
    offer = {"organization": double, "title": "会议室", "detail": "周末可借用", "category": "space", "mode": "one_off"}
    made = await desk.post("staff", "/offers", offer)
    await desk.post("staff", f"/organizations/{double}/merger", {"into": town.school}, 200)
    gone = await desk.get("staff", f"/organizations/{double}")
    assert (gone["merged_into"], gone["active"]) == (town.school, False)
    page = await desk.get("staff", f"/organizations/{town.school}/handover")
    assert (page["merged"], [offer["id"] for offer in page["offers"]]) == ([double], [made["id"]])
    listed = await desk.get("staff", f"/communities/{town.home}/organizations")
    assert double not in [item["id"] for item in listed["items"]]
    facts = {"name": "重复", "kind": "school"}
    refusal = await desk.write("staff", "PUT", f"/organizations/{double}", facts, 409, If_Match='"2"')
    assert refusal["link"].endswith(town.school)
    await desk.post("staff", f"/organizations/{town.school}/merger", {"into": double}, 409)
    await desk.write("staff", "DELETE", f"/organizations/{double}/merger")
    assert (await desk.get("staff", f"/organizations/{double}"))["active"]
    assert (await desk.get("staff", f"/organizations/{town.school}/handover"))["offers"] == []


async def test_the_next_contact_gets_one_page_and_others_do_not(town: Town) -> None:
    desk, path = town.desk, f"/organizations/{town.school}"
    await desk.post("staff", f"{path}/contacts", {"person": town.li, "duty": "liaison", "since": "2024-01-01"})
    await desk.post("school", f"{path}/contacts/{town.li}/ending", {"successor": town.wang}, 200)
    page = await desk.get("school", f"{path}/handover")
    assert [each["person"] for each in page["organization"]["contacts"]] == [town.wang]
    former = page["organization"]["former_contacts"][0]
    assert (former["person"], former["successor"], former["since"]) == (town.li, town.wang, "2024-01-01")
    assert (await desk.get("station", path))["former_contacts"] == []
    await desk.read("station", f"{path}/handover", 404)
    await desk.read("li", f"{path}/handover", 403)


async def test_what_a_visit_found_stands_on_the_desk_until_it_is_done(town: Town) -> None:
    desk, path = town.desk, f"/organizations/{town.school}/visits"
    visit = {"occurred_on": "2024-05-01", "findings": "门口台阶缺扶手", "follow_up": "联系物业加装扶手"}
    made = await desk.post("staff", path, visit)
    waiting = (await desk.get("staff", f"/communities/{town.home}/desk"))["visits_to_follow_up"]
    assert [(each["id"], each["organization_name"]) for each in waiting["items"]] == [(made["id"], "北京小学广内分校")]
    done = {"occurred_on": "2024-05-20", "outcome": "扶手已装好"}
    await desk.post("stranger", f"/visits/{made['id']}/follow-up", done, 404)
    await desk.post("staff", f"/visits/{made['id']}/follow-up", done, 200)
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["visits_to_follow_up"]["total"] == 0
    assert (await desk.get("staff", path))["items"][0]["outcome"] == "扶手已装好"
    assert (await desk.get("school", f"/organizations/{town.school}/handover"))["visits"] == []
    await desk.post("staff", f"/visits/{made['id']}/follow-up", done, 409)


async def test_who_moved_away_is_listed_apart_and_counted_no_more(town: Town) -> None:
    desk = town.desk
    await desk.post("staff", f"/organizations/{town.school}/membership", {"since": "2017-06-01"})
    await desk.post("staff", f"/organizations/{town.school}/deactivation", {"reason": "moved_away"}, 200)
    listed = await desk.get("staff", f"/communities/{town.home}/organizations")
    assert [item["id"] for item in listed["items"]] == [town.station]
    apart = await desk.get("staff", f"/communities/{town.home}/organizations?active=false")
    assert [(item["id"], item["membership"]) for item in apart["items"]] == [(town.school, "left")]
    figures = (await desk.get("staff", f"/communities/{town.home}/overview"))["total"]["organizations"]
    assert figures == {"registered": 1, "members": 0}


async def test_the_list_of_members_as_of_a_day(town: Town) -> None:
    desk, path = town.desk, f"/organizations/{town.school}/membership"
    await desk.post("staff", path, {"since": "2017-06-01"})
    await desk.post("staff", f"{path}/roles", {"role": "chair", "since": "2024-01-01", "until": "2024-06-30"}, 200)
    await desk.post("school", f"{path}/confirmations", {"year": 2024}, 200)
    await desk.post("staff", f"{path}/suspension", {"since": "2024-07-01", "reason": "moving"}, 200)

    async def on(day: str) -> list[tuple[object, ...]]:
        found = await desk.get("staff", f"/communities/{town.home}/members?on={day}")
        return [(each["name"], each["roles"], each["suspended"], each["confirmed"]) for each in found["members"]]

    name = "北京小学广内分校"
    assert await on("2017-05-31") == []
    assert await on("2024-06-30") == [(name, ["chair"], False, True)]
    assert await on("2024-07-01") == [(name, [], True, True)]
    assert await on("2025-01-01") == [(name, [], True, False)]
    await desk.read("school", f"/communities/{town.home}/members", 403)
    await desk.post("school", f"{path}/suspension", {"since": "2024-07-01", "reason": "moving"}, 403)


async def test_who_was_merged_into_a_never_member_stays_in_the_list_of_its_years(town: Town) -> None:
    desk, twin = town.desk, {"community": town.home, "name": "北小广内分校（重录）", "kind": "school"}
    double = (await desk.post("staff", "/organizations", twin))["id"]
    path = f"/organizations/{double}/membership"
    await desk.post("staff", path, {"since": "2010-01-01"})
    await desk.post("staff", f"{path}/roles", {"role": "chair", "since": "2012-01-01", "until": "2012-12-31"}, 200)
    await desk.post("staff", f"{path}/ending", {"until": "2015-12-31", "reason": "other"}, 200)

    async def on(day: str) -> list[tuple[object, ...]]:
        found = await desk.get("staff", f"/communities/{town.home}/members?on={day}")
        return [(each["organization"], each["since"], each["roles"]) for each in found["members"]]

    assert await on("2012-06-01") == [(double, "2010-01-01", ["chair"])]
    await desk.post("staff", f"/organizations/{double}/merger", {"into": town.school}, 200)
    assert await on("2012-06-01") == [(town.school, "2010-01-01", ["chair"])]
    assert await on("2016-01-01") == []
    await desk.post("staff", f"/organizations/{town.school}/membership", {"since": "2012-03-01"})
    assert await on("2012-06-01") == [(town.school, "2010-01-01", ["chair"])], "once, since the first day"
    await desk.write("staff", "DELETE", f"/organizations/{double}/merger")
    assert [each[0] for each in await on("2012-06-01")] == [town.school, double], "each for itself again"


async def test_an_application_is_declined_and_only_it_and_staff_see_why(town: Town) -> None:
    desk, path = town.desk, f"/organizations/{town.school}"
    body = {"on": "2024-02-01", "reason": "not_now", "note": "明年再议"}
    refusal = await desk.post("staff", f"{path}/membership/declination", body, 409)
    assert refusal["code"] == "not_applied"
    await desk.post("school", f"{path}/membership/application", {"on": "2024-01-10"}, 200)
    await desk.post("school", f"{path}/membership/declination", body, 403)
    await desk.post("staff", f"{path}/membership/declination", body, 200)
    for who in ("staff", "school"):
        shown = await desk.get(who, path)
        assert (shown["membership"], shown["course"][-1]["reason"]) == ("declined", "not_now")
    hidden = await desk.get("station", path)
    assert (hidden["membership"], hidden["course"]) == ("none", [])
    await desk.post("school", f"{path}/membership/application", {"on": "2024-03-10"}, 200)
    assert (await desk.get("staff", path))["membership"] == "applied"
