"""Texts in words, and what somebody types in the words it asks for."""

import re

import pytest

from shared.words import keys_of, typed, words_of

HALL = "多功能会议室一间，100 个座位，有投影设备和LED显示屏，工作日可以免费使用。"


def test_a_districts_own_words_stay_whole():
    assert {"电动车充电桩", "充电桩"} <= set(words_of("电动车充电桩三个"))
    assert "多功能会议室" in words_of(HALL)


def test_what_says_nothing_is_left_out():
    assert set(words_of(HALL)) >= {"会议室", "投影设备", "led", "显示屏"}
    assert set(words_of(HALL)).isdisjoint({"可以", "免费", "使用", "100", "一间", "，"})
    assert words_of("我们希望社区提供帮助。") == ()


def test_each_word_stands_once_and_long_texts_are_bounded():
    assert words_of("会议室", "会议室") == words_of("会议室")
    assert len(words_of("".join(chr(0x4E00 + n) + chr(0x5E00 + n) for n in range(3000)))) <= 120


def test_words_are_found_in_characters_in_letters_and_by_initials():
    assert {"会议室", "huiyishi", "hys", "led"} <= set(keys_of(HALL))


def fits(text: str, words: str) -> bool:
    conditions = typed("keys", words)["$and"]
    patterns = [condition["keys"]["$regex"] for condition in conditions]
    return all(any(re.match(pattern, key) for key in keys_of(text)) for pattern in patterns)


@pytest.mark.parametrize("words", ["会议室", "会议", "huiyi", "hys", "HYS", "会议室 投影", "投影hys", "led", "显示屏"])
def test_a_typed_word_finds_it(words: str):
    assert fits(HALL, words.replace("投影hys", "投影 hys"))


@pytest.mark.parametrize("words", ["理发", "lf", "会议室 理发", ".*", "$where", "，"])
def test_another_one_does_not(words: str):
    assert not fits(HALL, words)
