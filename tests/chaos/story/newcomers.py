"""Whom a story needs for itself, so that what becomes of them disturbs no other."""

from typing import Any

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.others import ORGANIZATIONS, PERSONS, SOMEBODY


async def somebody(hand: Hand, place: Place, **more: Any) -> str:
    """Another resident. Raises Ended."""
    return (await hand.do(place.desk, "post_person", PERSONS, {**SOMEBODY, "community": place.community, **more})).id


async def newcomer(hand: Hand, place: Place, **more: Any) -> str:
    """The path of another organization. Raises Ended."""
    body = {"community": place.community, "name": "新开的店", "kind": "shop", "peer_class": "shop", **more}
    return f"{ORGANIZATIONS}/{(await hand.do(place.desk, 'post_organization', ORGANIZATIONS, body)).id}"


def name_of(path: str) -> str:
    """The id at the end of a path."""
    return path.rpartition("/")[2]
