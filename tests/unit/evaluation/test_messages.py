"""What evaluation understands of the others, and what it tells them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.events import Benefit, FactRecorded, FactReversed, SchemeAdopted
from services.evaluation.messages import fact_stream, publish, receive
from services.evaluation.projections import FACTS, SCHEMES
from services.evaluation.scoring import score
from shared.contracts import evaluation, matching, registry
from shared.contracts.base import Party
from shared.eventsourcing.decider import Recorded
from tests.unit.evaluation.examples import (
    AT,
    CLERK,
    COMMUNITY,
    DISTRICT,
    NEED,
    PATHS,
    SCHOOL,
    SHOP,
    WISH,
    Log,
    about,
    adopted,
    arrival,
    commit,
    confirmed,
    fact,
    fold,
    party,
    rule,
    scheme,
)

RESIDENT = Party(kind="person", id="person_" + "p" * 26)
NEEDY = about(request=NEED, kind="need", origin="need_" + "n" * 26, wish_kind=None, organization=SHOP)


def reopened(*claims: tuple[str, Party], of: matching.About | None = None) -> matching.RequestReopened:
    named = tuple(matching.ReopenedClaim(claim=claim, claimant=claimant) for claim, claimant in claims)
    return matching.RequestReopened(community=COMMUNITY, about=of or about(), claims=named, reason="not_done")


def resolved() -> matching.NeedResolved:
    day = date(2024, 10, 1)
    return matching.NeedResolved(community=COMMUNITY, about=NEEDY, quantity=1, occurred_on=day, providers=(party(),))


def voided(claimant: Party) -> matching.ClaimVoided:
    return matching.ClaimVoided(community=COMMUNITY, about=about(), claim=f"{WISH}.1", claimant=claimant)


def test_a_confirmed_delivery_of_an_organization_is_a_fact():
    (send,) = receive(confirmed(), arrival())
    assert send.stream == fact_stream(f"{WISH}.1")
    assert send.command.fact == fact()
    assert send.command.cause == arrival().name


def test_a_resolved_need_is_a_fact_of_who_had_it():
    (send,) = receive(resolved(), arrival())
    assert send.stream == fact_stream(NEED)
    assert (send.command.fact.kind, send.command.fact.organization) == ("need_resolved", SHOP)


@pytest.mark.parametrize("giver", [RESIDENT, Party(kind="community", id=COMMUNITY)])
def test_only_organizations_give_facts(giver):
    assert receive(confirmed(claimant=giver), arrival()) == ()
    assert receive(voided(giver), arrival()) == ()
    assert receive(reopened((f"{WISH}.1", giver)), arrival()) == []


def test_reopening_reverses_each_named_claim():
    sends = receive(reopened((f"{WISH}.1", party()), (f"{WISH}.2", RESIDENT), (f"{WISH}.3", party(SHOP))), arrival())
    assert [send.stream for send in sends] == [fact_stream(f"{WISH}.1"), fact_stream(f"{WISH}.3")]


def test_reopening_a_need_also_reverses_what_was_received():
    sends = receive(reopened((f"{NEED}.1", party()), of=NEEDY), arrival())
    assert [send.stream for send in sends] == [fact_stream(f"{NEED}.1"), fact_stream(NEED)]


def test_the_directory_is_kept():
    started = registry.MembershipStarted(community=COMMUNITY, organization=SCHOOL, since=date(2017, 1, 1))
    (send,) = receive(started, arrival())
    assert send.stream == SCHOOL


def one(stream: str, event) -> Recorded:
    return next(iter(commit(stream, [event])))


def test_organizations_learn_of_news_without_any_number_of_points():
    changed = evaluation.ScorecardChanged(
        community=COMMUNITY, concerns=(f"organization:{SCHOOL}",), organization=SCHOOL, quarter="2024Q4"
    )
    recorded = FactRecorded(community=COMMUNITY, number=1, fact=fact(), cause="matching/req_a/3/0")
    taken_back = FactReversed(
        community=COMMUNITY,
        number=1,
        organization=SCHOOL,
        quarter="2024Q4",
        reason="voided",
        cause="matching/req_a/4/0",
    )
    assert publish(one("fact_x", recorded)) == changed
    assert publish(one("fact_x", taken_back)) == changed


def test_staff_of_the_node_learn_of_a_scheme():
    event = SchemeAdopted(community=DISTRICT, scheme=scheme(), valid_from=date(2024, 1, 1))
    published = publish(one("scheme_x", event))
    assert isinstance(published, evaluation.SchemeAdopted)
    assert published.concerns == (f"staff:{DISTRICT}",)
    assert published.scheme == "scheme_x"


def test_others_learn_what_comes_back_and_for_which_tiers():
    training = Benefit(id="training", zh="专家培训", en="Expert training", category="learning", tiers=("good",))
    event = SchemeAdopted(
        community=DISTRICT, scheme=scheme(benefits=(training,)), valid_from=date(2024, 1, 1), replaces="scheme_w"
    )
    published = publish(one("scheme_x", event))
    assert isinstance(published, evaluation.SchemeAdopted)
    (told,) = published.benefits
    assert (told.id, told.zh, told.category) == ("training", "专家培训", "learning")
    assert told.tiers == (evaluation.Tier(zh="良好", en="Good"),)
    assert (published.replaces, published.valid_from) == ("scheme_w", date(2024, 1, 1))


def test_foreign_facts_are_not_published():
    log = Log()
    log.take(
        "registry/1",
        registry.MembershipStarted(community=COMMUNITY, organization=SCHOOL, since=date(2017, 1, 1)),
    )
    assert [publish(recorded) for recorded in log.commits[0]] == [None]


def test_documents_say_what_counts():
    log = Log()
    log.take("m/req_a/1/0", confirmed())
    log.take("m/req_a/2/0", voided(party()))
    (document,) = log.documents(FACTS)
    assert document.id == fact_stream(f"{WISH}.1") + ".1"
    assert (document.counts, document.reason) == (False, "voided")


def test_a_scheme_can_be_read_as_it_was_adopted():
    event = SchemeAdopted(community=DISTRICT, scheme=scheme(), valid_from=date(2024, 1, 1))
    (document,) = fold(SCHEMES, [commit("scheme_x", [event])])
    assert (document.scheme, document.adopted_at, document.adopted_by) == (scheme(), AT, CLERK.id)


STREAMS = [
    [confirmed(), reopened((f"{WISH}.1", party())), confirmed(occurred_on="2024-11-20", mark=3)],
    [confirmed("req_l.1", quantity=20, of_quantity=50), confirmed("req_l.1", quantity=10, of_quantity=50)],
    [confirmed("req_l.2", party(SHOP), quantity=20, of_quantity=50)],
    [resolved(), reopened(of=NEEDY), resolved()],
    [confirmed("req_v.1"), voided(party()).model_copy(update={"claim": "req_v.1"})],
]
CAPPED = [adopted(rule(per="share", max_per_quarter=1300), rule(id="unit", per="unit", points=7))]


def scored(log: Log) -> list:
    return [point.model_dump() for point in score(log.documents(FACTS), CAPPED, PATHS)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_score_does_not_depend_on_the_order_of_delivery_nor_on_repetition(data):
    straight = Log()
    for s, stream in enumerate(STREAMS):
        for n, contract in enumerate(stream):
            straight.take(f"matching/{s}/{n}", contract)
    turns = data.draw(st.permutations([s for s, stream in enumerate(STREAMS) for _ in stream]))
    log, taken = Log(), [0] * len(STREAMS)
    for s in turns:
        taken[s] += 1
        first = data.draw(st.integers(0, taken[s] - 1))
        for n in range(first, taken[s]):
            log.take(f"matching/{s}/{n}", STREAMS[s][n])
    assert scored(log) == scored(straight) != []
    assert score(reversed(log.documents(FACTS) * 2), CAPPED, PATHS) == score(log.documents(FACTS), CAPPED, PATHS)
