"""What the load client wrote down: each attempt before it went out, and what came of it; never personal data."""

import asyncio
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

Kind = Literal["acknowledged", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class Sent:
    """An attempt of a command. `caller` is a person's id, or `sub:` and the subject of a token."""

    number: int
    key: str
    operation: str
    service: str
    caller: str
    method: str
    path: str
    query: str
    digest: str
    idle: bool = False
    """Whether the command may find that nothing has to change, and leave nothing in the log."""
    link: str = ""
    """The token of the link by which it is sent: its use is one command, whoever sends it however often."""


@dataclass(frozen=True, slots=True)
class Told:
    """How an attempt ended; `status` 0 when there was no answer. `token` opens the link that was made."""

    number: int
    kind: Kind
    status: int = 0
    code: str = ""
    id: str = ""
    position: int = 0
    version: int = 0
    token: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: `told` is None when the client never came to write it down. `before`: the highest position of
    that service that was told to anybody before this attempt went out."""

    sent: Sent
    told: Told | None
    before: int

    @property
    def kind(self) -> Kind:
        """What is known of it."""
        return self.told.kind if self.told else "unknown"


@dataclass(slots=True)
class Entry:
    """A command with all its attempts, in the order in which they went out."""

    sent: Sent
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[Told]:
        """The answers that said it was done."""
        return [attempt.told for attempt in self.attempts if attempt.told and attempt.kind == "acknowledged"]

    @property
    def refusals(self) -> list[Attempt]:
        """The attempts that were refused."""
        return [attempt for attempt in self.attempts if attempt.kind == "refused"]

    @property
    def kind(self) -> Kind:
        """What the client knows of the command after all its attempts."""
        if self.acknowledged:
            return "acknowledged"
        return "refused" if all(attempt.kind == "refused" for attempt in self.attempts) else "unknown"

    @property
    def name(self) -> str:
        """For findings: which command this is."""
        sent = self.sent
        query = f"?{sent.query}" if sent.query else ""
        return f"{sent.operation} {sent.key} ({sent.method} {sent.path}{query} by {sent.caller})"


class Ledger:
    """An append-only file of JSON lines. What was written in one turn of the loop is synced together."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, int] = {"acknowledged": 0, "refused": 0, "unknown": 0}
        self._file: BinaryIO = path.open("ab")
        self._end_cut_line()
        self._number = max((line.get("number", 0) for line in _lines(path)), default=0)
        self._waiting: list[bytes] = []
        self._writing = asyncio.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def counts(self) -> dict[str, int]:
        """How many attempts were acknowledged, refused or ended unknown since it was opened."""
        return dict(self._known)

    def next_number(self) -> int:
        """Numbers attempts, over all runs that used this file."""
        self._number += 1
        return self._number

    async def sent(self, sent: Sent) -> None:
        """Returns when the attempt stands on the disk."""
        await self._write({"is": "sent", **asdict(sent)})

    async def told(self, told: Told) -> None:
        """Returns when what came of it stands on the disk."""
        self._known[told.kind] += 1
        await self._write({"is": "told", **asdict(told)})

    def entries(self) -> list[Entry]:
        """All commands, in the order in which they first went out."""
        return gather(_lines(self.path))

    async def _write(self, line: Mapping[str, Any]) -> None:
        self._waiting.append(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        async with self._writing:  # whoever is first writes for all who wait
            if self._waiting:
                lines, self._waiting = self._waiting, []
                await asyncio.to_thread(self._sync, lines)

    def _sync(self, lines: Sequence[bytes]) -> None:
        self._file.write(b"".join(lines))
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def _end_cut_line(self) -> None:
        """A crash may have cut the last line: it does not count, and must not spoil the next one."""
        content = self.path.read_bytes()
        if content and not content.endswith(b"\n"):
            self._sync([b"\n"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_bytes().splitlines(keepends=True):
        if not line.endswith(b"\n"):
            return
        try:
            yield json.loads(line)
        except ValueError:
            continue  # cut off by a crash


def gather(lines: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """The commands behind the lines of a ledger."""
    sent: dict[int, tuple[Sent, int]] = {}
    told: dict[int, Told] = {}
    highest: dict[str, int] = {}
    for line in lines:
        fields = {name: value for name, value in line.items() if name != "is"}
        if line["is"] == "sent":
            attempt = Sent(**fields)
            sent[attempt.number] = (attempt, highest.get(attempt.service, 0))
        else:
            answer = told[fields["number"]] = Told(**fields)
            if answer.kind == "acknowledged" and answer.number in sent:
                service = sent[answer.number][0].service
                highest[service] = max(highest.get(service, 0), answer.position)
    entries: dict[str, Entry] = {}
    for number, (attempt, before) in sent.items():
        entry = entries.setdefault(attempt.key, Entry(attempt))
        entry.attempts.append(Attempt(attempt, told.get(number), before))
    return list(entries.values())
