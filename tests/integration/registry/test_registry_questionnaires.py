"""An organization answers a collection campaign itself, line by line. On a real MongoDB."""

from tests.integration.registry.desk import Desk, Town
from tests.integration.registry.test_registry_lists import ROOM

CAMPAIGN = {"title": "上半年资源核实", "first": "2026-03-01", "last": "2026-06-30"}


async def test_an_organization_sees_and_answers_the_lines_about_its_own_offers(town: Town) -> None:
    desk = town.desk
    offers = []
    for organization in (town.school, town.school, town.station):
        made = await desk.post("staff", "/offers", ROOM | {"organization": organization})
        await desk.post("staff", f"/offers/{made['id']}/listing", {}, 200)
        offers.append(made["id"])
    await desk.get("staff", f"/offers/{offers[-1]}")
    own = f"/organizations/{town.school}/questionnaires"
    assert await desk.get("school", own) == []
    campaign = (await desk.post("staff", "/campaigns", CAMPAIGN | {"community": town.home}))["id"]
    (asked,) = await desk.get("school", own)
    assert (asked["campaign"], asked["last"]) == (campaign, "2026-06-30")
    assert {line["offer"]["id"]: line["inquiry"] for line in asked["inquiries"]} == dict.fromkeys(offers[:2])

    answers = f"/campaigns/{campaign}/offers"
    await desk.post("school", f"{answers}/{offers[0]}/answers", {"way": "page", "answer": "holds"}, 200)
    ended = {"way": "page", "answer": "ended", "reason": "used_up"}
    await desk.post("school", f"{answers}/{offers[1]}/answers", ended, 200)
    await desk.post("school", f"{answers}/{offers[2]}/answers", {"way": "page", "answer": "holds"}, 404)
    (asked,) = await desk.get("school", own)
    said = {line["offer"]["id"]: line["inquiry"] for line in asked["inquiries"]}
    assert [(said[offer]["answer"], said[offer]["way"]) for offer in offers[:2]] == [
        ("holds", "page"),
        ("ended", "page"),
    ]
    assert said[offers[1]]["to_review"]
    assert (await desk.get("school", f"/offers/{offers[0]}"))["confirmed_on"]

    await desk.get("station", own, 404)
    await desk.get("li", own, 403)
    await desk.get("stranger", own, 404)
    await desk.get("staff", f"/organizations/{'org_' + 'a' * 26}/questionnaires", 404)
    await desk.post("staff", f"/campaigns/{campaign}/closing", {}, 200)
    await desk.get("staff", f"/campaigns/{campaign}")
    assert await desk.get("school", own) == []


async def test_a_campaign_learns_what_was_asked_and_answered_by_a_link(town: Town) -> None:
    desk = town.desk
    offers = []
    for title in ("会议室甲", "会议室乙"):
        made = await desk.post("staff", "/offers", ROOM | {"organization": town.station, "title": title})
        await desk.post("staff", f"/offers/{made['id']}/listing", {}, 200)
        offers.append(made["id"])
    await desk.get("staff", f"/offers/{offers[-1]}")
    about = {"about": {"organization": town.station}}
    campaign = (await desk.post("staff", "/campaigns", CAMPAIGN | about | {"community": town.home}))["id"]
    await desk.get("staff", f"/campaigns/{campaign}")

    said = ({"answer": "holds"}, {"answer": "ended", "reason": "used_up", "note": "已改作他用"})
    for offer, each in zip(offers, said, strict=True):
        await _answer_by_link(desk, offer, each)
    lines = (await desk.get("staff", f"/campaigns/{campaign}/inquiries"))["items"]
    known = {line["offer"]["id"]: line["inquiry"] for line in lines}
    for offer, each in zip(offers, said, strict=True):
        inquiry = known[offer]
        assert [ask["way"] for ask in inquiry["asked"]] == ["link"]
        assert (inquiry["answer"], inquiry["way"], inquiry["to_review"]) == (each["answer"], "link", False)
        assert inquiry["occurred_on"] == inquiry["asked"][0]["occurred_on"]
    assert (known[offers[1]]["reason"], known[offers[1]]["note"]) == ("used_up", "已改作他用")
    progress = (await desk.get("staff", f"/campaigns/{campaign}"))["progress"]
    assert (progress["asked"], progress["answered"], progress["to_review"]) == (2, 2, 0)
    await desk.post("staff", f"/campaigns/{campaign}/closing", {}, 200)


async def _answer_by_link(desk: Desk, offer: str, said: dict[str, str]) -> None:
    token = (await desk.post("staff", f"/offers/{offer}/links", {}))["token"]
    await desk.post("nobody", "/links/answer", {"token": token, "said": said}, 200)
