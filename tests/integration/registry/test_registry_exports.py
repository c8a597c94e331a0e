"""Lists taken out as spreadsheets: what the page shows, in a form that comes back in, each look on record."""

from typing import Any

import pytest

from services.registry.commands import ErasePerson, RevealPerson
from shared.eventsourcing.decider import Envelope
from tests.integration.registry.desk import SYSTEM, Town
from tests.integration.registry.sheets import FIRMS, HEAD, applied, cells, counts, exported, xlsx


@pytest.mark.parametrize("form", ["xlsx", "csv"])
async def test_what_goes_out_comes_back_in_and_changes_nothing(town: Town, form: str) -> None:
    await applied(
        town, "organizations", xlsx(HEAD, *FIRMS, ["=1+1", "企业", "", "", ""], ["@某某", "企业", "", "", ""])
    )
    await applied(
        town,
        "offers",
        xlsx(["单位", "资源名称", "说明", "类别", "状态"], ["某某小学", "-会议室", "+周末可借用", "场地", "在清单上"]),
    )
    for kind, rows in (("organizations", 7), ("offers", 1)):
        file = (await exported(town, list=kind, format=form)).content
        assert counts(await applied(town, kind, file)) == (0, 0, rows, 0)
        if form == "csv":
            beginnings = [cell[:1] for line in file.decode("utf-8-sig").splitlines()[1:] for cell in line.split(",")]
            assert not set(beginnings) & set("=+-@"), "a spreadsheet would calculate it"
    taken = await town.desk.get("staff", f"/communities/{town.home}/exports")
    assert [(item["list"], item["rows"], item["format"]) for item in taken["items"]] == [
        ("offers", 1, form),
        ("organizations", 7, form),
    ]


async def test_contacts_go_out_for_a_purpose_and_each_look_is_on_record(town: Town) -> None:
    desk = town.desk
    await desk.post("staff", f"/organizations/{town.school}/contacts", {"person": town.li, "duty": "liaison"})
    await desk.get("staff", f"/organizations/{town.school}")
    assert (await exported(town, 422, list="contacts")).json()["errors"][0]["field"] == "purpose"
    assert (await exported(town, 422, list="offers", purpose="review")).json()["errors"][0]["field"] == "purpose"
    answer = await exported(town, list="contacts", purpose="arrange_delivery")
    (head, row) = cells(answer.content)
    assert row[head.index("联系人")] == "李淑琴"
    history = (await desk.get("staff", f"/persons/{town.li}"))["history"]
    assert [(entry["type"], entry["data"].get("purpose")) for entry in history][-1] == (
        "contact_revealed",
        "arrange_delivery",
    )
    assert counts(await applied(town, "contacts", answer.content)) == (0, 0, 1, 0)


