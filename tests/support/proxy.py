"""A TCP proxy that understands enough of MongoDB and AMQP to lose exactly one request, or the answer to it."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Frame = bytes
Read = Callable[[asyncio.StreamReader], Awaitable[Frame]]


async def mongo_frame(reader: asyncio.StreamReader) -> Frame:
    """One message of the MongoDB wire protocol."""
    head = await reader.readexactly(4)
    return head + await reader.readexactly(struct.unpack("<i", head)[0] - 4)


async def amqp_frame(reader: asyncio.StreamReader) -> Frame:
    """One AMQP 0-9-1 frame, or the protocol header a connection begins with."""
    head = await reader.readexactly(7)
    if head.startswith(b"AMQP"):
        return head + await reader.readexactly(1)
    return head + await reader.readexactly(struct.unpack(">I", head[3:])[0] + 1)


def mongo_request_id(frame: Frame) -> int:
    """The number a request carries."""
    return int(struct.unpack_from("<i", frame, 4)[0])


def mongo_answers(frame: Frame) -> int:
    """The number of the request that this answers."""
    return int(struct.unpack_from("<i", frame, 8)[0])


def is_insert(frame: Frame) -> bool:
    """Whether it is an OP_MSG whose command is `insert`."""
    return struct.unpack_from("<i", frame, 12)[0] == 2013 and frame[26:33] == b"insert\0"


def is_confirm(frame: Frame) -> bool:
    """Whether it is basic.ack."""
    return frame[0] == 1 and frame[7:11] == struct.pack(">HH", 60, 80)


@dataclass
class Proxy:
    """`lose_next` makes it lose the next answer to what is of interest, `stop_next` the request (MongoDB only).

    Either way the connection is cut.
    """

    target: tuple[str, int]
    read: Read
    port: int = 0
    lose_next: bool = False
    stop_next: bool = False
    lost: int = 0
    _asked: set[int] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side or we have enough of it."""
        with suppress(OSError):
            back, forth = await asyncio.open_connection(*self.target)
            ways = [
                asyncio.create_task(self._pass(reader, forth, self._asks)),
                asyncio.create_task(self._pass(back, writer, self._loses)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                for side in (forth, writer):
                    side.close()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ends: Callable[[Frame], bool]
    ) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while not ends(frame := await self.read(reader)):
                writer.write(frame)
                await writer.drain()

    def _asks(self, frame: Frame) -> bool:
        if self.read is not mongo_frame or not is_insert(frame):
            return False
        if self.lose_next:
            self._asked.add(mongo_request_id(frame))
        stopped, self.stop_next = self.stop_next, False
        self.lost += stopped
        return stopped

    def _loses(self, frame: Frame) -> bool:
        wanted = is_confirm(frame) if self.read is amqp_frame else mongo_answers(frame) in self._asked
        if not (self.lose_next and wanted):
            return False
        self.lose_next, self._asked = False, set()
        self.lost += 1
        return True


@asynccontextmanager
async def proxy(host: str, port: int, read: Read) -> AsyncIterator[Proxy]:
    """A proxy before `host:port`, gone at the end of the block."""
    between = Proxy((host, port), read)
    open_ = set[asyncio.Task[None]]()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(between.serve(reader, writer))
        open_.add(task)
        task.add_done_callback(open_.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    between.port = server.sockets[0].getsockname()[1]
    try:
        yield between
    finally:
        server.close()
        for task in list(open_):
            task.cancel()
        await asyncio.gather(*open_, return_exceptions=True)
