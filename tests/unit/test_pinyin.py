"""Names in letters."""

import pytest

from shared.pinyin import begins, exactly, folded, keys, spelling, within


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


def found(name: str, typed: str) -> str:
    """How near to the beginning of the name."""
    inside = within(typed)
    if set(exactly(typed)) & set(keys(name)):
        return "exactly"
    if any(key.startswith(begins(typed)) for key in keys(name)):
        return "at the beginning"
    return "inside" if inside and any(key.startswith(inside) for key in keys(name)) else ""


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("北京小学", "exactly"),
        ("bjxx", "exactly"),
        ("Beijing Xiaoxue", "exactly"),
        ("北京", "at the beginning"),
        ("bei", "at the beginning"),
        ("bj", "at the beginning"),
        ("京小", "inside"),
        ("xx", "inside"),
        ("x", ""),
        ("小京", ""),
        ("part:", ""),
        ("", "at the beginning"),
    ],
)
def test_a_name_is_found_by_its_keys(typed: str, where: str) -> None:
    assert found("北京小学", typed) == where


def test_latin_letters_and_numbers_in_a_name_are_found_like_the_rest() -> None:
    assert found("第１４中学（广内）", "14中") == "inside"
    assert found("KFC 餐厅", "fcct") == "inside"
    assert found("KFC 餐厅", "kfc") == "at the beginning"


def test_the_longest_name_has_not_too_many_keys() -> None:
    assert len(keys("长朝曾单" * 15)) < 700