async def test_who_is_erased_while_contacts_go_out_takes_nobody_elses_look_off_the_record(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.registry.api.exporting.AT_ONCE", 1)
    desk, service = town.desk, town.desk.service
    for person in (town.li, town.wang):
        await desk.post("staff", f"/organizations/{town.school}/contacts", {"person": person, "duty": "other"})
    await desk.get("staff", f"/organizations/{town.school}")
    handle_many, erased = service.handler.handle_many, list[str]()

    async def overtaken(envelopes: Any) -> Any:
        if envelopes and isinstance(envelopes[0].command, RevealPerson) and not erased:
            erased.append(envelopes[0].stream)
            erase = ErasePerson(at=desk.clock(), actor=SYSTEM, reason="asked_by_person")
            await service.handler.handle(Envelope(envelopes[0].stream, erase, id="erased meanwhile"))
        return await handle_many(envelopes)

    monkeypatch.setattr(service.handler, "handle_many", overtaken)
    answer = await exported(town, list="contacts", purpose="review")
    desk.position = f"registry:{await service.log.tip()}"
    (left,) = {town.li, town.wang} - set(erased)
    (head, *rows) = cells(answer.content)
    assert [row[head.index("系统编号")] for row in rows] == [left]
    history = (await desk.get("staff", f"/persons/{left}"))["history"]
    assert history[-1]["type"] == "contact_revealed"


SHOWN = [
    ("organizations", {}),
    ("organizations", {"active": False}),
    ("organizations", {"kind": "school", "q": "xx"}),
    ("offers", {}),
    ("offers", {"q": "会议室"}),
    ("offers", {"q": "广内分校"}),
    ("offers", {"stale": True}),
    ("needs", {"owed": True}),
    ("needs", {"kind": "vacancy"}),
    ("needs", {"q": "护学"}),
    ("wishes", {"state": "posted"}),
]


async def test_what_goes_out_is_what_the_list_shows(town: Town) -> None:
    desk, home = town.desk, {"community": town.home}
    twin = (await desk.post("staff", "/organizations", home | {"name": "红莲小学", "kind": "school"}))["id"]
    await desk.post("staff", f"/organizations/{twin}/merger", {"into": town.station}, 200)
    whose = {"organization": town.school, "detail": "周末", "category": "space"}
    for title, day in (("会议室", "2020-01-01"), ("操场", None)):
        offer = await desk.post("staff", "/offers", whose | {"title": title, "mode": "standing", "confirmed_on": day})
        await desk.post("staff", f"/offers/{offer['id']}/listing", {}, 200)
    for title, kind in (("护学", "help"), ("保安", "vacancy")):
        need = await desk.post("staff", "/needs", whose | {"title": title, "kind": kind})
    await desk.post("staff", f"/needs/{need['id']}/publication", {}, 200)
    for kind, filters in SHOWN:
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        listed = await desk.get("staff", f"/communities/{town.home}/{kind}?limit=200&{query}")
        (head, *rows) = cells((await exported(town, list=kind, filters=filters)).content)
        out = {row[head.index("系统编号")] for row in rows}
        assert out == {item["id"] for item in listed["items"]}, (kind, filters)
        assert bool(out) is (kind != "wishes"), (kind, filters)
    assert twin not in str(cells((await exported(town, list="organizations")).content))
    taken = await desk.get("staff", f"/communities/{town.home}/exports")
    assert next(item["filters"] for item in taken["items"] if "q" in item["filters"]) == {"q": "…"}, "nobody's name"


async def test_a_register_says_who_reports_from_outside_and_how_many_work_there(town: Town) -> None:
    head = ["单位名称", "类型", "驻区/报到", "职工人数", "同类"]
    firms = [
        ["红莲商店", "商铺", "报到单位", 35, ""],
        ["红莲公司", "企业", "", 400, ""],
        ["红莲餐厅", "商铺", "驻区", 8, "老字号"],
    ]
    assert counts(await applied(town, "organizations", xlsx(head, *firms))) == (3, 0, 0, 0)
    assert await _classes(town) == [(True, 400, "company_large"), (False, 35, "shop_small"), (True, 8, "老字号")]
    assert counts(await applied(town, "organizations", xlsx(head, *firms))) == (0, 0, 3, 0)
    file = (await exported(town, list="organizations")).content
    assert counts(await applied(town, "organizations", file)) == (0, 0, 5, 0)
    (heads, *rows) = cells(file)
    for row in rows:
        row[heads.index("从业人数")] = "5"
    assert counts(await applied(town, "organizations", xlsx(heads, *rows))) == (0, 5, 0, 0)
    assert await _classes(town) == [(True, 5, "company_micro"), (False, 5, "shop_micro"), (True, 5, "老字号")]
    assert counts(await applied(town, "organizations", xlsx(head, *firms))) == (0, 3, 0, 0)


async def _classes(town: Town) -> list[tuple[bool, int, str]]:
    listed = await town.desk.get("staff", f"/communities/{town.home}/organizations")
    named = {item["name"]: (item["inside"], item["staff"], item["peer_class"]) for item in listed["items"]}
    return [named[name] for name in ("红莲公司", "红莲商店", "红莲餐厅")]
