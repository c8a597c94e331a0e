"""Who is known already by a phone number, so that nobody is entered twice."""

import asyncio
from collections.abc import Mapping, Sequence

from services.registry.decider.following import Progress
from services.registry.decider.person import Registered
from services.registry.projections import PERSONS, WISHES, Person, Wish
from services.registry.queries.wall import OPEN
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Read
from shared.privacy.household import masked_name
from shared.privacy.vault import blind

MOST = 100


class OpenWish(Frozen):
    """A wish that has not ended; `text` is the public one, once there is one."""

    wish: str
    state: str
    progress: Progress | None
    text: str | None
    request_id: str | None


class Match(Frozen):
    """Somebody with the number, by opaque id and masked name."""

    person: str
    name: str
    wishes: tuple[OpenWish, ...]


class Matches(Frozen):
    """All who have the number: one phone may serve a whole household."""

    items: tuple[Match, ...]


async def living_in(read: Read, node: str, persons: Sequence[str]) -> list[Person]:
    """Those of `persons` who are known in `node` or below it, and nobody from the moment of erasure on."""
    found = await read.reads(PERSONS).find({"_id": {"$in": list(persons)}, "erased": False}, limit=MOST)
    here = [person for person in found if node in await read.service.tree.path(person.community)]
    states = await asyncio.gather(*(read.service.handler.state(person.id) for person in here))
    return [person for person, state in zip(here, states, strict=True) if isinstance(state, Registered)]


async def matches(reads: Reads, names: Mapping[str, str]) -> Matches:
    """The persons of `names`, masked, each with what he or she still wishes."""
    still_open = {"$or": [{"state": "posted"}, {"state": "published", "progress": {"$in": list(OPEN)}}]}
    wishes = await reads(WISHES).find({"person": {"$in": sorted(names)}, **still_open}, limit=MOST)
    items = (
        Match(person=person, name=masked_name(name), wishes=tuple(_open(w) for w in wishes if w.person == person))
        for person, name in names.items()
    )
    return Matches(items=tuple(items))


def _open(wish: Wish) -> OpenWish:
    fields = wish.model_dump(include=set(OpenWish.model_fields))
    return OpenWish(wish=wish.id, **fields)


def phone_index(secret: bytes, phone: str) -> str:
    """What a person's record is found by."""
    return blind(secret, "phone", phone)
