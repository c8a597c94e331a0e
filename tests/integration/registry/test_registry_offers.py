"""What becomes of an offer on the list: its mode, its pause, its reach, whom to ask, and calls. On a real MongoDB."""

from datetime import timedelta
from typing import Any

from services.registry.decider.days import day_of
from tests.integration.registry.desk import DISTRICT, Desk, Town
from tests.integration.registry.test_registry_lists import ROOM

RULE = {"rrule": "FREQ=WEEKLY;BYDAY=MO,WE", "start": "14:00", "minutes": 120, "first": "2026-01-01"}
HALL: dict[str, Any] = ROOM | {
    "equipment": ["投影", "显示屏"],
    "price": {"amount": 5000, "per": "hour"},
    "availability": {
        "rules": [RULE],
        "closed": ["2026-05-04"],
        "extra": [{"day": "2026-05-09", "start": "09:00", "minutes": 60}],
    },
    "parallel": 1,
    "lead_time": "P1D",
}


async def _listed(desk: Desk, organization: str, body: dict[str, Any] = HALL) -> str:
    made = await desk.post("staff", "/offers", body | {"organization": organization})
    await desk.post("staff", f"/offers/{made['id']}/listing", {}, 200)
    return f"/offers/{made['id']}"


async def test_a_bookable_offer_says_when_and_is_refused_what_belongs_to_another_mode(town: Town) -> None:
    desk = town.desk
    found = await desk.get("li", await _listed(desk, town.school))
    assert found["availability"]["rules"][0] == RULE | {"last": None}
    assert found["availability"]["closed"] == ["2026-05-04"]
    assert (found["price"], found["equipment"]) == ({"amount": 5000, "per": "hour"}, ["投影", "显示屏"])
    for wrong, field in (
        ({"season": {"first": "11-01", "last": "03-31"}}, "season"),
        ({"mode": "standing"}, "availability"),
        ({"availability": {"rules": [RULE | {"rrule": "FREQ=YEARLY"}]}}, "availability.rules.0.rrule"),
        ({"availability": {"rules": [RULE | {"minutes": 700}]}}, "availability.rules.0"),
        ({"price": {"amount": 5000, "per": "hour", "tax": 3}}, "price.tax"),
    ):
        refusal = await desk.post("staff", "/offers", HALL | {"organization": town.school} | wrong, 422)
        assert [error["field"] for error in refusal["errors"]] == [field]
        assert all(error["detail"] for error in refusal["errors"])


async def test_a_pause_shows_from_its_first_day_and_is_over_by_itself(town: Town) -> None:
    desk = town.desk
    path = await _listed(desk, town.school)
    today = day_of(desk.clock())
    first, last = (today + timedelta(days=days) for days in (3, 5))
    days = {"first": first.isoformat(), "last": last.isoformat(), "reason": "renovation"}
    await desk.post("station", f"{path}/pause", days, 404)
    await desk.post("school", f"{path}/pause", days, 200)
    assert (await desk.post("staff", f"{path}/pause", days, 409))["code"] == "already_paused"
    shown = []
    for ahead in (0, 3, 5, 7):
        desk.clock.ahead = timedelta(days=ahead)
        shown.append((await desk.get("li", path))["paused"])
    assert shown == [False, True, True, False]
    assert (await desk.post("staff", f"{path}/resumption", {}, 409))["code"] == "not_paused"
    wall = (await desk.get("nobody", f"/communities/{town.home}/wall"))["offers"]
    assert [(offer["pause"]["reason"], offer["price"]["amount"]) for offer in wall] == [("renovation", 5000)]
    desk.clock.ahead = timedelta(days=4)
    await desk.post("staff", f"{path}/resumption", {}, 200)
    assert (await desk.get("li", path))["pause"] is None


