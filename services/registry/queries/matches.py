"""Who is known already by a phone number or a name, so that nobody is entered twice."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from services.registry.decider.following import Progress
from services.registry.decider.person import Registered
from services.registry.projections import COMMUNITIES, PERSONS, PLACES, WISHES, Person, Wish
from services.registry.queries.wall import OPEN
from shared.directory.queries import below
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Read
from shared.pinyin import folded
from shared.privacy.household import masked_name
from shared.privacy.vault import blind

MOST = 100
_PARTING = re.compile(r"[\s.·•・‧∙⋅]")
MatchedBy = Literal["phone", "name"]


class Known(NamedTuple):
    """A person, and by what."""

    person: Person
    by: tuple[MatchedBy, ...]


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


async def known(read: Read, node: str, phone: str | None, name: str | None) -> list[Known]:
    """Who has the phone or the name in `node` or below it, and nobody from the moment of erasure on; at most a hundred,
    who has both first, then who has the phone."""
    vault, secret, homes = read.service.vault, read.service.secret, await below(read.reads, node, COMMUNITIES)
    assert vault, "registry keeps the vault"
    with_phone, with_name = await asyncio.gather(
        vault.found(*([phone_index(secret, phone)] if phone else [])),
        vault.found(*(name_index(secret, home, name) for home in homes if name)),
    )
    by: dict[str, tuple[MatchedBy, ...]] = dict.fromkeys(with_phone, ("phone",))
    by |= {person: (*by.get(person, ()), "name") for person in with_name}
    here = {"_id": {"$in": sorted(by)}, "community": {"$in": homes}, "erased": False}
    found = [Known(person, by[person.id]) for person in await read.reads(PERSONS).find(here, limit=0)]
    first = sorted(found, key=lambda each: (-len(each.by), "phone" not in each.by, each.person.id))[:MOST]
    states = await asyncio.gather(*(read.service.handler.state(each.person.id) for each in first))
    return [each for each, state in zip(first, states, strict=True) if isinstance(state, Registered)]


async def matches(read: Read, persons: Sequence[Known]) -> Matches:
    """`persons`, masked, each with what he or she still wishes."""
    vault, ids = read.service.vault, [each.person.id for each in persons]
    assert vault, "registry keeps the vault"
    still_open = {"$or": [{"state": "posted"}, {"state": "published", "progress": {"$in": list(OPEN)}}]}
    records, wishes, places = await asyncio.gather(
        asyncio.gather(*(vault.open(person, person) for person in ids)),
        read.reads(WISHES).find({"person": {"$in": ids}, **still_open}, limit=0),
        read.reads(PLACES).find({"_id": {"$in": sorted({each.person.place or "" for each in persons})}}, limit=MOST),
    )
    titles = {place.id: place.name for place in places}
    items = (
        Match(
            person=each.person.id,
            name=masked_name((record or {}).get("name", "")),
            place=titles.get(each.person.place or ""),
            by=each.by,
            wishes=tuple(_open(wish) for wish in wishes if wish.person == each.person.id),
        )
        for each, record in zip(persons, records, strict=True)
    )
    return Matches(items=tuple(items))


def _open(wish: Wish) -> OpenWish:
    fields = wish.model_dump(include=set(OpenWish.model_fields))
    return OpenWish(wish=wish.id, **fields)


def phone_index(secret: bytes, phone: str) -> str:
    """What a person's record is found by."""
    return blind(secret, "phone", phone)


def name_index(secret: bytes, community: str, name: str) -> str:
    """What a person's record is found by in the community; a name is the same however wide its letters are and whatever
    dot or space parts it."""
    return blind(secret, "name", f"{community}/{_PARTING.sub('', folded(name))}")


def person_indexes(secret: bytes, community: str, values: Mapping[str, str]) -> list[str]:
    """All that a person's record is found by."""
    phone, name = values.get("phone"), values.get("name")
    return [
        *([phone_index(secret, phone)] if phone else []),
        *([name_index(secret, community, name)] if name else []),
    ]
