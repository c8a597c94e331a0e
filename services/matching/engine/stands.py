"""Where requests turn to: to a provider, or to what of his is to be had only so often.

What is to be had oftener than the provider may get requests at all limits nothing, so it stands with the provider: most
plans have few others, and their networks stay small.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from services.matching.engine.assigning import Limits
from services.matching.engine.pricing import AT_HOME, Gift, Giver


def stands(givers: Iterable[Giver], most: Mapping[str, int]) -> tuple[list[Giver], Limits]:
    """The givers, apart by what is limited, and to whom each of the limited ones leads, and how often. `most`: so many
    requests each provider may get."""
    apart: list[Giver] = []
    limits: dict[str, tuple[str, int]] = {}
    for giver in givers:
        parts: dict[str, list[Gift]] = {giver.id: []}
        for gift in giver.gifts:
            for name, part in _ways(gift, giver.id, most[giver.id], limits):
                parts.setdefault(name, []).append(part)
        for name, some in parts.items():
            apart.append(replace(giver, gifts=tuple(some), stand=None if name == giver.id else name))
    return apart, limits


def _ways(gift: Gift, provider: str, most: int, limits: dict[str, tuple[str, int]]) -> Iterator[tuple[str, Gift]]:
    """The offer by the stand it is had from, its `limits` entered: whole, or each of its openings by itself."""
    of_all = provider
    if gift.has.left is not None and gift.has.left < most:
        of_all = gift.offer
        limits[of_all] = (provider, gift.has.left)
    few = {node: left for node, left in gift.left.items() if left < most}
    if not few:
        yield of_all, gift
        return
    for way in (AT_HOME, *gift.left):
        name = f"{gift.offer}@{way}" if way in few else of_all
        if way in few:
            limits[name] = (of_all, few[way])
        yield name, replace(gift, way=way)
