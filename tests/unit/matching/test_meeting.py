"""Claiming meetings: what may be prepared, when numbers are fixed, and what a claim in a meeting is."""

from datetime import date
from typing import Any

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors, meeting_errors
from services.matching.decider.meeting_errors import Taken
from shared.errors import NotFound

from .examples import (
    CLINIC,
    COMMUNITY,
    DONE,
    LIGHTS,
    LIMITS,
    MEETING,
    OTHER,
    PUBLIC,
    REQUEST,
    SCHOOL,
    SHOP,
    TODAY,
    accepted,
    after,
    by,
    claimed,
    meetings,
    of_claim,
    of_meeting,
    opened,
    prepared,
    wishes,
)

THIRD = "req_" + "c" * 26
DISTRICT = "community_" + "d" * 26
OPEN = of_meeting(e.MeetingOpened)
BEGUN = of_meeting(e.ClaimingBegan)
CLOSED = of_meeting(e.MeetingClosed)
SESSION = (prepared(), OPEN)
NOTED = of_meeting(e.IntentionNoted, request=REQUEST, organization=SCHOOL.id)


def listed(*requests: str, **differs: Any) -> tuple[c.Candidate, ...]:
    """Open wishes of the community, or such as differ."""
    fields = {"kind": "wish", "path": (DISTRICT, COMMUNITY), "open": True, **differs}
    return tuple(c.Candidate(request=request, **fields) for request in requests)


def prepare(wishes: tuple[c.Candidate, ...], **fields: Any) -> Any:
    return by(c.PrepareMeeting, community=COMMUNITY, title="微心愿认领会", held_on=TODAY, wishes=wishes, **fields)


def change(*requests: str, title: str = "微心愿认领会", held_on: date = TODAY, **differs: Any) -> Any:
    return by(c.ChangeMeeting, title=title, held_on=held_on, wishes=listed(*requests, **differs))


def changed(*requests: str, title: str = "微心愿认领会") -> e.MeetingChanged:
    return e.MeetingChanged(community=COMMUNITY, title=title, held_on=TODAY, requests=requests)


class TestPrepare:
    def test_wishes_get_their_numbers_in_order(self):
        meetings.when(prepare(listed(REQUEST, OTHER))).then(prepared(REQUEST, OTHER))
        state = meetings.given(prepared(REQUEST, OTHER)).state
        assert (state.request(1), state.request(2)) == (REQUEST, OTHER)
        with pytest.raises(meeting_errors.UnknownNumber):
            state.request(3)

    def test_a_meeting_of_the_district_takes_wishes_from_below(self):
        command = prepare(listed(REQUEST)).model_copy(update={"community": DISTRICT})
        (event,) = meetings.when(command).events()
        assert event.community == DISTRICT

    @pytest.mark.parametrize(
        ("differs", "refusal"),
        [
            ({"kind": None, "path": (), "open": False}, meeting_errors.UnknownWish),
            ({"kind": "need"}, meeting_errors.UnknownWish),
            ({"path": (DISTRICT, "community_" + "x" * 26)}, meeting_errors.UnknownWish),
            ({"open": False}, meeting_errors.WishNotOpen),
        ],
    )
    def test_what_gets_no_number(self, differs, refusal):
        with pytest.raises(refusal) as refused:
            meetings.when(prepare((*listed(REQUEST), *listed(OTHER, **differs)))).events()
        assert refused.value.field == "requests.1"
        assert "requests.1" in refused.value.text("zh")

    def test_one_wish_has_one_number(self):
        meetings.when(prepare(listed(REQUEST, REQUEST))).refused(meeting_errors.RepeatedWish)


class TestChange:
    def test_until_the_first_claim_everything(self):
        new = changed(OTHER, THIRD, title="岁末认领会")
        for past in ((prepared(),), SESSION):
            meetings.given(*past).when(change(OTHER, THIRD, title="岁末认领会")).then(new)

    def test_afterwards_the_numbers_stay_but_the_title_may_be_put_right(self):
        begun = meetings.given(*SESSION, BEGUN)
        begun.when(change(OTHER, REQUEST)).refused(meeting_errors.NumbersFixed)
        begun.when(change(REQUEST, OTHER, title="岁末认领会")).then(changed(REQUEST, OTHER, title="岁末认领会"))

    def test_what_had_a_number_may_have_ended_meanwhile(self):
        meetings.given(prepared()).when(change(OTHER, REQUEST, open=False)).then(changed(OTHER, REQUEST))

    def test_the_same_again_is_nothing(self):
        meetings.given(prepared()).when(change(REQUEST, OTHER)).then()

    def test_not_when_it_is_over(self):
        meetings.given(*SESSION, CLOSED).when(change(OTHER)).refused(meeting_errors.MeetingEnded)

    def test_further_wishes_come_last_at_any_time(self):
        more = of_meeting(e.NumbersAdded, requests=(THIRD,))
        for past in ((prepared(),), SESSION, (*SESSION, BEGUN)):
            meetings.given(*past).when(by(c.AddNumbers, wishes=listed(THIRD))).then(more)
        assert meetings.given(*SESSION, BEGUN, more).state.request(3) == THIRD
        meetings.given(prepared()).when(by(c.AddNumbers, wishes=listed(OTHER))).refused(meeting_errors.RepeatedWish)
        over = meetings.given(prepared(), CLOSED)
        over.when(by(c.AddNumbers, wishes=listed(THIRD))).refused(meeting_errors.MeetingEnded)

    def test_not_more_than_a_meeting_takes(self):
        names = ["req_" + "a" * 24 + first + second for first in "abcdefghijklmno" for second in "abcdefghijklmno"]
        full = meetings.given(prepared(*names[:200]))
        full.when(by(c.AddNumbers, wishes=listed(names[200]))).refused(meeting_errors.TooManyNumbers)

    def test_unknown(self):
        meetings.when(change(OTHER)).refused(NotFound)


