"""What is spoken on a wire: where a message ends, and who speaks."""

import re
import struct
from enum import Enum

_APPLICATION = re.compile(rb"\x03application\0.{4}\x02name\0.{4}([^\0]+)\0", re.DOTALL)


class Speech(Enum):
    """The two protocols of the rig."""

    MONGO = "mongo"
    AMQP = "amqp"

    def length(self, data: bytearray, at: int) -> int:
        """The bytes of the message that begins at `at`; 0 while that can't be told."""
        if self is Speech.MONGO:
            return int(struct.unpack_from("<i", data, at)[0]) if len(data) >= at + 16 else 0
        if len(data) < at + 8:
            return 0
        return 8 if data[at : at + 4] == b"AMQP" else int(struct.unpack_from(">I", data, at + 3)[0]) + 8


def who(first: bytes) -> str:
    """Who speaks, from the first message of a MongoDB client; `?` for one that does not say."""
    found = _APPLICATION.search(first)
    return found[1].decode() if found else "?"
