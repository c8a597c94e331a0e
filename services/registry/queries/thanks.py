"""Thanks that were published: for those who fulfilled a wish, and for the wall."""

from collections.abc import Mapping
from typing import Any

from services.registry.projections import WISHES, Wish
from shared.contracts.base import Category
from shared.contracts.thanks import ThanksShownTo
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen, Instant

ON_THE_WALL = 12
DONE: Mapping[str, Any] = {"progress": {"$in": ["fulfilled", "partly"]}}
"""While a wish is under way again nobody is thanked for it."""


class ReceivedThanks(Frozen):
    """What was published of a person's thanks, for a wish that came true on `done_on`; nobody is named."""

    request_id: str | None
    community: str
    category: Category | None
    text: str
    shown_to: ThanksShownTo
    done_on: Day | None
    published_at: Instant


class WallThanks(Frozen):
    """Thanks to hang on the wall, and to which organizations; not for which wish, which would say whose."""

    text: str
    organizations: tuple[str, ...]


def received(parties: tuple[str, ...]) -> dict[str, Any]:
    """The wishes for which one of `parties`, organizations or a person, was thanked."""
    return {"thanks.providers.id": {"$in": list(parties)}, "thanks.state": "published", **DONE}


def show_received(wish: Wish) -> ReceivedThanks:
    """What a provider may read."""
    thanks = wish.thanks
    assert thanks, "only wishes with published thanks are found"
    assert thanks.published_at
    fields = wish.model_dump(include={"request_id", "community", "category", "done_on"})
    return ReceivedThanks(**fields, text=thanks.text or "", shown_to=thanks.shown_to, published_at=thanks.published_at)


async def thanked_on_the_wall(reads: Reads, community: str) -> list[Wish]:
    """The latest wishes of a community whose persons thank in public."""
    query = {"community": community, "thanks.state": "published", "thanks.shown_to": "everybody", **DONE}
    return await reads(WISHES).find(query, sort=[("thanks.published_at", -1), ("_id", 1)], limit=ON_THE_WALL)


def thanked_by(wish: Wish) -> list[str]:
    """The organizations that the thanks of `wish` go to."""
    providers = wish.thanks.providers if wish.thanks else ()
    return [party.id for party in providers if party.kind == "organization"]


def show_on_the_wall(wish: Wish, known: Mapping[str, str]) -> WallThanks:
    """What anybody may read; organizations are `known` by their names."""
    text = wish.thanks.text if wish.thanks else None
    names = tuple(known[name] for name in thanked_by(wish) if name in known)
    return WallThanks(text=text or "", organizations=names)
