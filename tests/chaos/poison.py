"""Poison: facts whose text carries a mark, which make the inbox that takes them in raise, or die."""

import json
import os
from collections.abc import Sequence
from typing import Any

from shared.eventsourcing.decider import Envelope
from shared.messaging.envelope import CloudEvent, ForeignCommit
from shared.messaging.inbox import Inbox

RAISES, KILLS = "毒丸甲", "毒丸乙"
MARKS = frozenset({RAISES, KILLS})
DEATH = 86
"""The exit code of a process that poison has killed."""


class Poison:
    """Does nothing until a mark is armed."""

    def __init__(self) -> None:
        self._armed: frozenset[str] = frozenset()

    def arm(self, marks: Sequence[str]) -> None:
        """From now on these marks are poison, and no others."""
        self._armed = frozenset(marks)

    def mix_in(self) -> None:
        """Has every inbox of this process taste before it takes in."""
        plain = Inbox._envelopes

        def tasting(inbox: Inbox, commit: ForeignCommit, event: CloudEvent) -> list[Envelope]:
            self._taste(event["data"])
            return plain(inbox, commit, event)

        setattr(Inbox, "_envelopes", tasting)  # noqa: B010 - a type checker would mind

    def _taste(self, data: Any) -> None:
        if not self._armed:
            return
        text = json.dumps(data, ensure_ascii=False)
        if KILLS in self._armed and KILLS in text:
            os._exit(DEATH)
        if RAISES in self._armed and RAISES in text:
            raise RuntimeError("poison")
