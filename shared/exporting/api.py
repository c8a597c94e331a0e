"""What the routes for exports have in common."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import Response

from shared.eventsourcing.model import Frozen
from shared.exporting.bounds import few_enough
from shared.exporting.model import AlreadyExported, ExportFormat, ExportRows
from shared.exporting.sheet import MEDIA, Column, list_file, row_of
from shared.http.dependencies import Body, Write
from shared.http.texts import malformed

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file itself",
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
        },
    }
}


class Exporting(Body):
    """Which list to take out, and how."""

    list: str
    format: ExportFormat = "xlsx"


def said_of(filters: Frozen, known: Sequence[str], needed: Sequence[str] = ()) -> dict[str, Any]:
    """The filters that are there. Raises Malformed for one of another list, and for one that is missing."""
    fields = type(filters).model_fields.items()
    said = {each.alias or name: value for name, each in fields if (value := getattr(filters, name)) is not None}
    for name in said.keys() - set(known):
        raise malformed(f"filters.{name}", "extra_forbidden")
    for name in set(needed) - said.keys():
        raise malformed(f"filters.{name}", "missing")
    return said


async def record(
    write: Write,
    body: Exporting,
    community: str,
    rows: Sequence[Mapping[str, object]],
    said: Mapping[str, Any],
    purpose: str | None = None,
) -> None:
    """Puts on record that the list is taken out, before it is. Raises TooManyRows, and AlreadyExported for a request
    that is repeated: the list may say something else now."""
    export = write.new_id("export")
    command = ExportRows(
        at=write.at,
        actor=write.actor(body),
        export=export,
        community=community,
        list=body.list,
        format=body.format,
        purpose=purpose,
        rows=len(few_enough(rows)),
        filters={name: _recorded(name, value) for name, value in said.items()},
    )
    outcome = await write.create(export, command, community=community)
    if outcome.repeated:
        raise AlreadyExported
    write.receipt(outcome, location=f"/api/{write.service.name}/v1/communities/{community}/exports")


def _recorded(name: str, value: Any) -> str:
    """A filter as it stays on record. What somebody looked for may be a person's name; that words were given stays."""
    if name == "q":
        return "…"
    return (
        str(value).lower() if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)
    )


async def answer(
    write: Write, body: Exporting, title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, object]]
) -> Response:
    """The file, as a download; with the headers that say where it was recorded."""
    file = await asyncio.to_thread(list_file, title, columns, [row_of(columns, row) for row in rows], body.format)
    named = {"Content-Disposition": f'attachment; filename="{body.list}.{body.format}"'}
    return Response(file, media_type=MEDIA[body.format], headers=dict(write.response.headers) | named)
