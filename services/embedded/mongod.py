"""The embedded MongoDB: a replica set of one, on this machine's loopback only."""

import asyncio
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from services.embedded.child import Child, DidNotStart, until
from services.embedded.container import find_container
from services.embedded.programs import find_mongod

HOST = "127.0.0.1"
START_WITHIN = 60.0
LET_GO_WITHIN = 5.0
_PORT_TAKEN = 48  # mongod's exit code
_NOT_LOADED = 94  # NotYetInitialized
_PORTS = range(20000, 32000)  # below those the system gives to outgoing connections
_given: set[int] = set()


class Mongod:
    """A mongod whose data, port, pid and log are kept in `directory`; it can be started again and again."""

    def __init__(
        self,
        directory: Path,
        port: int | None = None,
        *,
        cache_mb: int = 256,
        set_name: str = "rs0",
        options: Sequence[str] = (),
    ) -> None:
        self.directory = directory.resolve()
        self.data = self.directory / "data"
        self.set_name = set_name
        self._port = port
        self._port_file = self.directory / "port"
        self._begun_file = self.directory / "begun"
        self._cache_gb = cache_mb / 1024
        self._options = tuple(options)
        self._child = Child(self.directory, "mongod", mark=str(self.data))

    @property
    def host(self) -> str:
        """Address and port, as the replica set knows this member."""
        return f"{HOST}:{self._port}"

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"mongodb://{self.host}/?directConnection=true"

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._child.pid

    async def start(self) -> str:
        """Starts it and answers its URL once it takes writes; ends one left over in the same directory first.

        Raises NotInstalled where no mongod can be had, DidNotStart if it can't begin.
        """
        try:
            await self._begin()
        except BaseException:
            await self._child.kill()
            raise
        self._begun_file.touch()
        return self.url

    async def launch(self) -> None:
        """Starts it and waits until it answers, in whatever state its replica set is."""
        self.data.mkdir(parents=True, exist_ok=True)
        survived = await self._child.end_survivor()
        self._port = kept = self._port or self._kept_port()
        if survived and kept:  # its last threads hold the port a moment longer
            await until(lambda: _is_free(kept), LET_GO_WITHIN)
        for _ in range(3):
            self._port = self._port if self._port and _is_free(self._port) else any_free_port()
            await self._spawn(self._port)
            if await self._answers():
                self._port_file.write_text(f"{self._port}\n")
                return
            if self._child.exit_code != _PORT_TAKEN:
                break
        await self._child.kill()
        raise DidNotStart(f"mongod 没有启动，见 / mongod did not start, see {self._child.log}\n{self._complaint()}")

    async def stop(self) -> None:
        """Ends it in good order within ten seconds, else by force."""
        await self._child.stop()

    async def kill(self) -> None:
        """Ends it as a power cut would."""
        await self._child.kill()

    async def _begin(self) -> None:
        cut_off = not self._begun_file.exists() and self.data.exists() and any(self.data.iterdir())
        try:
            await self.launch()
            await self._lead()
        except DidNotStart:
            if not cut_off:
                raise
            await self._child.kill()  # what the first start left is of no use, and nobody ever got to write there
            self.data.rename(self.directory / f"unfinished-{secrets.token_hex(4)}")
            await self.launch()
            await self._lead()

    def _complaint(self) -> str:
        errors = [line for line in self._child.said(200).splitlines() if '"s":"E"' in line or '"s":"F"' in line]
        return errors[-1] if errors else self._child.said()

    def _kept_port(self) -> int | None:
        text = self._port_file.read_text().strip() if self._port_file.exists() else ""
        return int(text) if text.isdigit() else None

    async def _spawn(self, port: int) -> None:
        if program := find_mongod():
            await self._child.start([str(program), *self._arguments(port, HOST)])
        else:
            inside = find_container(self.data)
            command = [*inside.command(HOST, port), *self._arguments(port, "0.0.0.0")]  # noqa: S104 - in the container
            await self._child.start(command, sweep=inside.sweep())

    def _arguments(self, port: int, address: str) -> list[str]:
        return [
            *("--dbpath", str(self.data), "--port", str(port), "--bind_ip", address, "--nounixsocket"),
            *("--replSet", self.set_name, "--oplogSize", "256", "--wiredTigerCacheSizeGB", str(self._cache_gb)),
            *("--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"),
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100", *self._options),
        ]

    async def _answers(self) -> bool:
        async with self._client() as client:
            give_up = asyncio.get_running_loop().time() + START_WITHIN
            while self._child.exit_code is None and asyncio.get_running_loop().time() < give_up:
                try:
                    await client.admin.command("ping")
                    return True
                except PyMongoError:
                    await asyncio.sleep(0.05)
        return False

    async def _lead(self) -> None:
        async with self._client() as client:
            try:
                async with asyncio.timeout(START_WITHIN):
                    while not await self._leads(client):
                        await asyncio.sleep(0.02)
            except (PyMongoError, TimeoutError) as error:
                raise DidNotStart(f"mongod 无法写入，见 / mongod takes no writes, see {self._child.log}") from error

    async def _leads(self, client: AsyncMongoClient[dict[str, Any]]) -> bool:
        """Whether it takes writes. While it recovers or steps up it may have a moment for nobody."""
        try:
            await self._settle(client)
            return bool((await client.admin.command("hello")).get("isWritablePrimary"))
        except ConnectionFailure:
            if self._child.exit_code is not None:
                raise
            return False

    async def _settle(self, client: AsyncMongoClient[dict[str, Any]]) -> None:
        """Makes it a set of one under its present port.

        With a new port mongod first asks whoever has the old one, and waits for up to 30 s for an answer.
        """
        config = await client.local["system.replset"].find_one()
        if config is None:
            members = [{"_id": 0, "host": self.host}]
            await client.admin.command("replSetInitiate", {"_id": self.set_name, "members": members})
        elif config["members"][0]["host"] != self.host:
            config["members"][0]["host"] = self.host
            config["version"] += 1
            while (await _status(client)) == _NOT_LOADED:
                await asyncio.sleep(0.02)
            await client.admin.command("replSetReconfig", config, force=True)

    def _client(self) -> AsyncMongoClient[dict[str, Any]]:
        return AsyncMongoClient(self.url, serverSelectionTimeoutMS=500, connectTimeoutMS=2000)


async def _status(client: AsyncMongoClient[dict[str, Any]]) -> int | None:
    try:
        await client.admin.command("replSetGetStatus")
    except OperationFailure as failure:
        return failure.code
    return None


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return trial.connect_ex((HOST, port)) != 0 and _binds(trial, port)


def _binds(trial: socket.socket, port: int) -> bool:
    try:
        trial.bind((HOST, port))
    except OSError:
        return False
    return True


def any_free_port() -> int:
    """A port of the loopback nobody listens on; another one each time, since whoever gets it has yet to listen."""
    while (port := secrets.choice(_PORTS)) in _given or not _is_free(port):
        continue
    _given.add(port)
    return port
