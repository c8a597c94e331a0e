"""Organizations found by a part of the name, by pinyin and by its initials."""

from typing import Any

import pytest

from tests.integration.registry.desk import DISTRICT, Town

NAMES = ["北京银行长安支行", "重庆小面（广内店）", "北京小学", "$name.*有限公司", "长椿街便利店"]
SCHOOL, BRANCH = "北京小学广内分校", "北京银行长安支行"


@pytest.fixture
async def street(town: Town) -> Town:
    """The town with more organizations, one of them next door."""
    for name in NAMES:
        place = town.other if name == "长椿街便利店" else town.home
        body = {"community": place, "name": name, "kind": "company", "peer_class": "company"}
        await town.desk.post("district", "/organizations", body)
    return town


async def _found(street: Town, typed: str, node: str | None = None, who: str = "staff", more: str = "") -> list[str]:
    path = f"/communities/{node or street.home}/organizations"
    page = await street.desk.get(who, f"{path}?q={typed}{more}")
    return [item["name"] for item in page["items"]]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("bjxx", ["北京小学", SCHOOL]),
        ("beijing", ["北京小学", SCHOOL, BRANCH]),
        ("北京", ["北京小学", SCHOOL, BRANCH]),
        ("bj", ["北京小学", SCHOOL, BRANCH]),
        ("bjyh", [BRANCH]),
        ("cqxm", ["重庆小面（广内店）"]),
        ("zhongqing", []),
        ("cazh", [BRANCH]),
        ("广内", [SCHOOL, "重庆小面（广内店）"]),
        ("GN", [SCHOOL, "重庆小面（广内店）"]),
        ("$name.*", ["$name.*有限公司"]),
        (".*", ["$name.*有限公司"]),
        ("北京小学", ["北京小学", SCHOOL]),
    ],
)
async def test_the_closest_come_first(street: Town, typed: str, names: list[str]) -> None:
    assert await _found(street, typed) == names


async def test_a_node_above_finds_all_below_and_lists_them(street: Town) -> None:
    assert await _found(street, "ccj") == []
    assert await _found(street, "ccj", DISTRICT, "district") == ["长椿街便利店"]
    page = await street.desk.get("district", f"/communities/{DISTRICT}/organizations")
    assert {"长椿街便利店", SCHOOL} <= {item["name"] for item in page["items"]}


async def test_filters_and_the_limit_hold(street: Town) -> None:
    assert await _found(street, "bj", more="&limit=1") == ["北京小学"]
    assert await _found(street, "bj", more="&kind=school") == [SCHOOL]
    path = f"/communities/{street.home}/organizations"
    refusal = await street.desk.get("staff", f"{path}?q=bj&cursor=AAAA", 422)
    assert refusal["errors"][0]["field"] == "cursor"


async def test_how_a_name_begins_is_told(street: Town) -> None:
    page = await street.desk.get("li", f"/communities/{street.home}/organizations?q=bjyh")
    assert (page["items"][0]["initials"][0], "letters" in page["items"][0]) == ("bjyhcazx", False)


@pytest.mark.parametrize("typed", ["会议室", "显示屏", "hys", "huiyi", "会议 投影", "tyy"])
async def test_offers_and_needs_are_found_by_words_and_letters(town: Town, typed: str) -> None:
    hall: dict[str, Any] = {"title": "多功能会议室", "detail": "有显示屏", "category": "space", "mode": "standing"}
    hall["equipment"] = ["投影仪"]
    lawyer = {"title": "法律咨询", "detail": "每月一次", "category": "learning", "mode": "standing"}
    wanted = {"title": "借会议室", "detail": "要有显示屏和投影仪", "category": "space"}
    made = {}
    for path, body in (("offers", hall), ("needs", wanted), ("offers", lawyer)):
        made[path, body["title"]] = (await town.desk.post("staff", f"/{path}", body | {"organization": town.school}))[
            "id"
        ]
    for path, title in (("offers", "多功能会议室"), ("needs", "借会议室")):
        page = await town.desk.get("staff", f"/communities/{town.home}/{path}?q={typed}")
        assert [item["id"] for item in page["items"]] == [made[path, title]]
        assert "found_by" not in page["items"][0]


async def test_words_that_were_changed_are_found_no_more(town: Town) -> None:
    before = {"title": "法律咨询", "detail": "每月一次", "category": "learning", "mode": "standing"}
    offer = (await town.desk.post("staff", "/offers", before | {"organization": town.school}))["id"]
    after = before | {"title": "健康讲座"}
    await town.desk.write("staff", "PUT", f"/offers/{offer}", after, If_Match='"1"')
    path = f"/communities/{town.home}/offers"
    assert (await town.desk.get("staff", f"{path}?q=法律"))["items"] == []
    assert [item["id"] for item in (await town.desk.get("staff", f"{path}?q=jkjz"))["items"]] == [offer]
