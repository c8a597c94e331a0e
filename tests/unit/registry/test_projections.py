from collections.abc import Sequence
from datetime import date
from typing import Any

from services.registry.events import (
    ClaimKnown,
    CommunitySettingsChanged,
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    ContactRevealed,
    Group,
    LedgerRecorded,
    NeedWithdrawn,
    OfferCalled,
    OfferChanged,
    OfferConfirmed,
    OfferEnded,
    OfficePhonesChanged,
    OutcomeKnown,
    PersonErased,
    Phone,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
    WishContactRevealed,
    WishRejected,
    WishRevised,
    WishWithdrawn,
)
from services.registry.events.membership import MembershipEnded, MembershipStarted
from services.registry.projections import (
    COMMUNITIES,
    NEEDS,
    OFFERS,
    ORGANIZATIONS,
    PERSONS,
    PROJECTIONS,
    WISHES,
)
from shared.contracts.base import Party
from shared.contracts.offers import OfferText
from shared.contracts.registry import Settings
from shared.directory.projections import Membership
from shared.eventsourcing.model import Event
from shared.eventsourcing.projection import Projection
from tests.unit.registry.examples import (
    AT,
    CLAIMANT,
    COMMUNITY,
    LATE,
    NEED,
    NEIGHBOUR,
    OFFER,
    OFFER_TEXT,
    ORG,
    PERSON,
    REQUEST,
    WISH,
    founded,
    listed,
    need_posted,
    need_published,
    person_registered,
    posted,
    published,
    recorded,
    registered,
    submitted,
    terms,
    text,
)


def fold(projection: Projection[Any], stream: str, *events: Event) -> Any:
    document = None
    for event in events:
        document = projection.apply(document, recorded(event, stream))
    assert document is not None
    # what is stored must be readable again
    return projection.document.model_validate(document.model_dump())


def keys(stream: str, event: Event) -> Sequence[str]:
    return [p.name for p in PROJECTIONS if list(p.keys(recorded(event, stream)))]


def test_every_event_touches_the_document_of_its_stream_and_no_other() -> None:
    known = RequestKnown(request=REQUEST)
    assert keys(WISH, known) == ["wishes"]
    assert keys(NEED, known) == ["needs"]
    assert keys(PERSON, ContactRevealed(purpose="emergency", fields=("phone",))) == ["persons"]
    assert keys(COMMUNITY, founded) == ["communities"]
    assert keys(ORG, registered) == ["organizations"]
    assert keys(OFFER, submitted) == ["offers"]


def ledger(year: int, residents: int) -> LedgerRecorded:
    return LedgerRecorded(year=year, residents=residents, groups=(Group(name="汉族", count=90),), organizations=9)


def test_a_community_keeps_its_ledgers_in_order_and_corrected() -> None:
    settings = Settings(claim_due="P7D")
    changed = CommunitySettingsChanged(settings=settings)
    document = fold(COMMUNITIES, COMMUNITY, founded, changed, ledger(2024, 1), ledger(2023, 2), ledger(2024, 3))
    assert [(kept.year, kept.residents) for kept in document.ledgers] == [(2023, 2), (2024, 3)]
    assert (document.name, document.path, document.settings) == ("核桃园社区", founded.path, settings)


def test_an_organization() -> None:
    phone = Phone(number="+86 10 6303 0001", shown_to="wall")
    document = fold(
        ORGANIZATIONS,
        ORG,
        registered,
        OfficePhonesChanged(phones=(phone,)),
        ContactAdded(person=PERSON, duty="liaison"),
        ContactAdded(person=NEIGHBOUR, duty="liaison"),
        ContactChanged(person=PERSON, duty="head"),
        ContactRemoved(person=NEIGHBOUR),
        MembershipStarted(organization=ORG, since=date(2017, 1, 1)),
        MembershipEnded(organization=ORG, until=date(2018, 1, 1), reason="other", note=""),
        MembershipStarted(organization=ORG, since=date(2019, 1, 1)),
    )
    assert document.phones == (phone,)
    assert [(contact.person, contact.duty) for contact in document.contacts] == [(PERSON, "head")]
    assert document.membership == "member"
    assert document.memberships == (
        Membership(since=date(2017, 1, 1), until=date(2018, 1, 1)),
        Membership(since=date(2019, 1, 1)),
    )
    assert document.owners == {ORG}


def test_an_offer() -> None:
    confirmed = OfferConfirmed(organization=ORG, confirmed_on=date(2025, 1, 1), terms=terms)
    changed = OfferChanged(organization=ORG, text=OfferText(**OFFER_TEXT | {"seats": 80}), terms=terms)
    document = fold(OFFERS, OFFER, submitted, listed, confirmed, changed)
    assert (document.state, document.seats, document.confirmed_on) == ("listed", 80, date(2025, 1, 1))
    assert document.availability == text.availability
    ended = OfferEnded(organization=ORG, reason="used_up", note="用完了", terms=terms)
    document = fold(OFFERS, OFFER, submitted, ended)
    assert (document.state, document.reason, document.note) == ("ended", "used_up", "用完了")


