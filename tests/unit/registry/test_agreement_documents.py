"""What is shown of agreements, what is to be brought to mind, and how both come from matching's messages."""

from datetime import UTC, date, datetime
from typing import Any

from services.registry.commands.agreement import KnowDelivery, MindAgreement, WithdrawDeliveries
from services.registry.events.agreement import (
    AgreementCorrected,
    AgreementExpiring,
    AgreementReinstated,
    AgreementRenewed,
    ScanErased,
)
from services.registry.events.obligation import ClauseNoted, ObligationOverdue
from services.registry.events.template import TemplateAdopted, TemplateRetired, TemplateRevised
from services.registry.messages import on_due, publish, receive
from services.registry.projections import AGREEMENTS, DUE, TEMPLATES, Agreement, Due, Template
from services.registry.queries.agreements import sheet
from shared.contracts import matching, registry
from shared.contracts.base import Party
from shared.eventsourcing.model import Actor, Event
from shared.messaging.translation import Arrival
from tests.unit.registry.examples import AT, COMMUNITY, ORG, PERSON, about, recorded
from tests.unit.registry.test_agreement import (
    FACTS,
    FIRST,
    KEPT,
    SCAN,
    STREAM,
    attached,
    delivered,
    drafted,
    signed,
    terminated,
    ticked,
    unticked,
)

REMINDER = datetime(2025, 12, 1, 16, tzinfo=UTC)
JUNE = datetime(2025, 6, 30, 16, tzinfo=UTC)
ARRIVAL = Arrival(name="matching/req_x/1/0", at=AT, now=AT, actor=Actor(id="system:matching"))
CLAIM: dict[str, Any] = {"community": COMMUNITY, "about": about, "claim": f"{about.request}.1"}
NAMED: dict[str, Any] = {"agreement": FIRST, "organization": ORG}
OVERDUE = ObligationOverdue(**NAMED, clause="1.1", by=date(2025, 6, 30), quantity=50, unit="盏", done=0)


def shown(*events: Event) -> Agreement:
    document = None
    for event in events:
        one = recorded(event, STREAM)
        assert list(AGREEMENTS.keys(one)) == [FIRST]
        document = AGREEMENTS.apply(document, one)
    assert document
    return document


def minded(*events: Event) -> Due:
    document = None
    for number, event in enumerate(events):
        one = recorded(event, STREAM, version=number)
        assert list(DUE.keys(one)) == [FIRST]
        document = DUE.apply(document, one)
    assert document
    return document


def test_a_draft_has_clauses_and_a_signed_one_lines() -> None:
    assert (shown(drafted).state, shown(drafted).clauses, shown(drafted).lines) == ("draft", KEPT, ())
    document = shown(drafted, signed)
    assert (document.state, document.since, document.until) == ("signed", date(2025, 1, 1), date(2025, 12, 31))
    assert [(line.name, line.open, line.due) for line in document.lines] == [
        ("1.1", 50, date(2025, 6, 30)),
        ("1.2", None, date(2025, 12, 31)),
        ("1.3", 10, date(2025, 12, 31)),
    ]
    assert (document.open_due, document.noted_through) == (date(2025, 6, 30), 2024)


def test_ticks_and_notes_are_shown_and_reckoned() -> None:
    document = shown(drafted, signed, ticked(1, "1.1", 50), ticked(2, "1.3", 4))
    assert [line.open for line in document.lines] == [0, None, 6]
    assert document.open_due == date(2025, 12, 31)
    assert shown(drafted, signed, ticked(1, "1.1", 5), unticked(1, "1.1", 5)).lines[0].open == 50
    note = ClauseNoted(agreement=FIRST, clause="1.2", year=2025, kept="kept", note="")
    again = note.model_copy(update={"kept": "partly"})
    document = shown(drafted, signed, note, again)
    assert [each.kept for each in document.lines[1].notes] == ["partly"]
    assert document.noted_through == 9999


