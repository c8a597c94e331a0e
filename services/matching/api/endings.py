"""Ends of a request that are no fulfilment: partly done, impossible, passed on; and how it comes back."""

from typing import Any

from fastapi import APIRouter

from services.matching.api.bodies import RequestId, Since2000
from services.matching.api.speaking import by
from services.matching.commands import AnswerReferral, EndPartly, FindImpossible, Refer, Return
from services.matching.events import ImpossibleReason, PartReason
from shared.contracts.registry import ReferralOutcome, ReturnReason
from shared.http.dependencies import Body, Receipt, Write, Writing
from shared.privacy.text import Note, Title

router = APIRouter()


class PartEndBody(Body):
    """Why the rest is left."""

    reason: PartReason
    note: Note = ""


class ImpossibilityBody(Body):
    """Why it can't be done; the note is for who asked."""

    reason: ImpossibleReason
    note: Note = ""


class ReferralBody(Body):
    """The public name of the office it is passed on to, and the day by which that is to have seen to it."""

    to: Title
    expected_by: Since2000
    note: Note = ""


class ReferralOutcomeBody(Body):
    """What became of it there; today, unless `occurred_on` says when."""

    outcome: ReferralOutcome
    occurred_on: Since2000 | None = None
    note: Note = ""


class ReturnBody(Body):
    """Why it is taken up again."""

    reason: ReturnReason
    note: Note = ""


@router.post("/requests/{request}/part-end", operation_id="post_part_end")
async def post_part_end(request: RequestId, body: PartEndBody, write: Writing) -> Receipt:
    """End a request with what is confirmed; the rest ends with it, neutrally."""
    command = EndPartly(reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.post("/requests/{request}/impossibility", operation_id="post_impossibility")
async def post_impossibility(request: RequestId, body: ImpossibilityBody, write: Writing) -> Receipt:
    """Answer that a request can't be done, and why."""
    command = FindImpossible(reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.post("/requests/{request}/referral", operation_id="post_referral")
async def post_referral(request: RequestId, body: ReferralBody, write: Writing) -> Receipt:
    """Pass a request on to an office; once its day has passed without word, the desk is asked to ask there."""
    zone = await _zone(write, request)
    command = Refer(to=body.to, expected_by=body.expected_by, note=body.note, time_zone=zone, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.post("/requests/{request}/referral/outcome", operation_id="post_referral_outcome")
async def post_referral_outcome(request: RequestId, body: ReferralOutcomeBody, write: Writing) -> Receipt:
    """Enter what became of a request that was passed on; a later answer replaces this one."""
    said: dict[str, Any] = {"outcome": body.outcome, "occurred_on": body.occurred_on, "note": body.note}
    command = AnswerReferral(time_zone=await _zone(write, request), **said, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.post("/requests/{request}/return", operation_id="post_return")
async def post_return(request: RequestId, body: ReturnBody, write: Writing) -> Receipt:
    """Open a request again that was passed on, found impossible or partly done."""
    return write.receipt(await write.change(request, Return(reason=body.reason, note=body.note, **by(write, body))))


async def _zone(write: Write, request: str) -> str:
    state = await write.load(request)
    return (await write.service.tree.limits(state.community)).time_zone
