"""Every contract has words for every audience, in both languages."""

from string import Formatter

import pytest

from services.notify.messages import _KEPT
from services.notify.templates import WORDS, render
from shared.contracts import BY_TYPE
from shared.contracts.base import Contract
from shared.contracts.matching import About
from tests.unit.notify.examples import SCHOOL

ZONE = "Asia/Shanghai"
FILLED = {"what", "take", "claimant_name", "organization_name", "reason", "when"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("contract", BY_TYPE.values(), ids=BY_TYPE)
def test_every_contract_has_words_that_its_fields_can_fill(contract: type[Contract]):
    fields = set(contract.model_fields) | (set(About.model_fields) if "about" in contract.model_fields else set())
    told = fields & set(_KEPT)
    for key in (contract.type, f"{contract.type}:staff", f"{contract.type}:to_accept"):
        for text in WORDS.get(key, ()):
            named = placeholders(text)
            assert named - FILLED <= told, key
            assert "organization_name" not in named or "organization" in fields
            assert "claimant_name" not in named or fields & {"claimant", "provider", "booker"}
            assert "reason" not in named or "reason" in fields
    assert contract.type in WORDS


def test_all_words_belong_to_a_contract():
    known = {contract.type for contract in BY_TYPE.values()}
    assert {key.partition(":")[0] for key in WORDS} - {""} == known


def test_names_come_from_the_directory():
    params = {"claimant": SCHOOL, "claimant_kind": "organization", "request_kind": "wish"}
    words = render("wish_claimed", "person", params, {SCHOOL: "北京小学广内分校"}, ZONE)
    assert words.zh == "北京小学广内分校认领了微心愿。"
    assert words.en == "北京小学广内分校 claimed the wish."
    assert render("wish_claimed", "person", params, {}, ZONE).zh == "一家单位认领了微心愿。"
    assert render("wish_claimed", "person", {"claimant_kind": "person"}, {}, ZONE).zh == "一位居民认领了微心愿。"


def test_staff_are_asked_to_accept_where_it_is_needed():
    words = render("wish_claimed", "staff", {"needs_acceptance": 1}, {}, ZONE)
    assert words.zh.endswith("请确认对接或婉拒。")
    assert "请" not in render("wish_claimed", "staff", {"needs_acceptance": 0}, {}, ZONE).zh
    assert "请" not in render("wish_claimed", "person", {"needs_acceptance": 1}, {}, ZONE).zh


@pytest.mark.parametrize(
    ("due_at", "day"), [("2026-01-05T16:00:00Z", "2026-01-05"), ("2026-01-05T16:00:02Z", "2026-01-06")]
)
def test_a_deadline_is_shown_as_its_last_day(due_at, day):
    words = render("claim_accepted", "organization", {"due_at": due_at, "request_kind": "need"}, {}, ZONE)
    assert words.zh == f"一家单位与需求已确认对接，最迟 {day} 完成。"


def test_more_time_is_told_with_the_new_day_and_why():
    said = {"request_kind": "need", "due_at": "2026-01-05T16:00:00Z", "reason": "supplies_late"}
    words = render("claim_extended", "organization", said, {}, ZONE)
    assert words.zh == "一家单位的承接延期，最迟 2026-01-05 完成（物资未到）。"
    assert words.en.endswith("by 2026-01-05 instead (supplies are late).")
    waits = {"request_kind": "wish", "until": "2026-01-05T16:00:00Z", "reason": "other"}
    assert render("waiting_extended", "person", waits, {}, ZONE).zh == "微心愿继续等待认领，至 2026-01-05（其他原因）。"
    ends = render("membership_ended", "organization", {"until": "2026-01-05"}, {}, ZONE)
    assert "至 2026-01-05 止" in ends.zh


def test_the_time_for_an_answer_is_shown_to_the_minute():
    params = {"answer_by": "2026-03-03T01:30:00Z", "day": "2026-03-04", "start": "14:00"}
    words = render("booking_offered", "organization", params, {}, ZONE)
    assert words.zh == "候补的时段 2026-03-04 14:00 空出来了，请在 2026-03-03 09:30 之前答复是否要用。"


def test_the_booker_is_named_like_a_claimant():
    params = {"claimant": SCHOOL, "claimant_kind": "organization", "day": "2026-03-04", "start": "14:00"}
    words = render("booking_cancelled", "organization", {**params, "reason": "weather"}, {SCHOOL: "示例小学"}, ZONE)
    assert words.zh == "示例小学 2026-03-04 14:00 的预约已取消（天气）。"


def test_reasons_are_said_in_words_and_unknown_ones_as_they_are():
    assert "重复" in render("wish_rejected", "person", {"reason": "duplicate"}, {}, ZONE).zh
    assert "new_reason" in render("wish_rejected", "person", {"reason": "new_reason"}, {}, ZONE).en
    assert "—" in render("wish_rejected", "person", {}, {}, ZONE).en


def test_a_resident_who_is_thanked_hears_that_it_is_for_him():
    assert "感谢您" in render("thanks_published", "person", {"thanked": 1}, {}, ZONE).zh
    assert "感谢您" not in render("thanks_published", "person", {}, {}, ZONE).zh
    assert "贵单位" in render("thanks_published", "organization", {"thanked": 1}, {}, ZONE).zh


def test_the_desk_hears_what_was_answered_by_a_link():
    params = {"organization": SCHOOL, "reason": "moved_away"}
    words = render("offer_ended", "staff", params, {SCHOOL: "示例小学"}, ZONE)
    assert words.zh.startswith("示例小学通过链接答复：资源不再提供（")
    assert words.en.startswith("示例小学 answered by a link: its offer has ended (")


def test_what_has_no_words_yet_is_still_news():
    assert render("some_later_contract", "staff", {}, {}, ZONE).en.startswith("There is news")
