"""Collection campaigns, and what is answered in them."""

from datetime import date
from typing import Any

import pytest

from services.registry.commands import AnswerOffer, AskOffer, CloseCampaign, OpenCampaign, ReviewAnswer
from services.registry.decider.campaign import DECIDER as CAMPAIGN_DECIDER
from services.registry.decider.campaign import AlreadyOpened, CampaignOver, NotInCampaign, asks_about, is_open
from services.registry.decider.offer import DECIDER
from services.registry.decider.offer_refusals import AlreadyEnded, NothingToReview, NotListed
from services.registry.events import OfferChanged, OfferConfirmed, OfferEnded
from services.registry.events.campaign import (
    CampaignClosed,
    CampaignOpened,
    OfferAnswered,
    OfferAnswerReviewed,
    OfferAsked,
)
from services.registry.projections import CAMPAIGNS, INQUIRIES, OFFERS
from shared.contracts.offers import OfferText
from shared.errors import Malformed, NotFound
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Event
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    COMMUNITY,
    DISTRICT,
    OFFER,
    OFFER_TEXT,
    ORG,
    PERSON,
    STAFF,
    TODAY,
    listed,
    recorded,
    submitted,
    terms,
)

CAMPAIGN = derived_id("campaign", "2025")
OPEN = OpenCampaign(
    **STAFF,
    campaign=CAMPAIGN,
    community=COMMUNITY,
    title="2025上半年资源核实",
    first=date(2025, 3, 1),
    last=date(2025, 6, 30),
    offers=(OFFER,),
)
opened = CampaignOpened(**OPEN.model_dump(exclude={"at", "actor"}))
closed = CampaignClosed(note="")

ASK = AskOffer(**STAFF, campaign=CAMPAIGN, way="call", contact=PERSON)
asked = OfferAsked(organization=ORG, campaign=CAMPAIGN, way="call", contact=PERSON, occurred_on=TODAY)
smaller = OfferText(**OFFER_TEXT | {"seats": 80})
SAID: dict[str, Any] = {"campaign": CAMPAIGN, "way": "letter", "occurred_on": date(2025, 2, 20)}
HOLDS = AnswerOffer(**STAFF, **SAID, answer="holds")
CHANGED = AnswerOffer(**STAFF, **SAID, answer="changed", text=OFFER_TEXT | {"seats": 80})
ENDED = AnswerOffer(**STAFF, **SAID, answer="ended", reason="moved_away", note="已搬走")
ACCEPT = ReviewAnswer(**STAFF, campaign=CAMPAIGN, accept=True)
REJECT = ReviewAnswer(**STAFF, campaign=CAMPAIGN, accept=False, note="电话核实过")


def answered(**more: Any) -> OfferAnswered:
    plain: dict[str, Any] = {"contact": None, "text": None, "reason": None, "note": ""}
    return OfferAnswered(organization=ORG, **SAID, **plain | more)


changed = answered(answer="changed", text=smaller)
ended = answered(answer="ended", reason="moved_away", note="已搬走")
accepted = OfferAnswerReviewed(organization=ORG, campaign=CAMPAIGN, accepted=True, note="")


def test_a_campaign_is_opened_with_its_offers_and_closed() -> None:
    spec(CAMPAIGN_DECIDER).when(OPEN).then(opened)
    spec(CAMPAIGN_DECIDER).given(opened).when(OPEN).refused(AlreadyOpened)
    spec(CAMPAIGN_DECIDER).given(opened).when(CloseCampaign(**STAFF)).then(closed)
    spec(CAMPAIGN_DECIDER).given(opened, closed).when(CloseCampaign(**STAFF)).refused(CampaignOver)
    spec(CAMPAIGN_DECIDER).when(CloseCampaign(**STAFF)).refused(NotFound)


@pytest.mark.parametrize("wrong", [{"offers": ()}, {"last": date(2025, 2, 28)}])
def test_a_campaign_about_nothing_or_without_days_is_refused(wrong: dict[str, Any]) -> None:
    spec(CAMPAIGN_DECIDER).when(OPEN.model_copy(update=wrong)).refused(Malformed)


def test_it_asks_about_its_own_offers_while_it_is_open() -> None:
    state = spec(CAMPAIGN_DECIDER).given(opened).state
    asks_about(state, OFFER)
    is_open(state, COMMUNITY)
    with pytest.raises(NotInCampaign):
        asks_about(state, derived_id("offer", "another"))
    with pytest.raises(CampaignOver):
        asks_about(spec(CAMPAIGN_DECIDER).given(opened, closed).state, OFFER)
    with pytest.raises(NotFound):
        asks_about(None, OFFER)
    with pytest.raises(NotFound):
        is_open(state, DISTRICT)


def test_only_what_is_on_the_list_is_asked_about() -> None:
    spec(DECIDER).given(submitted, listed).when(ASK).then(asked)
    spec(DECIDER).given(submitted).when(ASK).refused(NotListed)
    spec(DECIDER).given(submitted).when(HOLDS).refused(NotListed)
    over = OfferEnded(organization=ORG, reason="used_up", note="", terms=terms)
    spec(DECIDER).given(submitted, listed, over).when(CHANGED).refused(AlreadyEnded)
    ahead = ASK.model_copy(update={"occurred_on": date(2025, 3, 2)})
    spec(DECIDER).given(submitted, listed).when(ahead).refused(Malformed)