async def test_an_offer_is_opened_step_by_step_to_those_outside(town: Town) -> None:
    desk = town.desk
    path = await _listed(desk, town.school)
    outside = f"/communities/{town.other}/offers/from-outside"
    step = {"level": "subdistrict", "quota": 4, "decided_by": "organization"}
    await desk.get("stranger", path, 404)
    assert (await desk.get("stranger", outside))["items"] == []
    wider = await desk.post("staff", f"{path}/reach", step | {"level": "district"}, 409)
    assert wider["code"] == "not_yet_in_the_subdistrict"
    await desk.post("school", f"{path}/reach", step, 403)
    await desk.post("staff", f"{path}/reach", step, 200)
    (found,) = (await desk.get("stranger", outside))["items"]
    assert (found["from_outside"], found["community"], found["reach"][0]["quota"]) == (True, town.home, 4)
    await desk.post("staff", f"{path}/calls", {"outcome": "not_reached"}, 200)
    one = await desk.get("stranger", path)
    assert (one["from_outside"], one["last_call"], one["history"]) == (True, None, None)
    assert (await desk.get("staff", path))["from_outside"] is False
    assert (await desk.get("staff", f"/communities/{town.home}/offers/from-outside"))["items"] == []
    await desk.get("stranger", f"/communities/{town.home}/offers/from-outside", 404)
    await desk.post("staff", f"{path}/reach", step | {"level": "district", "quota": 1}, 200)
    levels = [(each["level"], each["node"] == DISTRICT) for each in (await desk.get("li", path))["reach"]]
    assert levels == [("subdistrict", False), ("district", True)]
    for level in ("district", "subdistrict"):
        await desk.post("staff", f"{path}/reach", step | {"level": level, "quota": None}, 200)
    assert (await desk.get("stranger", outside))["items"] == []
    await desk.get("stranger", path, 404)


async def test_whom_to_ask_is_shown_as_the_organization_shows_it(town: Town) -> None:
    desk = town.desk
    path = await _listed(desk, town.school)
    refusal = await desk.write("staff", "PUT", f"{path}/contact", {"person": town.li}, 422)
    assert refusal["errors"][0]["field"] == "person"
    refusal = await desk.write("staff", "PUT", f"{path}/contact", {"phone": "010-63000001"}, 422)
    assert refusal["errors"][0]["field"] == "phone"
    await desk.post("staff", f"/organizations/{town.school}/contacts", {"person": town.li, "duty": "liaison"})
    await desk.write("school", "PUT", f"{path}/contact", {"person": town.li})
    assert (await desk.get("staff", path))["person"] == town.li
    assert (await desk.get("wang", path))["person"] is None
    number = {"number": "010-63000001", "shown_to": "members"}
    await desk.write("staff", "PUT", f"/organizations/{town.school}/phones", {"phones": [number]})
    await desk.write("staff", "PUT", f"{path}/contact", {"phone": "010-63000001"})
    assert (await desk.get("school", path))["phone"] == "+86 10 6300 0001"
    assert (await desk.get("wang", path))["phone"] is None
    await desk.write(
        "staff", "PUT", f"/organizations/{town.school}/phones", {"phones": [number | {"shown_to": "community"}]}
    )
    assert (await desk.get("wang", path))["phone"] == "+86 10 6300 0001"


async def test_calls_are_kept_per_contact_and_those_agreed_stand_on_the_desk_until_made(town: Town) -> None:
    desk = town.desk
    path, other = await _listed(desk, town.school), await _listed(desk, town.school, ROOM)
    again = (desk.clock() + timedelta(days=5)).date().isoformat()
    agreed = {"outcome": "agreed", "call_again_on": again}
    refusal = await desk.post("staff", f"{path}/calls", agreed | {"contact": town.li}, 422)
    assert refusal["errors"][0]["field"] == "contact"
    await desk.post("staff", f"/organizations/{town.school}/contacts", {"person": town.li, "duty": "liaison"})
    await desk.post("staff", f"{path}/calls", agreed | {"contact": town.li}, 200)
    await desk.post("staff", f"{other}/calls", {"outcome": "not_reached"}, 200)
    calls = (await desk.get("staff", f"/organizations/{town.school}/calls"))["items"]
    assert [(call["contact"], call["outcome"], call["open"]) for call in calls] == [
        (None, "not_reached", False),
        (town.li, "agreed", True),
    ]
    mine = (await desk.get("staff", f"/organizations/{town.school}/calls?contact={town.li}"))["items"]
    assert [call["title"] for call in mine] == ["会议室"]
    await desk.get("school", f"/organizations/{town.school}/calls", 403)
    desk_path = f"/communities/{town.home}/desk"
    assert (await desk.get("staff", desk_path))["calls_to_make"]["total"] == 0
    desk.clock.ahead = timedelta(days=5)
    assert [each["id"] for each in (await desk.get("staff", desk_path))["calls_to_make"]["items"]] == [path[8:]]
    await desk.post("staff", f"{path}/calls", {"outcome": "reached", "contact": town.li}, 200)
    assert (await desk.get("staff", desk_path))["calls_to_make"]["total"] == 0
    calls = (await desk.get("staff", f"/organizations/{town.school}/calls"))["items"]
    assert [call["open"] for call in calls] == [False, False, False]


