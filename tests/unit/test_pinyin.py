"""Names in letters."""

import pytest

from shared.pinyin import folded, spelling


@pytest.mark.parametrize(
    ("name", "initials", "letters"),
    [
        ("北京小学", "bjxx", "beijingxiaoxue"),
        ("工商银行", "gsyh", "gongshangyinhang"),
        ("长安饭店", "cafd", "changanfandian"),
        ("重庆小面", "cqxm", "chongqingxiaomian"),
        ("校场口社区", "jcksq", "jiaochangkoushequ"),
        ("第１４中学（广内）", "d14zxgn", "di14zhongxueguangnei"),
        ("KFC 餐厅", "kfcct", "kfccanting"),
    ],
)
def test_a_name_is_spelled_as_it_is_spoken(name: str, initials: str, letters: str) -> None:
    assert spelling(name).initials[0] == initials
    assert spelling(name).letters[0] == letters


@pytest.mark.parametrize(("name", "initials"), [("长椿街", "ccj"), ("朝阳医院", "cyyy"), ("朝阳医院", "zyyy")])
def test_what_no_word_settles_is_found_either_way(name: str, initials: str) -> None:
    assert initials in spelling(name).initials


def test_what_a_word_settles_is_read_in_one_way() -> None:
    assert spelling("银行").letters == ("yinhang",)


def test_spellings_are_bounded_and_never_empty_texts() -> None:
    assert len(spelling("长朝曾单" * 20).letters) <= 12
    assert spelling("（）") == ((), ())


def test_wide_and_capital_letters_are_the_same() -> None:
    assert folded("ＡＢc") == "abc"
