"""A wish that nobody takes on: found unclaimed, given more time, ended."""

from datetime import date, timedelta

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors
from services.matching.messages import receive
from services.matching.messages.deadlines import on_due
from services.matching.projections import DUE, Due
from shared.contracts import registry
from shared.contracts.registry import Waiting
from shared.eventsourcing.model import Event

from .examples import (
    AT,
    CLOSES,
    COMMUNITY,
    DESK,
    ELDER,
    NEIGHBOUR,
    REQUEST,
    WISH,
    accepted,
    again,
    by,
    claimed,
    closed,
    confirmed,
    delivered,
    fulfilled,
    of_claim,
    opened,
    reopened,
    unclaimed,
    waiting_wish,
    wishes,
)
from .examples import DUE as UNTIL
from .recording import arrival, recorded, told

PAST = UNTIL + timedelta(seconds=1)
LATER = UNTIL + timedelta(days=10)
FROM_DESK = {"reason": "other", "until": date(2026, 3, 26)}
EXTENDED = e.WaitingExtended(community=COMMUNITY, about=WISH, until=LATER, reason="other")


def due(*events: Event) -> Due:
    document = None
    for one in recorded(*events):
        if REQUEST in DUE.keys(one):
            document = DUE.apply(document, one)
    assert document is not None
    return document


class TestUnclaimed:
    def test_is_found_when_its_time_has_passed(self):
        wishes.given(waiting_wish()).when(by(c.MarkUnclaimed, at=PAST)).then(unclaimed())

    def test_not_before_nor_twice_nor_without_a_limit(self):
        wishes.given(waiting_wish()).when(by(c.MarkUnclaimed)).then()
        wishes.given(waiting_wish(), unclaimed()).when(by(c.MarkUnclaimed, at=PAST)).then()
        wishes.given(opened()).when(by(c.MarkUnclaimed, at=PAST)).then()

    def test_not_while_somebody_has_it(self):
        wishes.given(waiting_wish(), claimed()).when(by(c.MarkUnclaimed, at=PAST)).then()
        given_back = of_claim(e.ClaimReleased, reason="no_time")
        wishes.given(waiting_wish(), claimed(), given_back).when(by(c.MarkUnclaimed, at=PAST)).then(unclaimed())

    def test_not_when_a_part_was_brought_before_the_rest_was_given_back(self):
        partly = (
            waiting_wish().model_copy(update={"quantity": 2}),
            claimed(quantity=2),
            accepted(),
            delivered(quantity=1),
        )
        given_back = of_claim(e.ClaimExpired)
        wishes.given(*partly, given_back).when(by(c.MarkUnclaimed, at=PAST)).then()
        assert due(*partly, given_back).due_at is None
        voided = of_claim(e.DeliveryVoided, delivery=1, quantity=1, reason="other", due_at=UNTIL)
        assert due(*partly, given_back, voided).due_at is not None

    def test_the_desk_is_told(self):
        assert told(unclaimed()).concerns == (f"staff:{COMMUNITY}",)


class TestGrace:
    def test_it_ends_when_nobody_acted(self):
        expired = closed(reason="expired_unclaimed")
        wishes.given(waiting_wish(), unclaimed()).when(by(c.EndUnclaimed, at=CLOSES)).then(expired)
        assert {f"person:{ELDER}", f"person:{NEIGHBOUR}"} <= set(told(expired).concerns)

    def test_not_before_nor_when_somebody_took_it_on(self):
        wishes.given(waiting_wish(), unclaimed()).when(by(c.EndUnclaimed, at=CLOSES - timedelta(seconds=1))).then()
        wishes.given(waiting_wish(), unclaimed(), claimed()).when(by(c.EndUnclaimed, at=CLOSES)).then()
        wishes.given(waiting_wish()).when(by(c.EndUnclaimed, at=CLOSES)).then()

    def test_more_time_is_given_by_right(self):
        extend = by(c.ExtendWaiting, at=PAST, **FROM_DESK)
        wishes.given(waiting_wish(), unclaimed()).when(extend).then(EXTENDED)
        wishes.given(waiting_wish(), unclaimed(), EXTENDED).when(by(c.EndUnclaimed, at=CLOSES)).then()
        again = unclaimed().model_copy(update={"expires_at": LATER + timedelta(days=8)})
        wishes.given(waiting_wish(), EXTENDED).when(by(c.MarkUnclaimed, at=LATER)).then(again)

    def test_more_time_is_refused_where_it_means_nothing(self):
        wishes.given(opened()).when(by(c.ExtendWaiting, **FROM_DESK)).refused(errors.NothingToExtend)
        wishes.given(waiting_wish(), claimed()).when(by(c.ExtendWaiting, **FROM_DESK)).refused(errors.TakenOn)
        sooner = FROM_DESK | {"until": date(2026, 3, 10)}
        wishes.given(waiting_wish()).when(by(c.ExtendWaiting, **sooner)).refused(errors.NotLater)
        wishes.given(waiting_wish(), closed()).when(by(c.ExtendWaiting, **FROM_DESK)).refused(errors.RequestEnded)
        words = FROM_DESK | {"note": "再等等"}
        wishes.given(waiting_wish()).when(by(c.ExtendWaiting, **words)).refused(errors.NoFreeText)


