"""A PostgreSQL of the run's own, where one is installed; it refuses to run as root, so there it runs as nobody."""

import asyncio
import os
import pwd
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.embedded.mongod import HOST, any_free_port

INSTALLED = Path("/usr/lib/postgresql")
NOBODY = "nobody"
START_WITHIN = 30.0


def find() -> Path | None:
    """The directory of its programs; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(INSTALLED.glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


class Postgres:
    """Where it is."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid

    def environment(self) -> dict[str, str]:
        """For the `eventsourcing` library."""
        return {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": "postgres",
            "POSTGRES_HOST": HOST,
            "POSTGRES_PORT": str(self.port),
            "POSTGRES_USER": "bench",
            "POSTGRES_PASSWORD": "bench",
        }


@asynccontextmanager
async def postgres(programs: Path) -> AsyncIterator[Postgres]:
    """A server with its default settings (synchronous commit), gone afterwards. Raises RuntimeError."""
    directory = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    user = NOBODY if os.geteuid() == 0 else None
    if user:
        os.chown(directory, pwd.getpwnam(user).pw_uid, -1)
    port = any_free_port()
    arguments = ("-k", str(directory), "-p", str(port), "-c", f"listen_addresses={HOST}")
    server = None
    try:
        await _initialize(programs, directory, user)
        server = await _spawn(user, str(programs / "postgres"), "-D", str(directory / "data"), *arguments)
        await _until_it_listens(port)
        yield Postgres(port, server.pid)
    finally:
        if server and server.returncode is None:
            server.terminate()
            await server.wait()
        shutil.rmtree(directory, ignore_errors=True)


async def _initialize(programs: Path, directory: Path, user: str | None) -> None:
    data = str(directory / "data")
    made = await _spawn(user, str(programs / "initdb"), "-D", data, "-U", "bench", "-A", "trust", "--no-sync")
    _, said = await made.communicate()
    if made.returncode:
        raise RuntimeError(f"initdb: {said.decode()[-500:]}")


async def _spawn(user: str | None, *command: str) -> asyncio.subprocess.Process:
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    errors = pipe if command[0].endswith("initdb") else nothing
    return await asyncio.create_subprocess_exec(*command, stdout=nothing, stderr=errors, user=user, cwd="/")


async def _until_it_listens(port: int) -> None:
    async with asyncio.timeout(START_WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