def claim(standing: Any) -> ClaimKnown:
    return ClaimKnown(claim=f"{REQUEST}.1", claimant=Party(kind="organization", id=CLAIMANT), standing=standing)


def test_a_need_follows_its_request() -> None:
    opened = RequestKnown(request=REQUEST)
    document = fold(NEEDS, NEED, need_posted, need_published, opened, claim("accepted"), TextKnown(text="新"))
    assert (document.state, document.request_id, document.progress) == ("published", REQUEST, "claimed")
    assert (document.title, document.text) == ("心理辅导咨询", "新")
    withdrawn = NeedWithdrawn(organization=ORG, reason="replaced", note="")
    assert fold(NEEDS, NEED, need_posted, withdrawn).state == "withdrawn"


def later(document: Any, stream: str, event: Event) -> Any:
    return WISHES.apply(document, recorded(event, stream, at=LATE))


def test_a_wish_keeps_its_days() -> None:
    done = OutcomeKnown(outcome="fulfilled", occurred_on=date(2024, 12, 28))
    document = later(fold(WISHES, WISH, posted, published, RequestKnown(request=REQUEST)), WISH, claim("claimed"))
    assert (document.posted_at, document.published_at, document.claimed_at) == (AT, AT, LATE)
    again = WISHES.apply(document, recorded(claim("accepted"), WISH))
    assert again.claimed_at == LATE
    assert WISHES.apply(document, recorded(claim("ended"), WISH)).claimed_at is None
    fulfilled = WISHES.apply(document, recorded(done, WISH))
    assert (fulfilled.claimed_at, fulfilled.done_on) == (LATE, date(2024, 12, 28))
    reopened = WISHES.apply(fulfilled, recorded(ReopeningKnown(claims=()), WISH))
    assert reopened.done_on is None


def test_a_person_leaves_nothing_behind() -> None:
    revealed = ContactRevealed(purpose="emergency", fields=("phone",))
    document = fold(PERSONS, PERSON, person_registered, revealed)
    assert (document.fields, document.erased) == (("name", "phone", "address"), False)
    document = fold(PERSONS, PERSON, person_registered, PersonErased(reason="died"))
    assert (document.fields, document.erased, document.account) == ((), True, False)


def test_a_wish_follows_its_request() -> None:
    revised = WishRevised(text=None, words=f"{WISH}.2")
    document = fold(WISHES, WISH, posted, revised, published)
    assert (document.state, document.words, document.kind) == ("published", f"{WISH}.2", "person")
    assert document.progress is None
    seen = WishContactRevealed(person=PERSON, party=None, purpose="emergency", fields=("phone",))
    opened = RequestKnown(request=REQUEST)
    document = fold(WISHES, WISH, posted, published, opened, seen, OutcomeKnown(outcome="fulfilled"))
    assert (document.progress, document.request_id) == ("fulfilled", REQUEST)
    assert document.owners == {PERSON, NEIGHBOUR}


def test_a_wish_that_was_not_published() -> None:
    who: dict[str, Any] = {"person": PERSON, "organization": None, "entered_by": NEIGHBOUR}
    rejected = WishRejected(**who, reason="duplicate", note="同上", duplicate_of=WISH)
    document = fold(WISHES, WISH, posted, rejected)
    assert (document.state, document.reason, document.duplicate_of) == ("rejected", "duplicate", WISH)
    withdrawn = WishWithdrawn(**who, published=False, reason="moved_away", note="")
    assert fold(WISHES, WISH, posted, withdrawn).state == "withdrawn"


def test_an_offer_keeps_the_latest_call_and_counts_those_in_a_row_that_nobody_answered() -> None:
    missed = OfferCalled(
        organization=ORG, contact=None, outcome="not_reached", occurred_on=date(2025, 3, 1), again_on=None
    )
    agreed = missed.model_copy(update={"outcome": "agreed", "again_on": date(2025, 3, 5)})
    document = fold(OFFERS, OFFER, submitted, listed, missed, missed)
    assert (document.last_call.outcome, document.last_call.tries) == ("not_reached", 2)
    document = fold(OFFERS, OFFER, submitted, listed, missed, missed, agreed)
    assert (document.last_call.again_on, document.last_call.tries) == (date(2025, 3, 5), 0)
    document = fold(OFFERS, OFFER, submitted, listed, missed, agreed, missed)
    assert (document.last_call.again_on, document.last_call.tries) == (date(2025, 3, 5), 1), "it is still to be called"
    assert fold(OFFERS, OFFER, submitted, listed).last_call is None
