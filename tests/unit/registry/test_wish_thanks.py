"""Thanks for a wish that came true: said, reviewed, published, taken back."""

from typing import Any

import pytest

from services.registry.commands import Follow, WithdrawErased
from services.registry.commands.thanks import PublishThanks, RejectThanks, SayThanks, WithdrawThanks
from services.registry.decider.wish import DECIDER
from services.registry.decider.wish_refusals import (
    NobodyToThank,
    NoThanks,
    NothingFulfilled,
    ThanksKnown,
    ThanksReviewed,
)
from services.registry.events import OutcomeKnown, ReopeningKnown, RequestKnown, WishPublished
from services.registry.projections.wish import apply
from shared.contracts.base import Party
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Actor
from shared.testing.spec import Spec, spec
from tests.unit.registry.examples import (
    AT,
    FOR_LI,
    ORG,
    PERSON,
    PUBLICATION,
    REQUEST,
    STAFF,
    THANKED,
    WISH,
    lamp,
    posted,
    published,
    recorded,
    thanks_published,
    thanks_rejected,
    thanks_said,
    thanks_withdrawn,
)

FULFILLED = OutcomeKnown(outcome="fulfilled", providers=THANKED)
REOPENED = ReopeningKnown(claims=())
SAY = SayThanks(**FOR_LI, words=f"{WISH}.thanks", shown_to="everybody")
PUBLISH = PublishThanks(**STAFF, text=thanks_published.text)
REJECT = RejectThanks(**STAFF, reason="tells_too_much")
WITHDRAW = WithdrawThanks(**STAFF, reason="consent_withdrawn")
unread = thanks_withdrawn.model_copy(update={"providers": ()})


def fulfilled(*events: Any) -> Spec:
    return spec(DECIDER).given(posted, published, RequestKnown(request=REQUEST), FULFILLED, *events)


def test_a_person_thanks_once_a_wish_has_come_true() -> None:
    fulfilled().when(SAY).then(thanks_said)
    own = SAY.model_copy(update={"actor": Actor(id=PERSON)})
    fulfilled().when(own).then(thanks_said.model_copy(update={"entered_by": PERSON, "consent": "self"}))
    spec(DECIDER).given(posted, published, OutcomeKnown(outcome="partly", providers=THANKED)).when(SAY).events()


def test_nobody_speaks_for_a_person_without_consent() -> None:
    fulfilled().when(SAY.model_copy(update={"actor": Actor(id="u_staff")})).refused(Malformed)


def test_before_that_there_is_nothing_to_thank_for() -> None:
    spec(DECIDER).when(SAY).refused(NotFound)
    spec(DECIDER).given(posted).when(SAY).refused(NothingFulfilled)
    spec(DECIDER).given(posted, published).when(SAY).refused(NothingFulfilled)
    fulfilled(REOPENED).when(SAY).refused(NothingFulfilled)
    spec(DECIDER).given(posted, published, OutcomeKnown(outcome="closed")).when(SAY).refused(NothingFulfilled)


def test_somebody_has_to_thank_and_somebody_to_be_thanked() -> None:
    spec(DECIDER).given(posted, published, OutcomeKnown(outcome="fulfilled")).when(SAY).refused(NobodyToThank)
    light = WishPublished(**PUBLICATION | {"kind": "public"}, person=None, organization=None, entered_by="u_contact")
    spec(DECIDER).given(lamp, light, FULFILLED).when(SAY).refused(NobodyToThank)


def test_staff_publish_or_reject_it_once() -> None:
    fulfilled(thanks_said).when(PUBLISH).then(thanks_published)
    fulfilled(thanks_said).when(REJECT).then(thanks_rejected)
    for command in (PUBLISH, REJECT):
        fulfilled().when(command).refused(NoThanks)
        fulfilled(thanks_said, thanks_rejected).when(command).refused(NoThanks)
        fulfilled(thanks_said, thanks_published).when(command).refused(ThanksReviewed)


