"""The benefits of the scheme in force: known from evaluation, suggested for a member's need, given by the community."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import DECIDERS
from services.matching.decider.benefits import ForMembersNeeds, GivenByCommunity, UnknownBenefit
from services.matching.engine.benefits import GivenBack, fitting_benefits
from services.matching.engine.fitting import Wanted
from services.matching.events.benefit import BenefitGiven, BenefitsKnown
from services.matching.messages import receive
from services.matching.projections import BENEFITS
from shared.contracts.base import Party
from shared.contracts.evaluation import SchemeAdopted
from shared.contracts.registry import Part
from shared.eventsourcing.codec import Codec
from shared.testing.spec import spec

from .examples import COMMUNITY, KNOWN_BENEFITS, LIMITS, NEED, SCHOOL, TODAY, TRAINING, accepted, by, opened, wishes
from .recording import arrival, commit

STATION = Party(kind="community", id=COMMUNITY)
GIVEN = BenefitGiven(scheme=KNOWN_BENEFITS.scheme, id="training", zh="专家培训", en="Expert training")
ASKED = c.AskedBenefit(given=GIVEN, member=True)
WANTED = Wanted(frozenset({"消防", "培训"}), "safety", 1, "次", (COMMUNITY,), TODAY)


GOLDEN = Path(__file__).parents[2] / "golden"


def claim(claimant: Party = STATION, asked: c.AskedBenefit = ASKED, **fields: Any) -> Any:
    return by(c.ClaimRequest, claimant=claimant, limits=LIMITS, benefit=asked, **fields)


class TestGiving:
    def test_the_claim_keeps_with_what_the_community_meets_the_need(self):
        claimed = e.RequestClaimed(
            community=COMMUNITY,
            about=NEED,
            claim=f"{NEED.request}.1",
            claimant=STATION,
            quantity=1,
            needs_acceptance=False,
            benefit=GIVEN,
        )
        stands = accepted(by=STATION, about=NEED)
        wishes.given(opened(NEED)).when(claim()).then(claimed, stands)
        state = DECIDERS["req"].fold([opened(NEED), claimed])
        assert state.claims[0].benefit == GIVEN

    def test_a_claim_of_a_release_before_came_without(self):
        stored = json.loads((GOLDEN / "matching.request_claimed.v1.json").read_text("utf-8"))
        del stored["data"]["benefit"]
        assert Codec(e.EVENTS).decode(stored).benefit is None

    def test_of_a_need_in_parts_it_meets_one(self):
        parts = (Part(name="讲课", category="learning", quantity=1, unit="次"),)
        needed = opened(NEED).model_copy(update={"parts": parts})
        state = DECIDERS["req"].fold([needed])
        claimed, _ = DECIDERS["req"].decide(state, claim(part=1))
        assert (claimed.part, claimed.benefit) == (1, GIVEN)

    @pytest.mark.parametrize(
        ("about", "command", "refusal"),
        [
            (NEED, claim(SCHOOL), GivenByCommunity),
            (NEED, claim(asked=c.AskedBenefit(member=True)), UnknownBenefit),
            (NEED, claim(asked=c.AskedBenefit(given=GIVEN)), ForMembersNeeds),
            (NEED.model_copy(update={"kind": "wish", "organization": None}), claim(), ForMembersNeeds),
        ],
    )
    def test_it_is_for_members_by_the_community_and_from_the_scheme(self, about, command, refusal):
        wishes.given(opened(about)).when(command).refused(refusal)


class TestKnowing:
    def test_it_is_taken_from_evaluation_whole(self):
        contract = SchemeAdopted.model_validate(KNOWN_BENEFITS.model_dump())
        (send,) = receive(contract, arrival())
        assert send.stream == KNOWN_BENEFITS.scheme
        spec(DECIDERS["scheme"]).given().when(send.command).then(KNOWN_BENEFITS)

    def test_a_release_before_that_says_nothing_of_benefits_is_passed_over_until_it_is_told_anew(self):
        former = KNOWN_BENEFITS.model_dump(exclude={"benefits", "replaces"})
        assert receive(SchemeAdopted.model_validate(former), arrival()) == ()
        none = SchemeAdopted.model_validate(former | {"benefits": ()})
        assert len(receive(none, arrival())) == 1

    def test_a_repeated_word_is_recorded_so_that_its_command_is_remembered(self):
        again = by(c.KnowBenefits, known=KNOWN_BENEFITS)
        spec(DECIDERS["scheme"]).given(KNOWN_BENEFITS).when(again).then(KNOWN_BENEFITS)

    def test_each_is_found_by_its_words(self):
        (one,) = commit(1, KNOWN_BENEFITS, stream=KNOWN_BENEFITS.scheme)
        document = BENEFITS.apply(None, one)
        assert isinstance(one.event, BenefitsKnown)
        assert (document.id, document.benefits) == (KNOWN_BENEFITS.scheme, (TRAINING,))
        assert "培训" in document.words[0]
        assert (document.community, document.valid_from) == (KNOWN_BENEFITS.community, date(2026, 1, 1))


class TestFitting:
    def test_every_reason_is_named_and_the_weight_is_their_sum(self):
        same, words = GivenBack(0, frozenset(), "safety"), GivenBack(1, frozenset({"培训", "专家"}), "safety")
        first, second = fitting_benefits({None: WANTED}, [same, words])
        assert [(reason.code, reason.words) for reason in first.reasons] == [("words", ("培训",)), ("category", ())]
        assert (first.number, first.weight) == (1, sum(reason.weight for reason in first.reasons))
        assert [reason.code for reason in second.reasons] == ["category"]

    def test_what_has_nothing_in_common_is_no_suggestion(self):
        assert fitting_benefits({None: WANTED}, [GivenBack(0, frozenset({"补贴"}), None)]) == []

    def test_of_parts_it_stands_once_with_the_one_it_fits_best(self):
        parts = {1: WANTED._replace(words=frozenset()), 2: WANTED}
        (fit,) = fitting_benefits(parts, [GivenBack(0, frozenset({"培训"}), "safety")])
        assert fit.part == 2
