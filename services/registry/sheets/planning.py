"""What a file would do, row by row, before anything is done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.registry.decider import DECIDERS
from services.registry.decider.offer_text import SAID
from services.registry.events import SheetKind
from services.registry.sheets.deed import Deed, Site
from services.registry.sheets.form import Form, Headings, Read, find_headings, read_rows
from services.registry.sheets.kinds import contacts, needs, offers, organizations, persons
from services.registry.sheets.table import Table, unreadable
from shared.errors import DomainError, NotFound
from shared.eventsourcing.decider import decider_of
from shared.eventsourcing.model import Actor
from shared.runtime.service import Service

LOADED_AT_ONCE = 200
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
    service: Service,
    community: str,
    kind: SheetKind,
    table: Table,
    at: datetime,
    actor: Actor,
    *,
    looking: bool = False,
) -> Planned:
    """What `table` would do in `community` if `actor` carried it out. Raises Malformed as `rows_below`.

    Who is only `looking` is told as well which changes would be refused. Who carries it out hears that from the things
    themselves: begun anew after a crash, a row is not to be refused for what it did itself.
    """
    form, plan = KINDS[kind]
    headings = find_headings(form, table)
    site = Site(service, community, at, actor, form, headings)
    deeds = await plan(read_rows(form, table, headings), site)
    there = await _states(service, [deed for deed in deeds if deed.does == "change"]) if looking else {}
    does = ("add", "change") if looking else ("add",)
    return Planned(form, headings, [_rehearsed(site, deed, there) if deed.does in does else deed for deed in deeds])


async def _states(service: Service, deeds: Sequence[Deed]) -> dict[str, Any]:
    """The present states of what `deeds` change."""
    streams = sorted({step.stream for deed in deeds for step in deed.steps})
    states: dict[str, Any] = {}
    for at in range(0, len(streams), LOADED_AT_ONCE):
        some = streams[at : at + LOADED_AT_ONCE]
        states |= zip(some, await asyncio.gather(*map(service.handler.state, some)), strict=True)
    return states


def _rehearsed(site: Site, deed: Deed, there: Mapping[str, Any]) -> Deed:
    """`deed`, unless what it begins or changes would be refused, as the decider says."""
    states = dict(there) if deed.does == "change" else {}
    try:
        for step in deed.steps:
            decider, state = decider_of(DECIDERS, step.stream), states.get(step.stream)
            states[step.stream] = decider.fold(decider.decide(state, step.command), state)
    except NotFound:
        return deed  # it begins nothing, but adds to what is there
    except DomainError as error:
        said = error.details
        zh, en = str(said.get("reason_zh") or error.text("zh")), str(said.get("reason_en") or error.text("en"))
        return site.refusal(deed.number, _column(site.form, error.field), error.code, zh, en)
    return deed


def _column(form: Form[Any], field: str | None) -> str:
    """The column where a refusal about `field` is told: that of the mode for what goes with another one and has no
    column of its own, else the first."""
    fields = [column.field for column in form.columns]
    if field == "season":
        field = "season_first"
    elif field not in fields and any(field in said for said in SAID.values()):
        field = "mode"
    return field if field in fields else fields[0]
