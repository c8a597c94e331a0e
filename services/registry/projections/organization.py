"""Organizations, with phones, contacts and memberships."""

from typing import Literal

from services.registry.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    Duty,
    ExternalRef,
    MembershipEnded,
    MembershipStarted,
    OfficePhonesChanged,
    OrganizationKind,
    OrganizationRegistered,
    Phone,
)
from services.registry.projections.fold import take
from shared.directory.projections import Membership
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Frozen
from shared.eventsourcing.projection import Document, Projection, of_kind
from shared.pinyin import keys, spelling


class Contact(Frozen):
    """Who is called, and about what."""

    person: str
    duty: Duty


class Organization(Document):
    """An organization. `initials` and `letters` spell its name, in the ways it may be read; `found_by` is all by which
    it is found."""

    community: str
    name: str = ""
    initials: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    kind: OrganizationKind = "other"
    peer_class: str = ""
    account: bool = False
    credit_code: str | None = None
    external_ref: ExternalRef | None = None
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    membership: Literal["none", "member", "left"] = "none"
    memberships: tuple[Membership, ...] = ()

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.id})


def apply(document: Organization | None, recorded: Recorded) -> Organization:
    document = document or Organization(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case OrganizationRegistered(name=name) as event:
            return take(document, event, found_by=keys(name), **spelling(name)._asdict())
        case OfficePhonesChanged() as event:
            return take(document, event)
        case ContactAdded(person=person, duty=duty) | ContactChanged(person=person, duty=duty):
            contacts = (*_without(document, person), Contact(person=person, duty=duty))
            return take(document, contacts=contacts)
        case ContactRemoved(person=person):
            return take(document, contacts=_without(document, person))
        case MembershipStarted(since=since):
            stretches = (*document.memberships, Membership(since=since))
            return take(document, membership="member", memberships=stretches)
        case MembershipEnded(until=until):
            last = document.memberships[-1].model_copy(update={"until": until})
            stretches = (*document.memberships[:-1], last)
            return take(document, membership="left", memberships=stretches)
        case _:
            return document


def _without(document: Organization, person: str) -> tuple[Contact, ...]:
    return tuple(contact for contact in document.contacts if contact.person != person)


ORGANIZATIONS = Projection(
    name="organizations",
    version=3,
    document=Organization,
    apply=apply,
    keys=of_kind("org"),
    indexes=(
        [("community", 1), ("name", 1)],
        [("community", 1), ("found_by", 1)],
        [("community", 1), ("position", -1)],
    ),
)
