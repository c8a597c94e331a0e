"""Routes about spreadsheets that come in: looked at first, then carried out by the worker."""

from typing import Any, Literal

from fastapi import APIRouter, Request, Response

from services.registry.api.common import ROOT, STAFF, allowed, given, vault_of
from services.registry.commands import DiscardImport, ReceiveImport, StartImport
from services.registry.commands.fields import CommunityId, ImportId
from services.registry.events import SheetKind
from services.registry.projections import IMPORTS, Import
from services.registry.sheets.deed import Does
from services.registry.sheets.keeping import digest_of, keep, kept
from services.registry.sheets.limits import MOST_BYTES
from services.registry.sheets.planning import KINDS, Planned, planned, rows_below
from services.registry.sheets.reading import marked, read_table
from services.registry.sheets.table import Table
from services.registry.sheets.writing import empty_form, remarks_on, texts_with
from shared.errors import Gone, NotFound, TooLarge
from shared.eventsourcing.model import Actor, Frozen
from shared.exporting.api import FILES
from shared.exporting.sheet import MEDIA
from shared.http.dependencies import Body, Page, Paging, Read, Reading, Receipt, Uploading, Writing
from shared.http.policy import Policy
from shared.http.problem import language
from shared.http.uploads import MOST_UPLOADED

POLICY: Policy = {
    "get_sheet_form": STAFF,
    "post_import": STAFF,
    "get_imports": STAFF,
    "get_import": STAFF,
    "get_import_check": STAFF,
    "get_import_remarks": STAFF,
    "post_import_application": STAFF,
    "delete_import": STAFF,
}
XLSX = MEDIA["xlsx"]
_FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_CHARSETS = {"UTF-8": "utf-8", "GBK": "gbk"}
_FILES: dict[int | str, dict[str, Any]] = {200: {"description": "The file itself", "content": {XLSX: _FILE}}}

uploads = APIRouter(tags=["sheets"], max_body_size=MOST_UPLOADED)
router = APIRouter(tags=["sheets"])


class CellFault(Frozen):
    """What is wrong with a cell and how to mend it, in the language asked for."""

    column: str
    heading: str
    code: str
    detail: str


class CheckedRow(Frozen):
    """What the row `number` would do, what is wrong with it, and the names of what may be the same already."""

    number: int
    does: Does
    faults: tuple[CellFault, ...]
    perhaps: tuple[str, ...] = ()


class Check(Frozen):
    """What a file would do now; `unread` are the headings that nothing is taken from."""

    kind: SheetKind
    headings_at: int
    unread: tuple[str, ...]
    added: int
    changed: int
    same: int
    refused: int
    rows: tuple[CheckedRow, ...]


@router.get(
    "/communities/{community}/forms/{kind}",
    operation_id="get_sheet_form",
    response_class=Response,
    responses=_FILES,
)
async def get_sheet_form(community: CommunityId, kind: SheetKind, read: Reading) -> Response:
    """Get an empty form of a kind, with the words to choose from and how to fill it in."""
    await read.allow(community=community)
    return _sheet(empty_form(KINDS[kind][0]), f"{kind}.xlsx")


@uploads.post(
    "/communities/{community}/imports",
    status_code=201,
    operation_id="post_import",
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": _FILE}}},
)
async def post_import(community: CommunityId, kind: SheetKind, upload: Uploading) -> Receipt:
    """Hand a spreadsheet in: the file itself (xlsx, xls or csv) is the body. Nothing is carried out yet."""
    write = upload.write
    await write.load(community)
    if len(upload.content) > MOST_BYTES:
        raise TooLarge
    table = await read_table(upload.content)
    command = ReceiveImport(
        **given(write, Body()),
        sheet_import=write.new_id("import"),
        community=community,
        kind=kind,
        digest=digest_of(write.service.secret, upload.content),
        format=table.format,
        encoding=table.encoding,
        rows=rows_below(kind, table),
    )
    if await write.service.handler.state(command.sheet_import) is None:  # a repeat brings no destroyed file back
        await keep(vault_of(write.service), command.sheet_import, upload.content)
    outcome = await write.create(command.sheet_import, command, community=community)
    return write.receipt(outcome, location=f"{ROOT}/imports/{command.sheet_import}")


