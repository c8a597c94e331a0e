"""Wishes that may be the same as one under review: of the same person or household, or in nearly the same words."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from services.registry.decider.following import Progress
from services.registry.projections import WISHES, Wish
from services.registry.queries.wall import OPEN
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen

ALIKE = 0.5
MOST = 500
OPENED_AT_ONCE = 50
SHOWN = 10

Why = Literal["person", "household", "words"]
Opened = Callable[[Wish], Awaitable[str | None]]
"""Gives the words in which a wish was first said, from the vault: they are compared here and go no further."""


class Likely(Frozen):
    """A wish that has not ended, and why it may be the same; `text` is the public one, once there is one."""

    wish: str
    state: str
    progress: Progress | None
    text: str | None
    request_id: str | None
    why: tuple[Why, ...]


class Duplicates(Frozen):
    """The likeliest first."""

    items: tuple[Likely, ...]


async def duplicates(
    reads: Reads, wish: Wish, said: str | None, known: Mapping[str, Why], opened: Opened
) -> Duplicates:
    """What may be the same as `wish`, which was said in the words `said`, in its own community only; `known` says of
    its person, and of who lives with him or her, why their wishes matter. Of wishes without a public text yet what
    `opened` gives is compared."""
    still_open = {"$or": [{"state": "posted"}, {"state": "published", "progress": {"$in": [None, *OPEN]}}]}
    query: dict[str, Any] = {"community": wish.community, "_id": {"$ne": wish.id}, **still_open}
    found = await reads(WISHES).find(query, sort=[("position", -1)], limit=MOST)
    texts: list[str] = []
    for at in range(0, len(found), OPENED_AT_ONCE):
        texts += await asyncio.gather(*(_text(other, opened) for other in found[at : at + OPENED_AT_ONCE]))
    mine = said or wish.text or ""
    weighed = {other.id: _weigh(other, alike(mine, text), known) for other, text in zip(found, texts, strict=True)}
    likely = sorted((other for other in found if weighed[other.id]), key=lambda other: -_sum(weighed[other.id]))
    return Duplicates(items=tuple(_likely(other, weighed[other.id]) for other in likely[:SHOWN]))


WEIGHTS: Mapping[Why, float] = {"person": 1.0, "household": 0.8}


async def _text(other: Wish, opened: Opened) -> str:
    return other.text or await opened(other) or ""


def _weigh(other: Wish, likeness: float, known: Mapping[str, Why]) -> Mapping[Why, float]:
    """Why they may be the same, and how much each reason weighs."""
    reasons: dict[Why, float] = {}
    if who := known.get(other.person or ""):
        reasons[who] = WEIGHTS[who]
    if likeness >= ALIKE:
        reasons["words"] = likeness
    return reasons


def _sum(reasons: Mapping[Why, float]) -> float:
    return sum(reasons.values())


def _likely(wish: Wish, reasons: Mapping[Why, float]) -> Likely:
    fields = wish.model_dump(include={"state", "progress", "text", "request_id"})
    return Likely(wish=wish.id, why=tuple(reasons), **fields)


def alike(one: str, other: str) -> float:
    """From 0 to 1, how much of their pairs of neighbouring signs two texts have in common (Dice's coefficient)."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 0.0
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _pairs(text: str) -> frozenset[str]:
    signs = "".join(sign for sign in text.casefold() if sign.isalnum())
    return frozenset(signs[at : at + 2] for at in range(len(signs) - 1))
