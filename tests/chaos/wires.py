"""A TCP proxy that knows whose connection it carries, and ill-treats that one only.

It cuts MongoDB messages and AMQP frames out of the stream, so that a fault always hits whole ones; a connection
that lost bytes is never used again, since TCP would not go on either.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.ailment import Ailment, Kind
from tests.chaos.speech import Speech, who
from tests.support.proxy import is_confirm, is_insert, mongo_answers, mongo_request_id

_HIGH_WATER = 1 << 20


@dataclass
class Wires:
    """All proxies of the rig; `ail` makes the links of one client sick, `heal` well again."""

    _ailments: dict[tuple[str, Speech], Ailment] = field(default_factory=dict)
    _open: set["_Side"] = field(default_factory=set)
    _servers: list[asyncio.Server] = field(default_factory=list)

    async def lay(self, speech: Speech, target: Callable[[], tuple[str, int]], name: str = "") -> int:
        """Opens a port that leads to `target`; a client on MongoDB's wires names itself by its `appName`."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Front(self, speech, target, name), "127.0.0.1", 0)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def ail(self, name: str, speech: Speech, kind: Kind, seconds: float = 0.0) -> Ailment:
        """From now on the links of `name` suffer from `kind`."""
        ailment = self._ailments[name, speech] = Ailment(kind, seconds)
        if kind is Kind.CUT:
            ailment.hits += self._cut(name, speech)
        return ailment

    def heal(self, name: str, speech: Speech) -> None:
        """The links of `name` are as new; those that were half open are gone."""
        ailment = self._ailments.pop((name, speech), None)
        if ailment and ailment.kind is Kind.HALF_OPEN:
            self._cut(name, speech)

    def heal_all(self) -> None:
        """All links are as new."""
        for name, speech in list(self._ailments):
            self.heal(name, speech)

    def ailment(self, name: str, speech: Speech) -> Ailment | None:
        """What the links of `name` suffer from."""
        return self._ailments.get((name, speech))

    def clients(self, speech: Speech) -> list[str]:
        """Who is connected."""
        return sorted({side.link.name for side in self._open if side.link.speech is speech})

    def close(self) -> None:
        """Closes everything."""
        for server in self._servers:
            server.close()
        for side in list(self._open):
            side.link.cut()

    def _cut(self, name: str, speech: Speech) -> int:
        links = {id(s.link): s.link for s in self._open if s.link.name == name and s.link.speech is speech}
        for link in links.values():
            link.cut()
        return len(links)


class _Link:
    """One connection: the client's side and the server's."""

    def __init__(self, wires: Wires, speech: Speech, name: str) -> None:
        self.wires = wires
        self.speech = speech
        self.name = name
        self.sides: list[_Side] = []
        self.asked: set[int] = set()

    def cut(self) -> None:
        """Both sides find that the connection is lost."""
        for side in self.sides:
            if side.transport:
                side.transport.abort()

    def fate(self, frame: bytes, asking: bool) -> tuple[bool, float]:
        """Whether `frame` passes, and after how many seconds."""
        ailment = self.wires.ailment(self.name, self.speech)
        if ailment is None:
            return True, 0.0
        if ailment.kind is Kind.LOSE_ANSWER:
            return not self._loses(ailment, frame, asking), 0.0
        ailment.hits += 1
        if ailment.kind is Kind.CUT:
            self.cut()
        return ailment.kind is Kind.DELAY, ailment.seconds

    def _loses(self, ailment: Ailment, frame: bytes, asking: bool) -> bool:
        if self.speech is Speech.MONGO and asking and is_insert(frame):
            self.asked.add(mongo_request_id(frame))
        if asking or ailment.hits:
            return False
        lost = mongo_answers(frame) in self.asked if self.speech is Speech.MONGO else is_confirm(frame)
        ailment.hits += lost
        if lost:
            self.cut()
        return lost


class _Side(asyncio.Protocol):
    """One side of a link; what it receives goes to the other one."""

    def __init__(self, link: _Link) -> None:
        self.link = link
        self.transport: asyncio.Transport | None = None
        self.other: _Side | None = None
        self._buffer = bytearray()
        self._late: deque[tuple[float, bytes]] = deque()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(_HIGH_WATER)
        self.link.sides.append(self)
        self.link.wires._open.add(self)

    def connection_lost(self, _: Exception | None) -> None:
        self.link.wires._open.discard(self)
        if self.other and self.other.transport:
            self.other.transport.close()

    def pause_writing(self) -> None:
        if self.other and self.other.transport:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other and self.other.transport:
            self.other.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        at = 0
        while (size := self.link.speech.length(self._buffer, at)) and at + size <= len(self._buffer):
            self._pass(bytes(self._buffer[at : at + size]))
            at += size
        del self._buffer[:at]

    def _pass(self, frame: bytes) -> None:
        asking = isinstance(self, _Front)
        if asking and not self.link.name:
            self.link.name = who(frame)
        passes, late = self.link.fate(frame, asking)
        if not passes:
            return
        loop = asyncio.get_running_loop()
        if late or self._late:
            due = max(loop.time() + late, self._late[-1][0] if self._late else 0.0)
            self._late.append((due, frame))
            loop.call_at(due, lambda: self._write(self._late.popleft()[1]))
        else:
            self._write(frame)

    def _write(self, frame: bytes) -> None:
        if self.other and self.other.transport and not self.other.transport.is_closing():
            self.other.transport.write(frame)


class _Front(_Side):
    """The client's side, which opens the other one."""

    def __init__(self, wires: Wires, speech: Speech, target: Callable[[], tuple[str, int]], name: str) -> None:
        super().__init__(_Link(wires, speech, name))
        self._target = target
        self._opening: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert self.transport
        self.transport.pause_reading()
        self._opening = asyncio.get_running_loop().create_task(self._open())

    async def _open(self) -> None:
        assert self.transport
        try:
            back = _Side(self.link)
            back.other, self.other = self, back
            await asyncio.get_running_loop().create_connection(lambda: back, *self._target())
        except OSError:
            self.transport.abort()
        else:
            if self.transport.is_closing():
                self.link.cut()
            else:
                self.transport.resume_reading()
