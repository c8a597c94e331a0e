"""Lists of the desk, taken out as spreadsheets: matching's as they are filtered, nobody named, each on record; and what
is the same in every service."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest

from services.registry.sheets import gathering
from shared.exporting import bounds
from tests.integration.api.test_bookings import booked
from tests.integration.api.test_endings import published
from tests.support.bookable import AFTERNOON, MORNING, in_days, list_room
from tests.support.system import System, Town

ROOT = "/matching/v1"


async def taken_out(system: System, town: Town, **body: Any) -> list[dict[str, str]]:
    """The rows by their headings, as csv."""
    path = f"{ROOT}/communities/{town.home}/exports"
    answer = await system.send("staff", "POST", path, {"format": "csv", **body})
    assert answer.is_success, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_cases_go_out_as_the_list_is_filtered_and_no_text_is_a_formula(system: System, town: Town) -> None:
    path = await published(system, town, title="=琥珀灯", category="repair", quantity=3, unit="盏")
    request = path.rpartition("/")[2]
    listed = await system.read("staff", f"{ROOT}/requests?community={town.home}&kind=need&q=琥珀灯&limit=50")
    for filters in ({"kind": "need", "q": "琥珀灯"}, {"q": "hupo", "state": "open"}):
        rows = await taken_out(system, town, list="cases", filters=filters)
        assert [row["系统编号"] for row in rows] == [item["id"] for item in listed["items"]] == [request]
    (row,) = rows
    assert [row[name] for name in ("类型", "名称", "类别", "数量", "待认领", "计量单位", "状态")] == [
        "需求",
        "'=琥珀灯",
        "维修",
        "3",
        "3",
        "盏",
        "办理中",
    ]
    assert row["需求单位"] == "单位school"
    assert await taken_out(system, town, list="cases", filters={"q": "琥珀灯", "kind": "wish"}) == []


async def test_bookings_go_out_by_their_days_without_the_names_of_residents(system: System, town: Town) -> None:
    offer, day = await list_room(system, town.school), in_days(9)
    own = await booked(system, "station", offer, town.station, day, people=60, purpose="+业主大会")
    whose = {"booker": {"kind": "person", "id": town.li}, "consent": "in_person"}
    other = await system.post("staff", f"{ROOT}/offers/{offer}/bookings", **whose, day=day, start=MORNING)
    await system.read("staff", own)
    mine = {own.rpartition("/")[2], other["id"]}
    found = await taken_out(system, town, list="bookings", filters={"from": day, "until": day, "state": "booked"})
    rows = [row for row in found if row["系统编号"] in mine]
    assert [(row["开始"], row["预约方"], row["人数"], row["用途"]) for row in rows] == [
        (MORNING, "居民", "", ""),
        (AFTERNOON, "单位station", "60", "'+业主大会"),
    ]
    assert town.li not in str(found)
    later = await taken_out(system, town, list="bookings", filters={"from": in_days(10)})
    assert not [row for row in later if row["系统编号"] in mine]


async def test_what_was_taken_out_is_on_record_and_other_lists_filters_are_refused(system: System, town: Town) -> None:
    rows = await taken_out(system, town, list="cases", filters={"q": "没有这样的办件", "owed": True})
    path = f"{ROOT}/communities/{town.home}/exports"
    (last, *_) = (await system.read("staff", path))["items"]
    assert (last["list"], last["rows"], last["filters"]) == ("cases", len(rows), {"q": "…", "owed": "true"})
    refused = await system.send("staff", "POST", path, {"list": "cases", "filters": {"misfit": True}})
    assert refused.json()["errors"][0]["field"] == "filters.misfit"
    for who in ("school", "li", "far_staff"):
        assert (await system.send(who, "POST", path, {"list": "cases"})).status_code in (403, 404), who


@pytest.mark.parametrize(
    ("service", "body"),
    [
        ("matching", {"list": "cases", "filters": {"q": "没有这样的办件"}}),
        ("registry", {"list": "organizations", "filters": {"q": "没有这样的单位"}}),
    ],
)
async def test_an_export_that_is_asked_for_again_is_refused_and_stands_on_record_once(
    system: System, town: Town, service: str, body: dict[str, Any]
) -> None:
    path, key = f"/{service}/v1/communities/{town.home}/exports", {"Idempotency-Key": uuid4().hex}

    async def recorded() -> int:
        return len(await system.items("staff", path))

    before = await recorded()
    assert (await system.send("staff", "POST", path, body, key)).is_success
    again = await system.send("staff", "POST", path, body, {**key, "Accept-Language": "en"})
    assert (again.status_code, again.json()["code"]) == (409, "already_exported")
    assert again.json()["detail"] == "This export is on record already. Export again."
    assert await recorded() == before + 1
    assert (await system.send("staff", "POST", path, body)).is_success, "with another key it is another export"


async def test_what_is_too_long_to_be_taken_out_at_once_is_narrowed_first(
    system: System, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room, case in (("柘木茶室", "柘木茶盘"), ("柘木棋室", "柘木棋盘")):
        offer = await list_room(system, town.school, title=room)
        await system.read("staff", await booked(system, "station", offer, town.station, in_days(9)))
        await system.read("staff", await published(system, town, title=case))
        firm = {"community": town.home, "name": room, "kind": "shop", "peer_class": "shop"}
        made = await system.post("staff", "/registry/v1/organizations", **firm)
        await system.post("staff", f"/registry/v1/organizations/{made['id']}/membership", since="2024-01-01")
    monkeypatch.setattr(bounds, "MOST", 1)
    for service, kind, filters in (
        ("matching", "bookings", {"from": in_days(1999)}),
        ("matching", "cases", {"q": "柘木茶盘"}),
        ("registry", "offers", {"q": "柘木茶室"}),
        ("registry", "members", {"on": "2000-01-01"}),
    ):
        path = f"/{service}/v1/communities/{town.home}/exports"
        before = await system.items("staff", path)
        for language, said in (
            ("zh", "一次最多导出 1 行，这份清单更长。请用筛选条件或日期缩小范围。"),
            ("en", "At most 1 rows are exported at once, and this list is longer. Narrow it by filters or days."),
        ):
            refused = await system.send("staff", "POST", path, {"list": kind}, {"Accept-Language": language})
            assert (refused.status_code, refused.json()["code"]) == (409, "too_many_rows"), kind
            assert refused.json()["detail"] == said
        assert await system.items("staff", path) == before, "nothing was taken out"
        narrowed = await system.send("staff", "POST", path, {"list": kind, "filters": filters})
        assert narrowed.is_success, narrowed.text


async def test_organizations_found_by_words_are_all_taken_out_or_none(
    system: System, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("楸木斋", "楸木斋分店", "楸木斋总店"):
        firm = {"community": town.home, "name": name, "kind": "shop", "peer_class": "shop"}
        await system.post("staff", "/registry/v1/organizations", **firm)
    path = f"/registry/v1/communities/{town.home}/exports"
    monkeypatch.setattr(gathering, "MOST", 3)
    asked = {"list": "organizations", "filters": {"q": "楸木斋"}}
    refused = await system.send("staff", "POST", path, asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_rows")
    asked = {"list": "organizations", "filters": {"q": "楸木斋分店"}}
    assert (await system.send("staff", "POST", path, asked)).is_success
