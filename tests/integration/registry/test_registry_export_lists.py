"""The lists that only the desk keeps, taken out: residents, members, agreements, a campaign's sheet."""

from typing import Any

from shared.runtime.service import COMMITS
from tests.integration.registry.desk import ROOT, Town
from tests.integration.registry.sheets import applied, cells, counts, exported, xlsx
from tests.integration.registry.test_registry_agreements import drafted
from tests.integration.registry.test_registry_questionnaires import CAMPAIGN

PERSONS = ["姓名", "手机", "住址", "同意方式", "同意日期"]


def shown(file: bytes, *heads: str) -> list[list[Any]]:
    """These columns of a file, row by row."""
    (head, *rows) = cells(file)
    return [[row[head.index(name)] for name in heads] for row in rows]


async def test_residents_go_out_for_a_purpose_and_come_back_without_doubles(town: Town) -> None:
    desk = town.desk
    rows = [
        ["=赵某", "13900139000", "北里2号楼", "书面同意", "2024-05-01"],
        ["钱某", "", "南里", "电话同意", "2024-05-02"],
    ]
    assert counts(await applied(town, "persons", xlsx(PERSONS, *rows))) == (2, 0, 0, 0)
    assert (await exported(town, 422, list="persons")).json()["errors"][0]["field"] == "purpose"
    for form in ("xlsx", "csv"):
        file = (await exported(town, list="persons", purpose="review", format=form)).content
        assert counts(await applied(town, "persons", file)) == (0, 0, 4, 0)
    listed = await desk.get("staff", f"/communities/{town.home}/persons")
    out = (await exported(town, list="persons", purpose="review")).content
    assert {row[0] for row in shown(out, "系统编号")} == {item["id"] for item in listed["items"]}
    assert ["=赵某", "+86 139 0013 9000", "北里2号楼", "书面同意", "2024-05-01"] in shown(out, *PERSONS)
    history = (await desk.get("staff", f"/persons/{town.li}"))["history"]
    looks = [entry["data"]["purpose"] for entry in history if entry["type"] == "contact_revealed"]
    assert looks == ["review"] * 3, "each look at each person is on record"
    (last, *_) = (await desk.get("staff", f"/communities/{town.home}/exports"))["items"]
    assert (last["list"], last["rows"], last["purpose"]) == ("persons", 4, "review")
    assert "赵某" not in str([commit async for commit in desk.database[COMMITS].find()])


async def test_who_was_erased_or_has_no_account_is_not_among_those_who_have_one(town: Town) -> None:
    desk = town.desk
    await desk.write("staff", "PUT", f"/persons/{town.li}/account", {"account": True, "consent": "in_person"})
    await desk.write("wang", "DELETE", f"/persons/{town.wang}?reason=asked_by_person")
    await desk.get("staff", f"/persons/{town.li}")
    for filters, ids in (({}, [town.li]), ({"account": True}, [town.li]), ({"account": False}, [])):
        out = (await exported(town, list="persons", purpose="review", filters=filters)).content
        assert [row[0] for row in shown(out, "系统编号")] == ids


async def test_the_members_of_a_day_with_their_roles(town: Town) -> None:
    desk = town.desk
    for organization, since in ((town.school, "2017-06-01"), (town.station, "2024-02-01")):
        await desk.post("staff", f"/organizations/{organization}/membership", {"since": since})
    role = {"role": "council", "since": "2018-01-01"}
    await desk.post("staff", f"/organizations/{town.school}/membership/roles", role, 200)
    await desk.get("staff", f"/organizations/{town.school}")
    heads = ("单位名称", "单位类型", "驻区或报到", "入盟日期", "职务", "暂停", "系统编号")
    school = ["北京小学广内分校", "学校", "驻区", "2017-06-01", "理事", "否", town.school]
    out = (await exported(town, list="members", filters={"on": "2020-01-01"})).content
    assert shown(out, *heads) == [school]
    out = (await exported(town, list="members")).content
    assert {row[0] for row in shown(out, "系统编号")} == {town.school, town.station}
    assert counts(await applied(town, "organizations", out)) == (0, 0, 2, 0), "it can come back as a register"


async def test_agreements_as_they_stand_and_as_they_are_looked_for(town: Town) -> None:
    desk = town.desk
    own = (await drafted(town)).rpartition("/")[2]
    other = (await drafted(town, town.station, title="敬老协议")).rpartition("/")[2]
    ended = await drafted(town)
    await desk.post("staff", f"{ended}/termination", {"reason": "not_signed"}, 200)
    await desk.get("staff", ended)
    for filters, ids in (
        ({"stands": "draft"}, {own, other}),
        ({"stands": "terminated"}, {ended.rpartition("/")[2]}),
        ({"organization": town.station}, {other}),
        ({"q": "广内 "}, {own, ended.rpartition("/")[2]}),
        ({"q": "敬老 驿站"}, {other}),
    ):
        out = (await exported(town, list="agreements", filters=filters)).content
        assert {row[0] for row in shown(out, "系统编号")} == ids, filters
    assert shown(out, "单位名称", "协议名称", "状态") == [["老年驿站", "敬老协议", "草案"]]


async def test_the_sheet_of_a_campaign_says_what_was_answered_and_comes_back_as_offers(town: Town) -> None:
    desk = town.desk
    offer = {"detail": "周末", "category": "space", "mode": "standing"}
    for title, organization in (("会议室", town.school), ("活动室", town.station)):
        made = await desk.post("staff", "/offers", offer | {"title": title, "organization": organization})
        await desk.post("staff", f"/offers/{made['id']}/listing", {}, 200)
    await desk.get("staff", f"/offers/{made['id']}")
    campaign = (await desk.post("staff", "/campaigns", CAMPAIGN | {"community": town.home}))["id"]
    answers = f"/campaigns/{campaign}/offers/{made['id']}/answers"
    said = {"way": "call", "answer": "ended", "reason": "used_up", "note": "=明年再说", "occurred_on": "2026-03-05"}
    await desk.post("staff", answers, said, 200)
    await desk.get("staff", f"/campaigns/{campaign}")
    assert (await exported(town, 422, list="campaign")).json()["errors"][0]["field"] == "filters.campaign"
    out = (await exported(town, list="campaign", filters={"campaign": campaign})).content
    heads = ("资源名称", "答复", "答复方式", "答复日期", "答复备注", "待处理")
    assert sorted(shown(out, *heads)) == [
        ["会议室", "", "", "", "", ""],
        ["活动室", "不再提供", "打电话", "2026-03-05", "=明年再说", "是"],
    ]
    assert counts(await applied(town, "offers", out)) == (0, 0, 2, 0)
    asked = {"list": "campaign", "filters": {"campaign": campaign}}
    path = f"{ROOT}/communities/{town.other}/exports"
    foreign = await desk.client.post(path, json=asked, headers=desk.tokens["stranger"])
    assert shown(foreign.content, "资源名称") == [], "what is not the community's is not there"
