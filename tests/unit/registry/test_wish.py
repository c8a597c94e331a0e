from typing import Any

import pytest

from services.registry.commands import (
    Follow,
    IssueReceipt,
    PostWish,
    PublishWish,
    RejectWish,
    RevealWishContact,
    ReviseWish,
    WithdrawErased,
    WithdrawWish,
)
from services.registry.commands.receipt import number_of
from services.registry.decider.following import Published
from services.registry.decider.wish import DECIDER
from services.registry.decider.wish_refusals import (
    AlreadyReviewed,
    AlreadyWithdrawn,
    NotAnAcceptedClaimant,
    NothingToReveal,
    WishKnown,
)
from services.registry.events import (
    ClaimKnown,
    Followed,
    OutcomeKnown,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
    WishContactRevealed,
    WishPublished,
    WishReceiptIssued,
    WishRejected,
    WishRevised,
    WishWithdrawn,
)
from shared.contracts.base import Party
from shared.contracts.matching import ReopenedClaim
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Actor, Command
from shared.testing.spec import Spec, spec
from tests.unit.registry.examples import (
    AT,
    CLAIMANT,
    COMMUNITY,
    NEIGHBOUR,
    ORG,
    PERSON,
    PUBLICATION,
    REQUEST,
    STAFF,
    WISH,
    lamp,
    post,
    posted,
    publish,
    published,
)

REVISE = ReviseWish(**STAFF, words=f"{WISH}.2")
WITHDRAW = WithdrawWish(**STAFF, reason="no_longer_wanted")
REJECT = RejectWish(**STAFF, reason="duplicate", duplicate_of=WISH)
ERASED = WithdrawErased(**STAFF)
WHOSE: dict[str, Any] = {"person": PERSON, "organization": None, "entered_by": NEIGHBOUR}
rejected = WishRejected(**WHOSE, reason="duplicate", note="", duplicate_of=WISH)
withdrawn = WishWithdrawn(**WHOSE, published=False, reason="no_longer_wanted", note="")
BY = Party(kind="organization", id=CLAIMANT)


def claim(standing: Any, number: int = 1) -> ClaimKnown:
    return ClaimKnown(claim=f"{REQUEST}.{number}", claimant=BY, standing=standing)


def reveal(party: str | None) -> RevealWishContact:
    return RevealWishContact(**STAFF, purpose="arrange_delivery", party=party)


def known(*events: Followed) -> Spec:
    return spec(DECIDER).given(posted, published, *events)


# posting


def test_a_neighbour_posts_with_consent() -> None:
    spec(DECIDER).when(post).then(posted)
    spec(DECIDER).given(posted).when(post).refused(WishKnown)


def test_without_consent_nobody_wishes_for_somebody_else() -> None:
    spec(DECIDER).when(post.model_copy(update={"actor": Actor(id="u_staff")})).refused(Malformed)


def test_the_person_needs_no_consent_of_anybody() -> None:
    own = post.model_copy(update={"actor": Actor(id=PERSON)})
    spec(DECIDER).when(own).then(posted.model_copy(update={"entered_by": PERSON, "consent": "self"}))


def test_a_public_wish_has_a_text_and_no_person() -> None:
    light = PostWish(
        at=AT,
        actor=Actor(id="u_contact"),
        wish=WISH,
        community=COMMUNITY,
        organization=ORG,
        text="为晚归的人点亮夜路",
    )
    spec(DECIDER).when(light).then(lamp)
    spec(DECIDER).when(light.model_copy(update={"text": None})).refused(Malformed)
    spec(DECIDER).when(light.model_copy(update={"words": WISH})).refused(Malformed)


@pytest.mark.parametrize("change", [{"words": None}, {"text": "公开"}])
def test_a_persons_wish_has_words_and_no_public_text(change: dict[str, Any]) -> None:
    spec(DECIDER).when(post.model_copy(update=change)).refused(Malformed)


# before review


