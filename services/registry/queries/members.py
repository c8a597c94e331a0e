"""Who was a member of the alliance on a day."""

from datetime import date

from services.registry.events.membership import AllianceRole
from services.registry.projections import COMMUNITIES, ORGANIZATIONS, Organization
from shared.directory.order import BY_NAME, PINYIN
from shared.directory.queries import below
from shared.eventsourcing.documents import Reads
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


async def members(reads: Reads, node: str, on: date) -> MemberList:
    """The members of `node` and below on that day."""
    day = on.isoformat()
    reaching = {"since": {"$lte": day}, "$or": [{"until": None}, {"until": {"$gte": day}}]}
    query = {
        "community": {"$in": await below(reads, node, COMMUNITIES)},
        "merged_into": None,
        "memberships": {"$elemMatch": reaching},
    }
    found = await reads(ORGANIZATIONS).find(query, sort=BY_NAME, limit=_ALL, collation=PINYIN)
    return MemberList(on=on, members=tuple(member_on(each, on) for each in found))


def member_on(document: Organization, on: date) -> Member:
    """How the member `document` stood on that day."""
    return Member(
        organization=document.id,
        community=document.community,
        name=document.name,
        kind=document.kind,
        inside=document.inside,
        since=max(each.since for each in document.memberships if each.since <= on),
        suspended=any(_holds(each.since, each.until, on) for each in document.suspensions),
        roles=tuple(term.role for term in document.roles if _holds(term.since, term.until, on)),
        confirmed=on.year in document.confirmed,
    )


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on <= until)
