"""By a link whoever holds it answers a suggestion, or says what a claim delivered: only that, once, and in time."""

from datetime import timedelta

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors, suggesting_errors
from shared.contracts.base import Party
from shared.errors import NotFound
from shared.links import refusals
from shared.links.model import LinkRevoked, LinkUsed, RevokeLink

from .examples import (
    AT,
    COMMUNITY,
    ELDER,
    LIMITS,
    LINK_UNTIL,
    LOCK,
    NEED,
    REQUEST,
    SCHOOL,
    SHOP,
    TODAY,
    UNDER_WAY,
    accepted,
    by,
    claim_id,
    claimed,
    closed,
    delivered,
    linked,
    opened,
    suggestion,
    wishes,
)
from .recording import told

ASKED = (opened(NEED, 5), suggestion(e.SuggestionMade))
BOTH = (*ASKED, suggestion(e.SuggestionMade, 2, SHOP))
FIRST = f"{REQUEST}/1"
OTHER = "cd" * 32
PARTY = {"suggestion": 1, "party": SCHOOL.id}
YES = by(c.AcceptSuggestion, limits=LIMITS, **PARTY)
NO = by(c.DeclineSuggestion, reason="not_now", time_zone="Asia/Shanghai", **PARTY)
DELIVERED = by(c.Deliver, claim=1, party=SCHOOL.id, evidence_code="visit")
USED = LinkUsed(number=1, answer="yes")


def answer(said=YES, lock=LOCK, at=AT):
    return by(c.AnswerByLink, at=at, lock=lock, answer=said)


def link(n=1, organization=SCHOOL.id, lock=LOCK):
    return by(c.LinkSuggestion, suggestion=n, organization=organization, lock=lock, limits=LIMITS)


def link_claim(n=1):
    return by(c.LinkClaim, claim=n, organization=SCHOOL.id, lock=LOCK, limits=LIMITS)


class TestMaking:
    def test_for_a_suggestion_that_waits(self):
        wishes.given(*ASKED).when(link()).then(linked(FIRST))

    def test_a_newer_one_takes_the_place_of_that_for_the_same_suggestion_only(self):
        before = (*BOTH, linked(FIRST), linked(f"{REQUEST}/2", 2, organization=SHOP.id, lock=OTHER))
        wishes.given(*before).when(link()).then(linked(FIRST, 3, replaces=1))

    def test_it_lasts_as_long_as_the_community_says(self):
        day = link().model_copy(update={"limits": LIMITS.model_copy(update={"link_lasts": "PT24H"})})
        wishes.given(*ASKED).when(day).then(linked(FIRST, until=AT + timedelta(hours=24)))

    def test_for_a_claim_under_way_also_of_a_person_s_wish(self):
        wishes.given(*UNDER_WAY).when(link_claim()).then(linked(claim_id(1)))

    @pytest.mark.parametrize(
        ("before", "asked", "refusal"),
        [
            (ASKED, link(2), NotFound),
            ((*ASKED, suggestion(e.SuggestionDeclined, reason="not_now")), link(), suggesting_errors.AlreadyAnswered),
            ((*ASKED, closed(about=NEED)), link(), errors.RequestEnded),
            (UNDER_WAY, link_claim(2), NotFound),
            (UNDER_WAY[:2], link_claim(), errors.NotAccepted),
            ((*UNDER_WAY, delivered()), link_claim(), errors.NotUnderWay),
            (ASKED, link().model_copy(update={"inactive": True}), errors.OrganizationInactive),
            (UNDER_WAY, link_claim().model_copy(update={"inactive": True}), errors.OrganizationInactive),
        ],
        ids=["no such", "answered", "ended", "no claim", "not accepted", "delivered", "nobody", "nobody delivers"],
    )
    def test_only_for_what_waits(self, before, asked, refusal):
        wishes.given(*before).when(asked).refused(refusal)

    def test_persons_and_the_community_get_none(self):
        here = Party(kind="community", id=COMMUNITY)
        made = suggestion(e.SuggestionMade, provider=here)
        wishes.given(opened(NEED), made).when(link()).refused(refusals.OnlyForOrganizations)
        helper = Party(kind="person", id=ELDER)
        promised = (opened(), claimed(by=helper), accepted(by=helper))
        wishes.given(*promised).when(link_claim()).refused(refusals.OnlyForOrganizations)


