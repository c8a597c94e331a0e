"""Any order of commands: never promised more than asked, nothing counted twice, everything decided is evolved."""

from collections import Counter
from datetime import timedelta

from hypothesis import event as note
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import DECIDERS, evolve
from services.matching.events import EVENTS
from services.matching.projections import DUE, REQUESTS
from shared.errors import DomainError
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Recorded

from .examples import (
    ACCEPTING,
    AT,
    CLINIC,
    COMMUNITY,
    LIMITS,
    NEED,
    PUBLIC,
    SCHOOL,
    SHOP,
    WISH,
    by,
    claim_id,
)
from .recording import commit

NUMBERS = st.integers(1, 6)
PARTS = st.none() | st.integers(1, 12)
PARTIES = st.sampled_from([SCHOOL, SHOP, CLINIC])
SETTINGS = st.sampled_from([LIMITS, ACCEPTING, LIMITS.model_copy(update={"claim_due": "PT1H"})])
CODEC = Codec(EVENTS)


class Ledger:
    """Keeps its own account of the events, knowing nothing of the request's state."""

    def __init__(self) -> None:
        self.claimed: Counter[str] = Counter()
        self.confirmed: Counter[str] = Counter()
        self.entered: Counter[str] = Counter()
        self.fulfilled = False

    def take(self, event: e.RequestEvent) -> None:
        match event:
            case e.RequestClaimed():
                assert event.claim not in self.claimed
                self.claimed[event.claim] = event.quantity
            case e.Delivered():
                self.entered[event.claim] += event.quantity
            case e.DeliveryVoided():
                self.entered[event.claim] -= event.quantity
            case e.DeliveryConfirmed():
                assert event.quantity == self.entered[event.claim], "confirms what was entered, once"
                self.confirmed[event.claim] += event.quantity
                self.entered[event.claim] = 0
            case e.ClaimVoided():
                self.confirmed[event.claim] = self.entered[event.claim] = 0
            case e.RequestReopened(claims=claims):
                for entry in claims:
                    self.confirmed[entry.claim] = 0
                self.fulfilled = False
            case e.RequestFulfilled(quantity=quantity):
                assert not self.fulfilled
                assert self.confirmed.total() == quantity
                self.fulfilled = True
        for claim, quantity in self.claimed.items():
            assert 0 <= self.confirmed[claim] + self.entered[claim] <= quantity


