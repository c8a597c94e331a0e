"""Communities, organizations, offers, needs and the wall, over HTTP on a real MongoDB."""

from datetime import timedelta
from typing import Any

from services.registry.events import OutcomeKnown, RequestKnown
from tests.integration.registry.desk import DISTRICT, Desk, Town

ROOM: dict[str, Any] = {
    "title": "会议室",
    "detail": "可容纳百人的会议室和会议显示屏幕",
    "category": "space",
    "mode": "bookable",
    "seats": 100,
}
TRAINING: dict[str, Any] = {
    "title": "红色教育",
    "detail": "请一位老师讲党史",
    "category": "party_building",
}


async def _listed(desk: Desk, organization: str, **more: Any) -> str:
    made = await desk.post("staff", "/offers", ROOM | {"organization": organization} | more)
    await desk.post("staff", f"/offers/{made['id']}/listing", {}, 200)
    return str(made["id"])


async def test_the_tree_is_for_everybody(town: Town) -> None:
    nodes = (await town.desk.get("nobody", "/tree"))["nodes"]
    assert [node["level"] for node in nodes] == ["district", "subdistrict", "community", "community"]
    assert nodes[0]["id"] == DISTRICT
    assert nodes[2]["path"] == [DISTRICT, nodes[1]["id"], town.home]


async def test_a_community_is_founded_in_its_place(town: Town) -> None:
    desk = town.desk
    child = {"parent": town.home, "name": "小区", "level": "community"}
    refusal = await desk.post("district", "/communities", child, 409)
    assert refusal["code"] == "wrong_level"
    await desk.post("stranger", "/communities", child, 404)
    await desk.post("li", "/communities", child, 403)
    await desk.post("nobody", "/communities", child, 401)
    unknown = child | {"parent": "community_" + "a" * 26}
    await desk.post("district", "/communities", unknown, 422)


async def test_settings_are_replaced_whole_and_inherited(town: Town) -> None:
    desk, path = town.desk, f"/communities/{town.home}"
    settings = {"settings": {"claim_due": "PT2S"}}
    assert (await desk.write("staff", "PUT", f"{path}/settings", settings, 428))["status"] == 428
    etag = (await desk.read("staff", path)).headers["ETag"]
    await desk.write("staff", "PUT", f"{path}/settings", settings, If_Match=etag)
    await desk.write("staff", "PUT", f"{path}/settings", {"settings": {}}, 412, If_Match=etag)
    found = await desk.get("staff", path)
    assert (found["limits"]["claim_due"], found["limits"]["claim_grace"]) == ("PT2S", "P3D")
    assert [entry["type"] for entry in found["history"]] == ["community_founded", "community_settings_changed"]
    assert (await desk.get("li", path))["history"] is None
    bad = {"settings": {"claim_due": "soon", "colour": "red"}}
    errors = (await desk.write("staff", "PUT", f"{path}/settings", bad, 422, If_Match=etag))["errors"]
    assert len(errors) == 2


async def test_the_ledger_shows_no_small_group(town: Town) -> None:
    desk = town.desk
    figures = {
        "residents": 3692,
        "organizations": 900,
        "groups": [{"name": "汉族", "count": 3283}, {"name": "回族", "count": 400}],
    }
    await desk.write("staff", "PUT", f"/communities/{town.home}/ledgers/2024", figures)
    ledger = (await desk.get("nobody", f"/communities/{town.home}/wall"))["ledger"]
    assert ledger["groups"] == [{"name": "汉族", "count": 3283}, {"name": "其他", "count": 409}]
    await desk.write("staff", "PUT", f"/communities/{town.home}/ledgers/1", figures, 404)


