"""The books at the end of a run: what was acknowledged, what the logs hold, and what was made of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.documents import ROWS, to_stored
from shared.eventsourcing.log import Log
from shared.eventsourcing.projection import Projection
from tests.simulation.clients import Book
from tests.simulation.memory import Database
from tests.simulation.service import Service
from tests.simulation.toys import LISTENER, PROJECTIONS, TELLER
from tests.support.toy import EVENTS, Put

if TYPE_CHECKING:
    from tests.simulation.world import World


class Violation(Exception):
    """A promise was broken. `world` has the trace."""

    def __init__(self, text: str, world: "World | None" = None) -> None:
        super().__init__(text)
        self.world = world


def expect(holds: bool, text: str) -> None:
    """Raises Violation unless it `holds`."""
    if not holds:
        raise Violation(text)


def unfinished(world: "World") -> list[str]:
    """What has not come to rest yet."""
    waiting = []
    for service in world.services:
        tables = service.server.store.tables
        tip = max(tables["commits"].safe, default=0) if "commits" in tables else 0
        rows = tables[ROWS].safe if ROWS in tables else {}
        behind = [p.row for p in PROJECTIONS if rows.get(p.row, {}).get("position") != tip]
        waiting += [f"{service.name}'s {row} stands behind {tip}: {rows.get(row)}" for row in behind]
    tip = max(world.teller.server.store.table("commits").safe, default=0)
    for service, name in ((world.teller, "relay"), (world.listener, f"inbox.{TELLER}")):
        row = service.server.store.table("positions").safe.get(name, {})
        if row.get("position") != tip:
            waiting.append(f"{service.name}'s {name} stands behind {tip}: {row}")
    if parked := world.listener.server.store.table("parked").safe:
        waiting.append(f"parked: {sorted(parked)}")
    return waiting


def check(world: "World") -> None:
    """Raises Violation for the first promise that was broken."""
    logs = {service.name: commits_of(service) for service in world.services}
    for service in world.services:
        commits, book = logs[service.name], world.books[service.name]
        check_log(service.name, commits)
        check_book(service.name, commits, book)
        for projection in PROJECTIONS:
            check_documents(service, projection, commits)
        check_seen(world, service.name, commits)
    check_told(logs[TELLER], logs[LISTENER])
    expect(bool(world.books[TELLER].acknowledged), "nothing was acknowledged, which proves nothing")


def commits_of(service: Service) -> list[Commit]:
    """The log, as a majority has it."""
    decode: Any = Log(Database(service.server)["commits"], Codec(EVENTS)).decode  # type: ignore[arg-type]
    rows = service.server.store.find("commits", {}, order=[("_id", 1)], majority=True)
    return [decode(row) for row in rows]


def check_log(name: str, commits: list[Commit]) -> None:
    """Positions and versions without gap, no command twice."""
    expect([c.position for c in commits] == list(range(1, len(commits) + 1)), f"{name}: positions have a gap")
    versions: dict[str, int] = defaultdict(int)
    for commit in commits:
        versions[commit.stream] += 1
        expect(commit.version == versions[commit.stream], f"{name}: {commit.stream} has a gap at {commit.version}")
    twice = len(commits) - len({commit.command_id for commit in commits})
    expect(not twice, f"{name}: {twice} commands were carried out twice")


def check_book(name: str, commits: list[Commit], book: Book) -> None:
    """Acknowledged: once, where it was said to be. Refused, or without effect: never. Unknown: once at most."""
    stored = {commit.command_id: commit for commit in commits}
    for id_, outcome in book.acknowledged.items():
        commit = stored.get(id_)
        expect(commit is not None, f"{name}: lost {id_}, acknowledged at {outcome.position}")
        assert commit
        said = (outcome.stream, outcome.version, outcome.position)
        found = (commit.stream, commit.version, commit.position)
        expect(said == found, f"{name}: {id_} was acknowledged as {said} and is {found}")
    for id_ in book.refused | book.changed_nothing:
        expect(id_ not in stored, f"{name}: {id_} was refused, or changed nothing, and is in the log")
    ours = book.acknowledged.keys() | book.refused | book.changed_nothing | book.unknown
    strange = {id_ for id_ in stored if not id_.startswith(f"{TELLER}/")} - ours
    expect(not strange, f"{name}: nobody sent {strange}")


def check_told(told: list[Commit], heard: list[Commit]) -> None:
    """Every published event once in the listener's log, those of a stream in their order."""
    wanted: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for commit in told:
        for recorded in commit:
            if isinstance(recorded.event, Put):
                stream = commit.stream.replace("box_", "copy_")
                wanted[stream].append((f"{TELLER}/{recorded.name}/Copy", recorded.event.n))
    got: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for commit in heard:
        if commit.stream.startswith("copy_"):
            event: Any = commit.events[0]
            got[commit.stream].append((commit.command_id, event.n))
    for stream in wanted.keys() | got.keys():
        expect(got[stream] == wanted[stream], f"{stream}: {_difference(wanted[stream], got[stream])}")


def check_parked(world: "World") -> None:
    """Where a stream is parked, poison stands at its head."""
    heads: dict[str, Mapping[str, Any]] = {}
    for row in world.listener.server.store.find("parked", {}, order=[("position", 1)], majority=True):
        heads.setdefault(row["stream"], row)
    for stream, row in heads.items():
        numbers = {date.fromisoformat(event["data"]["since"]).toordinal() for event in row["events"]}
        expect(bool(numbers & world.poison.ever), f"{stream} was parked without cause: {row['reason']}")


def check_documents(service: Service, projection: Projection[Any], commits: list[Commit]) -> None:
    """The collection in use equals a fold of the log."""
    folded: dict[str, Any] = {}
    for commit in commits:
        for recorded in commit:
            for key in projection.keys(recorded):
                document = projection.apply(folded.get(key), recorded)
                folded[key] = document.model_copy(update={"position": commit.position, "version": commit.version})
    row = service.server.store.table(ROWS).safe[projection.row]
    found = service.server.store.find(row["collection"], {}, majority=True)
    stored = {document["_id"]: document for document in found}
    wanted = {key: _plain(to_stored(document)) for key, document in folded.items()}
    expect(stored == wanted, f"{service.name}: {projection.row} is not a fold: {_differing(wanted, stored)}")


def check_seen(world: "World", name: str, commits: list[Commit]) -> None:
    """What a reader saw was so at some time."""
    contents: dict[str, list[int]] = defaultdict(list)
    for commit in commits:
        contents[commit.stream] += [event.n for event in commit.events if hasattr(event, "n")]
    reader = world.readers[name]
    for box, numbers in reader.seen:
        expect(tuple(contents[box][: len(numbers)]) == numbers, f"{name}: a reader saw {numbers} in {box}")
    expect(not reader.vanished, f"{name}: documents vanished before a reader's eyes: {reader.vanished}")


def _plain(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in document.items()}


def _difference(wanted: list[Any], got: list[Any]) -> str:
    lost = [item for item in wanted if item not in got]
    doubled = [item for item in got if got.count(item) > 1]
    return f"lost {lost[:3]}, doubled {doubled[:3]}" if lost or doubled else f"out of order: {got} for {wanted}"


def _differing(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> str:
    keys = [key for key in sorted(wanted.keys() | stored.keys()) if wanted.get(key) != stored.get(key)]
    return f"{keys[0]} is {stored.get(keys[0])} for {wanted.get(keys[0])}" if keys else ""
