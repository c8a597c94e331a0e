"""Reads over notify's documents: a reader's notices, the desk's tasks, figures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.notify.events import How, Params
from services.notify.projections import NOTICES, NoticeDocument
from services.notify.templates import Words, render
from shared.directory.limits import Limits
from shared.directory.mergers import remaining
from shared.directory.projections import COMMUNITIES, PERSONS
from shared.directory.queries import below
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen, Instant
from shared.http.policy import Caller
from shared.runtime.tree import Tree

_ALL = 0


class NoticeView(Frozen):
    """A notice in words. `name` is the addressed organization's or community's; persons have none here.
    `todo`: it asks its reader to do something."""

    id: str
    position: int
    community: str
    address: str
    name: str | None
    kind: str
    todo: bool
    params: Params
    words: Words
    sent_at: Instant
    read_at: Instant | None
    told_at: Instant | None
    told_how: How | None


class Figures(Frozen):
    """How telling goes in a node and below."""

    community: str
    sent: dict[str, int]
    """Notices by kind."""
    read: int
    told_in_person: int
    open_tasks: int
    kept_silently: int


async def addresses_of(reads: Reads, caller: Caller) -> list[str]:
    """All addresses whose notices are the caller's."""
    addresses = [f"person:{caller.person}"] if caller.person else []
    if caller.role == "contact":
        addresses += [f"organization:{each}" for each in sorted(caller.parties) if each.startswith("org_")]
    if caller.role == "staff" and caller.node:
        addresses += [f"staff:{community}" for community in await below(reads, caller.node)]
    return addresses


def sent_to(addresses: Sequence[str]) -> dict[str, Any]:
    """The filter for what was sent to `addresses`."""
    return {"address": {"$in": list(addresses)}, "silent": False}


UNDONE: dict[str, Any] = {"todo": True, "read_at": None}
"""The filter for unread notices that ask for something."""


async def tasks_in(reads: Reads, node: str) -> dict[str, Any]:
    """The filter for the desk's tasks in `node` and below: untold notices to whoever is at home there and reads nothing
    online."""
    untold = {
        "desk": {"$in": await below(reads, node)},
        "audience": {"$in": ["person", "organization"]},
        "silent": False,
        "read_at": None,
        "told_at": None,
    }
    rows = await reads(NOTICES).aggregate([{"$match": untold}, {"$group": {"_id": "$recipient"}}])
    waiting = {row["_id"] for row in rows}
    return untold | {"recipient": {"$in": sorted(waiting - await _needless(reads, waiting))}}


async def _needless(reads: Reads, recipients: Iterable[str]) -> set[str]:
    """Who of `recipients` need not be told in person: they have an account (of an organization that was merged, the one
    that remains), or were erased."""
    asked = sorted(recipients)
    organizations = await remaining(reads, (each for each in asked if each.startswith("org_")))
    reachable = {"_id": {"$in": asked}, "$or": [{"account": True}, {"erased": True}]}
    persons = await reads(PERSONS).find(reachable, limit=_ALL)
    return {each for each, found in organizations.items() if found.account} | {person.id for person in persons}


async def figures_of(reads: Reads, node: str) -> Figures:
    """The figures of `node` and all below."""
    notices = reads(NOTICES)
    here = {"community": {"$in": await below(reads, node)}}
    sent = here | {"silent": False}
    kinds = await notices.aggregate([{"$match": sent}, {"$group": {"_id": "$kind", "count": {"$sum": 1}}}])
    return Figures(
        community=node,
        sent={row["_id"]: row["count"] for row in sorted(kinds, key=lambda row: str(row["_id"]))},
        read=await notices.count(sent | {"read_at": {"$ne": None}}),
        told_in_person=await notices.count(sent | {"told_at": {"$ne": None}}),
        open_tasks=await notices.count(await tasks_in(reads, node)),
        kept_silently=await notices.count(here | {"silent": True}),
    )


async def in_words(reads: Reads, tree: Tree, notices: Sequence[NoticeDocument]) -> list[NoticeView]:
    """`notices` as their readers see them, with names from the directory."""
    if not notices:
        return []
    names = await _names(reads, notices)
    zones = {community: await _zone(tree, community) for community in {each.community for each in notices}}
    return [_view(notice, names, zones[notice.community]) for notice in notices]


async def _names(reads: Reads, notices: Iterable[NoticeDocument]) -> Mapping[str, str]:
    ids = {notice.recipient for notice in notices}
    ids |= {str(notice.params.get(party)) for notice in notices for party in ("claimant", "organization")}
    asked = {"_id": {"$in": sorted(ids)}}
    organizations = await remaining(reads, (each for each in ids if each.startswith("org_")))
    communities = await reads(COMMUNITIES).find(asked, limit=_ALL)
    return {each: found.name for each, found in organizations.items()} | {each.id: each.name for each in communities}


async def _zone(tree: Tree, community: str) -> str:
    try:
        return (await tree.limits(community)).time_zone
    except NotFound:  # the notice came before its community
        return Limits().time_zone


def _view(notice: NoticeDocument, names: Mapping[str, str], zone: str) -> NoticeView:
    shown = notice.model_dump(include=set(NoticeView.model_fields))
    words = render(notice.kind, notice.audience, notice.params, names, zone)
    return NoticeView(**shown, name=names.get(notice.recipient) or None, words=words)
