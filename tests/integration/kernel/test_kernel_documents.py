"""What readers ask of the documents."""

from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projector import Projector
from tests.support.spy import Spy
from tests.support.toy import BOXES, START, Toy, put


async def test_rows_that_are_all_read_come_in_one_answer(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    await toy.handler.handle_many([put(f"box_{n}", n + 1) for n in range(150)])
    await Projector(toy.database, toy.log, toy.tail, (BOXES,), 1, lambda: START).prepare()
    reads = Reads(toy.database, [BOXES])
    spy.heard.clear()
    assert len(await reads(BOXES).aggregate([{"$project": {"total": 1}}])) == 150
    assert not any("getMore" in command for command in spy.heard)
