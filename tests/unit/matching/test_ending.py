"""Ends that are no fulfilment, and coming back from them."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import ending_errors as refusals
from services.matching.decider import errors
from services.matching.messages.deadlines import on_due
from services.matching.projections import DUE, REQUESTS, Due
from services.matching.projections.owing import Owing
from shared.errors import NotFound

from .examples import (
    AT,
    CLINIC,
    COMMUNITY,
    DESK,
    DONE,
    LIGHTS,
    LIMITS,
    NEED,
    PUBLIC,
    REQUEST,
    SATURDAY,
    SCHOOL,
    SHOP,
    TODAY,
    UNDER_WAY,
    WISH,
    ZONE,
    accepted,
    after,
    by,
    claim_id,
    claimed,
    closed,
    confirmed,
    delivered,
    of_claim,
    opened,
    referred,
    wishes,
)
from .examples import (
    DUE as DUE_AT,
)
from .recording import commit, recorded, told

TWENTY = (
    LIGHTS,
    *(claimed(1, about=PUBLIC, quantity=20), accepted(1, about=PUBLIC, quantity=20)),
    *(delivered(1, about=PUBLIC, quantity=20), confirmed(1, about=PUBLIC, quantity=20, of=50)),
    claimed(2, SHOP, PUBLIC, 10),
)
PARTLY = by(c.EndPartly, reason="no_more_givers", note="其余等明年")
IMPOSSIBLE = by(c.FindImpossible, reason="beyond_powers")
REFER = by(c.Refer, to="街道城管科", expected_by=date(2026, 3, 16), time_zone=ZONE)
ASK = by(c.AskAboutReferral, at=DUE_AT)
NOT_DONE = by(c.AnswerReferral, outcome="not_done", time_zone=ZONE)
BACK = by(c.Return, reason="sent_back")
asked = e.ReferralAsked(community=COMMUNITY, about=WISH, to="街道城管科", expected_by=date(2026, 3, 16))
not_done = e.ReferralAnswered(community=COMMUNITY, about=WISH, outcome="not_done", occurred_on=TODAY)
back = e.RequestReturned(community=COMMUNITY, about=WISH, reason="sent_back")


def ended(n: int = 1, claimant: Any = SCHOOL) -> e.Ended:
    return e.Ended(claim=claim_id(n), claimant=claimant)


class TestPartly:
    partly = e.RequestPartlyDone(
        community=COMMUNITY,
        about=PUBLIC,
        quantity=20,
        of_quantity=50,
        occurred_on=SATURDAY,
        providers=(SCHOOL,),
        claims=(ended(2, SHOP),),
        reason="no_more_givers",
        note="其余等明年",
    )

    def test_counts_what_was_done_and_ends_the_rest_neutrally(self):
        wishes.given(*TWENTY).when(PARTLY).then(self.partly)
        state = after(*TWENTY, self.partly)
        assert (state.state, state.confirmed, state.end.kind) == ("closed", 20, "partly")
        assert [claim.status for claim in state.claims] == ["confirmed", "closed"]

    def test_what_waits_to_be_confirmed_is_judged_first(self):
        waiting = (*TWENTY, accepted(2, SHOP, PUBLIC, 10), delivered(2, SHOP, PUBLIC, 10))
        wishes.given(*waiting).when(PARTLY).refused(refusals.StillToConfirm)

    def test_nothing_is_no_part(self):
        wishes.given(LIGHTS).when(PARTLY).refused(refusals.NothingDone)

    def test_who_needed_it_and_all_who_gave_or_meant_to_hear_of_it(self):
        contract = told(self.partly.model_copy(update={"about": NEED}))
        organizations = [f"organization:{one.id}" for one in (CLINIC, SCHOOL, SHOP)]
        assert list(contract.concerns) == organizations
        assert (contract.quantity, contract.of_quantity) == (20, 50)

    def test_it_comes_back_with_what_was_confirmed(self):
        events = wishes.given(*TWENTY, self.partly).when(BACK).events()
        state = after(*TWENTY, self.partly, *events)
        assert (state.state, state.confirmed, state.left, state.end) == ("open", 20, 30, None)


class TestImpossible:
    def test_is_an_answer_with_a_reason(self):
        event = e.RequestFoundImpossible(
            community=COMMUNITY, about=WISH, claims=(ended(),), reason="beyond_powers", note=""
        )
        wishes.given(*UNDER_WAY).when(IMPOSSIBLE).then(event)
        state = after(*UNDER_WAY, event)
        assert (state.state, state.end.kind, state.end.reason) == ("closed", "impossible", "beyond_powers")


class TestReferral:
    def test_is_to_be_seen_to_by_the_end_of_a_day(self):
        wishes.given(*UNDER_WAY).when(REFER).then(referred(ended()))
        state = after(*UNDER_WAY, referred(ended()))
        assert (state.end.referral.to, state.end.referral.due_at) == ("街道城管科", DUE_AT)
        assert state.claims[0].status == "closed"

    def test_not_by_a_day_that_has_passed(self):
        late = REFER.model_copy(update={"expected_by": SATURDAY})
        wishes.given(opened()).when(late).refused(refusals.ExpectedTooEarly)

    def test_once_the_day_has_passed_somebody_asks_once(self):
        past = (opened(), referred())
        wishes.given(*past).when(by(c.AskAboutReferral, at=AT)).then()
        wishes.given(*past).when(ASK).then(asked)
        wishes.given(*past, asked).when(ASK).then()
        wishes.given(*past, not_done).when(ASK).then()
        wishes.given(*past, back).when(ASK).then()

    def test_its_outcome_is_entered_and_may_be_entered_better(self):
        past = (opened(), referred())
        wishes.given(*past).when(NOT_DONE).then(not_done)
        wishes.given(*past, not_done).when(NOT_DONE).then()
        better = wishes.given(*past, not_done).when(by(c.AnswerReferral, outcome="done", time_zone=ZONE)).events()
        assert after(*past, not_done, *better).end.referral.outcome == "done"
        tomorrow = NOT_DONE.model_copy(update={"occurred_on": TODAY + timedelta(days=1)})
        wishes.given(*past).when(tomorrow).refused(errors.NotYet)
        wishes.given(opened()).when(NOT_DONE).refused(refusals.NotReferred)

    def test_comes_back(self):
        past = (*UNDER_WAY, referred(ended()))
        wishes.given(*past).when(BACK).then(back)
        state = after(*past, back)
        assert (state.state, state.left, state.end) == ("open", 1, None)
        wishes.given(*past, back).when(by(c.ClaimRequest, claimant=SHOP, limits=LIMITS)).events()

    def test_who_has_to_know(self):
        assert told(asked).concerns == (f"staff:{COMMUNITY}",)
        assert told(referred(ended())).concerns[-1] == SCHOOL.address
        assert told(not_done).outcome == "not_done"


@pytest.mark.parametrize("command", [PARTLY, IMPOSSIBLE, REFER])
def test_what_has_ended_does_not_end_otherwise(command):
    silent = command.model_copy(update={"note": ""})
    wishes.given(*DONE).when(silent).refused(errors.RequestEnded)
    wishes.when(silent).refused(NotFound)


@pytest.mark.parametrize("command", [PARTLY, IMPOSSIBLE, REFER, NOT_DONE, BACK])
def test_no_words_around_a_persons_wish(command):
    worded = command.model_copy(update={"note": "老人独居"})
    wishes.given(opened(), referred()).when(worded).refused(
        errors.NoFreeText if command in (NOT_DONE, BACK) else errors.RequestEnded
    )
    if command not in (NOT_DONE, BACK):
        wishes.given(opened()).when(worded).refused(errors.NoFreeText)


def test_what_is_open_done_or_no_longer_wanted_does_not_come_back():
    for past in ((opened(),), DONE, (opened(), closed())):
        wishes.given(*past).when(BACK).refused(refusals.NothingToReturn)


def due(*events: e.RequestEvent) -> Due:
    document = None
    for one in recorded(*events):
        if f"{REQUEST}/referral" in DUE.keys(one):
            document = DUE.apply(document, one)
    assert document is not None
    return document


def test_the_deadline_of_a_referral_asks_and_is_over_once_something_is_known():
    waits = due(opened(), referred())
    assert (waits.kind, waits.due_at) == ("referral_asked", DUE_AT)
    send = on_due(waits, DUE_AT, DESK)
    assert (send.stream, type(send.command)) == (REQUEST, c.AskAboutReferral)
    for event in (asked, not_done, back):
        assert due(opened(), referred(), event).due_at is None


class TestOwing:
    def owing(self, *events: e.RequestEvent) -> Owing:
        document = None
        for hours, event in enumerate(events):
            for one in commit(hours + 1, event, at=AT + timedelta(hours=hours)):
                document = REQUESTS.apply(document, one)
        assert document is not None
        return document.owing

    def test_a_reply_is_owed_from_the_first_day(self):
        assert self.owing(opened()) == Owing(asked_at=AT, since=AT)
        posted = AT - timedelta(days=3)
        assert self.owing(opened().model_copy(update={"asked_at": posted})).since == posted

    def test_until_somebody_stands_to_it_and_again_when_nobody_does(self):
        claim, gone = claimed(), of_claim(e.ClaimReleased, reason="no_time")
        hour = AT + timedelta(hours=1)
        assert self.owing(opened(), claim) == Owing(asked_at=AT, since=None, answered_at=hour)
        assert self.owing(opened(), claim, gone) == Owing(asked_at=AT, since=AT, answered_at=hour)

    def test_what_was_entered_by_mistake_was_no_reply(self):
        voided = of_claim(e.ClaimVoided, reason="wrong_request")
        assert self.owing(opened(), claimed(), voided) == Owing(asked_at=AT, since=AT)

    def test_an_end_is_a_reply_unless_nobody_wants_it_any_more(self):
        assert self.owing(opened(), referred()).answered_at == AT + timedelta(hours=1)
        assert self.owing(opened(), closed()) == Owing(asked_at=AT, since=None)
        assert self.owing(opened(), closed(reason="out_of_scope")).answered_at == AT + timedelta(hours=1)

    def test_coming_back_it_is_owed_again(self):
        assert self.owing(opened(), referred(), back).since == AT
