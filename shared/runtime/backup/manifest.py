"""What a backup consists of, and of which instant it is: the one file that makes the others a backup."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from shared.eventsourcing.model import Frozen, Instant

FORMAT = 1
MANIFEST = "manifest.json"

Clock = tuple[int, int]
"""A time of the replica set: seconds, and a count within them."""


class NotSafe(Exception):
    """To go on would lose data or mix them up; the text says what was found and what to do."""


class Part(Frozen):
    """One file: where it is in the backup, and what it must hold."""

    file: str
    rows: int
    bytes: int
    sha256: str


class Kept(Frozen):
    """What is kept of one service."""

    tip: int
    """The highest position of its log at that instant."""
    last: str
    """The command id at that position: by it the history is known again."""
    log: tuple[Part, ...]
    """In order of position, from 1; all but the last hold equally many commits."""
    rows: Mapping[str, Part]
    """Whole collections, by name."""
    vault: tuple[Part, ...] = ()
    """All records, and those sealed since; a record in both stands as in the later."""
    vault_at: Instant | None = None
    """When all records were taken."""

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self.log, *self.rows.values(), *self.vault)


class Manifest(Frozen):
    """A backup of all services at one instant, which is not later than `until`."""

    format: int
    version: str
    until: Clock
    services: Mapping[str, Kept]

    @property
    def at(self) -> datetime:
        """The instant, as clocks on walls show it."""
        return datetime.fromtimestamp(self.until[0], UTC)


def release() -> str:
    """The version of the code that runs."""
    return version("pomegranate")


def load(folder: Path) -> Manifest | None:
    """What the backup in `folder` consists of; None when there is none. Raises NotSafe."""
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise NotSafe(
            f"{path} 无法读取，请改用另一个目录 can't be read ({error.error_count()} errors): use another folder"
        ) from error
    check_format(path, manifest.format, manifest.version)
    return manifest


def check_format(path: Path, found: int, by: str) -> None:
    """Raises NotSafe for what another version has written in another format."""
    if found != FORMAT:
        raise NotSafe(
            f"{path} 的格式为 {found}（版本 {by}），本版本为 {FORMAT}：请用写入它的版本恢复。"
            f" It has format {found} of version {by}, not {FORMAT}: restore with the version that wrote it."
        )
