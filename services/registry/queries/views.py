"""What is shown of a document: with what the reader's clock and the other documents add."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import Field

from services.registry.decider.following import Following
from services.registry.decider.organization_state import Stage
from services.registry.decider.peer_class import class_of
from services.registry.events.thanks import EVENTS as THANKS_EVENTS
from services.registry.projections import (
    ORGANIZATIONS,
    Community,
    Need,
    Organization,
    Person,
    Wish,
)
from services.registry.projections.wish import Thanks
from services.registry.queries.audience import phones_for
from services.registry.queries.freshness import Freshness, is_stale
from services.registry.queries.thanks import thanked_by
from shared.contracts.base import Party
from shared.contracts.registry import Audience
from shared.directory.limits import Limits
from shared.directory.mergers import all_of, remaining
from shared.eventsourcing.documents import Reads
from shared.http.dependencies import HistoryEntry
from shared.http.policy import Caller
from shared.privacy.masking import masked

History = Sequence[HistoryEntry] | None
"""Who did what when, for staff and owners."""


class CommunityView(Community):
    """A node, with the limits in force there and, for staff, its history."""

    limits: Limits
    calendar_missing: tuple[int, ...] = ()
    """The years that limits can reach whose holidays nobody has recorded: there only weekends are known."""
    history: History = None


class OrganizationView(Organization):
    """An organization; contacts and how its membership went are shown to staff and to itself, phones as it chose."""

    class_derived: bool
    """Whether its peer class is what its kind and staff say, and goes with them."""
    letters: tuple[str, ...] = Field(default=(), exclude=True)
    found_by: tuple[str, ...] = Field(default=(), exclude=True)
    history: History = None


class NeedView(Need):
    """A need, stale when nobody confirmed it for too long."""

    found_by: tuple[str, ...] = Field(default=(), exclude=True)
    organization_name: str
    stale: bool
    following: Following = Field(default=Following(), exclude=True)
    history: History = None


class PersonView(Person):
    """A person by opaque id."""

    history: History = None


class Thanked(Party):
    """Who is thanked: an organization by its name; for a person who is not the reader's business `person` stands."""

    name: str = ""


class ThanksView(Thanks):
    providers: tuple[Thanked, ...] = ()


class WishView(Wish):
    """A wish. `words` is what the person said, for the wisher and who entered it."""

    thanks: ThanksView | None = None
    following: Following = Field(default=Following(), exclude=True)
    history: History = None


APPROACHING: tuple[Stage, ...] = ("prospect", "invited", "applied", "declined")
"""What nobody is told but staff and the organization."""


def shown_as(stage: Stage) -> list[Stage]:
    """The stages that others are shown as `stage`."""
    if stage in APPROACHING:
        return []
    return ["none", *APPROACHING] if stage == "none" else [stage]


def view_of(document: Organization, **shown: Any) -> OrganizationView:
    """An organization as it is, but for what is `shown` otherwise."""
    derived = document.peer_class == class_of(document.kind, document.staff)
    return OrganizationView(**dict(document) | shown, class_derived=derived)


def show_organization(
    document: Organization, caller: Caller, audience: frozenset[Audience], history: History = None
) -> OrganizationView:
    """What the caller may see of an organization."""
    if caller.role == "staff" or document.id == caller.organization:
        return view_of(document, history=history)
    shown = {
        "contacts": (),
        "former_contacts": (),
        "phones": phones_for(document.phones, audience),
        "membership": "none" if document.membership in APPROACHING else document.membership,
        "course": (),
        "suspensions": (),
    }
    return view_of(document, **shown)


def show_need(document: Need, names: dict[str, str], freshness: Freshness, history: History = None) -> NeedView:
    """A need with its organization's name and whether it is stale."""
    return NeedView(
        **dict(document),
        organization_name=names.get(document.organization, ""),
        stale=is_stale(document.confirmed_on, freshness.needs_from),
        history=history,
    )


_OF_THANKS = frozenset(event.type for event in THANKS_EVENTS)


def show_wish(
    document: Wish,
    caller: Caller,
    words: str | None = None,
    history: History = None,
    names: Mapping[str, str] = {},
) -> WishView:
    """A wish, with the words themselves in place of their record's name; to machines nobody is named. What became of
    thanks is for staff and the persons themselves: those who were thanked read it elsewhere. Which persons claimed it
    only staff see; organizations are called by their `names`."""
    hidden: dict[str, Any] = _unnamed(document) if caller.role == "service" else {}
    known = None if caller.role == "staff" else caller.parties | document.owners
    hidden |= {"thanks": show_thanks(document, names, known), "words": words}
    if caller.role != "staff" and caller.person not in document.owners:
        hidden |= {"thanks": None}
        history = [entry for entry in history if entry.type not in _OF_THANKS] if history else history
    return WishView(**dict(document) | hidden, history=_masked(history, known))


def show_thanks(document: Wish, names: Mapping[str, str], known: frozenset[str] | None) -> ThanksView | None:
    """The thanks, with the names of organizations; persons' ids only if `known`, all of them for None."""
    if document.thanks is None:
        return None
    providers = tuple(Thanked(**dict(party), name=names.get(party.id, "")) for party in document.thanks.providers)
    shown = ThanksView(**dict(document.thanks) | {"providers": providers})
    return shown if known is None else ThanksView.model_validate(masked(shown.model_dump(), known))


def _masked(history: History, known: frozenset[str] | None) -> History:
    if history is None or known is None:
        return history
    return [HistoryEntry.model_validate(masked(entry.model_dump(), known)) for entry in history]


async def thanked_names(reads: Reads, wishes: Iterable[Wish]) -> dict[str, str]:
    """The names of the organizations that were thanked for `wishes`."""
    return await names_of(reads, {organization for wish in wishes for organization in thanked_by(wish)})


def _unnamed(document: Wish) -> dict[str, Any]:
    ids = {"person": document.person, "entered_by": document.entered_by}
    return {name: "person" if found and found.startswith("person_") else found for name, found in ids.items()}


async def names_of(reads: Reads, organizations: Iterable[str]) -> dict[str, str]:
    """The names of organizations by id."""
    found = await organizations_of(reads, organizations)
    return {name: document.name for name, document in found.items()}


async def things_of(reads: Reads, organization: str) -> dict[str, list[str]]:
    """The filter for whose things are an organization's: its own id, and those of all that was merged into it."""
    return {"$in": await all_of(reads, organization, ORGANIZATIONS)}


async def organizations_of(reads: Reads, ids: Iterable[str]) -> dict[str, Organization]:
    """The organizations by id: of one that was merged the one that remains."""
    return await remaining(reads, ids, ORGANIZATIONS)
