"""What registry does outside its log: erasing a person's record, key and offices, and sweeping what was sealed for
nothing."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from services.registry.commands import NameOfferContact, ReleaseSteward, RemoveContact, WithdrawErased
from services.registry.decider.agreement_state import parts_of
from services.registry.decider.days import day_of
from services.registry.decider.person import Erased
from services.registry.decider.wish_state import PostedWish, PublishedWish
from services.registry.events import (
    ContactAdded,
    ImportDiscarded,
    ImportFinished,
    ImportStarted,
    OfferContactNamed,
    PersonErased,
    ReopeningKnown,
    WishPosted,
)
from services.registry.events.agreement import ScanAttached, ScanErased
from services.registry.events.place import StewardAppointed
from services.registry.events.plate import PlateGiven
from services.registry.events.referral import WishReturned
from services.registry.events.thanks import ThanksRejected, ThanksSaid, ThanksWithdrawn
from services.registry.projections import OFFERS, ORGANIZATIONS, PLACES, WISHES
from services.registry.sheets.carrying import carry_out, discard_of_persons, discard_old
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.model import Actor, Command
from shared.redaction.rewriting import redact
from shared.runtime.service import Service

SWEPT_AFTER = timedelta(hours=24)
FILES_KEPT = timedelta(hours=18)
"""Of imports; sweeping comes every six hours, and a day is what is promised."""
_ACTOR = Actor(id="system:registry")


async def effect(recorded: Recorded, service: Service) -> None:
    """Called for each event in order, at least once, when the projections have passed it."""
    await redact(recorded, service)
    match recorded.event:
        case PersonErased():
            for wish in await _open_wishes(recorded.stream, service):
                await _withdraw(wish, recorded, service)
            await discard_of_persons(service, recorded)
            await _destroy(recorded.stream, service)
            await _leave_offices(recorded.stream, recorded, service)
        case ContactAdded(person=person) | OfferContactNamed(person=str(person)) | StewardAppointed(person=person):
            if await _is_erased(person, service):
                await _leave_offices(person, recorded, service)
        case ScanErased(scan=scan):
            await _destroy(scan, service)
        case WishReturned():
            state = await service.handler.state(recorded.stream)
            if isinstance(state, PostedWish) and state.person and await _is_erased(state.person, service):
                await _withdraw(recorded.stream, recorded, service)
        case WishPosted(person=str(person)) | ThanksSaid(person=person):
            if await _is_erased(person, service):
                await _withdraw(recorded.stream, recorded, service)
                await _destroy(person, service)
        case ImportStarted():
            await carry_out(recorded, service)
        case ImportDiscarded() | ImportFinished(refused=0):
            await _destroy(recorded.stream, service)
        case ReopeningKnown():
            state = await service.handler.state(recorded.stream)
            if isinstance(state, PublishedWish) and state.person and await _is_erased(state.person, service):
                await _withdraw(recorded.stream, recorded, service)


async def _is_erased(person: str, service: Service) -> bool:
    return isinstance(await service.handler.state(person), Erased)


async def _open_wishes(person: str, service: Service) -> list[str]:
    """All of them, page by page."""
    wishes, last = service.reads(WISHES), ""
    found: list[str] = []
    while True:
        page = await wishes.find(
            {"person": person, "state": {"$in": ["posted", "referred", "published"]}, "_id": {"$gt": last}}
        )
        if not page:
            return found
        found += [wish.id for wish in page]
        last = found[-1]


async def _withdraw(wish: str, cause: Recorded, service: Service) -> None:
    await _handle(wish, WithdrawErased(at=service.now(), actor=_ACTOR), cause, service)


async def _leave_offices(person: str, cause: Recorded, service: Service) -> None:
    """The person is nobody's steward or contact any more. What somebody else changes meanwhile is looked at anew."""
    at, actor = service.now(), _ACTOR
    answers_for = {"stewards": {"$elemMatch": {"person": person, "until": None}}}
    for place in await service.reads(PLACES).find(answers_for, limit=0):
        release = ReleaseSteward(at=at, actor=actor, until=day_of(at))
        await _handle(place.id, release, cause, service, place.version)
    home = {"community": cause.commit.community}
    for owner in await service.reads(ORGANIZATIONS).find({**home, "contacts.person": person}, limit=0):
        await _handle(owner.id, RemoveContact(at=at, actor=actor, person=person), cause, service, owner.version)
    for offer in await service.reads(OFFERS).find({**home, "person": person, "state": {"$ne": "ended"}}, limit=0):
        await _handle(offer.id, NameOfferContact(at=at, actor=actor), cause, service, offer.version)


async def _handle(
    stream: str, command: Command, cause: Recorded, service: Service, if_match: int | None = None
) -> None:
    await service.handler.handle(
        Envelope(
            stream=stream,
            command=command,
            id=f"effect/{cause.name}/{stream}",
            if_match=if_match,
            correlation=cause.commit.correlation,
            causation=cause.name,
        )
    )


async def _destroy(whose: str, service: Service) -> None:
    assert service.vault, "registry keeps the vault"
    await service.vault.erase(whose)


async def sweep(service: Service) -> None:
    """Deletes what was sealed more than a day ago and no commit names: its command never came to be."""
    assert service.vault, "registry keeps the vault"
    await discard_old(service, service.now() - FILES_KEPT)
    await service.vault.sweep(service.now() - SWEPT_AFTER, partial(_named, service))


async def _named(service: Service, records: Sequence[str]) -> set[str]:
    """Those of `records` that a commit names: a person by his or her own id, words by the wish they belong to (thanks
    only until they are rejected or taken back), a plate until another takes its place, the parts of a
    scan by the agreements it belongs to."""
    streams = {record.partition(".")[0] for record in records}
    named: set[str] = set()
    for commits in await asyncio.gather(*map(service.handler.history, streams)):
        for recorded in (recorded for commit in commits for recorded in commit):
            if isinstance(recorded.event, PlateGiven):
                named = {name for name in named if not name.startswith(f"{recorded.stream}.")}
                named |= {recorded.event.plate or recorded.stream}
                continue
            if isinstance(recorded.event, ThanksRejected | ThanksWithdrawn):
                named.discard(recorded.event.words)
                continue
            named |= {recorded.stream, getattr(recorded.event, "words", None) or recorded.stream}
            if isinstance(recorded.event, ScanAttached):
                named |= set(parts_of(recorded.event.agreement, recorded.event.scan, recorded.event.parts))
    return named & set(records)