def test_while_the_wish_is_under_way_again_nothing_is_published() -> None:
    fulfilled(thanks_said, REOPENED).when(PUBLISH).refused(NothingFulfilled)
    fulfilled(thanks_said, REOPENED, FULFILLED).when(PUBLISH).then(thanks_published)


@pytest.mark.parametrize(("before", "taken_back"), [((), unread), ((thanks_published,), thanks_withdrawn)])
def test_it_is_taken_back_at_any_time_and_those_who_read_it_are_named(before: Any, taken_back: Any) -> None:
    case = fulfilled(thanks_said, *before)
    case.when(WITHDRAW).then(taken_back)
    case.given(taken_back).when(WITHDRAW).refused(NoThanks)
    case.given(taken_back).when(PUBLISH).refused(NoThanks)
    case.given(REOPENED).when(WITHDRAW.model_copy(update={"reason": "not_really_done"})).events()


def test_it_is_said_differently_after_it_was_taken_back() -> None:
    fulfilled(thanks_said).when(SAY).refused(ThanksKnown)
    fulfilled(thanks_said, thanks_published).when(SAY).refused(ThanksKnown)
    fulfilled(thanks_said, unread).when(SAY).then(thanks_said)
    fulfilled(thanks_said, thanks_rejected).when(SAY).then(thanks_said)


def test_erasure_takes_back_what_nobody_reviewed_and_leaves_what_names_nobody() -> None:
    erased = WithdrawErased(**STAFF)
    fulfilled(thanks_said).when(erased).then(unread.model_copy(update={"reason": "person_erased"}))
    fulfilled(thanks_said, thanks_published).when(erased).then()
    under_way = fulfilled(thanks_said, REOPENED).when(erased).events()
    assert [event.type for event in under_way] == ["thanks_withdrawn", "wish_withdrawn"]


def test_with_a_wish_of_somebody_erased_that_is_under_way_again_goes_also_what_was_published() -> None:
    under_way = fulfilled(thanks_said, thanks_published, REOPENED).when(WithdrawErased(**STAFF)).events()
    assert under_way[0] == thanks_withdrawn.model_copy(update={"reason": "person_erased"})
    assert [event.type for event in under_way[1:]] == ["wish_withdrawn"]


def test_thanks_to_those_who_did_not_do_it_after_all_are_taken_back() -> None:
    undone = thanks_withdrawn.model_copy(update={"reason": "not_really_done"})
    others = OutcomeKnown(outcome="fulfilled", providers=(Party(kind="organization", id=ORG),))
    both = others.model_copy(update={"providers": (*THANKED, *others.providers)})
    closed = OutcomeKnown(outcome="closed")
    again = fulfilled(thanks_said, thanks_published, REOPENED)
    for fact, more in ((FULFILLED, []), (both, []), (others, [undone]), (closed, [undone])):
        again.when(Follow(**STAFF, fact=fact)).then(fact, *more)
    fulfilled(thanks_said, REOPENED).when(Follow(**STAFF, fact=others)).then(others)


def test_the_document_keeps_the_text_only_as_long_as_it_may_be_read() -> None:
    document, seen = None, []
    for event in (posted, published, FULFILLED, thanks_said, thanks_published, thanks_withdrawn):
        document = apply(document, recorded(event, WISH))
        thanks = document.thanks
        seen.append(thanks and (thanks.state, thanks.text, thanks.providers, thanks.said_at))
    assert seen[2:] == [
        None,
        ("said", None, (), AT),
        ("published", thanks_published.text, THANKED, AT),
        ("withdrawn", None, (), AT),
    ]
    rejected = apply(apply(document, recorded(thanks_said, WISH)), recorded(thanks_rejected, WISH))
    assert rejected.thanks
    assert (rejected.thanks.state, rejected.thanks.reason) == ("rejected", "tells_too_much")
    assert f"{WISH}.thanks" not in rejected.model_dump_json()
