"""What organizations have on the two lists: a row is a thing of its organization's, told by its id or its title."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from services.registry.projections import Organization
from services.registry.queries.views import organizations_of
from services.registry.sheets.deed import Deed, Site, deeds, id_of, no_such
from services.registry.sheets.form import Read, Row
from services.registry.sheets.kinds.knowing import known_organizations, whose


class ListedRow(Row):
    """What both lists ask of a row."""

    organization: str
    credit_code: str | None = None
    title: str


class Listed(Protocol):
    """A thing that is on a list already."""

    @property
    def id(self) -> str: ...
    @property
    def organization(self) -> str: ...
    @property
    def title(self) -> str: ...


R = TypeVar("R", bound=ListedRow)
D = TypeVar("D", bound=Listed)
Add = Callable[[Site, int, R, Organization, str], Deed]
Compare = Callable[[Site, int, R, D], Deed]


async def plan_listed(
    rows: Sequence[Read[R]], site: Site, kind: str, there: Sequence[D], add: Add[R], compare: Compare[R, D]
) -> list[Deed]:
    """What each row would do, in their order. Of what is `there` under one title the last counts; what belonged to an
    organization that was merged belongs to the one that remains."""
    read = [each.row for each in rows if each.row]
    known = await known_organizations(site, [row.organization for row in read], [row.credit_code for row in read])
    owners = await organizations_of(site.service.reads, {each.organization for each in there})
    by_title = {(owners[each.organization].id, each.title): each for each in there if each.organization in owners}
    by_id = {each.id: each for each in there}
    seen: dict[str, int] = {}

    def judge(number: int, row: R) -> Deed:
        owner = whose(site, number, known, row.organization, row.credit_code)
        if isinstance(owner, Deed):
            return owner
        if row.id and row.id not in by_id:
            return no_such(site, number)
        stream = row.id or id_of(kind, site.community, row, else_by=f"{owner.id}/{row.title}")
        found = by_id.get(stream) or by_title.get((owner.id, row.title))
        stream = found.id if found else stream
        if stream in seen:
            return site.twice(number, "title", seen[stream])
        seen[stream] = number
        return compare(site, number, row, found) if found else add(site, number, row, owner, stream)

    return deeds(site, rows, judge)
