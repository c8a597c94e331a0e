"""Backing up and restoring."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pymongo.errors import PyMongoError
from rich.progress import Progress, TaskID
from rich.table import Table

from services.backing import back_up, put_back
from services.cli.terminal import console, fail, read_settings, run
from shared.runtime.backup.manifest import Manifest, NotSafe, release

FOLDER = typer.Argument(help="where the data are kept, without the keys")
KEYS = typer.Option("--keys", help="where the newest keys are kept, apart from the data")


def backup(folder: Annotated[Path | None, FOLDER] = None, keys: Annotated[Path | None, KEYS] = None) -> None:
    """Bring a backup up to now: all services at one instant, while they run; only what is new is copied."""
    if folder is None and keys is None:
        fail("请指定备份目录 name a folder for the data, or --keys and one for the keys, or both")
    if folder and keys and keys.resolve().is_relative_to(folder.resolve()):
        fail("密钥须与数据分开存放 --keys: keep the keys apart from the data, where others have access")
    began = time.monotonic()

    async def do() -> None:
        with _shown() as progress:
            manifest, kept = await back_up(read_settings(), folder, keys, progress)
        if manifest:
            console.print(_table(manifest))
        if kept:
            console.print(f"密钥 keys: {kept[0]}，其中已销毁 of these destroyed: {kept[1]}")
        console.print(f"备份完成 backed up in {time.monotonic() - began:.1f} s")

    _run(do)


def restore(folder: Annotated[Path, FOLDER], keys: Annotated[Path, KEYS]) -> None:
    """Put a backup into an empty installation that is stopped; who was erased since stays erased."""
    began = time.monotonic()

    async def do() -> None:
        with _shown() as progress:
            restored = await put_back(read_settings(), folder, keys, progress)
        console.print(_table(restored.manifest))
        if restored.manifest.version != release():
            console.print(f"由版本 taken by version {restored.manifest.version}; this is {release()}")
        if restored.purged is None:
            console.print("未设置 AMQP_URL，队列没有清空 AMQP_URL is not set: purge the queues of a broker by hand")
        console.print(f"清空队列 messages purged: {restored.purged or 0}；再次删除 erased again: {restored.erased}")
        console.print(f"恢复完成 restored in {time.monotonic() - began:.1f} s；请启动服务 now start the services")

    _run(do)


def _run(do: Callable[[], object]) -> None:
    try:
        run(do())  # type: ignore[arg-type]
    except (NotSafe, PyMongoError, OSError) as error:
        fail(str(error))


@contextmanager
def _shown() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each thing that is copied."""
    with Progress(console=console, disable=not sys.stderr.isatty()) as bars:
        known: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in known:
                known[what] = bars.add_task(what, total=None)
            bars.update(known[what], completed=done, total=total or None)

        yield tell


def _table(manifest: Manifest) -> Table:
    table = Table("service", "commits", "files", "MiB", title=f"{manifest.at:%Y-%m-%d %H:%M:%S} UTC")
    for name, kept in manifest.services.items():
        size = sum(part.bytes for part in kept.parts) / 2**20
        table.add_row(name, f"{kept.tip:,}", str(len(kept.parts)), f"{size:.1f}")
    return table
