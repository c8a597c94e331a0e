"""Who was a member of the alliance on a day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from services.registry.events.membership import AllianceRole
from services.registry.projections import Organization
from shared.directory.mergers import remaining_among
from shared.directory.order import BY_NAME, PINYIN
from shared.eventsourcing.documents import Documents
from shared.eventsourcing.model import Day, Frozen

_ALL = 0
"""No limit: a list that leaves somebody out is none."""


class Member(Frozen):
    """A member on that day. `since` is when it was admitted last before it."""

    organization: str
    community: str
    name: str
    kind: str
    inside: bool
    since: Day
    suspended: bool
    roles: tuple[AllianceRole, ...]
    confirmed: bool
    """Whether it said that it stays in the year of that day."""


class MemberList(Frozen):
    """The members on a day, by name."""

    on: Day
    members: tuple[Member, ...]


async def members(organizations: Documents[Organization], communities: Sequence[str], on: date) -> MemberList:
    """The members in `communities` on that day; what was merged into another one was a member under its name."""
    day = on.isoformat()
    reaching = {"since": {"$lte": day}, "$or": [{"until": None}, {"until": {"$gte": day}}]}
    query = {
        "community": {"$in": list(communities)},
        "memberships": {"$elemMatch": reaching},
    }
    found = [each for each in await organizations.find(query, limit=_ALL) if _was_member(each, on)]
    last = await remaining_among(organizations, (each.id for each in found))
    entries: defaultdict[str, list[Organization]] = defaultdict(list)
    for each in found:
        entries[last[each.id].id].append(each)
    named = await organizations.find({"_id": {"$in": sorted(entries)}}, sort=BY_NAME, limit=_ALL, collation=PINYIN)
    return MemberList(on=on, members=tuple(member_on(each, entries[each.id], on) for each in named))


def _was_member(document: Organization, on: date) -> bool:
    """Of what was merged, only stretches that had ended: with one that lasted, the one that remains was a member
    already, and says itself until when."""
    stretches = [each for each in document.memberships if each.until or not document.merged_into]
    return any(_holds(each.since, each.until, on) for each in stretches)


def member_on(document: Organization, entries: Sequence[Organization], on: date) -> Member:
    """How the member `document` stood on that day, by all `entries` of it that were members then."""
    return Member(
        organization=document.id,
        community=document.community,
        name=document.name,
        kind=document.kind,
        inside=document.inside,
        since=min(_admitted(each, on) for each in entries),
        suspended=all(any(_holds(each.since, each.until, on) for each in entry.suspensions) for entry in entries),
        roles=tuple(dict.fromkeys(role for entry in entries for role in _roles(entry, on))),
        confirmed=any(on.year in entry.confirmed for entry in entries),
    )


def _admitted(entry: Organization, on: date) -> Day:
    return max(each.since for each in entry.memberships if each.since <= on)


def _roles(entry: Organization, on: date) -> list[AllianceRole]:
    return [term.role for term in entry.roles if _holds(term.since, term.until, on)]


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on <= until)
