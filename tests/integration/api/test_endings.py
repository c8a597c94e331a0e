"""How needs and wishes end otherwise than wholly done, what is owed meanwhile, and who sees which need."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.api.examples.organizations import no_member
from tests.support.eventually import eventually
from tests.support.system import System, Town

REGISTRY, MATCHING = "/registry/v1", "/matching/v1"
NEED: dict[str, Any] = {
    "title": "修门口的路",
    "detail": "门口的路坑洼不平",
    "category": "repair",
    "quantity": 1,
    "unit": "处",
}


async def published(system: System, town: Town, **more: Any) -> str:
    """The request of a need of the school's."""
    need = await system.post("school", f"{REGISTRY}/needs", organization=town.school, **NEED | more)
    await system.post("staff", f"{REGISTRY}/needs/{need['id']}/publication")
    path = f"{MATCHING}/requests/{need['id'].replace('need_', 'req_')}"
    await system.read("staff", path, after="registry")
    return path


async def desk(system: System, town: Town) -> dict[str, Any]:
    found: dict[str, Any] = await system.read("staff", f"{MATCHING}/communities/{town.home}/desk")
    return found


def ids(pile: dict[str, Any]) -> set[str]:
    return {item["id"] for item in pile["items"]}


async def test_a_need_that_is_passed_on_is_asked_about_and_comes_back(system: System, town: Town) -> None:
    path = await published(system, town)
    request = path.rpartition("/")[2]
    today = system.clock().date()
    await system.post("staff", f"{path}/referral", to="街道城管科", expected_by=(today + timedelta(days=2)).isoformat())
    seen = await system.read("school", path)
    assert (seen["state"], seen["ended"], seen["end"]["referral"]["to"]) == ("closed", "referred", "街道城管科")
    need = f"{REGISTRY}/needs/{request.replace('req_', 'need_')}"
    assert (await system.read("school", need, after="matching"))["progress"] == "referred"
    try:
        system.clock.ahead = timedelta(days=4)

        async def asked() -> bool:
            return request in ids((await desk(system, town))["referrals_to_ask"])

        await eventually(asked, "the desk is asked to ask")
    finally:
        system.clock.ahead = timedelta()
    await system.post("staff", f"{path}/referral/outcome", outcome="not_done")
    assert request not in ids((await desk(system, town))["referrals_to_ask"])
    await system.post("staff", f"{path}/return", reason="not_done_there")
    back = await system.read("school", path)
    assert (back["state"], back["ended"], back["end"], back["left"]) == ("open", None, None, 1)
    assert (await system.read("school", need, after="matching"))["progress"] == "reopened"


async def test_a_wish_that_is_passed_on_before_publication_is_listed_until_it_comes_back(
    system: System, town: Town
) -> None:
    wish = await system.post("staff", f"{REGISTRY}/wishes", community=town.home, text="疏通街口的下水道")
    path = f"{REGISTRY}/wishes/{wish['id']}"

    async def listed() -> list[dict[str, Any]]:
        found = await system.read("staff", f"{REGISTRY}/communities/{town.home}/wishes?state=referred")
        return [each for each in found["items"] if each["id"] == wish["id"]]

    assert await listed() == []
    day = (system.clock().date() + timedelta(days=2)).isoformat()
    await system.post("staff", f"{path}/referral", to="街道城管科", expected_by=day)
    assert [(each["state"], each["referral"]["to"]) for each in await listed()] == [("referred", "街道城管科")]
    await system.post("staff", f"{path}/referral/outcome", outcome="not_done")
    assert [each["referral"]["outcome"] for each in await listed()] == ["not_done"]
    await system.post("staff", f"{path}/return", reason="not_done_there")
    assert await listed() == []
    assert (await system.read("staff", path))["state"] == "posted"


async def test_the_answer_that_it_is_impossible_reaches_who_asked_with_its_reason(system: System, town: Town) -> None:
    path = await published(system, town)
    note = "道路归产权单位，已告知申请办法"
    await system.post("staff", f"{path}/impossibility", reason="beyond_powers", note=note)
    seen = await system.read("school", path)
    assert (seen["end"]["kind"], seen["end"]["reason"], seen["end"]["note"]) == ("impossible", "beyond_powers", note)
    stranger = await system.read("station", path)
    assert (stranger["end"], stranger["ended"]) == (None, "impossible")


