"""A scorecard explains itself, and says when there is nothing to say."""

from datetime import date

import pytest

from services.evaluation.events import Benefit
from services.evaluation.projections import RecordedFact
from services.evaluation.scorecard import NAMES, NotAMember, Scorecard, days_of, is_member, scorecard
from shared.directory.projections import Membership, Organization
from tests.unit.evaluation.examples import AT, COMMUNITY, NEED, PATHS, SCHOOL, adopted, fact, rule

TRAINING = Benefit(id="training", zh="专家培训", en="Expert training", tiers=("good",))


def member(since: str = "2017-01-01", until: str | None = None) -> Membership:
    return Membership.model_validate({"since": since, "until": until})


def counted(n: int = 1, **changes: object) -> RecordedFact:
    return RecordedFact(id=f"fact_{n}.1", recorded_at=AT, **fact(**changes).model_dump())


ALWAYS = (member(),)


def card(*facts: RecordedFact, scheme=None, memberships=ALWAYS) -> Scorecard:
    organization = Organization(
        id=SCHOOL, community=COMMUNITY, name="北京小学广内分校", peer_class="school", memberships=memberships
    )
    schemes = [scheme or adopted()]
    return scorecard(organization, "2024Q4", facts, schemes, PATHS)


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [("2024Q1", "2024-01-01", "2024-03-31"), ("2024Q4", "2024-10-01", "2024-12-31")],
)
def test_a_quarter_has_a_first_and_a_last_day(quarter, first, last):
    assert days_of(quarter) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("membership", "expected"),
    [
        (member(), True),
        (member("2024-12-31"), True),
        (member("2025-01-01"), False),
        (member(until="2024-10-01"), True),
        (member(until="2024-09-30"), False),
    ],
)
def test_membership_counts_when_it_reaches_into_the_quarter(membership, expected):
    assert is_member([membership], "2024Q4") is expected
    assert not is_member([], "2024Q4")


def test_sums_tier_and_benefits_follow_from_the_points():
    scheme = adopted(rule(), rule(id="safe", indicator="safety_stability", points=5))
    text = scheme.scheme.model_copy(update={"benefits": (TRAINING,)})
    made = card(counted(), counted(2), scheme=scheme.model_copy(update={"scheme": text}))
    assert made.total == 2010 == sum(point.points for point in made.points)
    assert {each.code: each.points for each in made.indicators} == {
        "party_building": None,
        "safety_stability": 10,
        "environment": None,
        "co_building": None,
        "public_welfare": 2000,
    }
    assert made.tier
    assert (made.tier.id, made.benefits, made.scheme, made.no_data) == ("good", (TRAINING,), "scheme_1", False)


def test_below_the_first_tier_there_is_none():
    made = card(counted(), scheme=adopted(rule(points=999)))
    assert (made.total, made.tier, made.benefits) == (999, None, ())


@pytest.mark.parametrize("facts", [(), (counted(kind="need_resolved"),)])
def test_nothing_to_score_is_no_data_and_not_zero(facts):
    made = card(*facts)
    assert (made.no_data, made.total, made.tier) == (True, None, None)
    assert [each.points for each in made.indicators] == [None] * 5


def test_without_a_scheme_in_force_there_is_no_data_but_the_indicators_have_names():
    made = card(counted(), scheme=adopted(valid_from="2025-01-01"))
    assert (made.no_data, made.scheme) == (True, None)
    assert [(each.zh, each.en) for each in made.indicators] == list(NAMES.values())


def test_what_was_received_stands_on_the_other_side():
    need = {"kind": "need_resolved", "request_kind": "need", "wish_kind": None, "request": NEED, "claim": None}
    later, first = counted(2, **need, occurred_on="2024-12-01"), counted(3, **need)
    gone = counted(4, **need).model_copy(update={"counts": False})
    assert [each.fact for each in card(counted(), later, first, gone).received] == ["fact_3.1", "fact_2.1"]


@pytest.mark.parametrize("memberships", [(), (member("2025-01-01"),)])
def test_who_is_no_member_is_not_scored(memberships):
    with pytest.raises(NotAMember) as refusal:
        card(counted(), memberships=memberships)
    assert refusal.value.status == 404
    assert "未加入联盟" in refusal.value.text("zh")
