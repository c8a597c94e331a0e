"""What registry does outside its log: erasing a person's record, key and offices, and sweeping what was sealed for
nothing; and sharing among merged organizations what counts for agreements."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from services.registry.commands import NameOfferContact, ReleaseSteward, RemoveContact, WithdrawErased
from services.registry.commands.guardian import ChangeWishGuardian, ReleaseGuardian
from services.registry.decider.ages import was_minor_this_month
from services.registry.decider.agreement_state import parts_of
from services.registry.decider.days import day_of
from services.registry.decider.guardian import NoGuardian
from services.registry.decider.person import Erased, Registered
from services.registry.decider.wish_state import PostedWish, PublishedWish
from services.registry.effects.minding import mind_offers
from services.registry.effects.sharing import Shared, share
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
from services.registry.events.guardian import GuardianNamed, GuardianReleased, ReleaseReason
from services.registry.events.place import StewardAppointed
from services.registry.events.plate import PlateDropped, PlateGiven
from services.registry.events.referral import WishReturned
from services.registry.events.thanks import ThanksRejected, ThanksSaid, ThanksWithdrawn
from services.registry.projections import OFFERS, ORGANIZATIONS, PERSONS, PLACES, WISHES
from services.registry.sheets.carrying import carry_out, discard_of_persons, discard_old
from shared.errors import Gone
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.model import Actor, Command, Day
from shared.redaction.rewriting import redact
from shared.runtime.service import Service

SWEPT_AFTER = timedelta(hours=24)
FILES_KEPT = timedelta(hours=18)
"""Of imports; sweeping comes every six hours, and a day is what is promised."""
_ACTOR = Actor(id="system:registry")
_LOOKED: WeakKeyDictionary[Service, Day] = WeakKeyDictionary()
"""The first of the month in which it was last asked who came of age."""


async def effect(recorded: Recorded, service: Service) -> None:
    """Called for each event in order, at least once, when the projections have passed it."""
    await redact(recorded, service)
    match recorded.event:
        case PersonErased():
            for wish in await _wishes_of(recorded.stream, service, state={"$in": ["posted", "referred", "published"]}):
                await _withdraw(wish, recorded, service)
            await _leave_wards(recorded.stream, "guardian_erased", recorded, service)
            await discard_of_persons(service, recorded)
            await _destroy(recorded.stream, service)
            await _leave_offices(recorded.stream, recorded, service)
        case ContactAdded(person=person) | OfferContactNamed(person=str(person)) | StewardAppointed(person=person):
            if await _is_erased(person, service):
                await _leave_offices(person, recorded, service)
        case GuardianNamed() | GuardianReleased():
            await _guardian_changed(recorded, service)
        case PlateGiven() | PlateDropped():
            await _delete_plates(recorded.stream, service)
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
            else:
                await _let_decide(recorded.stream, person, recorded, service)
        case ImportStarted():
            await carry_out(recorded, service)
        case ImportDiscarded() | ImportFinished(refused=0):
            await _destroy(recorded.stream, service)
        case ReopeningKnown():
            state = await service.handler.state(recorded.stream)
            if isinstance(state, PublishedWish) and state.person and await _is_erased(state.person, service):
                await _withdraw(recorded.stream, recorded, service)
        case _ if isinstance(recorded.event, Shared):
            await share(recorded, service, _ACTOR)


async def _guardian_changed(recorded: Recorded, service: Service) -> None:
    """All that the person ever wished follows. Who was erased meanwhile, or has a guardian, decides for nobody."""
    if isinstance(recorded.event, GuardianNamed):
        guardian = await service.handler.state(recorded.event.guardian)
        if isinstance(guardian, Erased):
            await _release(recorded.stream, recorded.event.guardian, "guardian_erased", recorded, service)
        elif isinstance(guardian, Registered) and guardian.guarded:
            await _release(recorded.stream, recorded.event.guardian, "has_a_guardian", recorded, service)
        await _leave_wards(recorded.stream, "has_a_guardian", recorded, service)
    for wish in await _wishes_of(recorded.stream, service):
        await _let_decide(wish, recorded.stream, recorded, service)


async def _let_decide(wish: str, person: str, cause: Recorded, service: Service) -> None:
    """Whoever decides for the person now decides about the wish."""
    state = await service.handler.state(person)
    if isinstance(state, Registered):
        told = {"guardian": state.guardian, "wanted": state.guardian_wanted}
        await _handle(wish, ChangeWishGuardian(at=service.now(), actor=_ACTOR, **told), cause, service)


async def _leave_wards(guardian: str, reason: ReleaseReason, cause: Recorded, service: Service) -> None:
    for ward in await service.reads(PERSONS).find({"guardian": guardian}, limit=0):
        await _release(ward.id, guardian, reason, cause, service)


async def _release(person: str, guardian: str, reason: ReleaseReason, cause: Recorded, service: Service) -> None:
    """This guardian, and not one who was named meanwhile."""
    command = ReleaseGuardian(at=service.now(), actor=_ACTOR, reason=reason, guardian=guardian)
    with suppress(NoGuardian, Gone):
        await _handle(person, command, cause, service)


async def _is_erased(person: str, service: Service) -> bool:
    return isinstance(await service.handler.state(person), Erased)


async def _wishes_of(person: str, service: Service, **query: Any) -> list[str]:
    """All of them, page by page."""
    wishes, last = service.reads(WISHES), ""
    found: list[str] = []
    while True:
        page = await wishes.find({"person": person, "_id": {"$gt": last}} | query)
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


async def _delete_plates(person: str, service: Service) -> None:
    """All that were sealed for the person, but for the one that counts, as one look at what happened tells."""
    assert service.vault, "registry keeps the vault"
    events = [recorded.event for commit in await service.handler.history(person) for recorded in commit]
    *before, last = [getattr(each, "plate", None) for each in events if isinstance(each, PlateGiven | PlateDropped)]
    await service.vault.delete([plate for plate in before if plate and plate != last])


async def _destroy(whose: str, service: Service) -> None:
    assert service.vault, "registry keeps the vault"
    await service.vault.erase(whose)


async def sweep(service: Service) -> None:
    """Deletes what was sealed more than a day ago and no commit names: its command never came to be. Lets those decide
    for themselves who came of age. Asks online about offers that turn stale soon."""
    assert service.vault, "registry keeps the vault"
    await discard_old(service, service.now() - FILES_KEPT)
    await _release_grown(service)
    await service.vault.sweep(service.now() - SWEPT_AFTER, partial(_named, service))
    await mind_offers(service, _ACTOR)


async def _release_grown(service: Service) -> None:
    """Nobody decides any more for who came of age in a month that is over. Birthdays are nowhere but in the vault, not
    even the month: so all wards' are opened, on the first of a month and once more after it; and when the worker
    begins."""
    assert service.vault, "registry keeps the vault"
    today = day_of(service.now())
    month = today.replace(day=1)
    if _LOOKED.get(service) == month:
        return
    guarded = {"$or": [{"guardian": {"$gt": ""}}, {"guardian_wanted": True}]}
    for ward in await service.reads(PERSONS).find(guarded, limit=0):
        state = await service.handler.state(ward.id)
        if not isinstance(state, Registered) or state.grounds is None:
            continue
        known = await service.vault.open(ward.id, state.grounds)
        if known and not was_minor_this_month(date.fromisoformat(known["born"]), today):
            command = ReleaseGuardian(at=service.now(), actor=_ACTOR, reason="came_of_age")
            with suppress(NoGuardian, Gone):
                await service.handler.handle(Envelope(stream=ward.id, command=command, id=f"grown/{state.grounds}"))
    if today > month:
        _LOOKED[service] = month


async def _named(service: Service, records: Sequence[str]) -> set[str]:
    """Those of `records` that a commit names: a person by his or her own id, words by the wish they belong to (thanks
    only until they are rejected or taken back), a plate or the grounds for a guardian until others take their place or
    nobody needs them, the parts of a scan by the agreements it belongs to."""
    streams = {record.partition(".")[0] for record in records}
    named: set[str] = set()
    for commits in await asyncio.gather(*map(service.handler.history, streams)):
        latest: dict[str, str | None] = {}
        for recorded in (recorded for commit in commits for recorded in commit):
            match recorded.event:
                case PlateGiven(plate=record):
                    latest["plate"] = record
                case PlateDropped():
                    latest["plate"] = None
                case GuardianNamed(grounds=record):
                    latest["grounds"] = record
                case GuardianReleased(wanted=False):
                    latest["grounds"] = None
                case ThanksRejected(words=record) | ThanksWithdrawn(words=record):
                    named.discard(record)
                    continue
            named |= {recorded.stream, getattr(recorded.event, "words", None) or recorded.stream}
            if isinstance(recorded.event, ScanAttached):
                named |= set(parts_of(recorded.event.agreement, recorded.event.scan, recorded.event.parts))
        named |= set(filter(None, latest.values()))
    return named & set(records)
