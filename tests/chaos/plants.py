"""Bugs planted in the processes of the rig, to see whether it finds them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Plant:
    """A bug: `mutate` puts it into this process, `faults` bring it to light."""

    name: str
    mutate: Callable[[], None]
    faults: tuple[str, ...]


PLANTS: dict[str, Plant] = {}
