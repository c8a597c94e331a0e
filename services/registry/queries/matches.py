"""Who is known already by a phone number or a name, so that nobody is entered twice."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Literal

from services.registry.decider.following import Progress
from services.registry.decider.person import Registered
from services.registry.projections import COMMUNITIES, PERSONS, PLACES, WISHES, Person, Wish
from services.registry.queries.wall import OPEN
from shared.directory.queries import below
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Read
from shared.pinyin import folded
from shared.privacy.household import masked_name
from shared.privacy.vault import blind

MOST = 100
MatchedBy = Literal["phone", "name"]
By = Mapping[str, tuple[MatchedBy, ...]]
"""By what each person is known."""


class OpenWish(Frozen):
    """A wish that has not ended; `text` is the public one, once there is one."""

    wish: str
    state: str
    progress: Progress | None
    text: str | None
    request_id: str | None


class Match(Frozen):
    """Somebody with the number or the name, by opaque id, masked name and the name of the courtyard, if it is known."""

    person: str
    name: str
    place: str | None
    by: tuple[MatchedBy, ...]
    wishes: tuple[OpenWish, ...]


class Matches(Frozen):
    """All who have the number or the name: one phone may serve a whole household, and many have the same name."""

    items: tuple[Match, ...]


async def known_by(read: Read, node: str, phone: str | None, name: str | None) -> By:
    """Who has the phone, and who of `node` and below it has the name."""
    vault, secret = read.service.vault, read.service.secret
    assert vault, "registry keeps the vault"
    homes = await below(read.reads, node, COMMUNITIES) if name else []
    with_phone, with_name = await asyncio.gather(
        vault.found(*([phone_index(secret, phone)] if phone else [])),
        vault.found(*(name_index(secret, home, name) for home in homes if name)),
    )
    found: dict[str, tuple[MatchedBy, ...]] = dict.fromkeys(with_phone, ("phone",))
    return found | {person: (*found.get(person, ()), "name") for person in with_name}


async def living_in(read: Read, node: str, persons: Sequence[str]) -> list[Person]:
    """Those of `persons` who are known in `node` or below it, and nobody from the moment of erasure on."""
    found = await read.reads(PERSONS).find({"_id": {"$in": list(persons)}, "erased": False}, limit=MOST)
    here = [person for person in found if node in await read.service.tree.path(person.community)]
    states = await asyncio.gather(*(read.service.handler.state(person.id) for person in here))
    return [person for person, state in zip(here, states, strict=True) if isinstance(state, Registered)]


async def matches(reads: Reads, persons: Sequence[Person], names: Mapping[str, str], by: By) -> Matches:
    """`persons`, masked, each with what he or she still wishes; who has the number comes first."""
    still_open = {"$or": [{"state": "posted"}, {"state": "published", "progress": {"$in": list(OPEN)}}]}
    ids = [person.id for person in persons]
    wishes, places = await asyncio.gather(
        reads(WISHES).find({"person": {"$in": ids}, **still_open}, limit=MOST),
        reads(PLACES).find({"_id": {"$in": sorted({person.place for person in persons if person.place})}}, limit=MOST),
    )
    titles = {place.id: place.name for place in places}
    items = [
        Match(
            person=person.id,
            name=masked_name(names[person.id]),
            place=titles.get(person.place or ""),
            by=by[person.id],
            wishes=tuple(_open(wish) for wish in wishes if wish.person == person.id),
        )
        for person in persons
    ]
    return Matches(items=tuple(sorted(items, key=lambda item: ("phone" not in item.by, item.person))))


def _open(wish: Wish) -> OpenWish:
    fields = wish.model_dump(include=set(OpenWish.model_fields))
    return OpenWish(wish=wish.id, **fields)


def phone_index(secret: bytes, phone: str) -> str:
    """What a person's record is found by."""
    return blind(secret, "phone", phone)


def name_index(secret: bytes, community: str, name: str) -> str:
    """What a person's record is found by in the community; a name is the same however wide its letters are."""
    return blind(secret, "name", f"{community}/{''.join(folded(name).split())}")


def person_indexes(secret: bytes, community: str, values: Mapping[str, str]) -> list[str]:
    """All that a person's record is found by."""
    phone, name = values.get("phone"), values.get("name")
    return [
        *([phone_index(secret, phone)] if phone else []),
        *([name_index(secret, community, name)] if name else []),
    ]
