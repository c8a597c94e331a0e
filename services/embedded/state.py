"""The state directory of the embedded default: one process at a time, one format, whatever was killed in it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FORMAT = "1"
"""Of what is stored; until version 0.1.0 it may change without migration."""


class AlreadyRunning(Exception):
    """Another process has the directory; `address` is where it answers."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class OtherFormat(Exception):
    """The directory was written by another version."""

    def __init__(self, directory: Path, found: str) -> None:
        super().__init__(
            f"{directory} 的存储格式为 {found}，本版本为 {FORMAT}：请改用写入它的版本，或把该目录移走后重新开始。\n"
            f"{directory} has format {found}, this version writes {FORMAT}: "
            "use the version that wrote it, or move the directory away and start anew."
        )


@contextmanager
def claimed(directory: Path) -> Iterator[Path]:
    """Holds `directory` for this process. Raises AlreadyRunning or OtherFormat."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_read(directory / "address")) from None
        _check_format(directory)
        note_address(directory, "")
        yield directory


def note_address(directory: Path, address: str) -> None:
    """Leaves word for a second start of where this one answers."""
    (directory / "address").write_text(address)


def _check_format(directory: Path) -> None:
    file = directory / "format"
    found = _read(file)
    if found and found != FORMAT:
        raise OtherFormat(directory, found)
    file.write_text(FORMAT)


def _read(file: Path) -> str:
    return file.read_text().strip() if file.exists() else ""