async def test_a_campaign_asks_and_staff_accept_what_differs(town: Town) -> None:
    desk = town.desk
    hall, parking = await _listed(desk, town.school), await _listed(desk, town.school, ROOM | {"category": "parking"})
    lecture = await _listed(desk, town.station, ROOM | {"category": "learning"})
    body = {"community": town.home, "title": "上半年资源核实", "first": "2026-03-01", "last": "2026-06-30"}
    await desk.get("staff", lecture)
    nothing = await desk.post("staff", "/campaigns", body | {"about": {"category": "charging"}}, 422)
    assert nothing["errors"][0]["field"] == "offers"
    await desk.post("school", "/campaigns", body, 403)
    campaign = (
        "/campaigns/" + (await desk.post("staff", "/campaigns", body | {"about": {"organization": town.school}}))["id"]
    )
    refused = await desk.post("staff", f"{campaign}{lecture}/askings", {"way": "link"}, 409)
    assert refused["code"] == "not_in_campaign"
    for path in (hall, parking):
        await desk.post("staff", f"{campaign}{path}/askings", {"way": "letter"}, 200)
    assert (await desk.get("school", hall))["asked_in"] == campaign[11:]
    await desk.post("school", f"{campaign}{parking}/answers", {"way": "link", "answer": "holds"}, 200)
    changed = {"way": "call", "answer": "changed", "text": HALL | {"seats": 80, "detail": "换成八十座"}}
    answered = await desk.post("staff", f"{campaign}{hall}/answers", changed, 200)
    assert (await desk.get("li", hall))["seats"] == 100
    assert (await desk.get("li", hall))["answer"] is None
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["answers_to_review"]["total"] == 1
    await desk.post("school", "/offers", ROOM | {"organization": town.school, "campaign": campaign[11:]})
    rows = (await desk.get("staff", f"{campaign}/inquiries"))["items"]
    by_offer = {row["offer"]["id"]: row for row in rows}
    assert (by_offer[hall[8:]]["differs"], by_offer[hall[8:]]["inquiry"]["to_review"]) == (["detail", "seats"], True)
    assert by_offer[parking[8:]]["inquiry"]["answer"] == "holds"
    progress = {"offers": 2, "asked": 2, "answered": 2, "to_review": 1, "proposed": 1}
    assert (await desk.get("staff", campaign))["progress"] == progress
    await desk.post("staff", f"{campaign}{hall}/review", {"accept": True}, 428)
    await desk.post("school", f"{campaign}{hall}/review", {"accept": True}, 403)
    await desk.post("staff", f"{campaign}{hall}/review", {"accept": True}, 200, If_Match=f'"{answered["version"]}"')
    seen = await desk.get("li", hall)
    assert (seen["seats"], seen["detail"]) == (80, "换成八十座")
    assert [each["progress"]["to_review"] for each in await desk_list(desk, town.home)] == [0]
    await desk.post("staff", f"{campaign}/closing", {"note": "全部答复"}, 200)
    closed = await desk.post("staff", f"{campaign}{hall}/answers", {"way": "call", "answer": "holds"}, 409)
    assert closed["code"] == "campaign_over"
    await desk.get("stranger", campaign, 404)


async def desk_list(desk: Desk, community: str) -> list[dict[str, Any]]:
    """The community's campaigns."""
    found: list[dict[str, Any]] = (await desk.read("staff", f"/communities/{community}/campaigns")).json()
    return found
