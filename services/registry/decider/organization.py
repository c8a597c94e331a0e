"""An organization: its phones, its contacts, its membership."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from services.registry.commands import (
    AddContact,
    AdmitToAlliance,
    ChangeContact,
    ChangePhones,
    LeaveAlliance,
    RegisterOrganization,
    RemoveContact,
)
from services.registry.decider.days import not_after
from services.registry.decider.reference import if_referred, same_again
from services.registry.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    Duty,
    ExternalRef,
    MembershipEnded,
    MembershipStarted,
    OfficePhonesChanged,
    OrganizationRegistered,
    Phone,
)
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Day, Event, Frozen


class AlreadyRegistered(Refused):
    zh = "这个单位已经登记，请直接使用原来的登记。"
    en = "This organization is registered already. Use the existing entry."


class ContactKnown(Refused):
    zh = "这位已经是联系人；要改职责请用“修改联系人”。"
    en = "This person is a contact already. Change the duty instead."


class NoSuchContact(Refused):
    zh = "这位不是该单位的联系人，请刷新名单后再试。"
    en = "This person is not a contact of the organization. Refresh the list."


class AlreadyMember(Refused):
    zh = "该单位已是联盟成员，无需再次加入。"
    en = "The organization is a member already."


class NotAMember(Refused):
    zh = "该单位现在不是联盟成员，无法退出。"
    en = "The organization is not a member now, so it can't leave."


class Organization(Frozen):
    """A registered organization. `until` is the last day of its last membership."""

    organization: str
    community: str
    first: OrganizationRegistered | None = None
    """As it was registered, where another system has a name for it."""
    phones: tuple[Phone, ...] = ()
    contacts: Mapping[str, Duty] = Field(default_factory=dict)
    membership: Literal["none", "member", "left"] = "none"
    since: Day | None = None
    until: Day | None = None

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


Command = (
    RegisterOrganization | ChangePhones | AddContact | ChangeContact | RemoveContact | AdmitToAlliance | LeaveAlliance
)
Fact = (
    OrganizationRegistered
    | OfficePhonesChanged
    | ContactAdded
    | ContactChanged
    | ContactRemoved
    | MembershipStarted
    | MembershipEnded
)


def decide(state: Organization | None, command: Command) -> Sequence[Event]:
    if isinstance(command, RegisterOrganization):
        return _register(state, command)
    if state is None:
        raise NotFound
    match command:
        case ChangePhones(phones=given):
            phones = tuple(Phone(number=phone.number, shown_to=phone.shown_to) for phone in given)
            return [] if phones == state.phones else [OfficePhonesChanged(phones=phones)]
        case AddContact() | ChangeContact() | RemoveContact():
            return _contact(state, command)
        case AdmitToAlliance():
            return [_admit(state, command)]
        case LeaveAlliance():
            return [_leave(state, command)]


def evolve(state: Organization | None, event: Fact) -> Organization:
    if isinstance(event, OrganizationRegistered):
        return Organization(organization=event.organization, community=event.community, first=if_referred(event))
    assert state
    return state.model_copy(update=_change(state, event))


def _change(state: Organization, event: Fact) -> dict[str, object]:
    match event:
        case OfficePhonesChanged(phones=phones):
            return {"phones": phones}
        case ContactAdded(person=person, duty=duty) | ContactChanged(person=person, duty=duty):
            return {"contacts": {**state.contacts, person: duty}}
        case ContactRemoved(person=person):
            return {"contacts": {known: duty for known, duty in state.contacts.items() if known != person}}
        case MembershipStarted(since=since):
            return {"membership": "member", "since": since}
        case MembershipEnded(until=until):
            return {"membership": "left", "until": until}
        case OrganizationRegistered():
            return {}


def _register(state: Organization | None, command: RegisterOrganization) -> Sequence[Event]:
    given = command.external_ref
    ref = ExternalRef(system=given.system, id=given.id) if given else None
    facts = command.model_dump(exclude={"at", "actor", "external_ref"})
    event = OrganizationRegistered(**facts, external_ref=ref)
    return [event] if state is None else same_again(state.first, event, state.organization, AlreadyRegistered)


def _contact(state: Organization, command: AddContact | ChangeContact | RemoveContact) -> Sequence[Event]:
    known = state.contacts.get(command.person)
    if isinstance(command, AddContact):
        if known:
            raise ContactKnown
        return [ContactAdded(person=command.person, duty=command.duty)]
    if known is None:
        raise NoSuchContact
    if isinstance(command, RemoveContact):
        return [ContactRemoved(person=command.person)]
    return [] if known == command.duty else [ContactChanged(person=command.person, duty=command.duty)]


def _admit(state: Organization, command: AdmitToAlliance) -> Event:
    if state.membership == "member":
        raise AlreadyMember
    since = not_after(command.at, command.since, "since")
    if state.until and since <= state.until:
        raise Malformed(
            field="since",
            reason_zh="须晚于上次退出的日期。",
            reason_en="it must be later than the day the last membership ended.",
        )
    return MembershipStarted(organization=state.organization, since=since)


def _leave(state: Organization, command: LeaveAlliance) -> Event:
    if state.membership != "member":
        raise NotAMember
    until = not_after(command.at, command.until, "until")
    if state.since and until < state.since:
        raise Malformed(
            field="until",
            reason_zh="不能早于加入的日期。",
            reason_en="it can't be earlier than the admission.",
        )
    return MembershipEnded(organization=state.organization, until=until, reason=command.reason, note=command.note)


DECIDER: Decider[Organization] = Decider(decide, evolve)
