"""Claiming meetings, read: by staff, by everybody before the board, and on paper."""

from fastapi import APIRouter, Request, Response

from services.matching.api.meeting_bodies import CommunityId, MeetingId
from services.matching.projections import MEETINGS, MeetingDocument
from services.matching.queries import (
    Board,
    MeetingBrief,
    MeetingView,
    Numbered,
    Sheet,
    behind,
    board,
    brief,
    numbered,
    sheet,
    whole_meeting,
)
from shared.directory.queries import below
from shared.errors import NotFound
from shared.http.dependencies import Page, Paging, Read, Reading, ReadingPast
from shared.http.problem import language
from shared.http.tagged import NOT_MODIFIED, tagged

MEETING = "/meetings/{meeting}"

router = APIRouter()


@router.get("/communities/{community}/meetings", operation_id="get_meetings")
async def get_meetings(community: CommunityId, read: ReadingPast, paging: Paging) -> Page[MeetingBrief]:
    """List the claiming meetings of a node and all below it, the latest first."""
    await read.allow(community=community)
    communities = await below(read.reads, community)
    query = {"community": {"$in": communities}}
    return (await paging.page(read.documents(MEETINGS, communities), query, "-held_on")).map(brief)


@router.get(MEETING, operation_id="get_meeting")
async def get_meeting(meeting: MeetingId, read: ReadingPast, response: Response) -> MeetingView:
    """Read a meeting whole: each number with its wish, intentions and claims, and the history."""
    document = await _found(read, meeting)
    response.headers["ETag"] = f'"{document.version}"'
    return whole_meeting(await _numbered(read, document), await read.history(meeting))


@router.get(MEETING + "/sheet", operation_id="get_meeting_sheet")
async def get_meeting_sheet(meeting: MeetingId, read: ReadingPast, request: Request, response: Response) -> Sheet:
    """Read what a sheet to sign needs, and a text to paste into a group in the language asked for."""
    document = await _found(read, meeting)
    speech = language(request.headers.get("accept-language", ""))
    response.headers["Content-Language"] = speech
    return sheet(await _numbered(read, document), speech)


@router.get(
    MEETING + "/board",
    operation_id="get_meeting_board",
    response_model=Board,
    responses=NOT_MODIFIED,
)
async def get_meeting_board(meeting: MeetingId, read: Reading, request: Request) -> Response:
    """Read the board: the numbers, lit or not; for everybody while the meeting is open, else for staff."""
    document = await _found(read, meeting)
    if document.meeting.state != "open" and not await _oversees(read, document):
        raise NotFound
    return tagged(request, board(await _numbered(read, document)).model_dump_json().encode())


async def _found(read: Read, meeting: str) -> MeetingDocument:
    document = await read.reads(MEETINGS).get(meeting)
    if document is None:
        raise NotFound
    await read.allow(community=document.community)
    return await read.then(MEETINGS, document)


async def _numbered(read: Read, document: MeetingDocument) -> Numbered:
    requests = await behind(read, document.meeting.requests, document.community)
    return await numbered(read.reads, document, requests)


async def _oversees(read: Read, document: MeetingDocument) -> bool:
    return read.caller.role == "staff" and read.caller.node in await read.service.tree.path(document.community)