class AnyOrder(RuleBasedStateMachine):
    @initialize(about=st.sampled_from([WISH, PUBLIC, NEED]), quantity=st.integers(1, 20))
    def open(self, about, quantity):
        self.now, self.state, self.ledger, self.past, self.documents = AT, None, Ledger(), [], {}
        self.do(c.OpenRequest, community=COMMUNITY, about=about, text="换一个灯泡", quantity=quantity)

    def do(self, kind, **fields):
        """Sends the command; a refusal is fine, but a decision must be evolved, stored and projected."""
        command = by(kind, at=self.now, **fields)
        try:
            decided = DECIDERS["req"].decide(self.state, command)
        except DomainError as refusal:
            note(f"{kind.__name__} {type(refusal).__name__}")
            return
        note(f"{kind.__name__} done")
        for event in decided:
            assert CODEC.decode(CODEC.encode(event)) == event
            self.state = evolve(self.state, event)
            self.ledger.take(event)
        self.past += decided
        for recorded in commit(len(self.past), *decided, at=self.now):
            self.project(recorded)

    def project(self, recorded: Recorded):
        for projection in (REQUESTS, DUE):
            for key in projection.keys(recorded):
                document = projection.apply(self.documents.get(key), recorded)
                assert type(document).model_validate(document.model_dump()) == document
                self.documents[key] = document

    @rule(hours=st.integers(1, 24 * 20))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule(party=PARTIES, quantity=PARTS, limits=SETTINGS)
    def claim(self, party, quantity, limits):
        self.do(c.ClaimRequest, claimant=party, quantity=quantity, limits=limits)

    @rule(n=NUMBERS, limits=SETTINGS)
    def accept(self, n, limits):
        self.do(c.AcceptClaim, claim=n, limits=limits)

    @rule(n=NUMBERS)
    def decline(self, n):
        self.do(c.DeclineClaim, claim=n, reason="other")

    @rule(n=NUMBERS, party=st.none() | PARTIES)
    def release(self, n, party):
        self.do(c.ReleaseClaim, claim=n, party=party and party.id, reason="other")

    @rule(n=NUMBERS)
    def void(self, n):
        self.do(c.VoidClaim, claim=n, reason="other")

    @rule(n=NUMBERS, days=st.integers(0, 40))
    def extend(self, n, days):
        self.do(c.ExtendClaim, claim=n, until=(self.now + timedelta(days=days)).date(), reason="other")

    @rule(n=NUMBERS)
    def overdue(self, n):
        self.do(c.MarkOverdue, claim=n)

    @rule(n=NUMBERS)
    def expire(self, n):
        self.do(c.ExpireClaim, claim=n)

    @rule(n=NUMBERS, quantity=PARTS, final=st.booleans())
    def deliver(self, n, quantity, final):
        self.do(c.Deliver, claim=n, quantity=quantity, final=final)

    @rule(n=NUMBERS, delivery=st.integers(1, 3))
    def void_delivery(self, n, delivery):
        self.do(c.VoidDelivery, claim=n, delivery=delivery, reason="other")

    @rule(mark=st.integers(1, 5))
    def confirm_all(self, mark):
        self.do(c.ConfirmDelivery, mark=mark, how="visit")

    @rule(ns=st.lists(NUMBERS, min_size=1, max_size=3))
    def confirm_named(self, ns):
        marked = tuple(c.Marked(claim=claim_id(n), mark=4) for n in ns)
        self.do(c.ConfirmDelivery, claims=marked, how="call")

    @rule(ns=st.lists(NUMBERS, max_size=2), limits=SETTINGS)
    def reopen(self, ns, limits):
        self.do(c.Reopen, claims=tuple(claim_id(n) for n in ns), reason="not_done", limits=limits)

    @rule(reason=st.sampled_from(["no_longer_wanted", "erased"]), really=st.integers(0, 5))
    def close(self, reason, really):
        if not really:
            self.do(c.CloseRequest, reason=reason)

    @rule(text=st.sampled_from(["换一个灯泡", "换两个灯泡"]))
    def amend(self, text):
        self.do(c.AmendText, text=text, reason="")

    @invariant()
    def never_promises_more_than_asked(self):
        assert sum(claim.promised for claim in self.state.claims) <= self.state.quantity
        for claim in self.state.claims:
            assert 0 <= claim.confirmed <= claim.delivered <= claim.promised <= claim.claimed

    @invariant()
    def counts_nothing_twice(self):
        confirmed = {claim.id: claim.confirmed for claim in self.state.claims}
        assert confirmed == {claim: self.ledger.confirmed[claim] for claim in confirmed}
        assert self.ledger.fulfilled == (self.state.state == "fulfilled")
        assert (self.state.confirmed == self.state.quantity) == self.ledger.fulfilled

    @invariant()
    def an_ended_request_has_no_live_claim(self):
        assert self.state.state == "open" or not any(claim.live for claim in self.state.claims)

    @invariant()
    def a_deadline_stands_while_something_is_promised(self):
        for claim in self.state.claims:
            due = self.documents[claim.id]
            assert due.state == claim
            assert (due.due_at is not None) == (claim.status in ("accepted", "overdue"))

    def teardown(self):
        if self.past:
            assert DECIDERS["req"].fold(self.past) == self.state == self.documents[self.past[0].about.request].request


AnyOrder.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestAnyOrder = AnyOrder.TestCase
