"""A projection that can't even be built stands alone, like one that fails later."""

from dataclasses import replace
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projector import Projector
from tests.support.eventually import eventually, running
from tests.support.toy import BOXES, START, BoxShown, Toy, show


async def test_what_cannot_be_built_leaves_the_others_alone_until_it_is_mended(
    database: AsyncDatabase[dict[str, Any]],
) -> None:
    sound = False

    def apply(document: BoxShown | None, recorded: Recorded) -> BoxShown:
        if not sound:
            raise ZeroDivisionError
        return show(document, recorded)

    toy, odd = Toy(database), replace(BOXES, name="odd", apply=apply)
    await toy.log.prepare()
    await toy.put("box_a", 1)
    projector = Projector(database, toy.log, toy.tail, [odd, BOXES], 1, lambda: START)
    await projector.prepare()
    assert list(projector.failures) == ["odd.v1"]
    assert projector.position == 0
    async with running(projector.run()):
        await toy.put("box_a", 2)
        reads = Reads(database, [BOXES])

        async def total() -> bool:
            shown = await reads(BOXES).get("box_a")
            return shown is not None and shown.total == 3

        await eventually(total, "the sound one goes on")
        sound = True
        await projector.rebuild(odd)
        assert not projector.failures
        await projector.reached(2)
        mended = await Reads(database, [odd])(odd).get("box_a")
        assert mended is not None
        assert mended.total == 3