@router.get("/communities/{community}/imports", operation_id="get_imports")
async def get_imports(community: CommunityId, read: Reading, paging: Paging) -> Page[Import]:
    """List what was handed in, the latest first."""
    await read.allow(community=community)
    return await paging.page(read.reads(IMPORTS), {"community": community})


@router.get("/imports/{sheet_import}", operation_id="get_import")
async def get_import(sheet_import: ImportId, read: Reading, response: Response) -> Import:
    """Read how far an import is."""
    return await allowed(read, await read.reads(IMPORTS).get(sheet_import), response)


@router.get("/imports/{sheet_import}/check", operation_id="get_import_check")
async def get_import_check(sheet_import: ImportId, read: Reading, request: Request, response: Response) -> Check:
    """See what each row would do now, and what is wrong with which cell; for who handed it in."""
    _, _, plan = await _plan(read, sheet_import, response)
    does = [deed.does for deed in plan.deeds]
    speech = _speech(request)
    return Check(
        kind=plan.form.kind,
        headings_at=plan.headings.number,
        unread=plan.headings.unknown,
        added=does.count("add"),
        changed=does.count("change"),
        same=does.count("same"),
        refused=does.count("conflict") + does.count("refuse"),
        rows=tuple(
            CheckedRow(
                number=deed.number,
                does=deed.does,
                perhaps=deed.perhaps,
                faults=tuple(
                    CellFault(
                        column=fault.column,
                        heading=fault.heading,
                        code=fault.code,
                        detail=fault.zh if speech == "zh" else fault.en,
                    )
                    for fault in deed.faults
                ),
            )
            for deed in plan.deeds
        ),
    )


@router.get(
    "/imports/{sheet_import}/remarks", operation_id="get_import_remarks", response_class=Response, responses=FILES
)
async def get_import_remarks(sheet_import: ImportId, read: Reading, request: Request, response: Response) -> Response:
    """Get the file back as it came, with a column of remarks at its end; for who handed it in, as long as it is kept.

    An old .xls comes back as .xlsx, its texts only."""
    file, table, plan = await _plan(read, sheet_import, response)
    remarks, column = remarks_on(plan, _speech(request)), max(len(line.cells) for line in table.lines) + 1
    own = await marked(file, column, remarks)
    if own and table.format == "csv":
        return _sheet(own, "remarks.csv", f"text/csv; charset={_CHARSETS[table.encoding]}")
    return _sheet(own or texts_with(table, plan.form.zh, column, remarks), "remarks.xlsx")


@router.post("/imports/{sheet_import}/application", operation_id="post_import_application")
async def post_import_application(sheet_import: ImportId, body: Body, write: Writing) -> Receipt:
    """Carry the rows out that can be; the worker does it, and the import says how far it is."""
    return write.receipt(await write.change(sheet_import, StartImport(**given(write, body))))


@router.delete("/imports/{sheet_import}", operation_id="delete_import")
async def delete_import(sheet_import: ImportId, write: Writing) -> Receipt:
    """Have the file destroyed now; it is after a day anyway."""
    command = DiscardImport(**given(write, Body()), reason="by_hand")
    return write.receipt(await write.change(sheet_import, command))


async def _plan(read: Read, sheet_import: str, response: Response) -> tuple[bytes, Table, Planned]:
    """The file and what it would do. Raises NotFound for anybody but who handed it in, Gone without the file."""
    document = await allowed(read, await read.reads(IMPORTS).get(sheet_import), response)
    if document.uploaded_by != read.caller.actor:
        raise NotFound
    if not document.kept:
        raise Gone
    file = await kept(vault_of(read.service), sheet_import)
    table = await read_table(file)
    actor = Actor(id=read.caller.actor, role=read.caller.role)
    plan = await planned(read.service, document.community, document.kind, table, read.now, actor, looking=True)
    return file, table, plan


def _speech(request: Request) -> Literal["zh", "en"]:
    return "en" if language(request.headers.get("accept-language", "")) == "en" else "zh"


def _sheet(file: bytes, name: str, media: str = XLSX) -> Response:
    return Response(file, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


router.include_router(uploads)