async def test_parts_are_claimed_apart_and_the_rest_may_be_left(system: System, town: Town) -> None:
    parts = [
        {"name": "音响", "category": "supplies", "quantity": 2, "unit": "套"},
        {"name": "场地", "category": "space", "quantity": 1, "unit": "间"},
    ]
    path = await published(system, town, parts=parts)
    station = {"kind": "organization", "id": town.station}
    await system.post("staff", f"{path}/claims", claimant=station, part=1)
    assert [part["left"] for part in (await system.read("station", path))["parts"]] == [0, 1]
    unnamed = await system.send("staff", "POST", f"{path}/claims", {"claimant": station})
    assert unnamed.status_code == 422
    too_soon = await system.send("staff", "POST", f"{path}/part-end", {"reason": "no_more_givers"})
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "nothing_done")
    await system.post("staff", f"{path}/claims/1/deliveries")
    await system.post("school", f"{path}/confirmation", mark=5, how="self")
    await system.post("staff", f"{path}/part-end", reason="no_more_givers")
    seen = await system.read("school", path)
    assert (seen["ended"], seen["confirmed"], seen["quantity"]) == ("partly", 2, 3)


async def test_vacancies_go_down_and_nobody_is_named(system: System, town: Town) -> None:
    path = await published(system, town, kind="vacancy", quantity=2, unit="人", category="employment")
    await system.post("wang", f"{path}/answers", person=town.wang)
    await system.post("staff", f"{path}/answers", person=town.li, consent="in_person")
    twice = await system.send("wang", "POST", f"{path}/answers", {"person": town.wang})
    assert twice.status_code == 409
    own = await system.read("wang", path)
    assert [answer["person"] for answer in own["answers"]] == [town.wang, "person"]
    school = await system.read("school", path)
    assert [answer["person"] for answer in school["answers"]] == ["person", "person"]
    hired = await system.send("wang", "POST", f"{path}/answers/1/outcome", {"outcome": "hired"})
    assert hired.status_code == 409
    await system.post("staff", f"{path}/answers/1/outcome", outcome="hired")
    assert (await system.read("nobody", path))["left"] == 1
    assert (await system.read("nobody", path))["answers"] == []
    await system.post("staff", f"{path}/answers/2/outcome", outcome="hired")
    assert (await system.read("school", path))["state"] == "fulfilled"


async def test_a_reply_is_owed_from_the_first_day_and_overdue_after_the_limit(system: System, town: Town) -> None:
    path = await published(system, town)
    request = path.rpartition("/")[2]
    others = (await desk(system, town))["replies_overdue"]["total"]
    seen = await system.read("school", path)
    need = await system.read("school", f"{REGISTRY}/needs/{request.replace('req_', 'need_')}")
    assert seen["owed_since"] == need["owed_since"] == need["posted_at"]
    owed = await system.read("staff", f"{MATCHING}/requests?community={town.home}&owed=true&limit=200")
    assert owed["items"]
    assert [item["owed_since"] for item in owed["items"]] == sorted(item["owed_since"] for item in owed["items"])
    try:
        system.clock.ahead = timedelta(days=7)
        assert (await desk(system, town))["replies_overdue"]["total"] > others
        course = (await system.read("staff", f"{MATCHING}/communities/{town.home}/overview"))["total"]["needs"]
        assert 1 <= course["overdue"] <= course["owed"]
    finally:
        system.clock.ahead = timedelta()
    await system.post("staff", f"{path}/claims", claimant={"kind": "community", "id": town.home})
    assert (await system.read("school", path))["owed_since"] is None


@pytest.mark.parametrize(
    ("audience", "seeing"),
    [
        ("public", {"staff", "school", "station", "li", "city", "far_staff", "far_shop", "nobody"}),
        ("community", {"staff", "school", "station", "li", "city"}),
        ("members", {"staff", "school", "city"}),
    ],
)
async def test_each_role_sees_the_needs_meant_for_it_and_no_others(
    system: System, town: Town, audience: str, seeing: set[str]
) -> None:
    await no_member(system, town.station)
    path = await published(system, town, audience=audience)
    request = path.rpartition("/")[2]
    need = request.replace("req_", "need_")
    for who in ("staff", "school", "station", "li", "city", "far_staff", "far_shop", "nobody"):
        single = await system.send(who, "GET", path)
        listed = ids(await system.read(who, f"{MATCHING}/requests?limit=200"))
        assert (single.is_success, request in listed) == (who in seeing, who in seeing), who
    for who in ("staff", "school", "station", "li", "city"):
        listed = ids(await system.read(who, f"{REGISTRY}/communities/{town.home}/needs?limit=200"))
        single = await system.send(who, "GET", f"{REGISTRY}/needs/{need}")
        assert (single.is_success, need in listed) == (who in seeing, who in seeing), who
    wall = await system.read("nobody", f"{REGISTRY}/communities/{town.home}/wall")
    assert (need in {each["id"] for each in wall["needs"]}) == (audience == "public")