def test_a_renewal_adds_lines_and_a_correction_replaces_them() -> None:
    later = FACTS | {"term": 2, "since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    renewed = shown(drafted, signed, ticked(1, "1.1", 5), AgreementRenewed(**later))
    assert [line.name for line in renewed.lines] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert (renewed.since, renewed.until, len(renewed.terms)) == (date(2025, 1, 1), date(2026, 12, 31), 2)
    corrected = AgreementCorrected(**FACTS | {"until": date(2025, 11, 30)}, note="x")
    document = shown(drafted, signed, ticked(1, "1.1", 5), corrected)
    assert (document.until, len(document.terms), document.lines[0].open) == (date(2025, 11, 30), 1, 45)


def test_a_terminated_one_says_why_until_that_is_taken_back() -> None:
    ended = shown(drafted, signed, terminated)
    assert (ended.state, ended.terminated_on, ended.reason) == ("terminated", date(2025, 2, 1), "moved_away")
    back = AgreementReinstated(agreement=FIRST, note="误录")
    assert shown(drafted, signed, terminated, back).state == "signed"
    assert shown(drafted, terminated, back).state == "draft"


def test_an_erased_scan_stays_named() -> None:
    gone = ScanErased(agreement=FIRST, scan=SCAN, reason="on_request", note="")
    (scan,) = shown(drafted, signed, attached, gone).scans
    assert (scan.scan, scan.erased, scan.size) == (SCAN, True, 3)


def test_the_next_matter_is_due_first() -> None:
    assert (minded(signed).due_at, minded(signed).clause) == (JUNE, "1.1")
    assert minded(signed).named == recorded(signed, STREAM, version=0).name
    done = minded(signed, ticked(1, "1.1", 50))
    assert (done.due_at, done.clause) == (REMINDER, None)
    assert minded(signed, ticked(1, "1.1", 50), unticked(1, "1.1", 50)).due_at == JUNE
    assert minded(signed, OVERDUE).due_at == REMINDER
    assert minded(signed, OVERDUE, ticked(1, "1.1", 5), unticked(1, "1.1", 5)).due_at == REMINDER
    expiring = AgreementExpiring(**NAMED, title="x", until=date(2025, 12, 31))
    assert minded(signed, OVERDUE, expiring).clause == "1.3"
    assert minded(signed, terminated).due_at is None
    assert minded(signed, terminated, AgreementReinstated(agreement=FIRST, note="x")).due_at == JUNE


def test_a_renewal_moves_the_reminder_and_a_tick_keeps_its_name() -> None:
    new = AgreementRenewed(**FACTS | {"term": 2, "remind_at": datetime(2026, 12, 1, 16, tzinfo=UTC), "overdue": ()})
    assert minded(signed, OVERDUE, ticked(1, "1.3", 10), new).due_at == datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert minded(signed, ticked(1, "1.1", 5)).named == minded(signed).named


def test_what_is_due_becomes_a_command_to_the_organizations_stream() -> None:
    send = on_due(minded(signed), AT, Actor(id="system:due"))
    assert send.stream == STREAM
    assert isinstance(send.command, MindAgreement)
    assert (send.command.agreement, send.command.clause) == (FIRST, "1.1")


def test_deliveries_of_organizations_are_taken_in_and_taken_back() -> None:
    confirmed = matching.DeliveryConfirmed(
        **CLAIM,
        claimant=Party(kind="organization", id=ORG),
        quantity=2,
        of_quantity=3,
        occurred_on=date(2025, 2, 1),
        mark=5,
    )
    (send,) = receive(confirmed, ARRIVAL)
    assert isinstance(send.command, KnowDelivery)
    assert (send.stream, send.command.quantity, send.command.unit) == (STREAM, 2, about.unit)
    neighbour = confirmed.model_copy(update={"claimant": Party(kind="person", id=PERSON)})
    assert receive(neighbour, ARRIVAL) == ()
    named = matching.ReopenedClaim(claim=CLAIM["claim"], claimant=Party(kind="organization", id=ORG))
    by_person = named.model_copy(update={"claimant": Party(kind="person", id=PERSON)})
    reopened = matching.RequestReopened(community=COMMUNITY, about=about, claims=(named, by_person), reason="x")
    assert [type(send.command) for send in receive(reopened, ARRIVAL)][1:] == [WithdrawDeliveries]
    voided = matching.ClaimVoided(**CLAIM, claimant=Party(kind="organization", id=ORG))
    assert [send.stream for send in receive(voided, ARRIVAL)][1:] == [STREAM]


def test_what_the_others_learn_names_the_agreement_and_concerns_both_sides() -> None:
    both = (f"organization:{ORG}", f"staff:{COMMUNITY}")
    contract = publish(recorded(signed, STREAM))
    facts = {"title": signed.title, "since": signed.since, "until": signed.until}
    assert contract == registry.AgreementSigned(community=COMMUNITY, concerns=both, **NAMED, **facts)
    assert isinstance(late := publish(recorded(OVERDUE, STREAM)), registry.ObligationOverdue)
    assert (late.agreement, late.concerns) == (FIRST, both)
    assert publish(recorded(delivered(1), STREAM)) is None


def test_a_template_shows_its_latest_edition() -> None:
    document: Template | None = None
    for event in (
        TemplateAdopted(template="template_x", community=COMMUNITY, title="旧", clauses=KEPT),
        TemplateRevised(edition=2, title="新", clauses=KEPT[:1]),
        TemplateRetired(note=""),
    ):
        document = TEMPLATES.apply(document, recorded(event, "template_x"))
    assert document
    assert (document.title, document.edition, document.retired, document.clauses) == ("新", 2, True, KEPT[:1])


def test_a_note_for_a_year_outside_of_the_term_says_nothing_of_how_it_was_kept() -> None:
    """A term that was corrected since has left it behind."""
    kept = ClauseNoted(agreement=FIRST, clause="1.2", year=2025, kept="kept", note="")
    stray = kept.model_copy(update={"year": 1990, "kept": "broken"})
    read = sheet(shown(drafted, signed, kept, stray), {}, datetime(2026, 3, 1, tzinfo=UTC))
    assert [line.verdict for line in read.lines][1] == "kept"