class TestItsDeadline:
    def test_runs_only_while_nobody_has_it(self):
        assert (due(waiting_wish()).kind, due(waiting_wish()).due_at) == ("request_unclaimed", UNTIL)
        assert due(opened()).due_at is None
        assert due(waiting_wish(), claimed()).due_at is None
        for gone in (
            of_claim(e.ClaimDeclined, reason="other"),
            of_claim(e.ClaimReleased, reason="other"),
            of_claim(e.ClaimVoided, reason="other"),
            of_claim(e.ClaimExpired),
        ):
            assert due(waiting_wish(), claimed(), gone).due_at == UNTIL

    def test_is_named_by_what_set_it(self):
        back = due(waiting_wish(), claimed(), of_claim(e.ClaimReleased, reason="other"))
        assert (back.id, back.named) == (REQUEST, f"{REQUEST}/3/0")

    def test_then_the_grace(self):
        document = due(waiting_wish(), unclaimed())
        assert (document.kind, document.due_at) == ("request_expired", CLOSES)
        assert due(waiting_wish(), unclaimed(), claimed()).due_at is None
        assert (due(waiting_wish(), unclaimed(), EXTENDED).kind, due(waiting_wish(), EXTENDED).due_at) == (
            "request_unclaimed",
            LATER,
        )

    def test_ends_with_the_request(self):
        assert due(waiting_wish(), closed()).due_at is None
        done = (waiting_wish(), claimed(), accepted(), delivered(), confirmed(), fulfilled())
        assert due(*done).due_at is None
        assert due(*done, reopened(again())).due_at is None
        released = of_claim(e.ClaimReleased, reason="other")
        assert due(*done, reopened(again()), released).due_at == UNTIL

    def test_asks_for_the_right_command(self):
        first = on_due(due(waiting_wish()), AT, DESK)
        assert (first.stream, first.command) == (REQUEST, c.MarkUnclaimed(at=AT, actor=DESK))
        assert isinstance(on_due(due(waiting_wish(), unclaimed()), AT, DESK).command, c.EndUnclaimed)

    def test_what_the_decider_finds_ended_is_no_deadline_any_more(self):
        """Else it would be sent for ever."""
        past = (waiting_wish(), claimed(), accepted(), delivered())
        released = of_claim(e.ClaimReleased, reason="other")
        for events in (past, (*past, released), (waiting_wish(), claimed(), released)):
            document, asked = due(*events), wishes.given(*events).when(by(c.MarkUnclaimed, at=PAST)).events()
            assert bool(document.due_at) == bool(asked)


def test_the_limit_comes_with_the_publication():
    waiting = Waiting(until=UNTIL, grace="P7D", time_zone="Asia/Shanghai")
    published = registry.WishPublished(
        community=COMMUNITY,
        wish=WISH.origin,
        kind="person",
        person=ELDER,
        entered_by=NEIGHBOUR,
        text="换一个灯泡",
        category="household_help",
        quantity=1,
        unit="件",
        place="place_" + "a" * 26,
        waiting=waiting,
    )
    [send] = receive(published, arrival())
    assert isinstance(send.command, c.OpenRequest)
    [event] = wishes.when(send.command).events()
    assert (event.waiting, event.about.place) == (waiting, "place_" + "a" * 26)
