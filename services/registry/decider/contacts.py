"""Whom to call at an organization: added, changed, replaced, gone."""

from collections.abc import Sequence
from datetime import timedelta

from services.registry.commands import AddContact, ChangeContact, RemoveContact
from services.registry.decider.days import day_of, not_after
from services.registry.decider.organization_state import Organization
from services.registry.events import ContactAdded, ContactChanged, ContactRemoved, Duty
from shared.errors import Malformed, Refused
from shared.eventsourcing.model import Event


class ContactKnown(Refused):
    zh = "这位已经是联系人；要改职责请用“修改联系人”。"
    en = "This person is a contact already. Change the duty instead."


class NoSuchContact(Refused):
    zh = "这位不是该单位的联系人，请刷新名单后再试。"
    en = "This person is not a contact of the organization. Refresh the list."


Command = AddContact | ChangeContact | RemoveContact


def decide(state: Organization, command: Command) -> Sequence[Event]:
    """What follows for the contacts of `state`. Raises ContactKnown, NoSuchContact, Malformed."""
    known = state.contacts.get(command.person)
    if isinstance(command, AddContact):
        if known:
            raise ContactKnown
        since = not_after(command.at, command.since, "since") if command.since else None
        return [ContactAdded(person=command.person, duty=command.duty, since=since)]
    if known is None:
        raise NoSuchContact
    if isinstance(command, RemoveContact):
        return _remove(state, command, known)
    return [] if known == command.duty else [ContactChanged(person=command.person, duty=command.duty)]


def _remove(state: Organization, command: RemoveContact, duty: Duty) -> Sequence[Event]:
    successor = command.successor
    if successor == command.person:
        raise Malformed(
            field="successor", reason_zh="接替的人须是另一位。", reason_en="the successor has to be somebody else."
        )
    until = not_after(command.at, command.until, "until") if command.until else None
    removed = ContactRemoved(person=command.person, until=until, successor=successor)
    if successor is None or successor in state.contacts:
        return [removed]
    since = min(until + timedelta(days=1), day_of(command.at)) if until else None
    return [removed, ContactAdded(person=successor, duty=duty, since=since)]
