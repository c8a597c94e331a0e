"""The live feed goes on where its reader left off, in the order of the log."""

from services.notify.events import NoticeSent
from services.notify.feed import Feed, event_id
from services.notify.projections import NOTICES, NoticeDocument
from shared.directory.limits import Limits
from shared.eventsourcing.decider import Commit
from tests.unit.notify.examples import AT, CLERK, COMMUNITY, PERSON

ADDRESS = f"person:{PERSON}"


def notice(position: int) -> NoticeDocument:
    event = NoticeSent(community=COMMUNITY, address=ADDRESS, kind="wish_fulfilled")
    commit = Commit(position, f"notice_{position}", 1, "c", "", COMMUNITY, CLERK, "", "", AT, (event,))
    document = NOTICES.apply(None, next(iter(commit)))
    return document.model_copy(update={"position": position})


class Documents:
    """Answers as the notices' collection would."""

    def __init__(self, notices: list[NoticeDocument]) -> None:
        self._notices = notices

    async def find(self, query, *, sort=(), limit=0):
        if "address" not in query:
            return []
        bounds = query["position"]
        wanted = [each for each in self._notices if bounds["$gt"] < each.position <= bounds["$lte"]]
        return sorted(wanted, key=lambda each: each.position)[:limit]


class Reads:
    """A projection that is at `positions`, one after the other."""

    def __init__(self, notices: list[NoticeDocument], *positions: int) -> None:
        self._documents = Documents(notices)
        self._positions = list(positions)

    def __call__(self, projection) -> Documents:
        return self._documents

    async def position(self) -> int:
        return self._positions.pop(0)


class Tree:
    async def limits(self, community: str) -> Limits:
        return Limits()


async def follow(reads: Reads, after: int, looks: int) -> list[int]:
    feed = Feed(reads, Tree(), [ADDRESS], after)
    return [view.position async for view in feed.follow(pause=0, looks=looks)]


async def test_only_what_is_wholly_written_is_shown_so_that_nothing_is_passed_over():
    notices = [notice(5), notice(3), notice(2)]
    assert await follow(Reads(notices, 2, 2, 5), after=1, looks=3) == [2, 3, 5]
    assert await follow(Reads(notices, 4), after=1, looks=1) == [2, 3]


async def test_it_goes_on_after_what_was_seen():
    assert await follow(Reads([notice(n) for n in range(1, 9)], 8), after=6, looks=1) == [7, 8]
    assert await follow(Reads([notice(1)], 1), after=9, looks=1) == []


async def test_a_long_absence_is_made_up_for_in_pages():
    everything = list(range(1, 451))
    assert await follow(Reads([notice(n) for n in everything], 450), after=0, looks=1) == everything


async def test_an_event_is_named_by_its_place_in_the_log():
    feed = Feed(Reads([notice(7)], 7), Tree(), [ADDRESS], 0)
    assert [event_id(view) async for view in feed.follow(pause=0, looks=1)] == ["7.0"]
