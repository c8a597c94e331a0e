"""Routes about the scans of signed agreements: sealed under a key of their own, shown on record, erased as a whole."""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, get_args

from fastapi import APIRouter, Response

from services.registry.api.agreements import changed, stream_in
from services.registry.api.common import ROOT, STAFF, STAFF_OR_ITS_ORGANIZATION, given, vault_of
from services.registry.commands.agreement import AttachScan, EraseScan, ShowScan
from services.registry.commands.fields import AgreementId, ScanId
from services.registry.decider.agreement import decide
from services.registry.decider.agreement_state import parts_of
from services.registry.events.agreement import MediaType, ScanAttached, ScanErasureReason
from shared.errors import Gone, NotFound
from shared.http.dependencies import Body, Receipt, Upload, Uploading, Write, Writing
from shared.http.policy import Policy
from shared.http.uploads import MOST_UPLOADED
from shared.privacy.text import Note
from shared.privacy.vault import Vault

POLICY: Policy = {
    "post_agreement_scan": STAFF,
    "post_agreement_scan_showing": STAFF_OR_ITS_ORGANIZATION,
    "post_agreement_scan_erasure": STAFF,
}

PART = 1024 * 1024
"""How much of a file is sealed in one record of the vault."""
KINDS: tuple[MediaType, ...] = get_args(MediaType)
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_FILE: dict[str, Any] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS}

uploads = APIRouter(tags=["agreements"], max_body_size=MOST_UPLOADED)
router = APIRouter(tags=["agreements"])


class ScanErasureBody(Body):
    """Why the file goes."""

    reason: ScanErasureReason
    note: Note = ""


@uploads.post(
    "/agreements/{agreement}/scans",
    status_code=201,
    operation_id="post_agreement_scan",
    openapi_extra={"requestBody": {"required": True, "content": _FILE}},
)
async def post_agreement_scan(agreement: AgreementId, upload: Uploading) -> Receipt:
    """Keep the scan of a signed agreement: the file itself is the body. It is sealed before anything names it."""
    write = upload.write
    state = await write.load(stream_in(agreement))
    command = _attached(agreement, upload, (await write.service.tree.limits(state.community)).scan_megabytes)
    decide(state, command)  # what will be refused is not sealed first
    await _seal(vault_of(write.service), command, upload.content)
    receipt = await changed(write, agreement, command)
    write.response.headers["Location"] = f"{ROOT}/agreements/{agreement}"
    return receipt.model_copy(update={"id": command.scan})


def _attached(agreement: str, upload: Upload, most: int) -> AttachScan:
    size = upload.limited(most)
    return AttachScan(
        **given(upload.write, Body()),
        agreement=agreement,
        scan=upload.write.new_id("scan"),
        media_type=upload.checked(*KINDS),
        size=size,
        sha256=sha256(upload.content).hexdigest(),
        parts=-(-size // PART),
    )


async def _seal(vault: Vault, scan: AttachScan, content: bytes) -> None:
    await vault.register(scan.scan)
    for n, record in enumerate(parts_of(scan.agreement, scan.scan, scan.parts)):
        part = content[n * PART : (n + 1) * PART]
        await vault.seal(scan.scan, record, {"part": b64encode(part).decode()})


@router.post(
    "/agreements/{agreement}/scans/{scan}/showing",
    operation_id="post_agreement_scan_showing",
    response_class=Response,
    responses={200: {"description": "The file itself", "content": _FILE}},
)
async def post_agreement_scan_showing(agreement: AgreementId, scan: ScanId, body: Body, write: Writing) -> Response:
    """Get the scan; the look is recorded first."""
    await write.load(stream_in(agreement))
    attached = await _attachment(write, agreement, scan)
    await changed(write, agreement, ShowScan(**given(write, body), agreement=agreement, scan=scan))
    parts = await _parts(vault_of(write.service), attached)
    name = f"{agreement}.{ENDINGS[attached.media_type]}"
    headers = dict(write.response.headers) | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(b"".join(parts), media_type=attached.media_type, headers=headers)


async def _attachment(write: Write, agreement: str, scan: str) -> ScanAttached:
    """What the log says of the scan. Raises NotFound."""
    for commit in await write.service.handler.history(stream_in(agreement)):
        for event in commit.events:
            if isinstance(event, ScanAttached) and (event.agreement, event.scan) == (agreement, scan):
                return event
    raise NotFound


async def _parts(vault: Vault, attached: ScanAttached) -> Sequence[bytes]:
    """The file, part by part. Raises Gone where one of them is no longer there."""
    records = parts_of(attached.agreement, attached.scan, attached.parts)
    opened = await asyncio.gather(*(vault.open(attached.scan, record) for record in records))
    parts = [b64decode(fields["part"]) for fields in opened if fields]
    if len(parts) < attached.parts:
        raise Gone
    return parts


@router.post("/agreements/{agreement}/scans/{scan}/erasure", operation_id="post_agreement_scan_erasure")
async def post_agreement_scan_erasure(
    agreement: AgreementId, scan: ScanId, body: ScanErasureBody, write: Writing
) -> Receipt:
    """Erase a scan, file and key, for good."""
    return await changed(write, agreement, EraseScan(**given(write, body), agreement=agreement, scan=scan))


router.include_router(uploads)