async def test_an_organization_with_phones_contacts_and_membership(town: Town) -> None:
    desk, path = town.desk, f"/organizations/{town.school}"
    phones = [
        {"number": "010-63030001", "shown_to": "wall"},
        {"number": "010-63030002", "shown_to": "members"},
        {"number": "010-63030003", "shown_to": "community"},
    ]
    await desk.write("school", "PUT", f"{path}/phones", {"phones": phones})
    await desk.write("station", "PUT", f"{path}/phones", {"phones": phones}, 404)
    await desk.post("school", f"{path}/contacts", {"person": town.wang, "duty": "liaison"})
    await desk.post("school", f"{path}/contacts", {"person": "person_" + "a" * 26, "duty": "head"}, 404)
    await desk.write("school", "PUT", f"{path}/contacts/{town.wang}", {"duty": "head"})
    await desk.post("staff", f"{path}/membership", {"since": "2017-06-01"})
    await desk.post("school", f"{path}/membership", {"since": "2017-06-01"}, 403)

    own = await desk.get("school", path)
    assert [(each["person"], each["duty"]) for each in own["contacts"]] == [(town.wang, "head")]
    assert (own["membership"], len(own["phones"]), own["history"] is not None) == ("member", 3, True)
    seen = await desk.get("li", path)
    assert seen["contacts"] == []
    assert [phone["shown_to"] for phone in seen["phones"]] == ["wall", "community"]
    assert seen["history"] is None
    await desk.get("stranger", path, 404)

    await desk.write("school", "DELETE", f"{path}/contacts/{town.wang}")
    ending = {"until": "2024-12-31", "reason": "own_wish"}
    await desk.post("school", f"{path}/membership/ending", ending, 200)
    listed = await desk.get("city", f"/communities/{town.home}/organizations?membership=left")
    assert [item["id"] for item in listed["items"]] == [town.school]


async def test_who_applied_is_not_found_out_by_a_filter(town: Town) -> None:
    desk, listing = town.desk, f"/communities/{town.home}/organizations?membership="
    await desk.post("staff", f"/organizations/{town.school}/membership/application", {"on": "2024-01-05"}, 200)
    assert [item["id"] for item in (await desk.get("staff", f"{listing}applied"))["items"]] == [town.school]
    assert (await desk.get("li", f"{listing}applied"))["items"] == []
    assert town.school in [item["id"] for item in (await desk.get("li", f"{listing}none"))["items"]]


async def test_the_same_external_reference_is_the_same_organization(town: Town) -> None:
    body = {
        "community": town.home,
        "name": "某企业",
        "kind": "company",
        "peer_class": "company",
        "external_ref": {"system": "hr", "id": "42"},
    }
    first = await town.desk.post("staff", "/organizations", body)
    again = await town.desk.post("staff", "/organizations", body)
    assert (again["id"], again["version"]) == (first["id"], 1)


async def test_a_repeated_key_finds_the_same_offer(town: Town) -> None:
    desk, body = town.desk, ROOM | {"organization": town.school}
    first = await desk.post("school", "/offers", body, Idempotency_Key="one")
    assert await desk.post("school", "/offers", body, Idempotency_Key="one") == first
    other = await desk.post("school", "/offers", body | {"seats": 9}, 422, Idempotency_Key="one")
    assert other["code"] == "key_reused"


async def test_an_offer_from_submission_to_its_end(town: Town) -> None:
    desk = town.desk
    made = await desk.post("school", "/offers", ROOM | {"organization": town.school})
    path = f"/offers/{made['id']}"
    await desk.post("station", "/offers", ROOM | {"organization": town.school}, 404)
    await desk.get("li", path, 404)
    await desk.post("school", f"{path}/listing", {}, 403)
    await desk.post("staff", f"{path}/listing", {}, 200)
    etag = (await desk.read("li", path)).headers["ETag"]
    await desk.write("school", "PUT", path, ROOM | {"seats": 80}, 428)
    await desk.write("school", "PUT", path, ROOM | {"seats": 80}, If_Match=etag)
    await desk.post("school", f"{path}/confirmation", {}, 200)
    found = await desk.get("school", path)
    assert (found["seats"], found["stale"], found["organization_name"]) == (80, False, "北京小学广内分校")
    assert found["history"][0]["on_behalf_of"] == town.school
    await desk.post("school", f"{path}/ending", {"reason": "moved_away"}, 200)
    assert (await desk.get("school", path))["state"] == "ended"
    await desk.get("li", path, 404)


