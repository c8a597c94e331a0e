"""The board, staff's view and the sheet of a claiming meeting, made of its document and its requests."""

from typing import Any

from services.matching import events as e
from services.matching.projections import MEETINGS, REQUESTS, MeetingDocument, RequestDocument
from services.matching.queries import board, sheet, whole_meeting
from services.matching.queries.meetings import Numbered
from shared.contracts.base import Party
from shared.eventsourcing.model import Event

from .examples import (
    COMMUNITY,
    DESK,
    DONE,
    HELPER,
    LIGHTS,
    MEETING,
    OTHER,
    PUBLIC,
    REQUEST,
    SCHOOL,
    SHOP,
    accepted,
    claimed,
    closed,
    of_claim,
    of_meeting,
    opened,
    prepared,
)
from .recording import commit, recorded

KNOWN = {SCHOOL.id: "示例小学", SHOP.id: "示例商店", COMMUNITY: "核桃园社区"}
PERSON = Party(kind="person", id=HELPER)
NOTED = of_meeting(e.IntentionNoted, request=OTHER, organization=SHOP.id)


def meeting(*events: Event) -> MeetingDocument:
    document = None
    for version, event in enumerate((prepared(), *events), 1):
        for one in commit(version, event, stream=MEETING):
            assert list(MEETINGS.keys(one)) == [MEETING]
            document = MEETINGS.apply(document, one)
    assert document is not None
    return document


def request(*events: Event) -> RequestDocument:
    document = None
    for one in recorded(*events):
        document = REQUESTS.apply(document, one)
    assert document is not None
    return document


def spread(*requests: RequestDocument, past: tuple[Any, ...] = (of_meeting(e.MeetingOpened),)) -> Numbered:
    return Numbered(meeting(*past), dict(enumerate(requests, 1)), KNOWN)


def lights(*more: Event) -> RequestDocument:
    school = claimed(1, SCHOOL, PUBLIC, 20, waits=False, meeting=MEETING)
    shop = claimed(2, SHOP, PUBLIC, 10, meeting=MEETING)
    return request(LIGHTS, school, accepted(1, SCHOOL, PUBLIC, 20), shop, *more)


def test_the_document_follows_the_meeting_and_comes_back_from_storage():
    document = meeting(of_meeting(e.MeetingOpened), of_meeting(e.MeetingClosed))
    assert document.meeting.state == "closed"
    assert document.opened_at
    assert document.closed_at
    assert MeetingDocument.model_validate(document.model_dump()) == document


def test_what_was_claimed_aloud_is_on_the_board_though_it_waits():
    waiting = request(opened(), claimed(meeting=MEETING))
    shown = board(spread(waiting, lights(), past=(NOTED,)))
    first, second = shown.numbers
    assert (first.lit, [one.name for one in first.claimants]) == (True, ["示例小学"])
    assert (second.lit, second.left, [one.name for one in second.claimants]) == (False, 20, ["示例小学", "示例商店"])
    assert (shown.claimed, shown.total, shown.community_name) == (1, 2, "核桃园社区")


def test_what_waits_elsewhere_is_lit_but_names_nobody_and_a_resident_is_only_counted():
    elsewhere = board(spread(request(opened(), claimed()))).numbers[0]
    assert (elsewhere.lit, elsewhere.claimants, elsewhere.residents) == (True, (), 0)
    resident = board(spread(request(opened(), claimed(1, PERSON, meeting=MEETING))))
    assert (resident.numbers[0].claimants, resident.numbers[0].residents) == ((), 1)
    assert HELPER not in resident.model_dump_json()


def test_the_board_says_no_more_of_a_persons_wish_that_has_ended():
    assert board(spread(request(*DONE))).numbers[0].text == ""
    public = board(spread(request(LIGHTS, closed(about=PUBLIC)))).numbers[0]
    assert (public.text, public.lit, public.left) == ("换一个灯泡", False, 0)


def test_staff_see_who_claimed_when_also_what_was_taken_back():
    voided = of_claim(e.ClaimVoided, 2, SHOP, PUBLIC, reason="wrong_party")
    shown = whole_meeting(spread(lights(voided), request(opened(), claimed()), past=(NOTED,)), history=())
    claims = shown.numbers[0].claims
    assert [(one.claimant.name, one.quantity, one.status, one.here) for one in claims] == [
        ("示例小学", 20, "accepted", True),
        ("示例商店", 10, "voided", True),
    ]
    assert {one.actor for one in claims} == {DESK.id}
    assert [one.here for one in shown.numbers[1].claims] == [False]
    assert (shown.state, shown.begun, shown.numbers[0].left) == ("prepared", False, 30)


def test_intentions_stand_at_their_number():
    shown = spread(lights(), request(opened()), past=(NOTED,))
    assert shown.intentions(OTHER)[0].name == "示例商店"
    assert shown.intentions(REQUEST) == ()


def test_the_sheet_has_a_line_for_each_claim_and_for_what_is_left():
    made = sheet(spread(lights(), request(opened(), claimed(1, PERSON, meeting=MEETING))), "zh")
    assert [(line.number, line.claimant, line.quantity, line.unit) for line in made.lines] == [
        (1, "示例小学", 20, "盏"),
        (1, "示例商店", 10, "盏"),
        (1, None, 20, "盏"),
        (2, "居民", 1, "件"),
    ]
    assert made.text.splitlines() == [
        "微心愿认领会",
        "核桃园社区 · 2026年3月2日",
        "2 个心愿，已认领 1 个。",
        "",
        "1. 换一个灯泡 —— 示例小学 20 盏、示例商店 10 盏",
        "2. 换一个灯泡 —— 居民",
        "",
        "还等待认领：",
        "1. 换一个灯泡（20 盏）",
    ]


def test_who_claimed_elsewhere_and_waits_is_not_named_on_the_sheet():
    made = sheet(spread(request(opened(), claimed())), "zh")
    assert [line.claimant for line in made.lines] == ["已有人认领，待确认"]
    assert "示例小学" not in made.model_dump_json()
    stands = sheet(spread(request(opened(), claimed(), accepted())), "zh")
    assert [line.claimant for line in stands.lines] == ["示例小学"]


def test_the_text_for_a_group_says_no_more_of_a_persons_wish_that_has_ended():
    made = sheet(spread(request(*DONE)), "zh")
    assert made.lines[0].text == "换一个灯泡", "staff keep the paper"
    assert "换一个灯泡" not in made.text
    assert "1. （已结束） —— 示例小学" in made.text.splitlines()


def test_the_text_in_english():
    text = sheet(spread(request(opened(), claimed(meeting=MEETING))), "en").text
    assert text.splitlines()[1:] == [
        "核桃园社区 · 2 March 2026",
        "2 wishes, 1 of them claimed.",
        "",
        "1. 换一个灯泡 – 示例小学",
    ]
