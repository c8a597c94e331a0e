"""By a link whoever holds it answers for an offer's organization: once, in time, and by the rules that hold for it."""

from datetime import date, timedelta

import pytest

from services.registry.commands import AnswerOfferByLink, ConfirmOffer, EndOffer, LinkOffer, PauseOffer
from services.registry.decider.offer import DECIDER
from services.registry.decider.offer_refusals import AlreadyEnded, NotListed
from services.registry.events import OfferConfirmed, OfferEnded, OfferPaused
from services.registry.events.campaign import OfferAnswered, OfferAsked
from services.registry.projections import INQUIRIES, OFFERS
from shared.contracts.offers import Pause
from shared.directory.limits import Limits, due_at
from shared.errors import NotFound
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Command, Event
from shared.links.model import Link, LinkIssued, LinkRevoked, LinkUsed, RevokeLink, revoke
from shared.links.refusals import (
    LinkExpired,
    LinkNotOpen,
    LinkReplaced,
    LinkTakenBack,
    LinkUsedUp,
    WrongLink,
)
from shared.testing.spec import Spec, spec
from tests.unit.registry.examples import AT, OFFER, ORG, STAFF, TODAY, listed, recorded, submitted, terms

CAMPAIGN = derived_id("campaign", "2025")
LOCK, OTHER = "ab" * 32, "cd" * 32
UNTIL = due_at(AT, "P7D", "Asia/Shanghai")
LINK = LinkOffer(**STAFF, organization=ORG, lock=LOCK, limits=Limits())
REVOKE = RevokeLink(**STAFF, number=1, reason="sent_to_others", note="发错了群")
PAUSE = PauseOffer(**STAFF, first=date(2025, 3, 10), last=date(2025, 3, 20), reason="renovation")
issued = LinkIssued(
    number=1, purpose="confirm_offer", thing=OFFER, organization=ORG, lock=LOCK, until=UNTIL, replaces=None
)
newer = issued.model_copy(update={"number": 2, "lock": OTHER, "replaces": 1})
revoked = LinkRevoked(number=1, reason="sent_to_others", note="发错了群")
confirmed = OfferConfirmed(organization=ORG, confirmed_on=TODAY, terms=terms.model_copy(update={"confirmed_on": TODAY}))
ended = OfferEnded(organization=ORG, reason="moved_away", note="", terms=terms)


def answer(said: ConfirmOffer | PauseOffer | EndOffer | None = None, lock: str = LOCK, **when: object) -> Command:
    given = STAFF | when
    return AnswerOfferByLink(**given, lock=lock, answer=said or ConfirmOffer(**given))


def offer(*events: Event) -> Spec:
    return spec(DECIDER).given(submitted, listed, *events)


def test_a_link_lasts_as_long_as_the_community_says_and_takes_the_place_of_the_former_one() -> None:
    hours = LINK.model_copy(update={"limits": Limits(link_lasts="PT36H")})
    offer().when(hours).then(issued.model_copy(update={"until": AT + timedelta(hours=36)}))
    offer().when(LINK).then(issued)
    offer(issued).when(LINK.model_copy(update={"lock": OTHER})).then(newer)
    offer(issued, revoked).when(LINK).then(issued.model_copy(update={"number": 2}))


def test_only_what_stands_on_the_list_is_asked_about() -> None:
    spec(DECIDER).given(submitted).when(LINK).refused(NotListed)
    offer(ended).when(LINK).refused(AlreadyEnded)
    spec(DECIDER).when(LINK).refused(NotFound)


def test_an_answer_is_what_the_organization_could_have_said_and_uses_the_link() -> None:
    offer(issued).when(answer()).then(confirmed, LinkUsed(number=1, answer="holds"))
    pause = Pause(first=date(2025, 3, 10), last=date(2025, 3, 20), reason="renovation")
    paused = OfferPaused(organization=ORG, note="", terms=terms.model_copy(update={"pause": pause}), **dict(pause))
    offer(issued).when(answer(PAUSE)).then(paused, LinkUsed(number=1, answer="paused"))
    offer(issued).when(answer(EndOffer(**STAFF, reason="moved_away"))).then(ended, LinkUsed(number=1, answer="ended"))