class TestAnswering:
    def test_yes_becomes_a_claim_by_the_rules_for_every_claim(self):
        made = wishes.given(*ASKED, linked(FIRST)).when(answer()).events()
        assert made == [*wishes.given(*ASKED).when(YES).events(), USED]

    def test_no_is_remembered_like_every_no(self):
        no = suggestion(e.SuggestionDeclined, reason="not_now")
        wishes.given(*ASKED, linked(FIRST)).when(answer(NO)).then(no, LinkUsed(number=1, answer="no"))

    def test_delivered_is_entered_like_every_delivery(self):
        entered = delivered(occurred_on=TODAY)
        said = LinkUsed(number=1, answer="delivered")
        wishes.given(*UNDER_WAY, linked(claim_id(1))).when(answer(DELIVERED)).then(entered, said)

    def test_around_a_person_s_wish_it_says_nothing_in_words(self):
        words = DELIVERED.model_copy(update={"evidence": "李奶奶很高兴"})
        wishes.given(*UNDER_WAY, linked(claim_id(1))).when(answer(words)).refused(errors.NoFreeText)

    @pytest.mark.parametrize(
        ("before", "asked", "refusal"),
        [
            ((*ASKED, linked(FIRST)), answer(lock=OTHER), refusals.WrongLink),
            ((*ASKED, linked(FIRST)), answer(at=LINK_UNTIL), refusals.LinkExpired),
            ((*ASKED, linked(FIRST), linked(FIRST, 2, 1, lock=OTHER)), answer(), refusals.LinkReplaced),
            (
                (*ASKED, linked(FIRST), LinkRevoked(number=1, reason="other", note="")),
                answer(),
                refusals.LinkTakenBack,
            ),
            ((*BOTH, linked(f"{REQUEST}/2", organization=SHOP.id)), answer(), refusals.NotItsQuestion),
            ((*UNDER_WAY, linked(claim_id(1))), answer(NO), refusals.NotItsQuestion),
            ((*ASKED, linked(FIRST)), answer(DELIVERED), refusals.NotItsQuestion),
            (
                (*ASKED, linked(FIRST), suggestion(e.SuggestionDeclined, reason="not_now")),
                answer(),
                suggesting_errors.AlreadyAnswered,
            ),
            ((*ASKED, linked(FIRST), closed(about=NEED)), answer(), errors.RequestEnded),
        ],
        ids=[
            "guessed",
            "too late",
            "replaced",
            "taken back",
            "another's suggestion",
            "another purpose",
            "not its purpose",
            "answered otherwise",
            "ended",
        ],
    )
    def test_anything_else_is_refused(self, before, asked, refusal):
        wishes.given(*before).when(asked).refused(refusal)

    def test_it_is_answered_once(self):
        yes = wishes.given(*ASKED, linked(FIRST)).when(answer()).events()
        wishes.given(*ASKED, linked(FIRST), *yes).when(answer()).refused(refusals.LinkUsedUp)


def test_staff_take_a_link_back():
    revoke = by(RevokeLink, number=1, reason="sent_to_others", note="发错了群")
    wishes.given(*ASKED, linked(FIRST)).when(revoke).then(
        LinkRevoked(number=1, reason="sent_to_others", note="发错了群")
    )
    wishes.given(*ASKED).when(revoke).refused(NotFound)
    wishes.given(*ASKED, linked(FIRST), USED).when(revoke).refused(refusals.LinkNotOpen)


def test_around_a_person_s_wish_also_taking_it_back_says_nothing_in_words():
    before, revoke = (*UNDER_WAY, linked(claim_id(1))), by(RevokeLink, number=1, reason="other", note="老人不在家")
    wishes.given(*before).when(revoke).refused(errors.NoFreeText)
    silent = revoke.model_copy(update={"note": ""})
    wishes.given(*before).when(silent).then(LinkRevoked(number=1, reason="other", note=""))


def test_of_links_the_others_learn_nothing():
    for event in (linked(FIRST), LinkRevoked(number=1, reason="other", note=""), USED):
        assert told(event) is None
