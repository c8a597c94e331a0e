"""What a request can be: open, fulfilled or closed, with its claims."""

from typing import Any, Literal

from services.matching.decider.end import Answer, End
from services.matching.decider.suggestion import Suggestion
from services.matching.events import Arrangement, EvidenceCode, Terms, VisitedHow
from services.matching.events.benefit import BenefitGiven
from shared.contracts.base import Party
from shared.contracts.matching import About
from shared.contracts.registry import Audience, Part, Waiting
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.links.model import Links

Ending = Literal["declined", "released", "expired", "voided", "closed"]
ClaimStatus = Literal["claimed", "accepted", "overdue", "delivered", "confirmed"] | Ending
DeliveryState = Literal["entered", "confirmed", "voided", "undone", "lapsed"]
"""`undone`: said to be delivered, and not really done. `lapsed`: not confirmed when the request was closed."""


class Delivery(Frozen):
    """What a claim brought at one time."""

    quantity: int
    occurred_on: Day
    state: DeliveryState = "entered"
    evidence: str = ""
    evidence_code: EvidenceCode | None = None
    confirm_by: Instant | None = None
    """Until when it may wait to be confirmed."""


ATTEMPTS = 3
"""After so many return visits that reached nobody, what was delivered counts without a mark."""


class Attempt(Frozen):
    """A return visit or call that reached nobody."""

    occurred_on: Day
    how: VisitedHow


class Claim(Frozen):
    """A promise of first `claimed`, of which `promised` still counts: one that ended keeps what it delivered.
    `delivered`, `confirmed` and `status` follow from the rest."""

    id: str
    claimant: Party
    claimed: int
    promised: int
    delivered: int = 0
    confirmed: int = 0
    status: ClaimStatus = "claimed"
    deliveries: tuple[Delivery, ...] = ()
    ended: Ending | None = None
    terms: Terms | None = None
    due_at: Instant | None = None
    expires_at: Instant | None = None
    confirm_by: Instant | None = None
    """Until when what is delivered and not confirmed may wait: a further part gives no more time for the first."""
    confirmation_overdue: bool = False
    mark: int | None = None
    meeting: str | None = None
    arranged: Arrangement | None = None
    attempts: tuple[Attempt, ...] = ()
    part: int | None = None
    peer_class: str | None = None
    benefit: BenefitGiven | None = None

    @property
    def remaining(self) -> int:
        """What is promised and not delivered."""
        return self.promised - self.delivered

    @property
    def unconfirmed(self) -> int:
        """What is delivered and not confirmed."""
        return self.delivered - self.confirmed

    @property
    def live(self) -> bool:
        """Whether something of it is still to come, or to be confirmed."""
        return self.status in ("claimed", "accepted", "overdue", "delivered")

    def changed(self, **changes: Any) -> "Claim":
        """The claim with `changes`, and with what follows from them."""
        claim = self.model_copy(update=changes)
        confirmed = sum(d.quantity for d in claim.deliveries if d.state == "confirmed")
        delivered = confirmed + sum(d.quantity for d in claim.deliveries if d.state == "entered")
        promised = delivered if claim.ended else claim.promised
        claim = claim.model_copy(update={"promised": promised, "delivered": delivered, "confirmed": confirmed})
        waits = min((d.confirm_by for d in claim.deliveries if d.state == "entered" and d.confirm_by), default=None)
        if waits != claim.confirm_by:
            claim = claim.model_copy(update={"confirm_by": waits, "confirmation_overdue": False})
        return claim.model_copy(update={"status": _status(claim)})

    def redelivered(self, before: DeliveryState, after: DeliveryState, day: Day | None = None) -> tuple[Delivery, ...]:
        """The deliveries, those in the state `before` (and of this `day`, if one is given) being `after`."""
        return tuple(
            delivery.model_copy(update={"state": after})
            if delivery.state == before and day in (None, delivery.occurred_on)
            else delivery
            for delivery in self.deliveries
        )


def _status(claim: Claim) -> ClaimStatus:
    if claim.ended and not claim.promised:
        return claim.ended
    if claim.terms is None:
        return "claimed"
    if claim.remaining:
        return "overdue" if claim.expires_at else "accepted"
    return "delivered" if claim.unconfirmed else "confirmed"


class Request(Frozen):
    """What every shape of a request has."""

    community: str
    about: About
    title: str
    text: str
    quantity: int
    audience: Audience
    claims: tuple[Claim, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    links: Links = ()
    parts: tuple[Part, ...] = ()
    answers: tuple[Answer, ...] = ()
    end: End | None = None
    """How it ended, if not wholly done."""
    waiting: Waiting | None = None
    unclaimed_until: Instant | None = None
    """When it is closed, since nobody has taken it on in time."""

    @property
    def taken(self) -> bool:
        """Whether somebody has taken it on, and not given all of it back."""
        return any(claim.promised for claim in self.claims)

    @property
    def owners(self) -> frozenset[str]:
        """Whose thing it is: who wished or needs it, and the person who entered it; of a minor the guardian alone."""
        entered_by = self.about.entered_by or ""
        guarded = self.about.guardian or self.about.guardian_wanted
        proxy = entered_by if entered_by.startswith("person_") and not guarded else None
        return frozenset(filter(None, (self.decides, self.about.organization, proxy)))

    @property
    def holders(self) -> frozenset[str]:
        """Who may have a receipt: whose thing it is, and a minor, and who entered a minor's wish."""
        return self.owners | frozenset(filter(None, (self.about.person, self.about.entered_by)))

    @property
    def decides(self) -> str | None:
        """Who wished it, or decides (and is called) in the place of a minor; nobody while a guardian is wanted."""
        return None if self.about.guardian_wanted else self.about.guardian or self.about.person

    @property
    def personal(self) -> bool:
        """Whether it is about a person or a household."""
        return self.about.wish_kind in ("person", "household")

    @property
    def left(self) -> int:
        """How much nobody has promised yet."""
        return self.quantity - sum(claim.promised for claim in self.claims) - self.hired

    @property
    def confirmed(self) -> int:
        return sum(claim.confirmed for claim in self.claims) + self.hired

    @property
    def hired(self) -> int:
        """How many residents a vacancy went to."""
        return sum(answer.outcome == "hired" for answer in self.answers)

    @property
    def vacancy(self) -> bool:
        """Whether residents answer it, and nobody claims it."""
        return self.about.need_kind == "vacancy"

    def left_of(self, part: int) -> int:
        """How much of the part with this number nobody has promised yet."""
        return self.parts[part - 1].quantity - sum(claim.promised for claim in self.claims if claim.part == part)

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with this id."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)

    def claimed_in(self, meeting: str) -> Claim | None:
        """The last claim made in `meeting`: of those still under way, if there are any."""
        made = [claim for claim in self.claims if claim.meeting == meeting]
        return next((claim for claim in reversed(made) if claim.live), made[-1] if made else None)

    def with_claims(self, *changed: Claim) -> tuple[Claim, ...]:
        """The claims, with those given in place of their former selves."""
        by_id = {claim.id: claim for claim in changed}
        return tuple(by_id.get(claim.id, claim) for claim in self.claims)


class Open(Request):
    state: Literal["open"] = "open"


class Fulfilled(Request):
    state: Literal["fulfilled"] = "fulfilled"


class Closed(Request):
    state: Literal["closed"] = "closed"


State = Open | Fulfilled | Closed