def test_an_open_campaign_that_is_about_it_learns_that_it_was_asked_and_what_was_answered() -> None:
    campaigns = (CAMPAIGN,)
    asked = OfferAsked(organization=ORG, campaign=CAMPAIGN, way="link", contact=None, occurred_on=TODAY)
    offer().when(LINK.model_copy(update={"campaigns": campaigns})).then(asked, issued)
    ending = EndOffer(**STAFF, reason="moved_away", note="已搬走")
    said = {"organization": ORG, "campaign": CAMPAIGN, "way": "link", "contact": None, "occurred_on": TODAY}
    plain = {"text": None, "reason": None, "note": "", "settled": True}
    pause = Pause(first=date(2025, 3, 10), last=date(2025, 3, 20), reason="renovation")
    for command, told in (
        (answer(), OfferAnswered(**said, **plain, answer="holds")),
        (answer(PAUSE), OfferAnswered(**said, **plain, answer="paused", pause=pause)),
        (
            answer(ending),
            OfferAnswered(**said, **plain | {"reason": "moved_away", "note": "已搬走"}, answer="ended"),
        ),
    ):
        alone = offer(issued).when(command).events()
        offer(issued).when(command.model_copy(update={"campaigns": campaigns})).then(told, *alone)
        inquiry = INQUIRIES.apply(None, recorded(told, OFFER))
        assert (inquiry.way, inquiry.occurred_on, inquiry.answer) == ("link", TODAY, told.answer)
        assert (inquiry.to_review, inquiry.pause, inquiry.reason) == (False, told.pause, told.reason)
        assert inquiry.accepted == (None if told.answer == "holds" else True)


def test_what_was_said_by_a_link_waits_for_nobody() -> None:
    settled = OfferAnswered(
        organization=ORG,
        campaign=CAMPAIGN,
        way="link",
        contact=None,
        occurred_on=TODAY,
        answer="ended",
        text=None,
        reason="moved_away",
        note="",
        settled=True,
    )
    assert offer(issued, settled).state.answer is None


def test_it_is_used_even_where_the_answer_is_no_news() -> None:
    offer(issued, confirmed).when(answer()).then(LinkUsed(number=1, answer="holds"))


@pytest.mark.parametrize(
    ("before", "asked", "refusal"),
    [
        ((issued,), answer(lock=OTHER), WrongLink),
        ((), answer(), WrongLink),
        ((issued, revoked), answer(), LinkTakenBack),
        ((issued, newer), answer(), LinkReplaced),
        ((issued, LinkUsed(number=1, answer="holds")), answer(), LinkUsedUp),
        ((issued,), answer(at=UNTIL), LinkExpired),
        ((issued, ended), answer(), AlreadyEnded),
    ],
    ids=["guessed", "no link", "taken back", "replaced", "used", "too late", "ended"],
)
def test_a_link_that_is_none_any_more_does_nothing(
    before: tuple[Event, ...], asked: Command, refusal: type[NotFound]
) -> None:
    offer(*before).when(asked).refused(refusal)


def test_the_last_moment_is_in_time() -> None:
    at = UNTIL - timedelta(milliseconds=1)
    assert isinstance(offer(issued).when(answer(at=at)).events()[-1], LinkUsed)


def test_staff_take_back_a_link_that_is_open_and_also_of_an_offer_that_has_ended() -> None:
    offer(issued).when(REVOKE).then(revoked)
    offer(issued, ended).when(REVOKE).then(revoked)
    offer().when(REVOKE).refused(NotFound)
    for over in (revoked, newer, LinkUsed(number=1, answer="holds")):
        offer(issued, over).when(REVOKE).refused(LinkNotOpen)


def test_a_link_is_taken_back_however_many_there_were() -> None:
    many = tuple(Link(**newer.model_dump(exclude={"replaces", "number"}), number=n) for n in range(1, 10_002))
    command = REVOKE.model_copy(update={"number": 10_001})
    assert RevokeLink.model_validate(command.model_dump()) == command
    assert revoke(many, command) == [revoked.model_copy(update={"number": 10_001})]


def test_the_list_knows_until_when_a_link_is_out_and_nothing_else_of_it() -> None:
    before = OFFERS.apply(OFFERS.apply(None, recorded(submitted, OFFER)), recorded(listed, OFFER))
    out = OFFERS.apply(before, recorded(issued, OFFER))
    assert out == before.model_copy(update={"link_until": UNTIL})
    for over in (revoked, LinkUsed(number=1, answer="holds")):
        assert OFFERS.apply(out, recorded(over, OFFER)) == before
