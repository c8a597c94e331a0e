"""What a link can suffer from."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What is done to a link."""

    CUT = "cut"  # what is open is closed, what is opened is closed
    DELAY = "delay"  # everything arrives later
    HALF_OPEN = "half-open"  # nothing arrives, nothing is closed
    LOSE_ANSWER = "lose the answer"  # to an insert, or a confirm; then the connection is cut


@dataclass
class Ailment:
    """A fault on the links of one client; `hits` counts the connections, messages or answers it struck."""

    kind: Kind
    seconds: float = 0.0
    hits: int = 0
