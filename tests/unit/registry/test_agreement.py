"""Agreements: drafted, signed, renewed, corrected, terminated; and how deliveries tick their clauses off."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.commands.agreement import (
    AttachScan,
    CorrectAgreement,
    DraftAgreement,
    EraseScan,
    KnowDelivery,
    MindAgreement,
    NoteClause,
    RedraftAgreement,
    ReinstateAgreement,
    RenewAgreement,
    ShowScan,
    SignAgreement,
    TerminateAgreement,
    TickObligation,
    UntickObligation,
    WithdrawDeliveries,
)
from services.registry.decider.agreement import DECIDER
from services.registry.decider.agreement_refusals import (
    Expired,
    NoSuchTick,
    NotDeclaratory,
    NothingToTick,
    NotSigned,
    NotTerminated,
    ScanGone,
    SignedAlready,
    Terminated,
)
from services.registry.decider.agreement_state import Agreements, stream_of
from services.registry.events.agreement import (
    AgreementCorrected,
    AgreementDrafted,
    AgreementExpiring,
    AgreementRedrafted,
    AgreementReinstated,
    AgreementRenewed,
    AgreementSigned,
    AgreementTerminated,
    ScanAttached,
    ScanErased,
    ScanShown,
)
from services.registry.events.obligation import (
    ClauseNoted,
    DeliveriesWithdrawn,
    DeliveryKnown,
    ObligationOverdue,
    ObligationTicked,
    ObligationUnticked,
)
from services.registry.events.template import Countable, Declaratory
from shared.directory.limits import Limits
from shared.errors import Malformed, NotFound
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Command
from shared.testing.spec import Spec, spec
from tests.unit.registry.examples import COMMUNITY, ORG, PERSON, STAFF

STREAM = stream_of(ORG)
FIRST, SECOND = f"{STREAM}.1", f"{STREAM}.2"
SCAN = derived_id("scan", "1")
LIGHTS: dict[str, Any] = {
    "kind": "countable",
    "text": "上半年为居民安装50盏灯",
    "what": "灯",
    "category": "safety",
    "quantity": 50,
    "unit": "盏",
    "by": date(2025, 6, 30),
}
MORE = LIGHTS | {"text": "全年再安装10盏灯", "quantity": 10, "by": None}
VISITS: dict[str, Any] = {"kind": "declaratory", "text": "节假日一起走访"}
TEXT: dict[str, Any] = {"title": "红墙同心共建协议", "clauses": (LIGHTS, VISITS, MORE)}
KEPT = (Countable(**LIGHTS), Declaratory(**VISITS), Countable(**MORE))
TIME: dict[str, Any] = {"signed_on": date(2025, 1, 10), "since": date(2025, 1, 1), "until": date(2025, 12, 31)}
WHO: dict[str, Any] = {"signatory": PERSON, "office": "社区党委书记"}
END = datetime(2025, 12, 31, 16, tzinfo=UTC)

drafted = AgreementDrafted(
    agreement=FIRST,
    community=COMMUNITY,
    organization=ORG,
    title=TEXT["title"],
    clauses=KEPT,
    template=None,
    edition=None,
)
FACTS: dict[str, Any] = {
    "agreement": FIRST,
    "organization": ORG,
    "title": TEXT["title"],
    "term": 1,
    "countersigned": "u_staff",
    **WHO,
    **TIME,
    "clauses": KEPT,
    "remind_at": datetime(2025, 12, 1, 16, tzinfo=UTC),
    "overdue": (
        {"clause": "1.1", "at": datetime(2025, 6, 30, 16, tzinfo=UTC)},
        {"clause": "1.3", "at": END},
    ),
}
signed = AgreementSigned(**FACTS)
terminated = AgreementTerminated(
    agreement=FIRST, organization=ORG, title=TEXT["title"], on=date(2025, 2, 1), reason="moved_away", note=""
)
attached = ScanAttached(agreement=FIRST, scan=SCAN, media_type="application/pdf", size=3, sha256="0" * 64, parts=1)
in_force = spec(DECIDER).given(drafted, signed)


def sign(**changed: Any) -> SignAgreement:
    return SignAgreement(**STAFF | {"agreement": FIRST, "limits": Limits()} | TIME | WHO | changed)


def renew(**changed: Any) -> RenewAgreement:
    days = {"signed_on": date(2025, 2, 1), "since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    return RenewAgreement(**STAFF | {"agreement": FIRST, "limits": Limits()} | WHO | days | changed)


def correct(**changed: Any) -> CorrectAgreement:
    return CorrectAgreement(
        **STAFF | {"agreement": FIRST, "limits": Limits(), "note": "日期录错"} | TIME | WHO | changed
    )


def mind(at: datetime, **clause: str) -> MindAgreement:
    return MindAgreement(**STAFF | {"at": at, "agreement": FIRST} | clause)


def know(quantity: int = 20, claim: str = "req_a.1", on: date = date(2025, 2, 1), **changed: Any) -> KnowDelivery:
    facts = {"category": "safety", "unit": "盏", "quantity": quantity, "occurred_on": on}
    return KnowDelivery(**STAFF | {"organization": ORG, "community": COMMUNITY, "claim": claim} | facts | changed)


def delivered(number: int, quantity: int = 20, claim: str = "req_a.1", on: date = date(2025, 2, 1)) -> DeliveryKnown:
    facts: dict[str, Any] = {"category": "safety", "unit": "盏", "quantity": quantity, "occurred_on": on}
    return DeliveryKnown(organization=ORG, community=COMMUNITY, number=number, claim=claim, **facts)


def ticked(tick: int, clause: str, quantity: int, delivery: int = 1, claim: str = "req_a.1") -> ObligationTicked:
    return ObligationTicked(
        agreement=FIRST,
        organization=ORG,
        clause=clause,
        tick=tick,
        quantity=quantity,
        occurred_on=date(2025, 2, 1),
        delivery=delivery,
        claim=claim,
        note="",
    )


def unticked(tick: int, clause: str, quantity: int, reason: Any = "reopened", note: str = "") -> ObligationUnticked:
    named = {"agreement": FIRST, "organization": ORG, "clause": clause}
    return ObligationUnticked(**named, tick=tick, quantity=quantity, reason=reason, note=note)


def after(start: Spec, *commands: Command) -> Agreements:
    """The state when `commands` were carried out."""
    for command in commands:
        start = start.given(*start.when(command).events())
    state: Agreements = start.state
    return state


def done(state: Agreements, clause: str) -> int:
    return sum(tick.quantity for tick in state.ticks if tick.clause == clause)


def test_an_agreement_is_drafted_changed_and_signed() -> None:
    draft = DraftAgreement(**STAFF, **TEXT, community=COMMUNITY, organization=ORG)
    spec(DECIDER).when(draft).then(drafted)
    spec(DECIDER).given(drafted).when(draft).then(drafted.model_copy(update={"agreement": SECOND}))
    shorter = RedraftAgreement(**STAFF, agreement=FIRST, title="协议", clauses=(VISITS,))
    new = AgreementRedrafted(agreement=FIRST, title="协议", clauses=(Declaratory(**VISITS),))
    spec(DECIDER).given(drafted).when(shorter).then(new)
    spec(DECIDER).given(drafted).when(RedraftAgreement(**STAFF, agreement=FIRST, **TEXT)).then()
    spec(DECIDER).given(drafted).when(sign()).then(signed)
    in_force.when(shorter).refused(SignedAlready)
    in_force.when(sign()).refused(SignedAlready)
    in_force.when(sign(agreement=SECOND)).refused(NotFound)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"signed_on": date(2025, 3, 2)}, "signed_on"),
        ({"until": date(2024, 12, 31)}, "until"),
        ({"until": date(2025, 5, 31)}, "clauses"),
    ],
)
def test_days_that_cannot_be_are_refused_by_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Malformed) as refusal:
        spec(DECIDER).given(drafted).when(sign(**changed)).events()
    assert refusal.value.field == field


def test_what_was_over_before_it_was_entered_is_not_brought_to_mind() -> None:
    past = {"since": date(2024, 1, 1), "until": date(2024, 12, 31), "signed_on": date(2024, 1, 1)}
    plain = drafted.model_copy(update={"clauses": (Countable(**MORE),)})
    (event,) = spec(DECIDER).given(plain).when(sign(**past)).events()
    assert isinstance(event, AgreementSigned)
    assert (event.remind_at, event.overdue) == (None, ())


def test_a_renewal_counts_anew_and_comes_after_the_former_term() -> None:
    (event,) = in_force.when(renew()).events()
    assert isinstance(event, AgreementRenewed)
    assert event.term == 2
    assert event.clauses[0] == Countable(**LIGHTS | {"by": None})
    assert [each.clause for each in event.overdue] == ["2.1", "2.3"]
    in_force.when(renew(since=date(2025, 12, 31))).refused(Malformed)
    spec(DECIDER).given(drafted).when(renew()).refused(NotSigned)


def test_a_correction_says_what_was_signed_and_moves_the_ticks() -> None:
    known = in_force.given(delivered(1), ticked(1, "1.1", 20))
    later = {"since": date(2025, 2, 10), "signed_on": date(2025, 1, 10), "until": date(2025, 12, 31)}
    event, gone = known.when(correct(**later)).events()
    assert isinstance(event, AgreementCorrected)
    assert gone == unticked(1, "1.1", 20, "corrected")
    known.when(correct(clauses=(LIGHTS,))).refused(Malformed)
    changed = after(known, correct(clauses=(LIGHTS | {"quantity": 15}, VISITS, MORE)))
    assert (done(changed, "1.1"), done(changed, "1.3")) == (15, 5)


def test_a_termination_ends_it_and_can_be_taken_back() -> None:
    over = TerminateAgreement(**STAFF, agreement=FIRST, on=date(2025, 2, 1), reason="moved_away")
    back = ReinstateAgreement(**STAFF, agreement=FIRST, note="误录")
    in_force.when(over).then(terminated)
    ended = in_force.given(terminated)
    ended.when(over).refused(Terminated)
    ended.when(renew()).refused(Terminated)
    ended.when(back).then(AgreementReinstated(agreement=FIRST, note="误录"))
    in_force.when(back).refused(NotTerminated)
    assert after(ended, know(on=date(2025, 2, 2))).ticks == ()
    short = in_force.given(AgreementCorrected(**FACTS | {"until": date(2025, 2, 1), "overdue": ()}, note="x"))
    short.when(over.model_copy(update={"on": None})).refused(Expired)
    draft = spec(DECIDER).given(drafted).when(over.model_copy(update={"reason": "not_signed"}))
    assert draft.events() == [terminated.model_copy(update={"reason": "not_signed"})]


def test_a_delivery_ticks_the_most_urgent_clause_and_what_is_left_the_next() -> None:
    in_force.when(know(20)).then(delivered(1), ticked(1, "1.1", 20))
    spread = [delivered(1, 55), ticked(1, "1.1", 50), ticked(2, "1.3", 5)]
    in_force.when(know(55)).then(*spread)
    beyond = after(in_force, know(55), know(20, "req_b.1"))
    assert (done(beyond, "1.1"), done(beyond, "1.3")) == (50, 10)


@pytest.mark.parametrize(
    "other", [{"unit": "个"}, {"category": "repair"}, {"on": date(2024, 12, 31)}, {"on": date(2026, 1, 1)}]
)
def test_a_delivery_of_another_kind_or_time_ticks_nothing(other: dict[str, Any]) -> None:
    assert after(in_force, know(**other)).ticks == ()


def test_a_delivery_that_came_before_the_agreement_was_entered_counts_from_its_signing() -> None:
    early = spec(DECIDER).given(delivered(1), drafted)
    assert after(early, sign()).ticks == after(in_force, know()).ticks
    stranger = delivered(1).model_copy(update={"community": "community_x"})
    assert after(spec(DECIDER).given(stranger, drafted)).community == COMMUNITY


def test_a_reopened_claim_takes_its_ticks_back_and_what_was_left_over_counts() -> None:
    withdraw = WithdrawDeliveries(**STAFF, claim="req_a.1")
    known = in_force.given(delivered(1), ticked(1, "1.1", 20))
    known.when(withdraw).then(DeliveriesWithdrawn(claim="req_a.1"), unticked(1, "1.1", 20))
    spec(DECIDER).when(withdraw).then()
    in_force.when(withdraw).then()
    moved = after(in_force, know(45), know(20, "req_b.1"), withdraw)
    assert (done(moved, "1.1"), done(moved, "1.3")) == (10, 10)


def test_staff_tick_by_hand_and_take_back() -> None:
    by_hand = TickObligation(**STAFF, agreement=FIRST, clause="1.1", quantity=5, note="另外装了5盏")
    hand = ticked(1, "1.1", 5).model_copy(update={"delivery": None, "claim": None, "note": "另外装了5盏"})
    in_force.when(by_hand).then(hand.model_copy(update={"occurred_on": date(2025, 3, 1)}))
    back = UntickObligation(**STAFF, agreement=FIRST, tick=1, note="重复")
    known = in_force.given(hand)
    known.when(back).then(unticked(1, "1.1", 5, "by_hand", "重复"))
    in_force.when(back).refused(NoSuchTick)
    in_force.when(by_hand.model_copy(update={"quantity": 51})).refused(Malformed)
    in_force.when(by_hand.model_copy(update={"occurred_on": date(2024, 12, 1)})).refused(Malformed)
    in_force.when(by_hand.model_copy(update={"clause": "1.2"})).refused(NothingToTick)
    assert done(after(in_force, know(50), back), "1.1") == 0, "what staff took back is not ticked by the same delivery"
    assert done(after(in_force, know(50), back), "1.3") == 10


def test_a_hand_tick_goes_where_its_clause_promises_something_else_now() -> None:
    hand = ticked(1, "1.1", 5).model_copy(update={"delivery": None, "claim": None})
    known = in_force.given(hand)
    assert done(after(known, correct(clauses=(MORE, VISITS, LIGHTS))), "1.1") == 5, "lamps are lamps"
    for other in ({"unit": "次"}, {"category": "repair"}):
        _, gone = known.when(correct(clauses=(LIGHTS | other, VISITS, LIGHTS))).events()
        assert gone == unticked(1, "1.1", 5, "corrected")


def test_a_declaratory_clause_gets_a_note_for_each_year() -> None:
    note = NoteClause(**STAFF, agreement=FIRST, clause="1.2", year=2025, kept="kept", note="走访12户")
    in_force.when(note).then(ClauseNoted(agreement=FIRST, clause="1.2", year=2025, kept="kept", note="走访12户"))
    in_force.when(note.model_copy(update={"clause": "1.1"})).refused(NotDeclaratory)
    in_force.when(note.model_copy(update={"clause": "1.4"})).refused(NotFound)
    in_force.when(note.model_copy(update={"year": 2026})).refused(Malformed)


@pytest.mark.parametrize("year", [1990, 2024, 2026])
def test_no_note_is_taken_for_a_year_outside_of_the_term(year: int) -> None:
    later = STAFF | {"at": datetime(2027, 3, 1, tzinfo=UTC)}
    note = NoteClause(**later, agreement=FIRST, clause="1.2", year=year, kept="broken", note="")
    with pytest.raises(Malformed) as refused:
        in_force.when(note).events()
    assert "2025 年" in str(refused.value.details["reason_zh"]), "it says which years are meant"


def test_its_end_and_what_is_overdue_are_said_once_there_is_reason() -> None:
    named: dict[str, Any] = {"agreement": FIRST, "organization": ORG}
    end = mind(FACTS["remind_at"])
    in_force.when(end).then(AgreementExpiring(**named, title=TEXT["title"], until=date(2025, 12, 31)))
    in_force.given(terminated).when(end).then()
    late = mind(datetime(2025, 6, 30, 16, tzinfo=UTC), clause="1.1")
    facts = {"clause": "1.1", "by": date(2025, 6, 30), "quantity": 50, "unit": "盏"}
    known = in_force.given(delivered(1), ticked(1, "1.1", 20))
    known.when(late).then(ObligationOverdue(**named, **facts, done=20))
    in_force.given(delivered(1, 50), ticked(1, "1.1", 50)).when(late).then()


def test_nothing_is_said_before_its_time_though_who_asks_does_not_know_of_a_renewal_or_a_correction() -> None:
    was = FACTS["remind_at"]
    in_force.when(mind(was - timedelta(seconds=1))).then()
    later: dict[str, Any] = {"until": date(2026, 12, 31), "remind_at": datetime(2026, 12, 1, 16, tzinfo=UTC)}
    renewed = AgreementRenewed(**FACTS | later | {"term": 2, "since": date(2026, 1, 1), "overdue": ()})
    in_force.given(renewed).when(mind(was)).then()
    (said,) = in_force.given(renewed).when(mind(later["remind_at"])).events()
    assert said == AgreementExpiring(agreement=FIRST, organization=ORG, title=TEXT["title"], until=later["until"])
    moved = ({"clause": "1.1", "at": END}, {"clause": "1.3", "at": END})
    corrected = in_force.given(AgreementCorrected(**FACTS | {"overdue": moved, "remind_at": None}, note="日期录错"))
    corrected.when(mind(was)).then()
    corrected.when(mind(datetime(2025, 6, 30, 16, tzinfo=UTC), clause="1.1")).then()
    assert len(corrected.when(mind(END, clause="1.1")).events()) == 1


def test_a_scan_is_attached_shown_and_erased() -> None:
    attach = AttachScan(**STAFF, **dict(attached))
    spec(DECIDER).given(drafted).when(attach).refused(NotSigned)
    in_force.when(attach).then(attached)
    kept = in_force.given(attached)
    kept.when(ShowScan(**STAFF, agreement=FIRST, scan=SCAN)).then(ScanShown(agreement=FIRST, scan=SCAN))
    erase = EraseScan(**STAFF, agreement=FIRST, scan=SCAN, reason="on_request")
    erased = ScanErased(agreement=FIRST, scan=SCAN, reason="on_request", note="")
    kept.when(erase).then(erased)
    kept.given(erased).when(erase).refused(ScanGone)
    kept.given(erased).when(ShowScan(**STAFF, agreement=FIRST, scan=SCAN)).refused(ScanGone)
    in_force.when(erase).refused(NotFound)


CLAIMS = st.sampled_from(["req_a.1", "req_b.1", "req_c.1"])
STEPS = st.lists(st.one_of(st.tuples(CLAIMS, st.integers(1, 40)), st.tuples(CLAIMS, st.just(0))), max_size=12)


@given(STEPS)
def test_ticks_are_all_that_was_delivered_and_not_reversed_up_to_what_was_promised(
    steps: list[tuple[str, int]],
) -> None:
    delivered_by: dict[str, int] = {}
    state = after(in_force)
    start = in_force
    for claim, quantity in steps:
        command = know(quantity, claim) if quantity else WithdrawDeliveries(**STAFF, claim=claim)
        start = start.given(*start.when(command).events())
        delivered_by[claim] = delivered_by.get(claim, 0) + quantity if quantity else 0
        state = start.state
    assert done(state, "1.1") + done(state, "1.3") == min(60, sum(delivered_by.values()))
    assert done(state, "1.1") <= 50
    assert done(state, "1.3") <= 10
    assert len({tick.number for tick in state.ticks}) == len(state.ticks)
