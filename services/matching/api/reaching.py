"""Uses of an offer, from outside its community and of its number: counted before a suggestion is accepted, given back
where it is not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from services.matching.commands import AcceptSuggestion, AskedOffer, ReturnReach, UsedUp, UseReach
from services.matching.decider import Calendar, State, calendar_of, decide
from services.matching.decider.booking_errors import NotEnoughLeft, OutOfReach, QuotaUsed
from services.matching.decider.reach import use
from services.matching.events import RequestClaimed
from services.matching.queries import party
from shared.directory.mergers import remaining
from shared.errors import DomainError
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Outcome
from shared.eventsourcing.model import Actor, Command
from shared.http.dependencies import Body, Write


async def asked_offer(write: Write, offer: str, state: State, time_zone: str) -> AskedOffer:
    """The offer as it stands, seen from where the request is."""
    calendar: Calendar | None = await write.service.handler.state(calendar_of(offer))
    if calendar is None:
        return AskedOffer(offer=offer)
    here, used_up, none_left = True, None, False
    wanted = await _use(write, write.actor(Body()), state, len(state.suggestions) + 1, time_zone)
    try:
        use(calendar, wanted)
    except OutOfReach:
        here = False
    except QuotaUsed as refusal:
        used_up = UsedUp.model_validate(refusal.details)
    except NotEnoughLeft:
        none_left = True
    known = calendar.known
    owner = (await remaining(write.service.reads, [known.organization])).get(known.organization)
    provider = party(owner.id if owner else known.organization)
    standing = {"listed": known.listed, "here": here, "inactive": owner is not None and not owner.active}
    standing["none_left"] = none_left
    return AskedOffer(offer=offer, provider=provider, used_up=used_up, **standing)


@asynccontextmanager
async def counted(write: Write, state: State, command: Command) -> AsyncIterator[None]:
    """Lets a suggestion be accepted inside (other commands just so) and its offer be counted as used, where it is open
    to the request from outside. What is refused inside is given back, and what ends later is by an effect.

    Raises QuotaUsed, OutOfReach and NotEnoughLeft: of two at the same time for the last use, one.
    """
    claim = _would_do(state, command) if isinstance(command, AcceptSuggestion) else None
    if not isinstance(command, AcceptSuggestion) or claim is None:
        yield
        return
    request, suggestion = state.about.request, state.suggestions[command.suggestion - 1]
    calendar = calendar_of(suggestion.offer)
    used = await _use(write, command.actor, state, suggestion.number, command.limits.time_zone, claim)
    took = (await _send(write, calendar, used)).commit is not None
    try:
        yield
    except DomainError as refusal:
        if took and refusal.status < 500 and not await _accepted(write, request, suggestion.number):
            back = ReturnReach(at=write.at, actor=command.actor, request=request, suggestion=suggestion.number)
            await _send(write, calendar, back)
        raise


async def _accepted(write: Write, request: str, suggestion: int) -> bool:
    """Whether another yes to it came first, which stands on what was counted."""
    now: State | None = await write.service.handler.state(request)
    return now is not None and now.suggestions[suggestion - 1].state == "accepted"


def _would_do(state: State, command: AcceptSuggestion) -> RequestClaimed | None:
    """The claim it becomes; nothing of what is refused, as it will be inside, and of what was done before."""
    try:
        decided = decide(state, command)
    except DomainError:
        return None
    return next((event for event in decided if isinstance(event, RequestClaimed)), None)


async def _use(
    write: Write, actor: Actor, state: State, suggestion: int, time_zone: str, claim: RequestClaimed | None = None
) -> UseReach:
    return UseReach(
        at=write.at,
        actor=actor,
        request=state.about.request,
        suggestion=suggestion,
        path=await write.service.tree.path(state.community),
        quantity=claim.quantity if claim else 1,
        unit=claim.about.unit if claim else "",
        month=f"{write.at.astimezone(ZoneInfo(time_zone)):%Y-%m}",
    )


async def _send(write: Write, calendar: str, command: UseReach | ReturnReach) -> Outcome:
    """Each attempt by itself: what a repetition finds done already changes nothing."""
    name = f"{write.command_id}/{type(command).__name__}/{write.at.isoformat()}"
    return await write.service.handler.handle(Envelope(calendar, command, id=name, correlation=write.correlation))