async def test_an_offer_nobody_renews_turns_stale_by_the_readers_clock(town: Town) -> None:
    desk = town.desk
    old = await _listed(desk, town.school, confirmed_on="2023-12-01")
    new = await _listed(desk, town.station)
    path = f"/communities/{town.home}"
    assert [o["id"] for o in (await desk.get("nobody", f"{path}/wall"))["offers"]] == [new, old]
    for stale, expected in (("true", [old]), ("false", [new])):
        page = await desk.get("li", f"{path}/offers?stale={stale}")
        assert [item["id"] for item in page["items"]] == expected
    desk.clock.ahead = timedelta(days=181)
    wall = await desk.get("nobody", f"{path}/wall")
    assert [offer["stale"] for offer in wall["offers"]] == [True, True]
    assert wall["figures"]["offers_stale"] == 2


async def test_an_offer_for_members_is_not_on_the_wall(town: Town) -> None:
    desk = town.desk
    members = await _listed(desk, town.school, audience="members")
    await desk.get("li", f"/offers/{members}", 404)
    await desk.get("station", f"/offers/{members}", 404)
    assert (await desk.get("nobody", f"/communities/{town.home}/wall"))["offers"] == []
    await desk.post("staff", f"/organizations/{town.station}/membership", {"since": "2017-06-01"})
    assert (await desk.get("station", f"/offers/{members}"))["id"] == members
    page = await desk.get("station", f"/communities/{town.home}/offers")
    assert [item["id"] for item in page["items"]] == [members]


async def test_a_need_until_matching_takes_over(town: Town) -> None:
    desk = town.desk
    made = await desk.post("school", "/needs", TRAINING | {"organization": town.school})
    path, request = f"/needs/{made['id']}", made["id"].replace("need", "req")
    withdrawn = await desk.post("school", "/needs", TRAINING | {"organization": town.school})
    gone = {"reason": "met_elsewhere"}
    await desk.post("school", f"/needs/{withdrawn['id']}/withdrawal", gone, 200)
    await desk.post("school", f"{path}/publication", {}, 403)
    await desk.post("staff", f"{path}/publication", {"confirmed_on": "2024-12-01"}, 200)
    refusal = await desk.post("school", f"{path}/withdrawal", gone, 409)
    assert (refusal["code"], refusal["request"]) == ("published", request)
    await desk.follow(made["id"], RequestKnown(request=request))
    found = await desk.get("li", path)
    assert (found["progress"], found["request_id"], "following" in found) == ("open", request, False)
    wall = await desk.get("nobody", f"/communities/{town.home}/wall")
    assert [need["request_id"] for need in wall["needs"]] == [request]
    await desk.follow(made["id"], OutcomeKnown(outcome="resolved"))
    wall = await desk.get("nobody", f"/communities/{town.home}/wall")
    assert (wall["needs"], wall["figures"]["needs"]) == ([], {"resolved": 1})
    page = await desk.get("staff", f"/communities/{town.home}/needs?state=withdrawn")
    assert [item["id"] for item in page["items"]] == [withdrawn["id"]]


async def test_the_wall_is_told_apart_by_its_content(town: Town) -> None:
    desk, path = town.desk, f"/communities/{town.home}/wall"
    etag = (await desk.read("nobody", path)).headers["ETag"]
    unchanged = await desk.read("nobody", path, 304, If_None_Match=f'W/{etag}, "x"')
    assert (unchanged.content, unchanged.headers["ETag"]) == (b"", etag)
    await _listed(desk, town.school)
    assert (await desk.read("nobody", path, If_None_Match=etag)).headers["ETag"] != etag


async def test_lists_come_in_pages_and_refuse_what_they_do_not_know(town: Town) -> None:
    desk, path = town.desk, f"/communities/{town.home}/offers"
    ids = {await _listed(desk, town.school) for _ in range(3)}
    first = await desk.get("staff", f"{path}?limit=2")
    rest = await desk.get("staff", f"{path}?limit=2&cursor={first['next_cursor']}")
    assert {item["id"] for item in first["items"] + rest["items"]} == ids
    assert rest["next_cursor"] is None
    await desk.get("staff", f"{path}?colour=red", 400)
    await desk.get("staff", f"{path}?state[$gt]=", 400)
    await desk.get("staff", f"{path}?state=gone", 422)
    await desk.get("staff", "/offers/offer_x", 404)
