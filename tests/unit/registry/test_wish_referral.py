"""A wish that is for somebody else to do, before it is published."""

from datetime import date
from typing import Any

from services.registry.commands import (
    AnswerWishReferral,
    PublishWish,
    ReferWish,
    RejectWish,
    ReturnWish,
    WithdrawErased,
    WithdrawWish,
)
from services.registry.decider.wish import DECIDER
from services.registry.decider.wish_refusals import AlreadyReviewed, NotReferred, WasReferred
from services.registry.events import WishRejected, WishWithdrawn
from services.registry.events.referral import WishReferralAnswered, WishReferred, WishReturned
from services.registry.projections.wish import apply
from shared.errors import Malformed, NotFound
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    AT,
    NEIGHBOUR,
    PERSON,
    STAFF,
    TODAY,
    WISH,
    posted,
    publish,
    published,
    recorded,
)

WHOSE: dict[str, Any] = {"person": PERSON, "organization": None, "entered_by": NEIGHBOUR}
BY = date(2025, 3, 15)
REFER = ReferWish(**STAFF, to="街道民政科", expected_by=BY)
DONE = AnswerWishReferral(**STAFF, outcome="done")
RETURN = ReturnWish(**STAFF, reason="sent_back")
referred = WishReferred(**WHOSE, to="街道民政科", expected_by=BY)
answered = WishReferralAnswered(**WHOSE, outcome="done", occurred_on=TODAY)
returned = WishReturned(**WHOSE, reason="sent_back")


def test_staff_pass_it_on_by_a_day_that_has_not_passed() -> None:
    spec(DECIDER).given(posted).when(REFER).then(referred)
    spec(DECIDER).given(posted).when(REFER.model_copy(update={"expected_by": TODAY})).events()
    late = REFER.model_copy(update={"expected_by": date(2025, 2, 28)})
    spec(DECIDER).given(posted).when(late).refused(Malformed)


def test_what_became_of_it_is_told_once_and_may_be_told_better() -> None:
    case = spec(DECIDER).given(posted, referred)
    case.when(DONE).then(answered)
    case.given(answered).when(DONE).then()
    case.given(answered).when(DONE.model_copy(update={"outcome": "not_done"})).events()
    case.when(DONE.model_copy(update={"occurred_on": date(2025, 3, 2)})).refused(Malformed)


def test_it_comes_back_and_waits_for_review() -> None:
    case = spec(DECIDER).given(posted, referred)
    case.when(RETURN).then(returned)
    case.given(returned).when(publish).then(published)
    case.given(returned).when(REFER).then(referred)


def test_while_it_is_elsewhere_nobody_reviews_it_here() -> None:
    case = spec(DECIDER).given(posted, referred)
    for command in (publish, RejectWish(**STAFF, reason="unclear"), WithdrawWish(**STAFF, reason="other"), REFER):
        case.when(command).refused(WasReferred)
    assert isinstance(publish, PublishWish)


def test_erasure_withdraws_it_wherever_it_is() -> None:
    erased = WishWithdrawn(**WHOSE, published=False, reason="person_erased", note="")
    spec(DECIDER).given(posted, referred).when(WithdrawErased(**STAFF)).then(erased)


def test_only_what_was_referred_has_an_outcome_or_comes_back() -> None:
    for command in (DONE, RETURN):
        spec(DECIDER).given(posted).when(command).refused(NotReferred)
        spec(DECIDER).given(posted, published).when(command).refused(NotReferred)
        spec(DECIDER).when(command).refused(NotFound)
    rejected = WishRejected(**WHOSE, reason="unclear", note="", duplicate_of=None)
    spec(DECIDER).given(posted, rejected).when(REFER).refused(AlreadyReviewed)


def test_the_document_says_where_it_is_and_owes_no_reply_meanwhile() -> None:
    document = None
    seen = []
    for event in (posted, referred, answered, returned):
        document = apply(document, recorded(event, WISH))
        where = document.referral
        seen.append((document.state, document.owed_since, where and (where.to, where.outcome)))
    assert seen == [
        ("posted", AT, None),
        ("referred", None, ("街道民政科", None)),
        ("referred", None, ("街道民政科", "done")),
        ("posted", AT, None),
    ]
