"""Spreadsheets in and out, through the real API: looked at first, carried out by the worker, nothing entered twice."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from services.registry.commands import RegisterPerson
from services.registry.projections import PERSONS
from services.registry.sheets.carrying import carry_out, discard_of_persons
from shared.eventsourcing.fold import Fold
from shared.exporting.sheet import MEDIA
from tests.integration.registry.desk import Town
from tests.integration.registry.sheets import FIRMS, HEAD, applied, cells, check, counts, finished, upload, xlsx
from tests.support.eventually import eventually
from tests.support.spreadsheets import xls

XLSX = MEDIA["xlsx"]


async def test_a_clerks_file_is_looked_at_and_carried_out_and_the_same_again_changes_nothing(town: Town) -> None:
    desk = town.desk
    file = xlsx(["核桃园社区单位台账"], [], HEAD, *FIRMS)
    made = await upload(town, "organizations", file)
    seen = await check(desk, made["id"])
    assert (seen["added"], seen["refused"], seen["unread"], seen["headings_at"]) == (3, 0, ["备注说明"], 3)
    assert [row["number"] for row in seen["rows"]] == [4, 5, 6]
    assert await desk.database.command("ping")
    before = await desk.get("staff", f"/communities/{town.home}/organizations")
    await desk.post("staff", f"/imports/{made['id']}/application", {}, 200)
    found = await finished(desk, made["id"])
    assert counts(found) == (3, 0, 0, 0)
    after = await desk.get("staff", f"/communities/{town.home}/organizations")
    assert len(after["items"]) == len(before["items"]) + 3
    shop = next(item for item in after["items"] if item["name"] == "某某商店")
    assert [phone["number"] for phone in shop["phones"]] == ["+86 10 6303 0002", "+86 10 6303 0003"]
    assert counts(await applied(town, "organizations", file)) == (0, 0, 3, 0)
    assert (await desk.get("staff", f"/communities/{town.home}/organizations"))["items"] == after["items"]


async def test_a_row_that_says_something_new_changes_what_is_there(town: Town) -> None:
    await applied(town, "organizations", xlsx(HEAD, *FIRMS))
    told = [
        ["某某实验小学", "学校", "12110102000000001Q", "010-63039999", ""],
        ["某某商店", "企业", "91110102MA0000001N", "", ""],
        FIRMS[2],
    ]
    assert counts(await applied(town, "organizations", xlsx(HEAD, *told))) == (0, 2, 1, 0)
    listed = await town.desk.get("staff", f"/communities/{town.home}/organizations")
    known = {item["name"]: (item["kind"], item["credit_code"]) for item in listed["items"]}
    assert known["某某实验小学"] == ("school", "12110102000000001Q")
    assert known["某某商店"] == ("company", "91110102MA0000001N")
    assert "某某小学" not in known
    assert counts(await applied(town, "organizations", xlsx(HEAD, *told))) == (0, 0, 3, 0)
    told[2] = [*FIRMS[2][:2], "91110102MA0000002R", "", ""]
    made = await upload(
        town, "organizations", xlsx(["系统编号", *HEAD], *([_id(listed, row[0]), *row] for row in told))
    )
    seen = await check(town.desk, made["id"])
    assert [(row["does"], [fault["code"] for fault in row["faults"]]) for row in seen["rows"]] == [
        ("same", []),
        ("same", []),
        ("conflict", ["differs"]),
    ]


def _id(listed: dict[str, Any], name: str) -> str:
    return next(item["id"] for item in listed["items"] if item["name"] == name)


async def test_wrong_cells_are_named_with_the_remedy_and_come_back_as_remarks(town: Town) -> None:
    wrong = [["", "学校", "", "", ""], ["某某店", "饭馆儿", "911", "不知道", ""], FIRMS[0], FIRMS[0]]
    made = await upload(town, "organizations", xlsx(HEAD, *wrong))
    seen = await check(town.desk, made["id"])
    faults = {(row["number"], fault["column"], fault["code"]) for row in seen["rows"] for fault in row["faults"]}
    assert faults == {
        (2, "A", "missing"),
        (3, "B", "not_a_word"),
        (3, "C", "string_pattern_mismatch"),
        (3, "D", "phone_number"),
        (5, "A", "twice"),
    }
    assert "饭馆儿" not in str(seen)
    assert "不知道" not in str(seen)
    remarks = await town.desk.read("staff", f"/imports/{made['id']}/remarks")
    back = cells(remarks.content)
    assert [row[-1] for row in back][:2] == ["备注", "有误\n单位名称：这一项必须填写。"]
    assert [row[:2] for row in back] == [row[:2] for row in [HEAD, *wrong]]
    await town.desk.post("staff", f"/imports/{made['id']}/application", {}, 200)
    found = await finished(town.desk, made["id"])
    assert (counts(found), found["kept"]) == ((1, 0, 0, 3), True)
    await town.desk.read("staff", f"/imports/{made['id']}/remarks")


async def test_a_csv_comes_back_as_one_and_an_old_file_as_a_new_one(town: Town) -> None:
    text = "名称,类型\r\n某某店,商店\r\n"
    for file, media in (
        (text.encode("gb18030"), "text/csv; charset=gbk"),
        (xls([["名称", "类型"], ["某某店", "商店"]]), XLSX),
    ):
        made = await upload(town, "organizations", file)
        back = await town.desk.read("staff", f"/imports/{made['id']}/remarks")
        assert back.headers["content-type"] == media
        if media == XLSX:
            assert cells(back.content) == [["名称", "类型", "备注"], ["某某店", "商店", "新增"]]
        else:
            assert back.content.decode("gb18030") == "名称,类型,备注\r\n某某店,商店,新增\r\n"


@pytest.mark.parametrize(("encoding", "said"), [("utf-8-sig", "UTF-8"), ("utf-8", "UTF-8"), ("gb18030", "GBK")])
async def test_csv_files_are_read_in_the_encodings_of_offices(town: Town, encoding: str, said: str) -> None:
    text = "\r\n".join(",".join(row) for row in [HEAD, *FIRMS])
    made = await upload(town, "organizations", text.encode(encoding))
    found = await town.desk.get("staff", f"/imports/{made['id']}")
    assert (found["format"], found["encoding"], found["rows"]) == ("csv", said, 3)


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (b"%PDF-1.7\n\xff\xfe\x80", "unknown_encoding"),
        (b"PK\x03\x04" + bytes(500), "damaged"),
        (b"", "empty"),
        ("姓名,手机\n某,1\n".encode(), "no_headings"),
        ("单位名称,电话\n某,1\n".encode(), "heading_missing"),
        ("单位名称,名称,类型\n某,某,学校\n".encode(), "heading_twice"),
        (xlsx(HEAD, *([[f"第{n}店", "商铺"] for n in range(5100)])), "too_many_rows"),
    ],
)
async def test_what_is_no_such_sheet_is_refused_with_what_to_do(town: Town, file: bytes, fault: str) -> None:
    answer = await upload(town, "organizations", file, 422, language="en")
    (error,) = answer["errors"]
    assert (error["field"], error["code"]) == ("file", fault)


async def test_a_file_too_large_is_refused_and_others_do_not_see_one(town: Town) -> None:
    assert (await upload(town, "organizations", bytes(6_000_000), 413))["code"] == "too_large"
    desk = town.desk
    made = await upload(town, "organizations", xlsx(HEAD, *FIRMS))
    desk.sign_in("colleague", "staff", node=town.home)
    await desk.get("colleague", f"/imports/{made['id']}")
    await desk.get("colleague", f"/imports/{made['id']}/check", 404)
    await desk.get("stranger", f"/imports/{made['id']}", 404)
    await desk.write("staff", "DELETE", f"/imports/{made['id']}")
    await desk.post("staff", f"/imports/{made['id']}/application", {}, 410)


PEOPLE = ["姓名", "手机", "住址", "同意方式", "同意日期"]


async def test_persons_come_in_with_their_consent_and_without_it_not_at_all(town: Town) -> None:
    desk = town.desk
    rows = [
        ["赵小满", "13900139000", "核桃园北里2号楼", "书面同意", "2024年5月1日"],
        ["钱大年", "13900139001", "", "", "2024-05-01"],
        ["孙立秋", "13900139002", "", "电话", ""],
        ["李淑琴", "13800138000", "", "当面", "2024/5/1"],
    ]
    made = await upload(town, "persons", xlsx(PEOPLE, *rows))
    seen = await check(desk, made["id"])
    assert [row["does"] for row in seen["rows"]] == ["add", "refuse", "refuse", "same"]
    assert {fault["code"] for row in seen["rows"] for fault in row["faults"]} == {"consent_missing"}
    await desk.post("staff", f"/imports/{made['id']}/application", {}, 200)
    assert counts(await finished(desk, made["id"])) == (1, 0, 1, 2)
    known = await desk.post("staff", "/persons/matches", {"phone": "13900139000", "community": town.home}, 200)
    (person,) = known["items"]
    shown = await desk.get("staff", f"/persons/{person['person']}")
    assert (shown["consent"], shown["consented_on"]) == ("in_writing", "2024-05-01")
    assert counts(await applied(town, "persons", xlsx(PEOPLE, *rows))) == (0, 0, 2, 2)
    found = [commit async for commit in desk.database["commits"].find({})]
    for secret in ("赵小满", "13900139000", "139 0013 9000", "北里2号楼"):
        assert secret not in str(found)


async def test_contacts_offers_and_needs_belong_to_organizations_that_are_there(town: Town) -> None:
    desk = town.desk
    people = xlsx(
        ["单位", "联系人", "手机", "职责", "同意方式", "同意日期"],
        ["北京小学广内分校", "赵小满", "13900139000", "联络员", "书面同意", "2024-05-01"],
        ["没有的单位", "钱大年", "13900139001", "联络员", "书面同意", "2024-05-01"],
    )
    assert counts(await applied(town, "contacts", people)) == (1, 0, 0, 1)
    assert counts(await applied(town, "contacts", people)) == (0, 0, 1, 1)
    school = await desk.get("staff", f"/organizations/{town.school}")
    assert [contact["duty"] for contact in school["contacts"]] == ["liaison"]
    head = ["单位", "资源名称", "说明", "类别", "状态", "确认日期"]
    room = ["北京小学广内分校", "会议室", "周末可借用", "场地", "在清单上", "2024-12-31"]
    season = ["北京小学广内分校", "泳池", "夏天可借用", "场地", "待上清单", ""]
    assert counts(await applied(town, "offers", xlsx(head, room, season))) == (2, 0, 0, 0)
    room[2] = "周末和晚上可借用"
    assert counts(await applied(town, "offers", xlsx(head, room, season))) == (0, 1, 1, 0)
    offers = await desk.get("staff", f"/communities/{town.home}/offers")
    assert {(item["title"], item["detail"], item["state"]) for item in offers["items"]} == {
        ("会议室", "周末和晚上可借用", "listed"),
        ("泳池", "夏天可借用", "submitted"),
    }
    need = [["单位", "需求名称", "说明", "类别", "数量"], ["老年驿站", "志愿者", "送餐", "志愿服务", 2]]
    assert counts(await applied(town, "needs", xlsx(*need))) == (1, 0, 0, 0)
    assert counts(await applied(town, "needs", xlsx(*need))) == (0, 0, 1, 0)


async def test_who_is_erased_does_not_come_back_through_a_file_that_was_there_before(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, begun, go_on = town.desk, asyncio.Event(), asyncio.Event()

    async def held_up(*told: Any) -> None:
        begun.set()
        await go_on.wait()
        await discard_of_persons(*told)

    monkeypatch.setattr("services.registry.effects.discard_of_persons", held_up)
    li = ["李淑琴", "13800138000", "", "当面", "2024-05-01"]
    persons = await upload(town, "persons", xlsx(PEOPLE, li))
    contact = ["北京小学广内分校", *li[:2], *li[3:]]
    contacts = await upload(town, "contacts", xlsx(["单位", "联系人", "手机", "同意方式", "同意日期"], contact))
    firms = await upload(town, "organizations", xlsx(HEAD, *FIRMS))
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    await asyncio.wait_for(begun.wait(), 10)
    await desk.post("staff", f"/imports/{persons['id']}/application", {}, 200)
    go_on.set()
    found = await finished(desk, persons["id"])
    assert (found["state"], counts(found)) == ("failed", (0, 0, 0, 0))

    async def sealed() -> set[str]:
        return {row["_id"] async for row in desk.database["vault"].find({"_id": {"$regex": "^(import|person)_"}})}

    await eventually(lambda: _is(sealed, {town.wang, firms["id"]}), "the files that speak of persons are gone")
    desk.position = f"registry:{await desk.service.log.tip()}"
    await desk.read("staff", f"/imports/{contacts['id']}/remarks", 410)
    await desk.post("staff", f"/imports/{contacts['id']}/application", {}, 410)
    assert (await check(desk, firms["id"]))["added"] == 3


async def test_a_form_comes_back_empty_and_is_refused_as_empty(town: Town) -> None:
    for kind in ("organizations", "contacts", "offers", "needs", "persons"):
        form = await town.desk.read("staff", f"/communities/{town.home}/forms/{kind}")
        answer = await upload(town, kind, form.content, 422)
        assert answer["errors"][0]["code"] == "empty"


async def test_a_killed_import_goes_on_where_it_was_and_enters_nothing_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.registry.sheets.carrying.AT_ONCE", 10)
    desk, service = town.desk, town.desk.service
    made = await upload(town, "organizations", xlsx(HEAD[:2], *([f"第{n}店", "商铺"] for n in range(35))))
    handle = service.handler.handle
    killed: list[str] = []

    async def dying(envelope: Any) -> Any:
        if envelope.id.endswith("/20") and not killed:
            killed.append(envelope.id)
            raise AutoReconnect("the rows are in, and nobody could say so")
        return await handle(envelope)

    monkeypatch.setattr(service.handler, "handle", dying)
    await desk.post("staff", f"/imports/{made['id']}/application", {}, 200)
    found = await finished(desk, made["id"])
    assert killed
    assert counts(found) == (35, 0, 0, 0)
    names = [
        item["name"] for item in (await desk.get("staff", f"/communities/{town.home}/organizations?limit=200"))["items"]
    ]
    assert sum(name.endswith("店") for name in names) == 35


async def test_an_import_begun_before_another_was_over_puts_nothing_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, go_on = town.desk, asyncio.Event()
    flush = Fold.flush

    async def held_up(*told: Any) -> None:
        await go_on.wait()
        await carry_out(*told)

    async def slow(fold: Fold[Any]) -> None:
        await asyncio.sleep(0.3 if go_on.is_set() else 0)
        await flush(fold)

    monkeypatch.setattr("services.registry.effects.carry_out", held_up)
    monkeypatch.setattr(Fold, "flush", slow)
    name, code = "北京小学广内分校", "12110102000000001Q"
    files = (["单位名称", "类型", "人数"], [name, "学校", 35]), (["单位名称", "类型", "信用代码"], [name, "学校", code])
    made = [await upload(town, "organizations", xlsx(*rows)) for rows in files]
    for each in made:
        await desk.post("staff", f"/imports/{each['id']}/application", {}, 200)
    await desk.get("staff", f"/imports/{made[1]['id']}")
    go_on.set()
    assert [counts(await finished(desk, each["id"])) for each in made] == [(0, 1, 0, 0)] * 2
    school = await desk.get("staff", f"/organizations/{town.school}")
    assert (school["staff"], school["credit_code"]) == (35, code)


async def test_a_row_killed_between_its_steps_is_carried_out_to_its_end(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, service = town.desk, town.desk.service
    handle_many = service.handler.handle_many
    killed: list[str] = []

    async def dying(envelopes: Any) -> Any:
        first, *others = envelopes
        if killed or not isinstance(first.command, RegisterPerson):
            return await handle_many(envelopes)
        assert len(others) == 1
        killed.append(first.stream)
        await handle_many([first])
        await eventually(lambda: service.reads(PERSONS).get(first.stream), "the person is known when it begins anew")
        raise AutoReconnect("the person is in, and is no contact yet")

    monkeypatch.setattr(service.handler, "handle_many", dying)
    row = ["北京小学广内分校", "赵小满", "13900139000", "联络员", "书面同意", "2024-05-01"]
    file = xlsx(["单位", "联系人", "手机", "职责", "同意方式", "同意日期"], row)
    assert counts(await applied(town, "contacts", file)) == (1, 0, 0, 0)
    school = await desk.get("staff", f"/organizations/{town.school}")
    assert [contact["person"] for contact in school["contacts"]] == killed


async def test_the_file_is_gone_when_all_went_in_and_after_a_day_in_any_case(town: Town) -> None:
    desk = town.desk
    clean = await applied(town, "organizations", xlsx(HEAD, *FIRMS))
    with_fault = await applied(town, "organizations", xlsx(HEAD, ["", "学校", "", "", ""]))
    never = await upload(town, "organizations", xlsx(HEAD, ["另一家", "学校", "", "", ""]))

    async def left() -> set[str]:
        return {row["_id"] async for row in desk.database["vault"].find({"_id": {"$regex": "^import_"}})}

    await eventually(lambda: _is(left, {with_fault["id"], never["id"]}), "the clean one's file is gone")
    desk.clock.ahead += timedelta(hours=19)
    await desk.sweep()
    await eventually(lambda: _is(left, set()), "all files are gone")
    assert (await desk.get("staff", f"/imports/{clean['id']}"))["kept"] is False
    await desk.post("staff", f"/imports/{never['id']}/application", {}, 410)


async def _is(left: Any, wanted: set[str]) -> bool:
    return bool(await left() == wanted)


async def test_who_may_be_there_under_another_spelling_is_named_and_entered_all_the_same(town: Town) -> None:
    head = ["单位名称", "类型", "信用代码"]
    there = [["北京红莲商贸有限公司", "企业", "91110102MA0000000K"], ["红莲学校", "学校", ""]]
    assert counts(await applied(town, "organizations", xlsx(head, *there))) == (2, 0, 0, 0)
    rows = [
        ["红莲 商贸（北京）有限责任公司", "企业", ""],
        ["ＢＪ红莲商贸", "企业", ""],
        ["红莲商贸", "企业", "12110102000000001Q"],
        ["红莲学校", "学校", ""],
    ]
    made = await upload(town, "organizations", xlsx(head, *rows))
    seen = await check(town.desk, made["id"])
    assert [(row["does"], row["perhaps"]) for row in seen["rows"]] == [
        ("add", ["北京红莲商贸有限公司"]),
        ("add", []),
        ("add", []),
        ("same", []),
    ]
    back = cells((await town.desk.read("staff", f"/imports/{made['id']}/remarks")).content)
    assert back[1][-1] == "新增\n可能与“北京红莲商贸有限公司”是同一个，请核对。"
    assert counts(await applied(town, "organizations", xlsx(head, *rows))) == (3, 0, 1, 0)
