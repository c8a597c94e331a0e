"""What matching does outside its log: it goes on judging bookings where a changed offer means more than one commit,
asks the next one where a slot became free for an organization that was deactivated, releases what such a one
promised and what was reopened of it, and gives up what a person whose record is erased had still to come."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from services.matching.commands import (
    AnswerSlot,
    CancelBooking,
    CountPromise,
    JudgeBookings,
    ReleaseClaim,
    ReturnReach,
    SettleAnswer,
)
from services.matching.decider import State, Suggestion, calendar_of
from services.matching.decider.calendar import JUDGED_AT_ONCE
from services.matching.decider.calendar_state import COMING
from services.matching.decider.claiming import UNDER_WAY
from services.matching.decider.common import about_part
from services.matching.decider.state import ClaimStatus
from services.matching.events import (
    BookingMade,
    BookingOffered,
    BookingWaits,
    ClaimAccepted,
    ClaimDeclined,
    ClaimExpired,
    ClaimReleased,
    ClaimVoided,
    Delivered,
    DeliveryConfirmed,
    DeliveryDisputed,
    DeliveryVoided,
    OfferKnown,
    RequestClaimed,
    RequestClosed,
    RequestFoundImpossible,
    RequestPartlyDone,
    RequestReferred,
    RequestReopened,
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionWithdrawn,
    VacancyAnswered,
)
from services.matching.projections import BOOKINGS, REQUESTS
from shared.directory.events import OrganizationActiveKnown, PersonGone
from shared.directory.mergers import all_of, inactive
from shared.directory.projections import PERSONS
from shared.errors import Malformed, Refused
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.handle import Outcome
from shared.eventsourcing.model import Actor, Command
from shared.redaction.rewriting import redact
from shared.runtime.service import Service

_ACTOR = Actor(id="system:matching")
STANDING: tuple[ClaimStatus, ...] = ("accepted", "overdue")
"""The promises of an organization that somebody relies on. One that waits to be accepted is the desk's to decline."""


async def effect(recorded: Recorded, service: Service) -> None:
    """Called for each event in order, at least once, when the projections have passed it."""
    await redact(recorded, service)
    match recorded.event:
        case OfferKnown() if len(recorded.commit.events) > JUDGED_AT_ONCE:
            await _judge_rest(recorded, service)
        case BookingOffered() as offered if offered.reserved.booker.kind == "organization":
            await _pass_on_if_gone(offered, recorded, service)
        case OrganizationActiveKnown(active=False):
            for each in sorted(await inactive(service.reads, await all_of(service.reads, recorded.stream))):
                await _release_claims(each, STANDING, recorded, service)
        case PersonGone():
            await _give_up(recorded.stream, recorded, service)
        case BookingMade(reserved=reserved) | BookingWaits(reserved=reserved) if reserved.booker.kind == "person":
            await _give_up_if_gone(reserved.booker.id, recorded, service)
        case VacancyAnswered(person=person):
            await _give_up_if_gone(person, recorded, service)
        case RequestClaimed(claimant=claimant) | DeliveryDisputed(claimant=claimant) if claimant.kind == "person":
            await _give_up_if_gone(claimant.id, recorded, service)
        case ClaimAccepted(claim=claim, claimant=claimant) if claimant.kind == "organization":
            await _release_if_gone({claim: claimant.id}, recorded, service)
        case DeliveryDisputed(claim=claim, claimant=claimant):
            await _release_if_gone({claim: claimant.id}, recorded, service)
        case RequestReopened(claims=claims):
            for person in {each.claimant.id for each in claims if each.claimant.kind == "person"}:
                await _give_up_if_gone(person, recorded, service)
            others = {each.claim: each.claimant.id for each in claims if each.claimant.kind != "person"}
            await _release_if_gone(others, recorded, service)
            await _count_promises(recorded, service)
        case (
            SuggestionDeclined()
            | SuggestionWithdrawn()
            | ClaimDeclined()
            | ClaimReleased()
            | ClaimExpired()
            | ClaimVoided()
            | RequestClosed()
            | RequestPartlyDone()
            | RequestFoundImpossible()
            | RequestReferred()
            | DeliveryConfirmed()
            | DeliveryVoided()
            | Delivered()
            | SuggestionAccepted()
        ):
            await _count_promises(recorded, service)


async def _count_promises(changed: Recorded, service: Service) -> None:
    """What suggestions take of their offers now: nothing, and none of what they used from outside, where they came to
    nothing. By the log: a document that is built anew may be some seconds behind."""
    request: State | None = await service.handler.state(changed.stream)
    assert request is not None, "something happened to it"
    for each in request.suggestions:
        said = {"at": service.now(), "actor": _ACTOR, "request": changed.stream, "suggestion": each.number}
        claim = request.claim(each.claim or "")
        command: Command
        if _came_to_nothing(each, request):
            command = ReturnReach(**said)
        elif claim is not None:
            unit = about_part(request, each.part).unit
            command = CountPromise(**said, quantity=claim.promised, unit=unit, live=claim.live)
        else:
            continue
        await _handle(calendar_of(each.offer), str(each.number), command, changed, service)