def test_it_is_said_differently() -> None:
    revised = WishRevised(text=None, words=f"{WISH}.2")
    spec(DECIDER).given(posted).when(REVISE).then(revised)
    spec(DECIDER).given(posted, revised).when(REVISE).then()
    spec(DECIDER).given(posted).when(ReviseWish(**STAFF, text="公开")).refused(Malformed)


def test_a_public_one_too() -> None:
    revised = WishRevised(text="为巷子装一盏灯", words=None)
    spec(DECIDER).given(lamp).when(ReviseWish(**STAFF, text="为巷子装一盏灯")).then(revised)
    spec(DECIDER).given(lamp).when(REVISE).refused(Malformed)


def test_it_is_withdrawn() -> None:
    spec(DECIDER).given(posted).when(WITHDRAW).then(withdrawn)


def test_it_is_rejected_with_a_reason() -> None:
    spec(DECIDER).given(posted).when(REJECT).then(rejected)


def test_it_is_published() -> None:
    spec(DECIDER).given(posted).when(publish).then(published)


def test_without_a_person_it_can_only_be_public() -> None:
    spec(DECIDER).given(lamp).when(publish).refused(Malformed)
    light = PublishWish(**STAFF, **PUBLICATION | {"kind": "public"})
    who: dict[str, Any] = {"person": None, "organization": ORG, "entered_by": "u_contact"}
    spec(DECIDER).given(lamp).when(light).then(WishPublished(**who, posted_at=AT, **PUBLICATION | {"kind": "public"}))


@pytest.mark.parametrize("command", [REVISE, WITHDRAW, REJECT, publish])
def test_it_is_decided_once(command: Command) -> None:
    spec(DECIDER).when(command).refused(NotFound)
    spec(DECIDER).given(posted, rejected).when(command).refused(AlreadyReviewed)
    spec(DECIDER).given(posted, withdrawn).when(command).refused(AlreadyWithdrawn)
    case = spec(DECIDER).given(posted, published).when(command)
    case.refused(Published)
    with pytest.raises(Published) as refusal:
        case.events()
    assert refusal.value.details == {"request": REQUEST, "link": f"/api/matching/v1/requests/{REQUEST}"}


# the request behind it


@pytest.mark.parametrize(
    ("events", "progress"),
    [
        ([], "open"),
        ([claim("claimed")], "claimed"),
        ([claim("accepted")], "claimed"),
        ([claim("claimed"), claim("ended")], "open"),
        ([claim("claimed"), claim("claimed", 2), claim("ended")], "claimed"),
        ([claim("accepted"), OutcomeKnown(outcome="fulfilled")], "fulfilled"),
        ([OutcomeKnown(outcome="fulfilled"), ReopeningKnown(claims=())], "reopened"),
        ([OutcomeKnown(outcome="fulfilled"), ReopeningKnown(claims=()), claim("claimed")], "reopened"),
        ([ReopeningKnown(claims=()), OutcomeKnown(outcome="closed")], "closed"),
    ],
)
def test_progress_in_one_word(events: list[Followed], progress: str) -> None:
    assert known(*events).state.following.progress == progress


def test_a_fact_is_recorded_even_if_it_changes_nothing() -> None:
    """So its command is remembered: told again after the next fact, it would else undo that."""
    for fact in (RequestKnown(request=REQUEST), TextKnown(text="吃一顿饺子"), claim("accepted")):
        known(fact).when(Follow(**STAFF, fact=fact)).then(fact)


@pytest.mark.parametrize("past", [[], [posted], [posted, rejected], [posted, withdrawn]])
def test_a_fact_about_what_is_not_published_means_nothing(past: list[Any]) -> None:
    spec(DECIDER).given(*past).when(Follow(**STAFF, fact=claim("accepted"))).then()


# erasure


def test_the_open_wish_of_an_erased_person_is_withdrawn() -> None:
    gone = withdrawn.model_copy(update={"reason": "person_erased"})
    spec(DECIDER).given(posted).when(ERASED).then(gone)
    known().when(ERASED).then(gone.model_copy(update={"published": True}))


