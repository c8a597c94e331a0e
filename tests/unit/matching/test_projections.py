from datetime import timedelta

from services.matching import events as e
from services.matching.projections import DUE, REQUESTS, Due, RequestDocument
from shared.eventsourcing.model import Event
from shared.links.model import LinkEvent

from .examples import (
    AT,
    CONFIRM_BY,
    DONE,
    ELDER,
    EXAMPLES,
    EXPIRES,
    NEIGHBOUR,
    REQUEST,
    SATURDAY,
    SCHOOL,
    UNDER_WAY,
    after,
    again,
    claim_id,
    closed,
    confirmed,
    delivered,
    disputed,
    of_claim,
    overdue,
    reopened,
    unconfirmed,
)
from .examples import (
    DUE as DUE_AT,
)
from .recording import recorded


def request(*events: Event) -> RequestDocument:
    document = None
    for one in recorded(*events):
        assert list(REQUESTS.keys(one)) == [REQUEST]
        document = REQUESTS.apply(document, one)
    assert document is not None
    return document


def due(*events: Event) -> Due:
    document = None
    for one in recorded(*events):
        if claim_id(1) in DUE.keys(one):
            document = DUE.apply(document, one)
    assert document is not None
    return document


class TestRequests:
    def test_keeps_since_when_it_is_claimed_and_the_day_it_was_done(self):
        assert request(*UNDER_WAY).claimed_at == AT
        assert request(*UNDER_WAY, of_claim(e.ClaimReleased, reason="no_time")).claimed_at is None
        assert (request(*DONE).claimed_at, request(*DONE).done_on) == (AT, SATURDAY)
        assert request(*DONE, reopened(again())).done_on is None

    def test_holds_the_request_and_what_lists_need(self):
        document = request(*UNDER_WAY)
        assert document.request == after(*UNDER_WAY)
        assert (document.state, document.request.left, document.kind, document.wish_kind) == (
            "open",
            0,
            "wish",
            "person",
        )
        assert set(document.parties) == {ELDER, NEIGHBOUR, SCHOOL.id}
        assert document.owners == {ELDER, NEIGHBOUR}
        assert document.opened_at == AT

    def test_follows_to_the_end(self):
        assert request(*DONE).state == "fulfilled"

    def test_comes_back_from_storage(self):
        for past in (UNDER_WAY, DONE):
            document = request(*past)
            assert RequestDocument.model_validate(document.model_dump()) == document

    def test_is_touched_by_its_own_events_only(self):
        for one in recorded(*EXAMPLES):
            assert bool(list(REQUESTS.keys(one))) == isinstance(one.event, e.RequestEvent | LinkEvent)


class TestDue:
    def test_nothing_before_acceptance(self):
        assert due(*UNDER_WAY[:2]).due_at is None

    def test_set_by_acceptance_and_named_after_it(self):
        document = due(*UNDER_WAY)
        assert (document.kind, document.due_at) == ("claim_overdue", DUE_AT)
        assert (document.named, document.correlation) == (f"{REQUEST}/3/0", "correlation3")

    def test_then_the_grace(self):
        document = due(*UNDER_WAY, overdue())
        assert (document.kind, document.due_at, document.named) == ("claim_expired", EXPIRES, f"{REQUEST}/4/0")

    def test_with_delivery_the_time_to_confirm_begins(self):
        for past in (UNDER_WAY, (*UNDER_WAY, overdue())):
            document = due(*past, delivered())
            assert (document.kind, document.due_at) == ("confirmation_overdue", CONFIRM_BY)
            assert document.named == f"{REQUEST}/{len(past) + 1}/0"
            assert due(*past, delivered(), unconfirmed()).due_at is None
            assert due(*past, delivered(), confirmed()).due_at is None
            assert due(*past, delivered(), disputed()).kind == "claim_overdue"

    def test_of_a_part_that_is_brought_what_is_nearer_comes_first(self):
        many = (UNDER_WAY[0], *(of_claim(type(x), **fields(x)) for x in UNDER_WAY[1:]))
        soon = delivered(quantity=3, confirm_by=DUE_AT - timedelta(days=1))
        assert due(*many, soon).kind == "confirmation_overdue"
        assert due(*many, soon, unconfirmed()).kind == "claim_overdue"

    def test_a_part_does_not_rename_it(self):
        many = (UNDER_WAY[0], *(of_claim(type(x), **fields(x)) for x in UNDER_WAY[1:]))
        part = delivered(quantity=3)
        assert due(*many, part).named == f"{REQUEST}/3/0"
        assert due(*many, part).due_at == DUE_AT

    def test_extension_and_voided_delivery_set_it_anew(self):
        later = DUE_AT + timedelta(days=3)
        extended = of_claim(e.ClaimExtended, due_at=later, reason="weather")
        assert (due(*UNDER_WAY, extended).due_at, due(*UNDER_WAY, extended).named) == (later, f"{REQUEST}/4/0")
        voided = of_claim(e.DeliveryVoided, delivery=1, quantity=1, due_at=DUE_AT, reason="other")
        document = due(*UNDER_WAY, delivered(), voided)
        assert (document.due_at, document.named) == (DUE_AT, f"{REQUEST}/5/0")

    def test_reopening_sets_it_and_closing_ends_it(self):
        assert due(*DONE).due_at is None
        assert due(*DONE, reopened(again())).due_at == DUE_AT
        assert due(*UNDER_WAY, closed(e.Ended(claim=claim_id(1), claimant=SCHOOL))).due_at is None


def fields(event: e.ClaimEvent) -> dict[str, object]:
    """What an event says beside its claim, of ten."""
    said = {name: value for name, value in event if name not in ("community", "about", "claim", "claimant")}
    return said | {"quantity": 10}
