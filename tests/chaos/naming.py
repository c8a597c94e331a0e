"""Names that the load lets slip into public texts: each follows from its story, so that the oracle knows it too, and
none ever stands in the ledger."""

import hashlib
import re

NAME = re.compile("欧阳[a-z]{8}")
FIRST = ord("a")


def name_in(story: str) -> str:
    """Who is named in the story whose keys begin with `story`."""
    digest = hashlib.sha256(story.encode()).digest()
    return "欧阳" + "".join(chr(FIRST + byte % 26) for byte in digest[:8])


def story_of(key: str) -> str:
    """The story that a key of the ledger belongs to."""
    return key.rpartition(".")[0]
