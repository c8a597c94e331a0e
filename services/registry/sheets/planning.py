"""What a file would do, row by row, before anything is done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.registry.decider import DECIDERS
from services.registry.events import SheetKind
from services.registry.sheets.deed import Deed, Site
from services.registry.sheets.form import Form, Headings, Read, find_headings, read_rows
from services.registry.sheets.kinds import contacts, needs, offers, organizations, persons
from services.registry.sheets.table import Table, unreadable
from shared.errors import DomainError, NotFound
from shared.eventsourcing.decider import decider_of
from shared.eventsourcing.model import Actor
from shared.runtime.service import Service

Plan = Callable[[Sequence[Read[Any]], Site], Awaitable[list[Deed]]]

KINDS: Mapping[SheetKind, tuple[Form[Any], Plan]] = {
    module.FORM.kind: (module.FORM, module.plan) for module in (organizations, contacts, offers, needs, persons)
}
"""The form of each kind, and what tells what its rows would do."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What each row of a file would do, in their order."""

    form: Form[Any]
    headings: Headings
    deeds: Sequence[Deed]


def rows_below(kind: SheetKind, table: Table) -> int:
    """How many rows a file has below its headings. Raises Malformed for one that is not of this kind."""
    headings = find_headings(KINDS[kind][0], table)
    count = sum(line.number > headings.number for line in table.lines)
    if count == 0:
        raise unreadable("empty")
    return count


async def planned(
    service: Service, community: str, kind: SheetKind, table: Table, at: datetime, actor: Actor
) -> Planned:
    """What `table` would do in `community` if `actor` carried it out. Raises Malformed as `rows_below`."""
    form, plan = KINDS[kind]
    headings = find_headings(form, table)
    site = Site(service, community, at, actor, form, headings)
    deeds = await plan(read_rows(form, table, headings), site)
    return Planned(form, headings, [_rehearsed(site, deed) for deed in deeds])


def _rehearsed(site: Site, deed: Deed) -> Deed:
    """`deed`, unless what it begins would be refused, as the decider says."""
    if deed.does != "add":
        return deed
    states: dict[str, Any] = {}
    try:
        for step in deed.steps:
            decider, state = decider_of(DECIDERS, step.stream), states.get(step.stream)
            states[step.stream] = decider.fold(decider.decide(state, step.command), state)
    except NotFound:
        return deed  # it begins nothing, but adds to what is there
    except DomainError as error:
        said = error.details
        zh, en = str(said.get("reason_zh") or error.text("zh")), str(said.get("reason_en") or error.text("en"))
        column = error.field if error.field in {column.field for column in site.form.columns} else None
        return site.refusal(deed.number, column or site.form.columns[0].field, error.code, zh, en)
    return deed