def _came_to_nothing(suggestion: Suggestion, request: State) -> bool:
    if suggestion.state == "accepted":
        claim = request.claim(suggestion.claim or "")
        return claim is not None and claim.ended is not None and not claim.promised
    return suggestion.state != "asked" or request.state != "open"


async def _judge_rest(known: Recorded, service: Service) -> None:
    """Part by part, until nothing is left to say."""
    for part in count(1):
        command = JudgeBookings(at=service.now(), actor=_ACTOR)
        if (await _handle(known.stream, str(part), command, known, service)).commit is None:
            return


async def _pass_on_if_gone(offered: BookingOffered, cause: Recorded, service: Service) -> None:
    """An organization that was deactivated can't take the slot it waited for: the next one is asked."""
    if await inactive(service.reads, [offered.reserved.booker.id]):
        limits = await service.tree.limits(offered.community)
        command = AnswerSlot(at=service.now(), actor=_ACTOR, booking=offered.booking, accept=False, limits=limits)
        with suppress(Refused):  # it has been answered or has lapsed in the meantime
            await _handle(cause.stream, offered.booking, command, cause, service)


async def _release_if_gone(claimants: Mapping[str, str], cause: Recorded, service: Service) -> None:
    """An organization that was deactivated does nothing anew: what was reopened is open to others at once, and the desk
    hears of it, instead of when the claim is overdue and its grace has passed."""
    gone = await inactive(service.reads, claimants.values())
    for claim, claimant in claimants.items():
        if claimant in gone:
            command = ReleaseClaim(at=service.now(), actor=_ACTOR, claim=claim, reason="no_longer_able")
            with suppress(Refused):  # it has ended in the meantime
                await _handle(cause.stream, claim, command, cause, service)


async def _give_up_if_gone(person: str, cause: Recorded, service: Service) -> None:
    """For what was asked while the erasure was on its way."""
    known = await service.reads(PERSONS).get(person)
    if known and known.erased:
        await _give_up(person, cause, service)


async def _give_up(person: str, cause: Recorded, service: Service) -> None:
    await _cancel_bookings(person, cause, service)
    await _settle_answers(person, cause, service)
    await _release_claims(person, UNDER_WAY, cause, service)


async def _cancel_bookings(person: str, cause: Recorded, service: Service) -> None:
    """Those that have not begun and the rest of a month that has, so that others can have them, and what is waited
    for."""
    at = service.now()
    coming = {"booker": person, "state": {"$in": sorted(COMING)}}
    for found in await service.reads(BOOKINGS).find(coming, limit=0):
        if found.ends_at <= at and found.state != "waiting":
            continue
        zone = (await service.tree.limits(found.community)).time_zone
        runs = found.starts_at <= at and found.state != "waiting"
        rest = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1) if runs else None
        said: dict[str, Any] = {"reason": "no_longer_needed", "time_zone": zone, "free_from": rest}
        command = CancelBooking(at=at, actor=_ACTOR, booking=found.id, **said)
        with suppress(Refused, Malformed):  # it has ended in the meantime, is no month, or this is its last day
            await _handle(found.calendar, found.id, command, cause, service)


async def _settle_answers(person: str, cause: Recorded, service: Service) -> None:
    """Those to vacancies that nobody settled yet."""
    waits = {"$elemMatch": {"person": person, "outcome": None}}
    open_ones = {"parties": person, "state": {"$ne": "closed"}, "request.answers": waits}
    for found in await service.reads(REQUESTS).find(open_ones, limit=0):
        zone = (await service.tree.limits(found.community)).time_zone
        for answer in found.request.answers:
            if answer.person == person and answer.waits:
                said = {"answer": answer.number, "outcome": "withdrew", "time_zone": zone}
                command = SettleAnswer(at=service.now(), actor=_ACTOR, **said)
                with suppress(Refused):  # the request has ended in the meantime
                    await _handle(found.id, f"{found.id}.{answer.number}", command, cause, service)


async def _release_claims(claimant: str, statuses: Sequence[ClaimStatus], cause: Recorded, service: Service) -> None:
    """What the claimant has not delivered, so that others can promise it, and the desk hears of it."""
    live = {"$elemMatch": {"claimant.id": claimant, "status": {"$in": list(statuses)}}}
    for found in await service.reads(REQUESTS).find({"parties": claimant, "request.claims": live}, limit=0):
        for claim in found.request.claims:
            if claim.claimant.id == claimant and claim.status in statuses:
                command = ReleaseClaim(at=service.now(), actor=_ACTOR, claim=claim.id, reason="no_longer_able")
                with suppress(Refused):  # it has ended in the meantime
                    await _handle(found.id, claim.id, command, cause, service)


async def _handle(stream: str, part: str, command: Command, cause: Recorded, service: Service) -> Outcome:
    return await service.handler.handle(
        Envelope(
            stream=stream,
            command=command,
            id=f"effect/{cause.name}/{part}",
            correlation=cause.commit.correlation,
            causation=cause.name,
        )
    )
