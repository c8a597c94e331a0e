import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.events import BookingEvent, RequestEvent
from services.matching.events.offer import OfferPromised
from services.matching.messages import publish, receive, request_of
from services.matching.messages.deadlines import on_due
from services.matching.projections import Due
from shared.contracts import bookings, registry
from shared.contracts import matching as contracts
from shared.directory.decider import Record
from shared.redaction.model import HistoryRedacted

from .examples import (
    AT,
    CLINIC,
    COMMUNITY,
    DESK,
    ELDER,
    EXAMPLES,
    LETTERS,
    NEED,
    NEIGHBOUR,
    PUBLIC,
    REQUEST,
    SCHOOL,
    SHOP,
    WISH,
    claimed,
    delivered,
    fulfilled,
    of_claim,
    opened,
)
from .recording import arrival, recorded, told

STAFF, SCHOOL_DESK = f"staff:{COMMUNITY}", f"organization:{SCHOOL.id}"
SILENT = {
    "guardian_changed",
    "delivery_voided",
    "not_reached",
    "booking_fits",
}


class TestPublish:
    def test_every_fact_but_those_that_are_nobody_elses_is_told(self):
        untold = {one.event.type for one in recorded(*EXAMPLES) if publish(one) is None}
        told_types = RequestEvent | BookingEvent | HistoryRedacted | OfferPromised
        assert untold == SILENT | {event.type for event in EXAMPLES if not isinstance(event, told_types)}

    def test_every_contract_is_used(self):
        told_types = {type(told(event)) for event in EXAMPLES} - {type(None)}
        needs = {type(told(claimed(about=NEED))), type(told(fulfilled(about=NEED)))}
        assert told_types | needs == {*contracts.CONTRACTS, *bookings.CONTRACTS}

    def test_no_words_about_how_it_was_brought(self):
        message = told(delivered())
        assert message == contracts.Delivered(
            community=COMMUNITY,
            about=WISH,
            claim=f"{REQUEST}.1",
            claimant=SCHOOL,
            quantity=1,
            occurred_on=delivered().occurred_on,
            concerns=(STAFF, f"person:{ELDER}"),
        )

    def test_who_is_concerned(self):
        assert told(claimed()).concerns == (STAFF, SCHOOL_DESK)
        assert told(fulfilled(SCHOOL)).concerns == (f"person:{ELDER}", f"person:{NEIGHBOUR}", SCHOOL_DESK)

    def test_who_waits_and_who_promised_hear_of_more_time(self):
        later = {"due_at": AT, "reason": "supplies_late", "note": "货在路上"}
        told_of_claim = told(of_claim(e.ClaimExtended, **later))
        assert told_of_claim.concerns == (SCHOOL_DESK, f"person:{ELDER}")
        assert (told_of_claim.due_at, told_of_claim.reason) == (AT, "supplies_late")
        waits = told(e.WaitingExtended(community=COMMUNITY, about=WISH, until=AT, reason="other", note="再等等"))
        assert waits.concerns == (f"person:{ELDER}", f"person:{NEIGHBOUR}")
        assert (waits.until, waits.reason) == (AT, "other")
        assert not {"note"} & {*told_of_claim.model_dump(), *waits.model_dump()}

    @pytest.mark.parametrize("about", [WISH, PUBLIC, NEED])
    def test_that_it_was_published_is_told_once_and_by_registry(self, about):
        assert told(opened(about)).concerns == ()

    def test_all_who_gave_hear_of_the_end(self):
        providers = (SCHOOL, SHOP, SCHOOL)
        assert told(fulfilled(*providers, about=PUBLIC)).concerns == (
            STAFF,
            SCHOOL_DESK,
            f"organization:{SHOP.id}",
        )


class TestReceive:
    wish = registry.WishPublished(
        community=COMMUNITY,
        wish=f"wish_{LETTERS}",
        kind="person",
        person=ELDER,
        entered_by=NEIGHBOUR,
        text="换一个灯泡",
        category="household_help",
        quantity=1,
        unit="件",
    )

    def test_a_published_wish_opens_a_request(self):
        [send] = receive(self.wish, arrival())
        assert send.stream == REQUEST
        assert send.command == c.OpenRequest(
            at=AT, actor=DESK, community=COMMUNITY, about=WISH, text="换一个灯泡", quantity=1
        )

    def test_a_published_need_opens_a_request(self):
        need = registry.NeedPublished(
            community=COMMUNITY,
            need=f"need_{LETTERS}",
            organization=CLINIC.id,
            title="借一间会议室",
            text="每月一次，可坐二十人",
            category="space",
            quantity=1,
            unit="间",
            audience="members",
            confirmed_on=AT.date(),
        )
        [send] = receive(need, arrival())
        assert (send.stream, send.command.about, send.command.audience) == (REQUEST, NEED, "members")

    def test_a_withdrawn_wish_closes_it(self):
        def withdrawn(reason: str, published: bool = True) -> registry.WishWithdrawn:
            return registry.WishWithdrawn(
                community=COMMUNITY,
                wish=f"wish_{LETTERS}",
                person=ELDER,
                published=published,
                reason=reason,
                withdrawn_at=AT,
            )

        [send] = receive(withdrawn("person_erased"), arrival())
        assert (send.stream, send.command) == (REQUEST, c.CloseRequest(at=AT, actor=DESK, reason="erased"))
        assert receive(withdrawn("no_longer_wanted"), arrival())[0].command.reason == "withdrawn"
        assert receive(withdrawn("erased", published=False), arrival()) == ()

    def test_the_directory_is_kept(self):
        person = registry.PersonRegistered(community=COMMUNITY, person=ELDER, account=False)
        [send] = receive(person, arrival())
        assert isinstance(send.command, Record)

    def test_request_of(self):
        assert request_of("wish_abc") == "req_abc"


class TestDue:
    def due(self, kind: str) -> Due:
        from services.matching.decider.evolve import make_claim

        return Due(
            id=f"{REQUEST}.1",
            kind=kind,
            due_at=AT,
            stream=REQUEST,
            thing=f"{REQUEST}.1",
            named=f"{REQUEST}/2/0",
            correlation="",
            state=make_claim(claimed()),
        )

    def test_what_it_asks_for(self):
        overdue = on_due(self.due("claim_overdue"), AT, DESK)
        assert (overdue.stream, overdue.command) == (
            REQUEST,
            c.MarkOverdue(at=AT, actor=DESK, claim=f"{REQUEST}.1"),
        )
        assert isinstance(on_due(self.due("claim_expired"), AT, DESK).command, c.ExpireClaim)