def test_what_has_ended_stays() -> None:
    known(OutcomeKnown(outcome="fulfilled")).when(ERASED).then()
    for past in ([], [posted, rejected], [posted, withdrawn]):
        spec(DECIDER).given(*past).when(ERASED).then()


def test_what_is_reopened_behind_an_erased_person_ends_anew() -> None:
    gone = withdrawn.model_copy(update={"reason": "person_erased", "published": True})
    again = Follow(**STAFF, fact=ReopeningKnown(claims=()))
    known(OutcomeKnown(outcome="fulfilled"), gone).when(again).then(gone)


# how to reach the person


def seen(party: str | None, *fields: Any) -> WishContactRevealed:
    return WishContactRevealed(person=PERSON, party=party, purpose="arrange_delivery", fields=fields)


def test_an_accepted_claimant_sees_the_phone_and_for_a_visit_the_address() -> None:
    known(claim("accepted")).when(reveal(CLAIMANT)).then(seen(CLAIMANT, "name", "phone", "address"))
    elsewhere = published.model_copy(update={"home_visit": False})
    past = spec(DECIDER).given(posted, elsewhere, claim("accepted"))
    past.when(reveal(CLAIMANT)).then(seen(CLAIMANT, "name", "phone"))


def test_staff_and_the_person_see_it_without_a_claim() -> None:
    for party in (None, PERSON):
        known().when(reveal(party)).then(seen(party, "name", "phone", "address"))


@pytest.mark.parametrize("events", [[], [claim("claimed")], [claim("accepted"), claim("ended")]])
def test_without_an_accepted_claim_nobody_else_does(events: list[Followed]) -> None:
    known(*events).when(reveal(CLAIMANT)).refused(NotAnAcceptedClaimant)
    known(claim("accepted")).when(reveal(ORG)).refused(NotAnAcceptedClaimant)
    spec(DECIDER).given(posted).when(reveal(CLAIMANT)).refused(NotAnAcceptedClaimant)
    spec(DECIDER).when(reveal(CLAIMANT)).refused(NotFound)


def test_after_the_end_the_claimant_sees_nothing_until_it_is_reopened() -> None:
    done = OutcomeKnown(outcome="fulfilled")
    known(claim("accepted"), done).when(reveal(CLAIMANT)).refused(NotAnAcceptedClaimant)
    known(claim("accepted"), done).when(reveal(None)).refused(NothingToReveal)
    again = ReopeningKnown(claims=(ReopenedClaim(claim=f"{REQUEST}.1", claimant=BY),))
    known(claim("accepted"), done, again).when(reveal(CLAIMANT)).then(seen(CLAIMANT, "name", "phone", "address"))


def test_a_public_wish_shows_nobody() -> None:
    light = published.model_copy(update={"kind": "public"})
    spec(DECIDER).given(posted, light, claim("accepted")).when(reveal(CLAIMANT)).refused(NothingToReveal)
    spec(DECIDER).given(posted).when(reveal(None)).refused(NothingToReveal)


def test_it_belongs_to_the_person_the_neighbour_and_the_organization() -> None:
    assert spec(DECIDER).given(posted).state.owners == {PERSON, NEIGHBOUR}
    assert spec(DECIDER).given(lamp).state.owners == {ORG}
    assert known().state.owners == {PERSON, NEIGHBOUR}


def test_a_receipt_is_given_out_in_every_state_and_as_often_as_wanted() -> None:
    issue = IssueReceipt(**STAFF, number=number_of(WISH), lock="0" * 64)
    issued = WishReceiptIssued(number=number_of(WISH), lock="0" * 64)
    for past in ((posted,), (posted, published), (posted, issued), (posted, published, OutcomeKnown(outcome="closed"))):
        spec(DECIDER).given(*past).when(issue).then(issued)
        assert spec(DECIDER).given(*past, issued).state == spec(DECIDER).given(*past).state
    spec(DECIDER).when(issue).refused(NotFound)