def test_what_holds_is_confirmed_for_the_day_it_was_said() -> None:
    confirmed = OfferConfirmed(
        organization=ORG,
        confirmed_on=date(2025, 2, 20),
        terms=terms.model_copy(update={"confirmed_on": date(2025, 2, 20)}),
    )
    spec(DECIDER).given(submitted, listed, asked).when(HOLDS).then(answered(answer="holds"), confirmed)


def test_what_waits_of_one_campaign_still_does_after_an_answer_in_another() -> None:
    elsewhere = answered(answer="holds").model_copy(update={"campaign": derived_id("campaign", "another")})
    waiting = spec(DECIDER).given(submitted, listed, changed, elsewhere)
    assert accepted in waiting.when(ACCEPT).events()
    shown = None
    for event in (submitted, listed, changed, elsewhere):
        shown = OFFERS.apply(shown, recorded(event, OFFER))
    assert shown.answer
    assert shown.answer.campaign == CAMPAIGN


def test_a_difference_changes_nothing_until_staff_accept_it() -> None:
    spec(DECIDER).given(submitted, listed).when(CHANGED).then(changed)
    waiting = spec(DECIDER).given(submitted, listed, changed)
    assert waiting.state.text == submitted.text
    text = terms.model_copy(update={"seats": 80})
    waiting.when(ACCEPT).then(
        accepted,
        OfferChanged(organization=ORG, text=smaller, terms=text),
        OfferConfirmed(
            organization=ORG,
            confirmed_on=date(2025, 2, 20),
            terms=text.model_copy(update={"confirmed_on": date(2025, 2, 20)}),
        ),
    )
    rejected = OfferAnswerReviewed(organization=ORG, campaign=CAMPAIGN, accepted=False, note="电话核实过")
    waiting.when(REJECT).then(rejected)
    spec(DECIDER).given(submitted, listed, changed, rejected).when(ACCEPT).refused(NothingToReview)


def test_an_end_is_accepted_as_well() -> None:
    over = OfferEnded(organization=ORG, reason="moved_away", note="已搬走", terms=terms)
    spec(DECIDER).given(submitted, listed, ended).when(ACCEPT).then(accepted, over)


def test_the_last_answer_counts_and_only_in_its_campaign() -> None:
    holds = answered(answer="holds")
    spec(DECIDER).given(submitted, listed, changed, holds).when(ACCEPT).refused(NothingToReview)
    spec(DECIDER).given(submitted, listed).when(ACCEPT).refused(NothingToReview)
    elsewhere = ACCEPT.model_copy(update={"campaign": derived_id("campaign", "2024")})
    spec(DECIDER).given(submitted, listed, changed).when(elsewhere).refused(NothingToReview)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answer": "changed"}, "text"),
        ({"answer": "holds", "text": OFFER_TEXT}, "text"),
        ({"answer": "ended"}, "reason"),
        ({"answer": "holds", "reason": "used_up"}, "reason"),
        ({"answer": "changed", "text": OFFER_TEXT}, "answer"),
        ({"answer": "changed", "text": OFFER_TEXT | {"mode": "one_off"}}, "availability"),
    ],
)
def test_an_answer_says_what_goes_with_it(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Malformed) as refusal:
        spec(DECIDER).given(submitted, listed).when(AnswerOffer(**STAFF, **SAID, **wrong)).events()
    assert refusal.value.field == field


def folded(projection: Any, stream: str, *events: Event) -> Any:
    document = None
    for event in events:
        entry = recorded(event, stream)
        if list(projection.keys(entry)):
            document = projection.apply(document, entry)
    return document


def test_what_became_of_an_offer_in_a_campaign() -> None:
    inquiry = folded(INQUIRIES, OFFER, submitted, asked, asked, changed)
    assert (inquiry.campaign, inquiry.offer, inquiry.organization) == (CAMPAIGN, OFFER, ORG)
    assert [(ask.way, ask.contact) for ask in inquiry.asked] == [("call", PERSON)] * 2
    assert (inquiry.answer, inquiry.text, inquiry.to_review, inquiry.accepted) == ("changed", smaller, True, None)
    inquiry = folded(INQUIRIES, OFFER, asked, changed, accepted)
    assert (inquiry.to_review, inquiry.accepted) == (False, True)
    assert folded(INQUIRIES, OFFER, answered(answer="holds")).to_review is False
    assert folded(CAMPAIGNS, CAMPAIGN, opened, closed).state == "closed"


def test_the_offer_shows_where_it_is_asked_about_and_what_waits() -> None:
    assert folded(OFFERS, OFFER, submitted, listed, asked).asked_in == CAMPAIGN
    waiting = folded(OFFERS, OFFER, submitted, listed, asked, changed)
    assert (waiting.asked_in, waiting.answer.text, waiting.seats) == (None, smaller, 100)
    assert folded(OFFERS, OFFER, submitted, listed, changed, accepted).answer is None
