"""Words that give a household away are found, and ordinary wishes are left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.privacy.household import family_name, giveaways, masked_name

NAMES = ("李淑琴", "欧阳雪")


def _found(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.words) for each in giveaways(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("为3号楼2单元501的老人修灯", [("room", "3号楼2单元501")]),
        ("北里七号楼五单元九零九室缺扶手", [("room", "七号楼五单元九零九室")]),
        ("住在 B座 1203 的邻居", [("room", "B座 1203")]),
        ("请送到３号楼１２０３室", [("room", "３号楼１２０３室")]),
        ("送到5-2-301", [("room", "5-2-301")]),
        ("三弄5号的门铃坏了", [("room", "三弄5号")]),
        ("501室想修水管", [("room", "501室")]),
        ("独居老人想有人聊天", [("alone", "独居")]),
        ("我一个人住，想吃饺子", [("alone", "一个人住")]),
        ("老伴去世了，子女不在身边", [("alone", "老伴去世"), ("alone", "子女不在身边")]),
        ("空巢、孤寡老人", [("alone", "空巢"), ("alone", "孤寡")]),
        ("肺癌化疗后想喝汤", [("illness", "癌"), ("illness", "化疗")]),
        ("每周三次透析，需要接送", [("illness", "透析")]),
        ("中风后偏瘫，想要扶手", [("illness", "中风"), ("illness", "偏瘫")]),
        ("患有严重的风湿病", [("illness", "患有严重的风湿病")]),
        ("残疾人想要一辆车", [("illness", "残疾")]),
        ("李淑琴想学拍照", [("name", "李淑琴")]),
        ("李奶奶想学拍照，老李说的", [("name", "李奶奶"), ("name", "老李")]),
        ("淑琴的灯坏了", [("name", "淑琴")]),
        ("欧阳老师想听戏", [("name", "欧阳老师")]),
        ("联系 138 0013 8000", [("phone", "138 0013 8000")]),
        ("电话一三八零零一三八零零零", [("phone", "电话一三八零零一三八零零零")]),
    ],
)
def test_what_gives_away_is_found_with_its_place(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found
    assert all(text[each.start : each.end] == each.words for each in giveaways(text, NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "想吃一顿热腾腾的饺子",
        "为晚归的人点亮夜路，需要3盏灯",
        "12月3号之前修好，2024-12-31结束",
        "想要一本80页的大字书，2025年春节前",
        "想学智能手机，一门课就够了",
        "小区东门的长椅坏了，可坐5人",
        "行李箱和李子树",
    ],
)
def test_ordinary_wishes_raise_no_warning(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3号楼门前加一盏灯", []),
        ("七号院、B座之间的长椅坏了", []),
        ("3号楼2单元门口加一盏灯", ["3号楼2单元"]),
        ("请送到3号楼501室", ["3号楼501室"]),
        ("B座 1203 附近加一盏灯", ["B座 1203"]),
        ("3号楼靠近501的地方加一盏灯", ["3号楼"]),
        ("3号楼的独居老人要一盏灯", ["3号楼", "独居"]),
        ("3号楼的李奶奶要一盏灯", ["3号楼", "李奶奶"]),
        ("2号楼张大爷家的灯坏了", ["2号楼"]),
        ("3号楼门口第二家要一盏灯", ["3号楼"]),
        ("12号楼西侧老人多，请添一把长椅", ["12号楼"]),
        ("3号楼门前请大家爱护的家园牌坏了", []),
    ],
)
def test_a_building_is_where_a_public_thing_is_unless_the_text_speaks_of_somebody(text: str, found: list[str]) -> None:
    assert [each.words for each in giveaways(text, NAMES, public=True)] == found
    assert giveaways(text, NAMES)


def test_a_name_nobody_behind_the_wish_has_is_no_warning_and_no_name_is_none() -> None:
    assert giveaways("王建国想要一盏灯", NAMES) == ()
    assert giveaways("想要一盏灯", ("", " ")) == ()


@given(some.text(max_size=300), some.lists(some.text(max_size=8), max_size=3))
def test_whatever_is_written_the_answer_repeats_only_the_text(text: str, names: list[str]) -> None:
    assert all(each.words and text[each.start : each.end] == each.words for each in giveaways(text, names))


def test_a_masked_name_keeps_the_family_name_alone() -> None:
    assert [masked_name(name) for name in ("李淑琴", "王刚", "欧阳雪", "欧阳", "李")] == [
        "李＊＊",
        "王＊",
        "欧阳＊",
        "欧＊",
        "李＊",
    ]
    assert family_name("司马光") == "司马"
