"""Claiming meetings: prepared, changed, opened and closed; and what organizations mean to claim."""

import asyncio
from typing import Any

from fastapi import APIRouter

from services.matching.api.meeting_bodies import (
    ChangedMeetingBody,
    IntentionBody,
    MeetingBody,
    MeetingId,
    NumbersBody,
)
from services.matching.api.speaking import by
from services.matching.commands import (
    AddNumbers,
    Candidate,
    ChangeMeeting,
    CloseMeeting,
    NoteIntention,
    OpenMeeting,
    PrepareMeeting,
    WithdrawIntention,
)
from services.matching.decider.meeting_errors import UnknownOrganization
from shared.eventsourcing.model import Command
from shared.http.dependencies import Body, Receipt, Write, Writing

MEETING = "/meetings/{meeting}"

router = APIRouter()


@router.post("/meetings", status_code=201, operation_id="post_meeting")
async def post_meeting(body: MeetingBody, write: Writing) -> Receipt:
    """Prepare a claiming meeting: its open wishes get the numbers 1 to n."""
    await write.allow(community=body.community)
    command = PrepareMeeting(community=body.community, **await _said(write, body))
    meeting = write.new_id("meeting")
    outcome = await write.create(meeting, command, community=body.community)
    return write.receipt(outcome, location=f"/api/matching/v1/meetings/{meeting}")


@router.put(MEETING, operation_id="put_meeting")
async def put_meeting(meeting: MeetingId, body: ChangedMeetingBody, write: Writing) -> Receipt:
    """Replace what was prepared; after the first claim the wishes and their numbers stay as they are."""
    await write.load(meeting)
    return write.receipt(await write.change(meeting, ChangeMeeting(**await _said(write, body)), must_match=True))


@router.post(MEETING + "/numbers", status_code=201, operation_id="post_meeting_numbers")
async def post_meeting_numbers(meeting: MeetingId, body: NumbersBody, write: Writing) -> Receipt:
    """Give further wishes the numbers behind the last one."""
    await write.load(meeting)
    command = AddNumbers(wishes=await _candidates(write, body.requests), **by(write, body))
    return write.receipt(await write.change(meeting, command))


@router.post(MEETING + "/opening", operation_id="post_meeting_opening")
async def post_meeting_opening(meeting: MeetingId, body: Body, write: Writing) -> Receipt:
    """Open the meeting: claims can be made, and everybody may see its board."""
    return await _change(write, meeting, OpenMeeting(**by(write, body)))


@router.post(MEETING + "/closing", operation_id="post_meeting_closing")
async def post_meeting_closing(meeting: MeetingId, body: Body, write: Writing) -> Receipt:
    """Close the meeting, or call off one that was only prepared; its claims go on."""
    return await _change(write, meeting, CloseMeeting(**by(write, body)))


@router.post(MEETING + "/intentions", status_code=201, operation_id="post_intention")
async def post_intention(meeting: MeetingId, body: IntentionBody, write: Writing) -> Receipt:
    """Note that an organization means to claim a number."""
    await write.load(meeting)
    if await write.service.handler.state(body.organization) is None:
        raise UnknownOrganization(field="organization")
    command = NoteIntention(number=body.number, organization=body.organization, **by(write, body))
    return await _change(write, meeting, command)


@router.post(MEETING + "/intentions/withdrawal", operation_id="post_intention_withdrawal")
async def post_intention_withdrawal(meeting: MeetingId, body: IntentionBody, write: Writing) -> Receipt:
    """Take an intention back."""
    command = WithdrawIntention(number=body.number, organization=body.organization, **by(write, body))
    return await _change(write, meeting, command)


async def _change(write: Write, meeting: str, command: Command) -> Receipt:
    return write.receipt(await write.change(meeting, command))


async def _said(write: Write, body: ChangedMeetingBody) -> dict[str, Any]:
    wishes = await _candidates(write, body.requests)
    return {"title": body.title, "held_on": body.held_on, "wishes": wishes, **by(write, body)}


async def _candidates(write: Write, requests: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The requests as they stand; all of them are looked up together."""
    return tuple(await asyncio.gather(*(_candidate(write, request) for request in requests)))


async def _candidate(write: Write, request: str) -> Candidate:
    state = await write.service.handler.state(request)
    if state is None:
        return Candidate(request=request)
    path = await write.service.tree.path(state.community)
    return Candidate(request=request, kind=state.about.kind, path=path, open=state.state == "open")
