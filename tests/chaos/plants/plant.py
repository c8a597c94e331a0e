"""What a planted bug is."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from types import ModuleType

Mutate = Callable[[], None]


@dataclass(frozen=True)
class Plant:
    """A bug: `mutate` puts it into this process, `faults` bring it to light."""

    name: str
    mutate: Mutate
    faults: tuple[str, ...]


PLANTS: dict[str, Plant] = {}


def plant(name: str, *faults: str) -> Callable[[Mutate], Mutate]:
    """Enters a bug into `PLANTS`."""

    def enter(mutate: Mutate) -> Mutate:
        PLANTS[name] = Plant(name, mutate, faults)
        return mutate

    return enter


def put(owner: type | ModuleType, name: str, planted: Callable[..., object]) -> None:
    """Puts `planted` in the place of a method or function.

    Raises TypeError where it does not take what the method takes: everything would fail then, and nothing be proved.
    """
    signature(planted).bind(*signature(getattr(owner, name)).parameters)
    setattr(owner, name, planted)
