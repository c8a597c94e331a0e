"""Rows of offers and needs: what changes is rehearsed as well, and what may be said of them."""

from typing import Any

from tests.integration.registry.desk import Town
from tests.integration.registry.sheets import applied, cells, check, counts, exported, upload, xlsx

SCHOOL = "北京小学广内分校"
OFFER = ["单位", "资源名称", "说明", "类别", "提供方式", "数量"]


async def looked_at(town: Town, kind: str, *rows: list[Any]) -> list[tuple[str, list[str]]]:
    """What each row would do, and the headings of its faults."""
    seen = await check(town.desk, (await upload(town, kind, xlsx(*rows)))["id"])
    return [(row["does"], [fault["heading"] for fault in row["faults"]]) for row in seen["rows"]]


async def test_a_change_that_would_be_refused_says_so_before_and_after(town: Town) -> None:
    row = [SCHOOL, "图书", "可借阅", "物资", "长期", "5"]
    assert counts(await applied(town, "offers", xlsx(OFFER, row))) == (1, 0, 0, 0)
    row[4] = "可预约"
    made = await upload(town, "offers", xlsx(OFFER, row))
    (seen,) = (await check(town.desk, made["id"]))["rows"]
    assert (seen["does"], [fault["heading"] for fault in seen["faults"]]) == ("refuse", ["数量"])
    assert "长期" in seen["faults"][0]["detail"]
    assert counts(await applied(town, "offers", xlsx(OFFER, row))) == (0, 0, 0, 1)
    remarks = cells((await town.desk.read("staff", f"/imports/{made['id']}/remarks")).content)
    assert remarks[1][-1].startswith("有误\n数量：")
    row[4:] = ["一次性", "6"]
    assert await looked_at(town, "offers", OFFER, row) == [("change", [])]


async def test_a_vacancy_goes_out_and_comes_back_as_one(town: Town) -> None:
    head = ["单位", "需求名称", "说明", "类型", "需求种类", "数量"]
    rows = [[SCHOOL, "保安", "夜班", "就业", "招聘", "2"], [SCHOOL, "护学", "放学时", "安全", "", "1"]]
    assert counts(await applied(town, "needs", xlsx(head, *rows))) == (2, 0, 0, 0)
    listed = await town.desk.get("staff", f"/communities/{town.home}/needs?kind=vacancy")
    assert [need["title"] for need in listed["items"]] == ["保安"]
    file = (await exported(town, list="needs")).content
    assert counts(await applied(town, "needs", file)) == (0, 0, 2, 0)
    (heads, *out) = cells(file)
    for row in out:
        row[heads.index("系统编号")] = ""
    assert await looked_at(town, "needs", heads, *out) == [("same", []), ("same", [])]
    for row in out:
        row[heads.index("需求名称")] += "二"
    assert counts(await applied(town, "needs", xlsx(heads, *out))) == (2, 0, 0, 0)
    listed = await town.desk.get("staff", f"/communities/{town.home}/needs?kind=vacancy")
    assert sorted(need["title"] for need in listed["items"]) == ["保安", "保安二"]
    rows[0][4] = "帮忙"
    assert await looked_at(town, "needs", head, rows[0]) == [("conflict", ["需求种类"])]


TERMS = ["单位", "资源名称", "说明", "类别", "提供方式", "每年从", "每年到", "价格（元）", "计价单位"]


async def test_a_season_and_a_price_come_in_and_go_out(town: Town) -> None:
    desk = town.desk
    pool = [SCHOOL, "泳池", "暑假开放", "场地", "季节性", "7-1", "2026-08-31", "50.5", "小时"]
    assert counts(await applied(town, "offers", xlsx(TERMS, pool))) == (1, 0, 0, 0)
    (offer,) = (await desk.get("staff", f"/communities/{town.home}/offers"))["items"]
    assert offer["season"] == {"first": "07-01", "last": "08-31"}
    assert offer["price"] == {"amount": 5050, "per": "hour"}
    assert counts(await applied(town, "offers", xlsx(TERMS, pool))) == (0, 0, 1, 0)
    file = (await exported(town, list="offers")).content
    assert counts(await applied(town, "offers", file)) == (0, 0, 1, 0)
    pool[2], pool[7:] = "暑假每天开放", ["", ""]
    assert counts(await applied(town, "offers", xlsx(TERMS, pool))) == (0, 1, 0, 0)
    (offer,) = (await desk.get("staff", f"/communities/{town.home}/offers"))["items"]
    assert (offer["detail"], offer["price"]) == ("暑假每天开放", {"amount": 5050, "per": "hour"})


async def test_what_is_missing_of_a_season_or_a_price_is_told_in_its_column(town: Town) -> None:
    said = [
        ["季节性", "", "", "", ""],
        ["季节性", "07-01", "", "", ""],
        ["长期", "", "", "50", ""],
        ["长期", "", "", "五十", "次"],
        ["季节性", "13-01", "02-01", "", ""],
    ]
    rows = [[SCHOOL, f"泳池{number}", "暑假开放", "场地", *terms] for number, terms in enumerate(said)]
    assert await looked_at(town, "offers", TERMS, *rows) == [
        ("refuse", ["每年从"]),
        ("refuse", ["每年到"]),
        ("refuse", ["计价单位"]),
        ("refuse", ["价格"]),
        ("refuse", ["每年从"]),
    ]
