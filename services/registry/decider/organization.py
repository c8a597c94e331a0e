"""An organization: what it is, its phones and contacts, its membership, and whether it is there."""

from collections.abc import Sequence

from services.registry.commands import (
    AddContact,
    ChangeContact,
    ChangeOrganization,
    ChangePhones,
    DeactivateOrganization,
    MergeOrganization,
    ReactivateOrganization,
    RegisterOrganization,
    RemoveContact,
    UnmergeOrganization,
)
from services.registry.commands.organization import Facts
from services.registry.decider import contacts, membership
from services.registry.decider.days import day_of
from services.registry.decider.organization_state import Organization, OrganizationWasMerged, check_there
from services.registry.decider.peer_class import class_of
from services.registry.decider.reference import if_referred, same_again
from services.registry.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    ExternalRef,
    OfficePhonesChanged,
    OrganizationChanged,
    OrganizationDeactivated,
    OrganizationMerged,
    OrganizationReactivated,
    OrganizationRegistered,
    OrganizationUnmerged,
    Phone,
)
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event


class MembershipFirst(Refused):
    zh = "要并入的单位自 {since} 起是联盟成员。请先把保留的单位登记为同日或更早加入，或反过来合并。"
    en = "What is to be merged is a member since {since}. Admit the one that stays by then, or merge the other way."


class AlreadyRegistered(Refused):
    zh = "这个单位已经登记，请直接使用原来的登记。"
    en = "This organization is registered already. Use the existing entry."


Command = (
    RegisterOrganization
    | ChangeOrganization
    | DeactivateOrganization
    | ReactivateOrganization
    | MergeOrganization
    | UnmergeOrganization
    | ChangePhones
    | contacts.Command
    | membership.Command
)
Fact = (
    OrganizationRegistered
    | OrganizationChanged
    | OrganizationDeactivated
    | OrganizationReactivated
    | OrganizationMerged
    | OrganizationUnmerged
    | OfficePhonesChanged
    | ContactAdded
    | ContactChanged
    | ContactRemoved
    | membership.Fact
)


def decide(state: Organization | None, command: Command) -> Sequence[Event]:
    if isinstance(command, RegisterOrganization):
        return _register(state, command)
    if state is None:
        raise NotFound
    match command:
        case UnmergeOrganization():
            return [OrganizationUnmerged(organization=state.organization)] if state.merged_into else []
        case MergeOrganization():
            return _merge(state, command)
        case RemoveContact(successor=None):  # who leaves, leaves also what is over
            return contacts.decide(state, command)
        case ReactivateOrganization():
            return [] if state.active else [OrganizationReactivated()]
    check_there(state)
    match command:
        case ChangeOrganization():
            changed = OrganizationChanged(organization=state.organization, **_facts(command))
            return [] if changed == state.facts else [changed]
        case DeactivateOrganization():
            return _deactivate(state, command)
        case ChangePhones(phones=given):
            phones = tuple(Phone(number=phone.number, shown_to=phone.shown_to) for phone in given)
            return [] if phones == state.phones else [OfficePhonesChanged(phones=phones)]
        case AddContact() | ChangeContact() | RemoveContact():
            return contacts.decide(state, command)
        case _:
            return membership.decide(state, command)


def evolve(state: Organization | None, event: Fact) -> Organization:
    if isinstance(event, OrganizationRegistered):
        said = event.model_dump(include=set(OrganizationChanged.model_fields))
        return Organization(
            organization=event.organization,
            community=event.community,
            first=if_referred(event),
            facts=OrganizationChanged(**said),
        )
    assert state
    return state.model_copy(update=_change(state, event))


def _change(state: Organization, event: Fact) -> dict[str, object]:
    match event:
        case OrganizationRegistered():
            return {}
        case OrganizationChanged():
            return {"facts": event}
        case OrganizationDeactivated():
            return {"active": False}
        case OrganizationReactivated():
            return {"active": True}
        case OrganizationMerged(into=into):
            return {"merged_into": into}
        case OrganizationUnmerged():
            return {"merged_into": None}
        case OfficePhonesChanged(phones=phones):
            return {"phones": phones}
        case ContactAdded(person=person, duty=duty) | ContactChanged(person=person, duty=duty):
            return {"contacts": {**state.contacts, person: duty}}
        case ContactRemoved(person=person):
            return {"contacts": {known: duty for known, duty in state.contacts.items() if known != person}}
        case _:
            return {"membership": membership.evolve(state.membership, event)}


def _register(state: Organization | None, command: RegisterOrganization) -> Sequence[Event]:
    given = command.external_ref
    event = OrganizationRegistered(
        organization=command.organization,
        community=command.community,
        external_ref=ExternalRef(system=given.system, id=given.id) if given else None,
        **_facts(command),
    )
    return [event] if state is None else same_again(state.first, event, state.organization, AlreadyRegistered)


def _facts(command: Facts) -> dict[str, object]:
    said = command.model_dump(include=set(Facts.model_fields))
    return said | {"peer_class": command.peer_class or class_of(command.kind, command.staff)}


def _deactivate(state: Organization, command: DeactivateOrganization) -> Sequence[Event]:
    closed = OrganizationDeactivated(reason=command.reason, note=command.note)
    if not state.membership.lasts:
        return [closed]
    return [membership.end(state, day_of(command.at), command.reason, command.note), closed]


def _merge(state: Organization, command: MergeOrganization) -> Sequence[Event]:
    if state.merged_into == command.into:
        return []
    if state.merged_into:
        raise OrganizationWasMerged(into=state.merged_into, link=f"/api/registry/v1/organizations/{state.merged_into}")
    if command.into == state.organization:
        raise Malformed(
            field="into", reason_zh="不能并入自己，请选另一个单位。", reason_en="choose another organization."
        )
    since = state.membership.since
    if state.membership.lasts and since and (command.member_since is None or command.member_since > since):
        raise MembershipFirst(since=since)
    return [OrganizationMerged(organization=state.organization, into=command.into)]


DECIDER: Decider[Organization] = Decider(decide, evolve)