class TestOpenAndClose:
    def test_from_prepared_to_open_to_closed(self):
        meetings.given(prepared()).when(by(c.OpenMeeting)).then(OPEN)
        meetings.given(*SESSION).when(by(c.CloseMeeting)).then(CLOSED)
        states = [meetings.given(*past).state.state for past in ((prepared(),), SESSION, (*SESSION, CLOSED))]
        assert states == ["prepared", "open", "closed"]

    def test_twice_is_once(self):
        meetings.given(*SESSION).when(by(c.OpenMeeting)).then()
        meetings.given(*SESSION, CLOSED).when(by(c.CloseMeeting)).then()

    def test_one_that_was_only_prepared_is_called_off(self):
        meetings.given(prepared()).when(by(c.CloseMeeting)).then(CLOSED)

    def test_what_is_over_does_not_begin_again(self):
        meetings.given(*SESSION, CLOSED).when(by(c.OpenMeeting)).refused(meeting_errors.MeetingEnded)

    def test_claiming_begins_once_and_only_when_it_is_open(self):
        meetings.given(*SESSION).when(by(c.BeginClaiming)).then(BEGUN)
        meetings.given(*SESSION, BEGUN).when(by(c.BeginClaiming)).then()
        meetings.given(prepared()).when(by(c.BeginClaiming)).refused(meeting_errors.MeetingNotOpen)


class TestIntentions:
    def intend(self, number: int = 1, command: type[Any] = c.NoteIntention) -> Any:
        return by(command, number=number, organization=SCHOOL.id)

    def test_noted_once_and_taken_back(self):
        meetings.given(prepared()).when(self.intend()).then(NOTED)
        meetings.given(prepared(), NOTED).when(self.intend()).then()
        gone = of_meeting(e.IntentionWithdrawn, request=REQUEST, organization=SCHOOL.id)
        meetings.given(prepared(), NOTED).when(self.intend(command=c.WithdrawIntention)).then(gone)
        assert meetings.given(prepared(), NOTED, gone).state.intentions == ()

    def test_refusals(self):
        given = meetings.given(prepared())
        given.when(self.intend(3)).refused(meeting_errors.UnknownNumber)
        given.when(self.intend(command=c.WithdrawIntention)).refused(meeting_errors.NoSuchIntention)
        meetings.given(*SESSION, CLOSED).when(self.intend()).refused(meeting_errors.MeetingEnded)

    def test_they_follow_their_wish_to_another_number_and_go_with_it(self):
        assert len(meetings.given(prepared(), NOTED, changed(OTHER, REQUEST)).state.intentions) == 1
        assert meetings.given(prepared(), NOTED, changed(OTHER)).state.intentions == ()


class TestClaims:
    def claim(self, state: str = "open", claimant: Any = SCHOOL, quantity: int | None = None) -> Any:
        at = c.AtMeeting(id=MEETING, state=state)
        return by(c.ClaimRequest, claimant=claimant, quantity=quantity, limits=LIMITS, meeting=at)

    def test_says_where_it_was_made_and_is_accepted_by_the_usual_rules(self):
        wishes.given(opened()).when(self.claim()).then(claimed(meeting=MEETING))
        wishes.given(LIGHTS).when(self.claim(quantity=20)).then(
            claimed(about=PUBLIC, quantity=20, waits=False, meeting=MEETING), accepted(about=PUBLIC, quantity=20)
        )

    @pytest.mark.parametrize("state", ["prepared", "closed"])
    def test_only_while_the_meeting_is_open(self, state):
        wishes.given(opened()).when(self.claim(state)).refused(meeting_errors.MeetingNotOpen)

    def test_one_winner(self):
        wishes.given(opened(), claimed(meeting=MEETING)).when(self.claim(claimant=SHOP)).refused(errors.AlreadyClaimed)

    def test_the_last_one_under_way_is_taken_back_first(self):
        three = [claimed(n, by, PUBLIC, 10, meeting=MEETING) for n, by in enumerate((SCHOOL, SHOP), 1)]
        elsewhere = claimed(3, CLINIC, PUBLIC, 10)
        voided = of_claim(e.ClaimVoided, 2, SHOP, PUBLIC, reason="wrong_party")
        state = after(LIGHTS, *three, elsewhere)
        assert state.claimed_in(MEETING).id == f"{REQUEST}.2"
        assert after(LIGHTS, *three, elsewhere, voided).claimed_in(MEETING).id == f"{REQUEST}.1"
        assert after(LIGHTS, elsewhere).claimed_in(MEETING) is None

    def test_of_those_that_have_ended_the_last(self):
        voided = of_claim(e.ClaimVoided, reason="wrong_party")
        assert after(opened(), claimed(meeting=MEETING), voided).claimed_in(MEETING).status == "voided"
        assert after(*DONE).claimed_in(MEETING) is None


def test_who_was_faster_is_named_in_both_languages_but_no_resident():
    refusal = Taken(number=12, claimants=["示例小学", "示例商店"], residents=True)
    assert refusal.text("zh").startswith("12 号已由示例小学、示例商店、居民认领")
    assert refusal.text("en").startswith("Number 12 has been claimed by 示例小学, 示例商店, a resident.")
    assert (refusal.status, refusal.code, refusal.details["claimants"]) == (409, "taken", ("示例小学", "示例商店"))
