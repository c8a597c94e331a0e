"""Organizations, with phones, contacts and memberships."""

from services.registry.decider.days import day_of
from services.registry.decider.membership import Fact
from services.registry.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    Duty,
    ExternalRef,
    OfficePhonesChanged,
    OrganizationChanged,
    OrganizationDeactivated,
    OrganizationKind,
    OrganizationMerged,
    OrganizationReactivated,
    OrganizationRegistered,
    OrganizationUnmerged,
    Phone,
)
from services.registry.projections.fold import take
from services.registry.projections.membership import Alliance, course
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Frozen
from shared.eventsourcing.projection import Document, Projection, of_kind
from shared.pinyin import keys, spelling


class Contact(Frozen):
    """Who is called, and about what, and since when."""

    person: str
    duty: Duty
    since: Day | None = None


class FormerContact(Contact):
    """Who was called till `until`, and who after that."""

    until: Day | None = None
    successor: str | None = None


class Organization(Alliance, Document):
    """An organization. `initials` and `letters` spell its name, in the ways it may be read; `found_by` is all by which
    it is found. What was merged into another one says so."""

    community: str
    name: str = ""
    initials: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    kind: OrganizationKind = "other"
    peer_class: str = ""
    account: bool = False
    credit_code: str | None = None
    inside: bool = True
    staff: int | None = None
    active: bool = True
    merged_into: str | None = None
    external_ref: ExternalRef | None = None
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    former_contacts: tuple[FormerContact, ...] = ()

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.id})


def apply(document: Organization | None, recorded: Recorded) -> Organization:
    document = document or Organization(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case OrganizationRegistered(name=name) | OrganizationChanged(name=name) as event:
            return take(document, event, found_by=keys(name), **spelling(name)._asdict())
        case OrganizationDeactivated():
            return take(document, active=False)
        case OrganizationReactivated():
            return take(document, active=True)
        case OrganizationMerged(into=into):
            return take(document, active=False, merged_into=into)
        case OrganizationUnmerged():
            return take(document, active=True, merged_into=None)
        case OfficePhonesChanged() as event:
            return take(document, event)
        case ContactAdded() | ContactChanged() | ContactRemoved() as event:
            return document.model_copy(update=_contacts(document, event, day_of(recorded.at)))
        case event if isinstance(event, Fact):
            return document.model_copy(update=course(document, event))
        case _:
            return document


def _contacts(
    document: Organization, event: ContactAdded | ContactChanged | ContactRemoved, day: Day
) -> dict[str, object]:
    known = next((contact for contact in document.contacts if contact.person == event.person), None)
    others = tuple(contact for contact in document.contacts if contact is not known)
    match event:
        case ContactAdded(person=person, duty=duty, since=since):
            return {"contacts": (*others, Contact(person=person, duty=duty, since=since or day))}
        case ContactChanged(duty=duty) if known:
            return {"contacts": (*others, known.model_copy(update={"duty": duty}))}
        case ContactRemoved(until=until, successor=successor) if known:
            former = FormerContact(**dict(known), until=until or day, successor=successor)
            return {"contacts": others, "former_contacts": (*document.former_contacts, former)}
        case _:
            return {}


ORGANIZATIONS = Projection(
    name="organizations",
    version=6,
    document=Organization,
    apply=apply,
    keys=of_kind("org"),
    indexes=(
        [("community", 1), ("name", 1)],
        [("community", 1), ("found_by", 1)],
        [("community", 1), ("active", 1), ("membership", 1)],
        [("community", 1), ("position", -1)],
        [("merged_into", 1)],
    ),
)
